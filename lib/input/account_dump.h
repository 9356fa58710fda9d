#ifndef LEASTWISE_INPUT_ACCOUNT_DUMP_H_
#define LEASTWISE_INPUT_ACCOUNT_DUMP_H_

#include "input/extraction.h"
#include "input/json_pointer.h"
#include "tree/node.h"

namespace leastwise {

// `aws iam get-account-authorization-details`: users, groups and roles with all of their policies,
// and the managed policies of the account, of which the default versions count.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
bool IsAccountDump(const Node& node);
void ReadAccountDump(const Tree& tree, const Node& node, JsonPointer& pointer,
                     Extraction& extraction);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_ACCOUNT_DUMP_H_
