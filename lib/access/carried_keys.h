#ifndef LEASTWISE_ACCESS_CARRIED_KEYS_H_
#define LEASTWISE_ACCESS_CARRIED_KEYS_H_

#include <string_view>
#include <vector>

#include "iam/action_table.h"
#include "iam/policy.h"

// Which condition keys the requests for a statement's actions have, by AWS's own list.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html

namespace leastwise {

// The actions of one string, or of all of a statement, as far as the catalog has them.
struct KnownActions {
  std::vector<ActionId> ids;
  bool is_whole = true;  // false: there are others, or too many
};
void AddActions(const ActionPattern& pattern, const ActionTable& actions, KnownActions* out);
KnownActions KnownActionsOf(const Statement& statement, const ActionTable& actions);

// Whether the catalog lists keys of the service itself (`prefix:…`) with any of its actions.
bool ServiceHasKeys(const ActionCatalog& catalog, std::string_view prefix);

// A key of a service that none of the service's own actions is listed with: there AWS's list is
// what lacks something.
bool IsOrphanKey(const ActionCatalog& catalog, std::string_view folded_key);

// Whether no request for the statement's actions has the key, neither by an action nor by one of
// its resource types. So too of a name that AWS does not list, of a service whose keys it lists.
// False wherever that cannot be concluded: global keys, tags, keys of identity providers, and
// statements that name actions which the catalog lacks, or too many.
bool IsNotCarried(const Statement& statement, std::string_view folded_key,
                  const ActionTable& actions);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CARRIED_KEYS_H_
