#include "engine/cells.h"

#include <algorithm>

namespace leastwise {
namespace {

// What of `items` is not in `claimed`, in the order of `items`.
template <typename Item>
std::vector<const Item*> Without(const std::vector<const Item*>& items,
                                 std::vector<const Item*> claimed) {
  std::sort(claimed.begin(), claimed.end());
  std::vector<const Item*> rest;
  for (const Item* item : items) {
    if (!std::binary_search(claimed.begin(), claimed.end(), item)) rest.push_back(item);
  }
  return rest;
}

}  // namespace

void CellClaims::Claim(const Evidence& evidence, bool of_all_resources) {
  claims_[evidence.statement].push_back(
      {evidence.action_texts, evidence.resource_texts, evidence.principals, of_all_resources});
}

// What is left of a block of cells is a block again where the claim differs on one axis only. Where
// it differs on more, all of it is kept: better told twice than not at all.
bool CellClaims::Subtract(Evidence* evidence) const {
  const auto found = claims_.find(evidence->statement);
  if (found == claims_.end()) return true;
  for (const Block& block : found->second) {
    std::vector<const Text*> actions = Without(evidence->action_texts, block.actions);
    std::vector<const Text*> resources;
    if (!block.of_all_resources) resources = Without(evidence->resource_texts, block.resources);
    std::vector<const Principal*> principals = Without(evidence->principals, block.principals);
    const int axes =
        (actions.empty() ? 0 : 1) + (resources.empty() ? 0 : 1) + (principals.empty() ? 0 : 1);
    if (axes == 0) return false;
    if (axes > 1) continue;
    if (!actions.empty()) evidence->action_texts = std::move(actions);
    if (!resources.empty()) evidence->resource_texts = std::move(resources);
    if (!principals.empty()) evidence->principals = std::move(principals);
  }
  return true;
}

}  // namespace leastwise
