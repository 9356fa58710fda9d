#ifndef LEASTWISE_ACCESS_IMPLIED_CONDITION_H_
#define LEASTWISE_ACCESS_IMPLIED_CONDITION_H_

#include "iam/policy.h"

namespace leastwise {

// Whether `weak` surely holds in every request in which `strong` does, by their wording alone and
// whatever the policy variables in them stand for: `ArnLike k arn:aws:ec2:*:*:instance/${v}` and
// `StringLike k *${v}`. Both must be of the same key. Sound; misses what needs a case split. Speaks
// of texts under String… and Arn… operators with equal set operators and equal negation, else
// false. Pure, thread-safe.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
bool Implies(const ConditionEntry& strong, const ConditionEntry& weak);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_IMPLIED_CONDITION_H_
