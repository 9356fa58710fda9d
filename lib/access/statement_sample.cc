#include "access/statement_sample.h"

#include <algorithm>

#include "iam/glob.h"

namespace leastwise {
namespace {

// A string that the pattern matches, and hardly another one does.
std::string SampleOf(std::string_view pattern) {
  if (Glob(pattern).is_everything()) return "arn:aws:leastwise-sample:::leastwise-sample";
  std::string sample;
  for (const char c : pattern) {
    if (c == '*') {
      sample += "leastwise-sample";
    } else {
      sample.push_back(c == '?' ? 'q' : c);
    }
  }
  return sample;
}

bool MayHoldWithoutKey(const ConditionEntry& entry) {
  return entry.negated || entry.if_exists || entry.quantifier == Quantifier::kForAllValues ||
         entry.family == ConditionFamily::kNull || entry.family == ConditionFamily::kUnknown;
}

// What one string is to one value; anything but plain strings is left open.
bool MayMatchValue(const ConditionEntry& entry, const Text& value, std::string_view sample) {
  if (value.has_hole()) return true;
  const bool is_pattern =
      entry.family == ConditionFamily::kStringLike || entry.family == ConditionFamily::kArn;
  if (is_pattern) return Glob(value.pattern, CaseMode::kFold).Matches(sample);
  return EqualsFolded(value.pattern, sample);
}

bool IsPlainText(const ConditionEntry& entry) {
  const bool is_text = entry.family == ConditionFamily::kString ||
                       entry.family == ConditionFamily::kStringIgnoreCase ||
                       entry.family == ConditionFamily::kStringLike ||
                       entry.family == ConditionFamily::kArn;
  return is_text && !entry.negated && entry.quantifier != Quantifier::kForAllValues;
}

}  // namespace

StatementSample::StatementSample(const Statement& statement, const Text* resource) {
  if (resource != nullptr) {
    text_ = SampleOf(resource->pattern);
    resource_.emplace(text_);
  }
  for (const ConditionEntry& entry : statement.conditions) {
    // Left absent: such an entry holds without its key, but for Null, which is left open.
    if (MayHoldWithoutKey(entry) && entry.family != ConditionFamily::kNull) continue;
    const bool is_new = Find(entry.folded_key) == nullptr;
    Key key{entry.folded_key, std::nullopt};
    const bool is_sure =
        IsPlainText(entry) && !entry.values.empty() && !entry.values.front().has_hole();
    if (is_sure) key.value = SampleOf(entry.values.front().pattern);
    if (is_new) {
      keys_.push_back(std::move(key));
    } else {
      // Two entries on one key: which value meets both is not looked for.
      std::find_if(keys_.begin(), keys_.end(), [&](const Key& known) {
        return known.folded == entry.folded_key;
      })->value.reset();
    }
  }
  // An entry that holds without its key may not hold with the value another entry chose.
  for (const ConditionEntry& entry : statement.conditions) {
    if (!MayHoldWithoutKey(entry)) continue;
    for (Key& key : keys_) {
      if (key.folded == entry.folded_key) key.value.reset();
    }
  }
}

const StatementSample::Key* StatementSample::Find(std::string_view folded) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(),
                                  [folded](const Key& key) { return key.folded == folded; });
  return found == keys_.end() ? nullptr : &*found;
}

bool StatementSample::MayHold(const ConditionEntry& entry) const {
  const Key* const key = Find(entry.folded_key);
  if (key == nullptr) return MayHoldWithoutKey(entry);
  if (!key->value || !IsPlainText(entry)) return true;
  return std::any_of(entry.values.begin(), entry.values.end(),
                     [&](const Text& value) { return MayMatchValue(entry, value, *key->value); });
}

bool StatementSample::MayMatchResource(const Statement& other) const {
  if (!resource_ || other.is_not_resource || other.resources.empty()) return true;
  return std::any_of(other.resources.begin(), other.resources.end(), [this](const Text& text) {
    return ResourcePattern(text).Covers(*resource_) != Truth::kNo;
  });
}

bool StatementSample::MayMatch(const Statement& other) const {
  return std::all_of(other.conditions.begin(), other.conditions.end(),
                     [this](const ConditionEntry& entry) { return MayHold(entry); }) &&
         MayMatchResource(other);
}

}  // namespace leastwise
