#ifndef LEASTWISE_IAM_POLICY_LABEL_H_
#define LEASTWISE_IAM_POLICY_LABEL_H_

#include <string>

#include "iam/policy.h"

namespace leastwise {

// How a policy is told from the others of its file: `role/name`, `role (trust policy)`, else the
// JSON pointer of the document. Empty for a document that is the whole file.
std::string PolicyLabel(const Policy& policy);

}  // namespace leastwise

#endif  // LEASTWISE_IAM_POLICY_LABEL_H_
