#ifndef LEASTWISE_INPUT_RESOURCE_TYPE_H_
#define LEASTWISE_INPUT_RESOURCE_TYPE_H_

#include <string_view>

#include "iam/policy.h"

// What a resource policy is attached to, in the form `s3:bucket`. Results are literals.

namespace leastwise {

// The type of the one resource that an ARN names and that has a policy of its own, or an empty
// view.
std::string_view ResourceTypeOfArn(std::string_view arn);

// From the resources of all statements or, where these say nothing (`*`), from the services of
// their actions. An empty view where they do not agree.
std::string_view GuessResourceType(const Policy& policy);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_RESOURCE_TYPE_H_
