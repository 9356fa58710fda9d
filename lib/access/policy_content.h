#ifndef LEASTWISE_ACCESS_POLICY_CONTENT_H_
#define LEASTWISE_ACCESS_POLICY_CONTENT_H_

#include <string>

#include "iam/policy.h"

namespace leastwise {

// Appends all of a policy that decides what it grants: kind and version, and of each statement, in
// order, its Sid (which reasons quote), effect, actions, resources, principals and conditions, as
// written. Policies of equal content fare the same in every comparison, and their statements
// correspond one by one. Places, the policy's name and who holds it are left out. Not for people.
void AppendContent(const Policy& policy, std::string* out);

// Likewise, of what decides whether a policy grants what is asked for, and nothing else: Sids are
// left out. `fold_digits`: the digits behind the head of resource ARNs look all alike, so that
// policies on numbered resources have one content.
void AppendGrantContent(const Policy& policy, bool fold_digits, std::string* out);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_POLICY_CONTENT_H_
