#ifndef LEASTWISE_ACCESS_NAMED_ACTIONS_H_
#define LEASTWISE_ACCESS_NAMED_ACTIONS_H_

#include <optional>
#include <span>
#include <vector>

#include "access/statement_actions.h"
#include "iam/action_set.h"
#include "iam/action_table.h"

namespace leastwise {

// The actions that some of a subject's statements name, whatever is taken away again. Most subjects
// name a few and no wildcard, which costs nothing near a bitset. A value; const use is thread-safe.
class NamedActions {
 public:
  NamedActions() = default;  // none
  NamedActions(const ActionTable& table, std::span<const StatementActions* const> statements);

  bool Test(ActionId id) const;
  bool Intersects(const ActionSet& set) const;

 private:
  std::vector<ActionId> few_;
  std::optional<ActionSet> many_;  // then all of them stand here
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_NAMED_ACTIONS_H_
