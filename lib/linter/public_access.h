#ifndef LEASTWISE_LINTER_PUBLIC_ACCESS_H_
#define LEASTWISE_LINTER_PUBLIC_ACCESS_H_

#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "iam/action_catalog.h"
#include "iam/policy.h"

// Whether a resource or trust policy lets strangers in, as AWS draws the line: a policy is public
// unless all that it allows is limited to fixed values of who asks or from where. Values with
// wildcards fix nothing.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html

namespace leastwise {

// The requests of strangers: of principals that the policy does not name, with none of the values
// that it fixes, as policies that allow exactly them (JSON).
struct StrangerRequests {
  // Those that are surely a stranger's.
  std::string certain;
  // All that may be a stranger's: AWS does not say whether what tells them from `certain` fixes who
  // asks. The same where `doubts` is empty.
  std::string possible;
  std::vector<std::string> doubts;  // one line each: the values that are in doubt
};
StrangerRequests StrangersOf(const Policy& policy, const ActionCatalog& catalog);

// The statements of a policy that can speak of strangers: Allows that name only fixed principals
// are left out. With `keeps_doubtful`, identity providers that sign for everyone are strangers too.
// Copied into the arena; texts and places are the policy's own. Linked as the policy is.
Policy WithoutFixedPrincipals(const Policy& policy, bool keeps_doubtful, Arena& arena);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_PUBLIC_ACCESS_H_
