#include "access/policy_content.h"

#include <cstddef>
#include <string_view>

namespace leastwise {
namespace {

class ContentWriter {
 public:
  explicit ContentWriter(std::string* out) : out_(*out) {}

  void Write(const Policy& policy) {
    Put(static_cast<std::size_t>(policy.kind));
    Put(policy.version_2012);
    Put(policy.account);
    Put(policy.resource_type);
    Put(policy.statements.size());
    for (const Statement& statement : policy.statements) Write(statement);
  }

 private:
  // In groups of seven bits, the last one marked by its size.
  void Put(std::size_t number) {
    for (; number >= 0x80; number >>= 7) out_.push_back(static_cast<char>(0x80 | (number & 0x7F)));
    out_.push_back(static_cast<char>(number));
  }
  // With its length, so that no two lists of texts look alike.
  void Put(std::string_view text) {
    Put(text.size());
    out_.append(text);
  }

  void Write(const Text& text) {
    Put(text.value);
    Put(text.pattern);
    Put(text.parts.size());
    for (const TextPart& part : text.parts) {
      Put(static_cast<std::size_t>(part.kind));
      Put(part.text);
      Put(part.has_default);
      Put(part.default_text);
    }
  }
  template <typename List>
  void WriteAll(const List& texts) {
    Put(texts.size());
    for (const Text& text : texts) Write(text);
  }

  void Write(const Statement& statement) {
    for (const bool flag :
         {statement.has_effect, statement.effect == Effect::kAllow, statement.is_not_action,
          statement.is_not_resource, statement.is_not_principal, statement.has_resource,
          statement.low_confidence}) {
      out_.push_back(flag ? '1' : '0');
    }
    Put(statement.sid.value);
    WriteAll(statement.actions);
    WriteAll(statement.resources);
    Put(statement.principals.size());
    for (const Principal& principal : statement.principals) {
      Put(static_cast<std::size_t>(principal.kind));
      Write(principal.text);
    }
    Put(statement.conditions.size());
    for (const ConditionEntry& entry : statement.conditions) Write(entry);
  }

  void Write(const ConditionEntry& entry) {
    Put(static_cast<std::size_t>(entry.family));
    Put(static_cast<std::size_t>(entry.comparison));
    Put(static_cast<std::size_t>(entry.quantifier));
    Put(entry.negated);
    Put(entry.if_exists);
    Put(entry.op.value);
    Put(entry.key.value);
    WriteAll(entry.values);
  }

  std::string& out_;
};

}  // namespace

void AppendContent(const Policy& policy, std::string* out) { ContentWriter(out).Write(policy); }

}  // namespace leastwise
