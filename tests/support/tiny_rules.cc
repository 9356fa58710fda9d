#include <algorithm>
#include <cstdlib>
#include <optional>

#include "support/tiny_policies.h"

// What tiny policies say of a request: written from the user guide, for the forms that TinyMaker
// makes.

namespace leastwise::testing {
namespace {

constexpr std::string_view kBucketPrefix = "arn:aws:s3:::";
constexpr std::string_view kVariable = "${aws:username";
constexpr char kOneOf = '\x01';  // a `*` or `?` that is a letter

bool IsLike(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return IsLike(pattern.substr(1), text) || (!text.empty() && IsLike(pattern, text.substr(1)));
  }
  if (text.empty()) return false;
  const bool is_same = pattern.front() == '?' || pattern.front() == text.front();
  return is_same && IsLike(pattern.substr(1), text.substr(1));
}

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool StartsWith(std::string_view text, std::string_view head) {
  return text.substr(0, head.size()) == head;
}

const std::vector<std::string>* Given(const Request& request, const std::string& key) {
  const auto found = request.context.find(Lower(key));
  return found == request.context.end() || found->second.empty() ? nullptr : &found->second;
}

// The text with `${aws:username}` filled in; none where it has no value.
std::optional<std::string> Filled(const std::string& text, const Request& request) {
  const std::size_t at = text.find(kVariable);
  if (at == std::string::npos) return text;
  const std::size_t end = text.find('}', at);
  const std::size_t quote = text.find('\'', at);
  const auto* const given = Given(request, "aws:username");
  std::string value;
  if (given != nullptr) {
    value = given->front();
    std::replace(value.begin(), value.end(), '*', kOneOf);
    std::replace(value.begin(), value.end(), '?', kOneOf);
  } else if (quote < end) {
    value = text.substr(quote + 1, text.find('\'', quote + 1) - quote - 1);
  } else {
    return std::nullopt;
  }
  return text.substr(0, at) + value + text.substr(end + 1);
}

bool ResourceMatches(const std::string& pattern, const Request& request) {
  if (pattern == "*") return true;
  const std::optional<std::string> filled = Filled(pattern, request);
  if (!filled || !StartsWith(request.resource, kBucketPrefix)) return false;
  return IsLike(*filled, request.resource.substr(kBucketPrefix.size()));
}

std::string PartOf(const std::string& arn, int wanted) {
  std::size_t begin = 0;
  for (int i = 0; i < wanted; ++i) begin = arn.find(':', begin) + 1;
  return arn.substr(begin, arn.find(':', begin) - begin);
}

// `arn:aws:sts::1:assumed-role/r/s` is a session of `arn:aws:iam::1:role/r`.
std::string RoleOf(const std::string& principal) {
  const std::size_t at = principal.find(":assumed-role/");
  if (at == std::string::npos) return principal;
  const std::string name = principal.substr(at + 14);
  return "arn:aws:iam::" + PartOf(principal, 4) + ":role/" + name.substr(0, name.find('/'));
}

bool IsIdentity(const std::string& asking) {
  return StartsWith(asking, "arn:aws:iam::") || StartsWith(asking, "arn:aws:sts::")
             ? asking.find("-provider/") == std::string::npos
             : false;
}

bool Lists(const TinyStatement& statement, const std::string& name) {
  return std::find(statement.principals.begin(), statement.principals.end(), name) !=
         statement.principals.end();
}

bool PrincipalApplies(const TinyStatement& statement, const std::string& asking) {
  if (statement.principals.empty()) return true;
  const bool lists_everyone = Lists(statement, "*");
  const bool is_identity = IsIdentity(asking);
  const bool lists_account = is_identity && Lists(statement, PartOf(asking, 4));
  const bool is_root = asking.find(":root") != std::string::npos;
  const bool lists_role = Lists(statement, RoleOf(asking));
  const bool lists_self = Lists(statement, asking) || (is_root && lists_account);
  if (!statement.not_principal) {
    return lists_everyone || lists_account || lists_self || lists_role;
  }
  // Of a Deny: a role is spared only with its account, a session only with both.
  bool is_spared = lists_self;
  if (is_identity && !is_root) is_spared = lists_self && lists_account && lists_role;
  return !is_spared && !lists_everyone;
}

// One value of the request against one of the condition.
bool Hits(const std::string& op, const std::string& limit, const std::string& value) {
  if (StartsWith(op, "StringLike") || StartsWith(op, "StringNotLike")) return IsLike(limit, value);
  if (op.find("IgnoreCase") != std::string::npos) return Lower(limit) == Lower(value);
  if (StartsWith(op, "Bool")) return limit == value;
  if (StartsWith(op, "Ip") || StartsWith(op, "NotIp")) {
    // The blocks of the universe are of whole bytes.
    const std::size_t bytes = limit.find("/16") != std::string::npos ? 2 : 1;
    std::size_t end = 0;
    for (std::size_t i = 0; i < bytes; ++i) end = limit.find('.', end) + 1;
    return StartsWith(value, limit.substr(0, end)) && value.find(':') == std::string::npos;
  }
  if (StartsWith(op, "Numeric")) {
    const double a = std::strtod(value.c_str(), nullptr);
    const double b = std::strtod(limit.c_str(), nullptr);
    if (op.find("LessThanEquals") != std::string::npos) return a <= b;
    if (op.find("LessThan") != std::string::npos) return a < b;
    if (op.find("GreaterThanEquals") != std::string::npos) return a >= b;
    if (op.find("GreaterThan") != std::string::npos) return a > b;
    return a <= b && a >= b;
  }
  return limit == value;
}

bool ConditionHolds(const TinyCondition& condition, const Request& request) {
  const auto* const given = Given(request, condition.key);
  if (condition.op == "Null") return (given == nullptr) == (condition.values.front() == "true");
  const bool if_exists = condition.op.find("IfExists") != std::string::npos;
  const bool for_all = StartsWith(condition.op, "ForAllValues:");
  const bool for_any = StartsWith(condition.op, "ForAnyValue:");
  const std::string op =
      for_all || for_any ? condition.op.substr(condition.op.find(':') + 1) : condition.op;
  const bool is_negated = op.find("Not") != std::string::npos;
  if (given == nullptr) return for_all || if_exists || (is_negated && !for_any);
  if (!for_all && !for_any && given->size() > 1) return false;
  const auto passes = [&](const std::string& value) {
    const bool hit =
        std::any_of(condition.values.begin(), condition.values.end(), [&](const auto& limit) {
          const std::optional<std::string> filled = Filled(limit, request);
          return filled && Hits(op, *filled, value);
        });
    return hit != is_negated;
  };
  return for_any ? std::any_of(given->begin(), given->end(), passes)
                 : std::all_of(given->begin(), given->end(), passes);
}

}  // namespace

