#include "access/condition_value.h"

#include <algorithm>

#include "access/literal_pattern.h"
#include "access/resource_pattern.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// Every hole is one literal that is surely none of the made-up values.
bool NamesOneLiteral(const Text& text) {
  return std::all_of(text.parts.begin(), text.parts.end(), [](const TextPart& part) {
    return part.kind == PartKind::kLiteral || part.kind == PartKind::kReference ||
           (part.kind == PartKind::kVariable && IsCallerVariable(part.text));
  });
}

Truth MatchArn(std::string_view value, std::string_view pattern) {
  if (!SplitArn(pattern)) return Truth::kUnknown;
  return ToTruth(ArnPattern(pattern).Matches(value));
}

Truth MatchText(const ConditionEntry& entry, std::string_view value, std::string_view pattern) {
  switch (entry.family) {
    case ConditionFamily::kStringIgnoreCase:
      return ToTruth(EqualsFolded(value, UnescapeWildcards(pattern)));
    case ConditionFamily::kStringLike:
      return ToTruth(Glob(pattern).Matches(value));
    case ConditionFamily::kArn:
      return MatchArn(value, pattern);
    default:
      return ToTruth(value == UnescapeWildcards(pattern));
  }
}

// Text with holes: certain where both readings agree, else where the value is surely another one.
Truth MatchWithHoles(const ConditionEntry& entry, const Text& text, std::string_view value,
                     bool is_fresh) {
  if (value == text.pattern) return Truth::kYes;
  ConditionEntry wide = entry;
  if (entry.family == ConditionFamily::kString) wide.family = ConditionFamily::kStringLike;
  if (entry.family == ConditionFamily::kStringIgnoreCase) return Truth::kUnknown;
  const Truth possible = MatchText(wide, value, WidenHoles(text.pattern));
  if (possible == Truth::kNo) return Truth::kNo;
  return is_fresh && NamesOneLiteral(text) ? Truth::kNo : Truth::kUnknown;
}

Truth Ordered(const ConditionEntry& entry, int order) {
  switch (entry.comparison) {
    case Comparison::kEquals:
      return ToTruth(order == 0);
    case Comparison::kLess:
      return ToTruth(order < 0);
    case Comparison::kLessOrEqual:
      return ToTruth(order <= 0);
    case Comparison::kGreater:
      return ToTruth(order > 0);
    case Comparison::kGreaterOrEqual:
      return ToTruth(order >= 0);
  }
  return Truth::kUnknown;
}

Truth MatchOrdered(const ConditionEntry& entry, std::string_view value, std::string_view limit) {
  const bool is_above = !value.empty() && value.back() == kJustAbove;
  if (is_above) value.remove_suffix(1);
  if (is_above && value.empty()) return Ordered(entry, -1);
  std::string value_seconds;
  std::string limit_seconds;
  if (entry.family == ConditionFamily::kDate) {
    const std::optional<std::string> a = SecondsOf(value);
    const std::optional<std::string> b = SecondsOf(limit);
    if (!a || !b) return Truth::kUnknown;
    value_seconds = *a;
    limit_seconds = *b;
    value = value_seconds;
    limit = limit_seconds;
  }
  const std::optional<int> order = CompareDecimals(value, limit);
  if (!order) return Truth::kUnknown;
  return Ordered(entry, is_above && *order == 0 ? 1 : *order);
}

Truth MatchIp(std::string_view value, std::string_view pattern, bool is_fresh) {
  const std::optional<IpBlock> block = ParseIpBlock(pattern);
  if (!block) return Truth::kUnknown;
  if (is_fresh) return ToTruth(block->bits == 0);
  const std::optional<IpBlock> address = ParseIpBlock(value);
  if (!address) return Truth::kUnknown;
  return ToTruth(address->is_v6 == block->is_v6 && block->first <= address->first &&
                 address->last <= block->last);
}

Truth MatchOne(const ConditionEntry& entry, const Text& text, std::string_view value,
               bool is_fresh) {
  switch (entry.family) {
    case ConditionFamily::kNumeric:
    case ConditionFamily::kDate:
      return text.has_hole() ? Truth::kUnknown : MatchOrdered(entry, value, text.pattern);
    case ConditionFamily::kIp:
      return text.has_hole() ? Truth::kUnknown : MatchIp(value, text.pattern, is_fresh);
    case ConditionFamily::kBool:
      return text.has_hole() ? Truth::kUnknown : ToTruth(EqualsFolded(value, text.pattern));
    case ConditionFamily::kUnknown:
    case ConditionFamily::kNull:
      return Truth::kUnknown;
    default:
      break;
  }
  return text.has_hole() ? MatchWithHoles(entry, text, value, is_fresh)
                         : MatchText(entry, value, text.pattern);
}

Truth EvaluateNull(const ConditionEntry& entry, const ContextValue& value) {
  Truth truth = Truth::kNo;
  for (const Text& text : entry.values) {
    if (EqualsFolded(text.pattern, "true")) {
      truth = Or(truth, ToTruth(value.is_absent()));
    } else if (EqualsFolded(text.pattern, "false")) {
      truth = Or(truth, ToTruth(!value.is_absent()));
    } else {
      truth = Or(truth, Truth::kUnknown);
    }
  }
  return truth;
}

Truth EvaluateAbsent(const ConditionEntry& entry) {
  if (entry.quantifier == Quantifier::kForAnyValue) {
    return entry.if_exists ? Truth::kUnknown : Truth::kNo;
  }
  return ToTruth(entry.if_exists || entry.quantifier == Quantifier::kForAllValues || entry.negated);
}

// One value of the request against all of the policy's: any may match; with a negated operator
// none.
Truth EvaluateValue(const ConditionEntry& entry, std::string_view value, bool is_fresh) {
  Truth truth = Truth::kNo;
  for (const Text& text : entry.values) truth = Or(truth, MatchOne(entry, text, value, is_fresh));
  return entry.negated ? Not(truth) : truth;
}

}  // namespace

Truth Evaluate(const ConditionEntry& entry, const ContextValue& value) {
  if (entry.family == ConditionFamily::kUnknown) return Truth::kUnknown;
  if (entry.family == ConditionFamily::kNull) return EvaluateNull(entry, value);
  if (value.is_absent()) return EvaluateAbsent(entry);
  if (entry.quantifier == Quantifier::kNone && value.values.size() > 1) return Truth::kUnknown;
  const bool is_all = entry.quantifier == Quantifier::kForAllValues;
  Truth truth = ToTruth(is_all);
  for (const std::string& one : value.values) {
    const Truth own = EvaluateValue(entry, one, value.is_fresh);
    truth = is_all ? And(truth, own) : Or(truth, own);
  }
  return truth;
}

}  // namespace leastwise
