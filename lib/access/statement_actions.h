#ifndef LEASTWISE_ACCESS_STATEMENT_ACTIONS_H_
#define LEASTWISE_ACCESS_STATEMENT_ACTIONS_H_

#include <functional>
#include <vector>

#include "base/truth.h"
#include "iam/action_table.h"
#include "iam/policy.h"

namespace leastwise {

// Which actions a statement speaks of: the union of its Action strings, or everything but the
// NotAction strings. Keeps literals as ids and wildcards as pointers into the table, so that a
// statement of literals costs nothing near a bitset. Borrows both; const, thread-safe.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
class StatementActions {
 public:
  // Only strings that `keep` admits; null keeps all.
  using Keep = std::function<bool(const ActionPattern&)>;
  StatementActions(const ActionTable& table, const Statement& statement,
                   const Keep& keep = nullptr);

  // Unknown where only a string with a wildcard in its service prefix matches: AWS documents none
  // there, and refuses some.
  Truth Contains(ActionId id) const;
  // Whether Contains tells of each action that List gives; false where it may be unknown.
  bool is_certain() const { return is_certain_; }
  bool Intersects(const ActionSet& set) const;
  // Adds all actions that are not surely outside.
  void AddTo(ActionSet* set) const;
  // Ascending and distinct: all actions that are not surely outside and are in `within` (null:
  // any).
  std::vector<ActionId> List(const ActionSet* within) const;
  // No wildcards and no NotAction: `literals()` is all of it.
  bool is_literal() const { return wildcards_.empty() && !is_complement_; }
  const std::vector<ActionId>& literals() const { return literals_; }

 private:
  struct Wildcard {
    const ActionSet* set = nullptr;
    bool covers_future = false;  // `*` and `s3:*` hold whatever AWS adds; `s3:Get*` not all of it
    bool is_doubtful = false;    // a wildcard in the prefix
  };

  bool IsFuture(ActionId id) const;
  ActionSet SurelyMatched() const;
  Truth Matches(ActionId id) const;  // by some string, before the complement

  const ActionTable* table_;
  std::vector<ActionId> literals_;  // ascending
  std::vector<Wildcard> wildcards_;
  bool is_complement_ = false;
  bool is_deny_ = false;
  bool is_certain_ = true;
};

// Whether one action string matches an action.
bool StringMatches(const ActionPattern& pattern, ActionId id);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_STATEMENT_ACTIONS_H_