bool AppliesToPrincipal(const TinyStatement& statement, const std::string& principal) {
  return PrincipalApplies(statement, principal);
}

bool AppliesToTarget(const TinyStatement& statement, const Request& request) {
  const std::string action = Lower(request.action);
  const bool has_action =
      std::any_of(statement.actions.begin(), statement.actions.end(),
                  [&](const std::string& pattern) { return IsLike(Lower(pattern), action); });
  if (has_action == statement.not_action) return false;
  const bool has_resource =
      std::any_of(statement.resources.begin(), statement.resources.end(),
                  [&](const std::string& pattern) { return ResourceMatches(pattern, request); });
  return has_resource != statement.not_resource;
}

bool AppliesInContext(const TinyStatement& statement, const Request& request) {
  return std::all_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const auto& condition) { return ConditionHolds(condition, request); });
}

bool Allows(const TinySide& side, const Request& request) {
  const auto allows = [&](const TinyPolicy& policy) {
    bool is_allowed = false;
    for (const TinyStatement& statement : policy) {
      if (!AppliesToPrincipal(statement, request.principal) ||
          !AppliesToTarget(statement, request) || !AppliesInContext(statement, request)) {
        continue;
      }
      if (!statement.allows) return false;
      is_allowed = true;
    }
    return is_allowed;
  };
  return allows(side.policy) && (side.boundary.empty() || allows(side.boundary));
}

}  // namespace leastwise::testing
