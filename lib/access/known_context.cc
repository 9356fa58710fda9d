#include "access/known_context.h"

#include <algorithm>
#include <span>
#include <vector>

#include "access/condition_value.h"
#include "access/literal_pattern.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::ptrdiff_t kColonsBeforeResource = 5;

std::string Folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), FoldAscii);
  return out;
}

// Operators that take variables; of others it is open what they make of one.
bool TakesVariables(ConditionFamily family) {
  return family == ConditionFamily::kString || family == ConditionFamily::kStringIgnoreCase ||
         family == ConditionFamily::kStringLike || family == ConditionFamily::kArn;
}

}  // namespace

const std::optional<std::string>* KnownContext::Find(std::string_view folded_key) {
  const auto found = keys_.find(folded_key);
  if (found == keys_.end()) return nullptr;
  used_.insert(found->first);
  return &found->second;
}

// Nothing where no variable is filled in. One without a value stays: it may have a default, and
// what it makes of NotResource is open.
std::optional<Text> KnownContext::Filled(const Text& text, bool is_resource) {
  std::string pattern;
  std::vector<TextPart> parts;
  std::size_t at = 0;  // in the pattern
  std::ptrdiff_t colons = 0;
  bool is_changed = false;
  for (const TextPart& part : text.parts) {
    if (part.kind == PartKind::kLiteral) {
      colons += std::count(part.text.begin(), part.text.end(), ':');
      pattern += part.text;
      at += part.text.size();
      parts.push_back(part);
      continue;
    }
    const std::size_t end = text.pattern.find(kHoleMark, at + 1) + 1;
    const std::string_view hole = text.pattern.substr(at, end - at);
    at = end;
    const bool is_filled =
        part.kind == PartKind::kVariable && (!is_resource || colons >= kColonsBeforeResource);
    const std::optional<std::string>* const value = is_filled ? Find(Folded(part.text)) : nullptr;
    if (value == nullptr || !*value) {
      pattern += hole;
      parts.push_back(part);
      continue;
    }
    is_changed = true;
    const std::string escaped = EscapeWildcards(**value);
    pattern += escaped;
    parts.push_back({PartKind::kLiteral, arena_->Copy(escaped), {}, false});
  }
  if (!is_changed) return std::nullopt;
  Text out = text;
  out.pattern = arena_->Copy(pattern);
  const bool is_literal = std::all_of(parts.begin(), parts.end(), [](const TextPart& part) {
    return part.kind == PartKind::kLiteral;
  });
  out.parts = is_literal ? std::span<const TextPart>() : arena_->Copy(parts);
  return out;
}

// The same texts where there is nothing to fill in.
std::span<const Text> KnownContext::Fill(std::span<const Text> texts, bool is_resource) {
  std::vector<Text> out;
  bool is_changed = false;
  for (const Text& text : texts) {
    const std::optional<Text> filled = Filled(text, is_resource);
    is_changed = is_changed || filled.has_value();
    out.push_back(filled.value_or(text));
  }
  return is_changed ? arena_->Copy(out) : texts;
}

// Nothing where the statement never applies.
std::optional<Statement> KnownContext::Read(const Statement& statement) {
  Statement out = statement;
  if (statement.low_confidence) return out;
  out.resources = Fill(statement.resources, true);
  std::vector<ConditionEntry> conditions;
  for (ConditionEntry entry : statement.conditions) {
    if (TakesVariables(entry.family)) entry.values = Fill(entry.values, false);
    Truth truth = Truth::kUnknown;
    if (const std::optional<std::string>* const known = Find(entry.folded_key)) {
      ContextValue value;
      if (*known) value.values = {**known};
      truth = Evaluate(entry, value);
    }
    if (truth == Truth::kNo) return std::nullopt;
    if (truth == Truth::kUnknown) conditions.push_back(entry);
  }
  out.conditions = arena_->Copy(conditions);
  return out;
}

const Policy* KnownContext::Apply(const Policy* policy) {
  if (keys_.empty()) return policy;
  const auto speaks_of = [this](const Statement& statement) {
    const auto has_key = [this](const Text& text) {
      return std::any_of(text.parts.begin(), text.parts.end(), [this](const TextPart& part) {
        return part.kind == PartKind::kVariable && keys_.contains(Folded(part.text));
      });
    };
    return std::any_of(statement.resources.begin(), statement.resources.end(), has_key) ||
           std::any_of(statement.conditions.begin(), statement.conditions.end(),
                       [&](const ConditionEntry& entry) {
                         return keys_.contains(entry.folded_key) ||
                                std::any_of(entry.values.begin(), entry.values.end(), has_key);
                       });
  };
  if (std::none_of(policy->statements.begin(), policy->statements.end(), speaks_of)) return policy;
  std::vector<Statement> statements;
  for (const Statement& statement : policy->statements) {
    if (std::optional<Statement> read = Read(statement)) statements.push_back(*read);
  }
  Policy* const out = arena_->Make<Policy>(*policy);
  out->statements = arena_->Copy(statements);
  origins_.try_emplace(out, policy);
  return out;
}

const Policy* KnownContext::OriginOf(const Policy* policy) const {
  const auto found = origins_.find(policy);
  return found == origins_.end() ? policy : found->second;
}

const Statement* KnownContext::OriginOf(const Policy* policy, const Statement* statement) const {
  const auto found = origins_.find(policy);
  if (found == origins_.end()) return statement;
  const auto own =
      std::find_if(found->second->statements.begin(), found->second->statements.end(),
                   [&](const Statement& other) { return other.index == statement->index; });
  return own == found->second->statements.end() ? statement : &*own;
}

}  // namespace leastwise
