#include "access/policy_content.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "iam/arn.h"

namespace leastwise {
namespace {

enum class ContentScope : unsigned char { kAll, kGrants };

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class ContentWriter {
 public:
  ContentWriter(ContentScope scope, bool fold_digits, std::string* out)
      : scope_(scope), fold_digits_(fold_digits), out_(*out) {}

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
    if (scope_ == ContentScope::kAll) Put(text.value);
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

  void WriteResource(const Text& text) {
    Write(text);
    const std::optional<ArnParts> arn =
        fold_digits_ && !text.has_hole() ? SplitArn(text.pattern) : std::nullopt;
    if (!arn) return;
    const auto end = out_.end() - 1;  // in front of the number of parts
    std::replace_if(end - static_cast<std::ptrdiff_t>(arn->resource.size()), end, IsDigit, '0');
  }

  void Write(const Statement& statement) {
    std::size_t flags = 1;
    for (const bool flag :
         {statement.has_effect, statement.effect == Effect::kAllow, statement.is_not_action,
          statement.is_not_resource, statement.is_not_principal, statement.has_resource,
          statement.low_confidence}) {
      flags = flags * 2 + (flag ? 1 : 0);
    }
    Put(flags);
    if (scope_ == ContentScope::kAll) Put(statement.sid.value);
    WriteAll(statement.actions);
    Put(statement.resources.size());
    for (const Text& text : statement.resources) WriteResource(text);
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

  const ContentScope scope_;
  const bool fold_digits_;
  std::string& out_;
};

}  // namespace

void AppendContent(const Policy& policy, std::string* out) {
  ContentWriter(ContentScope::kAll, false, out).Write(policy);
}

void AppendGrantContent(const Policy& policy, bool fold_digits, std::string* out) {
  ContentWriter(ContentScope::kGrants, fold_digits, out).Write(policy);
}

}  // namespace leastwise
