#ifndef LEASTWISE_IAM_CONDITION_H_
#define LEASTWISE_IAM_CONDITION_H_

#include <optional>
#include <string_view>
#include <vector>

#include "iam/parse_context.h"
#include "iam/policy.h"
#include "tree/node.h"

namespace leastwise {

// A condition operator taken apart. Names ignore case.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
struct ConditionOperator {
  ConditionFamily family = ConditionFamily::kUnknown;
  Comparison comparison = Comparison::kEquals;
  Quantifier quantifier = Quantifier::kNone;
  bool negated = false;
  bool if_exists = false;
  friend bool operator==(const ConditionOperator&, const ConditionOperator&) = default;
};

// "ForAnyValue:StringLikeIfExists"; nothing for a name that AWS does not have, `NullIfExists`
// among them.
std::optional<ConditionOperator> ReadConditionOperator(std::string_view text);

// The operators without quantifier and `IfExists`: "StringEquals", …
std::vector<std::string_view> ConditionOperatorNames();

// All operator × key pairs of a Condition element, appended to `out`; what IAM would refuse is
// reported. What cannot be read becomes an entry of family kUnknown, which may hold or not. A pair
// that is written twice in the same spelling is one entry with the values of both; in different
// spellings both must hold, which is reported (kDuplicateConditionKey). False if some of it could
// not be read or is repeated.
bool ReadConditions(ParseContext& context, const Node& node, std::vector<ConditionEntry>* out);

}  // namespace leastwise

#endif  // LEASTWISE_IAM_CONDITION_H_
