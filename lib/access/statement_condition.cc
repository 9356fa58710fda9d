#include <algorithm>
#include <string>
#include <vector>

#include "access/condition_value.h"
#include "access/statement_ruler.h"
#include "access/variable_fill.h"
#include "iam/arn.h"

// The condition part of statement_ruler.h: quantifiers, negation, absent keys and variables around
// the comparison of one value with one value, which is condition_value.h's.

namespace leastwise {
namespace {

bool IsTextFamily(ConditionFamily family) {
  return family == ConditionFamily::kString || family == ConditionFamily::kStringIgnoreCase ||
         family == ConditionFamily::kStringLike || family == ConditionFamily::kArn;
}

bool IsBool(std::string_view text) {
  return EqualsFolded(text, "true") || EqualsFolded(text, "false");
}

class EntryRuler {
 public:
  EntryRuler(const ConditionEntry& entry, const RequestContext& context, StatementRuling* ruling)
      : entry_(entry), context_(context), ruling_(ruling) {}

  Truth Rule() {
    const KeyLookup found = context_.Find(entry_.folded_key);
    if (!found.is_known) {
      ruling_->missing_keys.emplace_back(entry_.folded_key);
      return Truth::kUnknown;
    }
    if (entry_.family == ConditionFamily::kNull || entry_.family == ConditionFamily::kUnknown) {
      ContextValue value;
      if (found.values != nullptr) value.values = *found.values;
      return Evaluate(entry_, value);
    }
    return found.is_absent() ? RuleAbsent() : RulePresent(*found.values);
  }

 private:
  Truth Choose(Reading reading) {
    const Truth choice = context_.ChoiceFor(reading);
    if (choice == Truth::kUnknown) ruling_->readings.push_back(reading);
    return choice;
  }

  Truth RuleAbsent() {
    if (entry_.quantifier == Quantifier::kForAllValues) return Truth::kYes;
    const bool is_any = entry_.quantifier == Quantifier::kForAnyValue;
    if (is_any && entry_.if_exists) return Choose(Reading::kAnyValueIfExists);
    if (is_any) return Truth::kNo;
    return ToTruth(entry_.if_exists || entry_.negated);
  }

  Truth RulePresent(const std::vector<std::string>& values) {
    if (entry_.quantifier == Quantifier::kForAllValues) {
      Truth all = Truth::kYes;
      for (const std::string& value : values) all = And(all, RuleValue(value));
      return all;
    }
    Truth any = Truth::kNo;
    if (entry_.quantifier == Quantifier::kForAnyValue || values.size() == 1) {
      for (const std::string& value : values) any = Or(any, RuleValue(value));
      return any;
    }
    return RuleManyValues(values);
  }

  Truth RuleManyValues(const std::vector<std::string>& values) {
    const Truth choice = Choose(Reading::kManyValues);
    if (choice != Truth::kYes) return choice;
    Truth all = Truth::kYes;
    Truth any = Truth::kNo;
    for (const std::string& value : values) {
      const Truth own = RuleValue(value);
      all = And(all, own);
      any = Or(any, own);
    }
    return entry_.negated ? all : any;
  }

  Truth RuleValue(const std::string& value) {
    never_holds_ = false;
    const Truth any = MatchAny(value);
    if (!entry_.negated) return any;
    return never_holds_ ? Truth::kNo : Not(any);
  }

  Truth MatchAny(const std::string& value) {
    Truth any = Truth::kNo;
    for (const Text& text : entry_.values) {
      any = Or(any, MatchFilled(text, value));
      if (any == Truth::kYes) break;
    }
    return any;
  }

  Truth MatchFilled(const Text& text, const std::string& value) {
    if (!text.has_hole()) return MatchPair(text, value);
    const FilledText filled = FillVariables(text, context_);
    // A value that cannot be filled in matches nothing, so a negated operator holds.
    if (filled.state == FilledText::State::kUnresolved) return Truth::kNo;
    if (filled.state == FilledText::State::kOpen) return MatchOpen(text, filled, value);
    Text literal = text;
    literal.pattern = filled.pattern;
    literal.parts = {};
    if (IsTextFamily(entry_.family)) return MatchPair(literal, value);
    return MatchUndefined(Reading::kVariableInOtherOperator, MatchPair(literal, value));
  }

  // What AWS does not define, where a guess says whether the texts match.
  Truth MatchUndefined(Reading reading, Truth guess) {
    const Truth choice = Choose(reading);
    if (choice == Truth::kYes) return guess;
    never_holds_ = never_holds_ || choice == Truth::kNo;
    return entry_.negated ? choice : And(choice, guess);
  }

  Truth MatchOpen(const Text& text, const FilledText& filled, const std::string& value) {
    const Truth truth = Pair(text, value);
    if (truth != Truth::kUnknown) return truth;
    ruling_->missing_keys.insert(ruling_->missing_keys.end(), filled.missing_keys.begin(),
                                 filled.missing_keys.end());
    if (filled.has_template_hole) ruling_->hole = &text;
    return truth;
  }

  Truth MatchPair(const Text& text, const std::string& value) {
    if (entry_.family == ConditionFamily::kArn && (!SplitArn(text.pattern) || !SplitArn(value))) {
      return MatchUndefined(Reading::kShortArn, ToTruth(Glob(text.pattern).Matches(value)));
    }
    if (entry_.family == ConditionFamily::kBool && (!IsBool(text.pattern) || !IsBool(value))) {
      return MatchUndefined(Reading::kIllTypedValue, ToTruth(EqualsFolded(text.pattern, value)));
    }
    const Truth truth = Pair(text, value);
    if (truth != Truth::kUnknown) return truth;
    return MatchUndefined(Reading::kIllTypedValue, ToTruth(text.pattern == value));
  }

  // The operator alone.
  Truth Pair(const Text& text, const std::string& value) const {
    ConditionEntry pair;
    pair.family = entry_.family;
    pair.comparison = entry_.comparison;
    pair.values = std::span<const Text>(&text, 1);
    ContextValue one;
    one.values.push_back(value);
    return Evaluate(pair, one);
  }

  const ConditionEntry& entry_;
  const RequestContext& context_;
  StatementRuling* ruling_;
  bool never_holds_ =
      false;  // of the value that is looked at: neither the operator nor its negation
};

}  // namespace

Truth MatchCondition(const ConditionEntry& entry, const RequestContext& context,
                     StatementRuling* ruling) {
  const OpenCauses causes(ruling);
  return causes.Settle(EntryRuler(entry, context, ruling).Rule());
}

}  // namespace leastwise
