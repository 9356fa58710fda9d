#ifndef LEASTWISE_ACCESS_GRANTS_H_
#define LEASTWISE_ACCESS_GRANTS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "access/access_memo.h"
#include "access/named_actions.h"
#include "access/query.h"
#include "access/query_plan.h"
#include "iam/action_table.h"

namespace leastwise {

// The net grants of one subject: what its Allow statements let through after every Deny, boundary
// and SCP that was read. Asked, not iterated. Cheap to build: statements are read when first asked
// for, and of a subject that equals one asked before often not at all. Const and thread-safe.
// Borrows the subject's lists and documents, the table and the memo.
//
// `allow` means allowed by what was read: a scope that is not in the input caps nothing; a scope
// known to exist whose document is missing turns yes into unknown.
// Order of evaluation:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
class Grants {
 public:
  // `memo` is of the table's catalog and shared by all grants of a run; without it the grants make
  // their own.
  Grants(const ActionTable& actions, const AccessMemo& memo, const Subject& subject);
  Grants(const ActionTable& actions, const Subject& subject);
  ~Grants();
  Grants(Grants&&) noexcept;
  Grants& operator=(Grants&&) noexcept;

  const Subject& subject() const;
  // Every action that some Allow (or, second, some Deny) statement names, before anything is taken
  // away: a rule whose actions do not meet it cannot match.
  const NamedActions& named_by_allow() const;
  const NamedActions& named_by_deny() const;

  // The number of what the subject grants: others of the run with that number grant the same, but
  // for what IsKnownToHaveNothing is not kept of. Below AccessMemo::kMaxShared; none: not shared.
  std::optional<std::uint32_t> content() const;
  // Whether grants of the same content were asked this before, and the answer was a plain no.
  bool IsKnownToHaveNothing(const QueryPlan& plan) const;

  Answer Ask(const Query& query) const;
  // The same for a query that is asked of many grants; the plan is of the same table.
  Answer Ask(const QueryPlan& plan) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_GRANTS_H_
