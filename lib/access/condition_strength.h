#ifndef LEASTWISE_ACCESS_CONDITION_STRENGTH_H_
#define LEASTWISE_ACCESS_CONDITION_STRENGTH_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "access/query.h"
#include "iam/policy.h"

namespace leastwise {

// What one entry of a Condition is worth as a guard, by its wording alone; the weakest first.
// Whether a guard really guards is asked with ConditionTest, not with this.
enum class ConditionStrength : std::uint8_t {
  kVacuous,           // can never be false: StringLikeIfExists k `*`, ForAllValues:StringLike k `*`
  kCallerControlled,  // whoever calls chooses the value: aws:UserAgent, aws:RequestTag/*
  kWeak,              // holds when the key is absent: IfExists, ForAllValues, negated operators
  kRestricting,
};

// `all` is the whole Condition that holds the entry: Null false beside it takes absence away.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
ConditionStrength Weigh(const ConditionEntry& entry, std::span<const ConditionEntry> all);

// True for keys that AWS puts into every request that can carry them; they need no guard against
// absence. `folded_key` is lower case.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
bool IsAlwaysPresent(std::string_view folded_key);

// Whether the entry lets through only what belongs to other accounts or organisations than the
// caller's: `StringNotEquals aws:ResourceAccount ${aws:PrincipalAccount}`. It guards what is the
// caller's own, and what belongs to others asks for their consent too.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
bool AsksForOthersOnly(const ConditionEntry& entry);

// The request in which every one of `keys` is absent or has a value that no policy names; absent
// alone where having the key at all is a restriction: tags of the resource, an inference profile,
// the service that calls (kms:ViaService, aws:CalledVia). So `Null: false` on such a key guards,
// and on aws:PrincipalOrgID it does not. Keys may hold `*`.
RequestShape LacksShape(std::span<const std::string_view> keys);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CONDITION_STRENGTH_H_
