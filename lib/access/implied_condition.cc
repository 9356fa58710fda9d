#include "access/implied_condition.h"

#include <algorithm>
#include <optional>
#include <string>

#include "access/literal_pattern.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

bool IsSensitiveText(ConditionFamily family) {
  return family == ConditionFamily::kString || family == ConditionFamily::kStringLike ||
         family == ConditionFamily::kArn;
}

bool HasOnlyVariables(const ConditionEntry& entry) {
  return std::all_of(entry.values.begin(), entry.values.end(), [](const Text& text) {
    return std::all_of(text.parts.begin(), text.parts.end(), [](const TextPart& part) {
      return part.kind == PartKind::kLiteral || part.kind == PartKind::kVariable;
    });
  });
}

// What fills a variable before the fifth colon may hold colons, and so move the parts.
bool HasSixCertainParts(const std::string& pattern) {
  const std::optional<ArnParts> parts = SplitArn(pattern);
  if (!parts) return false;
  const std::string_view before(pattern.data(), pattern.size() - parts->resource.size());
  return before.find(kHoleMark) == std::string_view::npos;
}

std::string PatternOf(const ConditionEntry& entry, const Text& text) {
  return entry.family == ConditionFamily::kString ? EscapeWildcards(text.pattern)
                                                  : std::string(text.pattern);
}

// Whether every value that `inner` of `narrow` matches is matched by `outer` of `wide`.
bool CoversValue(const ConditionEntry& wide, const Text& outer, const ConditionEntry& narrow,
                 const Text& inner) {
  const std::string outer_pattern = PatternOf(wide, outer);
  const std::string inner_pattern = PatternOf(narrow, inner);
  if (wide.family != ConditionFamily::kArn) {
    // Stars that keep within their part match no more than those that do not.
    return Glob(outer_pattern).Covers(Glob(inner_pattern));
  }
  return narrow.family != ConditionFamily::kStringLike && HasSixCertainParts(outer_pattern) &&
         HasSixCertainParts(inner_pattern) &&
         ArnPattern(outer_pattern).Covers(ArnPattern(inner_pattern));
}

// Whether whatever a value of `narrow` matches is matched by some value of `wide`.
bool CoversValues(const ConditionEntry& wide, const ConditionEntry& narrow) {
  return std::all_of(narrow.values.begin(), narrow.values.end(), [&](const Text& inner) {
    return std::any_of(wide.values.begin(), wide.values.end(),
                       [&](const Text& outer) { return CoversValue(wide, outer, narrow, inner); });
  });
}

}  // namespace

bool Implies(const ConditionEntry& strong, const ConditionEntry& weak) {
  if (!IsSensitiveText(strong.family) || !IsSensitiveText(weak.family)) return false;
  if (strong.quantifier != weak.quantifier || strong.negated != weak.negated) return false;
  if (strong.if_exists && !weak.if_exists) return false;
  if (!HasOnlyVariables(strong) || !HasOnlyVariables(weak)) return false;
  if (!strong.negated) return CoversValues(weak, strong);
  // By one reading, an Arn operator that meets no ARN never holds, negated or not.
  if (weak.family == ConditionFamily::kArn && strong.family != ConditionFamily::kArn) return false;
  return CoversValues(strong, weak);
}

}  // namespace leastwise
