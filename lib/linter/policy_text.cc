#include "linter/policy_text.h"

#include <array>
#include <string_view>

#include "iam/principal.h"
#include "tree/json_writer.h"

namespace leastwise {
namespace {

std::string JsonString(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

template <typename Texts>
std::string List(const Texts& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    out += JsonString(text);
  }
  return out + ']';
}

std::string Principals(const StatementText& statement) {
  if (statement.principals == std::vector<std::string>{"*"}) return "\"*\"";
  constexpr std::array<std::string_view, 4> kTypes = {"AWS", "Service", "Federated",
                                                      "CanonicalUser"};
  std::array<std::vector<std::string>, kTypes.size()> members;
  for (const std::string& principal : statement.principals) {
    members[static_cast<std::size_t>(PrincipalTypeOf(principal))].push_back(principal);
  }
  std::string out = "{";
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (members[i].empty()) continue;
    if (out.size() > 1) out += ',';
    out += JsonString(kTypes[i]) + ':' + List(members[i]);
  }
  return out + '}';
}

std::string Conditions(const StatementText& statement) {
  std::string out = "{";
  for (const auto& [op, keys] : statement.conditions) {
    if (out.size() > 1) out += ',';
    out += JsonString(op) + ":{";
    bool is_first = true;
    for (const auto& [key, values] : keys) {
      if (!is_first) out += ',';
      is_first = false;
      out += JsonString(key) + ':' + List(values);
    }
    out += '}';
  }
  return out + '}';
}

}  // namespace

std::string WritePolicy(std::span<const StatementText> statements, bool has_variables) {
  std::string out = R"({"Version":")";
  out += has_variables ? "2012-10-17" : "2008-10-17";
  out += R"(","Statement":[)";
  for (const StatementText& statement : statements) {
    if (out.back() != '[') out += ',';
    out += statement.denies ? R"({"Effect":"Deny")" : R"({"Effect":"Allow")";
    out += R"(,"Action":)" + List(statement.actions);
    if (!statement.resources.empty()) out += R"(,"Resource":)" + List(statement.resources);
    if (!statement.principals.empty()) {
      out += statement.not_principals ? R"(,"NotPrincipal":)" : R"(,"Principal":)";
      out += Principals(statement);
    }
    if (!statement.conditions.empty()) out += R"(,"Condition":)" + Conditions(statement);
    out += '}';
  }
  return out + "]}";
}

}  // namespace leastwise
