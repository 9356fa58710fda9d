#include "access/key_wording.h"

#include <algorithm>
#include <span>

#include "access/carried_keys.h"
#include "access/condition_strength.h"
#include "access/pattern_tokens.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

bool MatchesAny(const std::vector<std::string>& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(), [text](const std::string& pattern) {
    return Glob(pattern, CaseMode::kFold).Matches(text);
  });
}

// "ForAnyValue:StringLikeIfExists" without what stands before the colon.
std::string_view OperatorName(const ConditionEntry& entry) {
  const std::string_view op = entry.op.value;
  const std::size_t colon = op.find(':');
  return colon == op.npos ? op : op.substr(colon + 1);
}

bool TakesWildcards(const ConditionEntry& entry) {
  return entry.family == ConditionFamily::kStringLike || entry.family == ConditionFamily::kArn;
}

// Null beside it, or an entry that does not hold of a request without the key.
bool AsksForTheKey(const ConditionEntry& entry, std::span<const ConditionEntry> all) {
  return std::any_of(all.begin(), all.end(), [&entry](const ConditionEntry& other) {
    if (&other == &entry || other.folded_key != entry.folded_key) return false;
    if (other.family == ConditionFamily::kNull) {
      return other.values.size() == 1 && EqualsFolded(other.values.front().pattern, "false");
    }
    return !other.if_exists && !other.negated && other.quantifier != Quantifier::kForAllValues;
  });
}

bool IsWeak(KeyWeakness weakness, const ConditionEntry& entry,
            std::span<const ConditionEntry> all) {
  switch (weakness) {
    case KeyWeakness::kValueStar:
      return TakesWildcards(entry) &&
             std::any_of(entry.values.begin(), entry.values.end(), [](const Text& value) {
               return !value.has_hole() && Glob(value.pattern).is_everything();
             });
    case KeyWeakness::kAbsentPasses: {
      const bool passes =
          entry.if_exists || entry.negated || entry.quantifier == Quantifier::kForAllValues;
      return passes && entry.family != ConditionFamily::kNull &&
             !IsAlwaysPresent(entry.folded_key) && !AsksForTheKey(entry, all);
    }
    case KeyWeakness::kEmptyPasses:
      return entry.quantifier == Quantifier::kForAllValues && !IsAlwaysPresent(entry.folded_key) &&
             !AsksForTheKey(entry, all);
  }
  return false;
}

bool IsOfNature(KeyNature nature, const ConditionEntry& entry, const Statement& statement,
                const ActionTable& actions) {
  const ActionCatalog& catalog = actions.catalog();
  if (nature == KeyNature::kAlwaysThere) return IsAlwaysPresent(entry.folded_key);
  if (nature == KeyNature::kCallerChosen) {
    return Weigh(entry, {&entry, 1}) == ConditionStrength::kCallerControlled;
  }
  if (nature == KeyNature::kNotCarried) return IsNotCarried(statement, entry.folded_key, actions);
  const std::optional<ConditionKeyId> known = catalog.FindConditionKey(entry.folded_key);
  if (!known) return false;
  return IsMultivalued(catalog.condition_key(*known).type) == (nature == KeyNature::kMultivalued);
}

Truth HasParts(const KeyTest& test, const Text& value) {
  const std::vector<ValueForm::Piece> pieces = ValueForm::PiecesOf(test.form, "{");
  const auto breadths = ValueForm(pieces).BreadthsIn(TokensOf(value.pattern, HoleKindsOf(&value)));
  if (!breadths) return Truth::kNo;
  Truth truth = Truth::kYes;
  for (const PartBreadth& wanted : test.parts) {
    std::size_t part = 0;
    for (const ValueForm::Piece& piece : pieces) {
      if (piece.name == wanted.name) {
        const std::optional<Breadth>& breadth = (*breadths)[part];
        truth = And(truth, breadth ? ToTruth(*breadth >= wanted.at_least) : Truth::kUnknown);
      }
      if (!piece.name.empty()) ++part;
    }
  }
  return truth;
}

// What is said of values holds of one and the same.
Truth IsWordedSo(const KeyTest& test, const ConditionEntry& entry, const Text& value) {
  Truth truth = Truth::kYes;
  if (!test.parts.empty()) {
    if (!TakesWildcards(entry)) return Truth::kNo;
    truth = HasParts(test, value);
  }
  const Truth unsure = value.has_hole() ? Truth::kUnknown : Truth::kNo;
  if (!test.values.empty() && !MatchesAny(test.values, value.value)) truth = And(truth, unsure);
  if (!test.beyond.empty() && MatchesAny(test.beyond, value.value)) truth = Truth::kNo;
  return truth;
}

}  // namespace

Truth IsWorded(const KeyTest& test, const ConditionEntry& entry, const Statement& statement,
               const ActionTable& actions) {
  const std::span<const ConditionEntry> all = statement.conditions;
  if (!test.names.empty() && !MatchesAny(test.names, entry.folded_key)) return Truth::kNo;
  if (!test.operators.empty() && !MatchesAny(test.operators, OperatorName(entry))) {
    return Truth::kNo;
  }
  const auto& quantifiers = test.quantifiers;
  if (!quantifiers.empty() &&
      std::find(quantifiers.begin(), quantifiers.end(), entry.quantifier) == quantifiers.end()) {
    return Truth::kNo;
  }
  if (!test.weak.empty() && std::none_of(test.weak.begin(), test.weak.end(),
                                         [&](KeyWeakness w) { return IsWeak(w, entry, all); })) {
    return Truth::kNo;
  }
  if (!test.is.empty() && std::none_of(test.is.begin(), test.is.end(), [&](KeyNature nature) {
        return IsOfNature(nature, entry, statement, actions);
      })) {
    return Truth::kNo;
  }
  if (test.values.empty() && test.beyond.empty() && test.parts.empty()) return Truth::kYes;
  Truth truth = Truth::kNo;
  for (const Text& value : entry.values) truth = Or(truth, IsWordedSo(test, entry, value));
  return truth;
}

Truth IsWorded(const KeyTest& test, const Statement& statement, const ActionTable& actions) {
  Truth truth = Truth::kNo;
  for (const ConditionEntry& entry : statement.conditions) {
    truth = Or(truth, IsWorded(test, entry, statement, actions));
  }
  return truth;
}

}  // namespace leastwise
