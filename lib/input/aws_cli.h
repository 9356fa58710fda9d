#ifndef LEASTWISE_INPUT_AWS_CLI_H_
#define LEASTWISE_INPUT_AWS_CLI_H_

#include "input/extraction.h"
#include "input/json_pointer.h"
#include "tree/node.h"

namespace leastwise {

// What single commands of `aws iam` print: get-policy-version, get-role-policy and its siblings,
// get-role, list-roles and theirs, list-attached-role-policies, list-access-keys. Commands of other
// services print a document under a key of its own and are left to the walk (input/embedded.h).
// https://docs.aws.amazon.com/cli/latest/reference/iam/
bool IsAwsCliOutput(const Node& node);
void ReadAwsCliOutput(const Tree& tree, const Node& node, JsonPointer& pointer,
                      Extraction& extraction);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_AWS_CLI_H_
