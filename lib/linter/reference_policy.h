#ifndef LEASTWISE_LINTER_REFERENCE_POLICY_H_
#define LEASTWISE_LINTER_REFERENCE_POLICY_H_

#include <string>
#include <string_view>

#include "iam/action_catalog.h"
#include "linter/expectations.h"

// Sets of requests as policies, so that comparing two policies can answer whether one of the
// requests, or all of them, are allowed.

namespace leastwise {

// A policy of the kind, as JSON, that allows exactly the requests of the set. Every action of the
// set is one that the catalog knows or matches.
std::string PolicyOfRequests(const RequestSet& requests, PolicyKind kind,
                             const ActionCatalog& catalog);

// A policy, as JSON, that allows each catalogued action of the set on the resources of those types
// that AWS documents for it, and no action that is not in the catalog yet. Not for trust policies.
std::string PolicyOfResourceTypes(const RequestSet& requests, PolicyKind kind,
                                  const ActionCatalog& catalog);

// Whether the set has requests for the action, which may have wildcards: not for an action without
// resource types where only ARNs are listed. `of_types`: requests for resources of documented types
// alone count.
bool HasRequests(std::string_view action, const RequestSet& requests, bool of_types,
                 const ActionCatalog& catalog);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_REFERENCE_POLICY_H_
