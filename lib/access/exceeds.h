#ifndef LEASTWISE_ACCESS_EXCEEDS_H_
#define LEASTWISE_ACCESS_EXCEEDS_H_

#include "access/comparison_memo.h"
#include "access/query.h"

namespace leastwise {

// Whether a set of grants lets some request through that a reference does not: a role stronger than
// another, a policy wider than its approved form. Asks Compare, so that a union of statements
// counts as a whole, Denies and boundaries of both sides too.
//
// kYes: with one Evidence for each statement that grants more: its actions that do, the strings
// that reach them, and the resource strings they are granted on; without actions where only those
// do that AWS may add later. kNo is proven. kUnknown has the reason. Kept in the memo as
// ComparisonMemo::Compare says; thread-safe.
// `among`: only these actions are asked about, and listed; null: any.
Answer Exceeds(const ActionTable& actions, const ComparisonSide& grants,
               const ComparisonSide& reference, ComparisonMemo& memo,
               const ComparisonBudget& budget = kQuickBudget, const ActionSet* among = nullptr);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_EXCEEDS_H_
