#ifndef LEASTWISE_ACCESS_SHARED_GRANTS_H_
#define LEASTWISE_ACCESS_SHARED_GRANTS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "access/access_memo.h"
#include "access/named_actions.h"
#include "access/query.h"
#include "access/query_plan.h"
#include "iam/action_table.h"

namespace leastwise {

// What the grants of equal content have in common, whoever holds them: an account has thousands of
// roles, few different trust policies, and many policies that differ in a number only. Evidence is
// each document's own, that there is none is shared. Thread-safe.
class SharedGrants {
 public:
  // `digits_are_folded`: of SharedContent.
  SharedGrants(NamedActions named_by_allow, NamedActions named_by_deny, bool digits_are_folded)
      : named_by_allow_(std::move(named_by_allow)),
        named_by_deny_(std::move(named_by_deny)),
        digits_are_folded_(digits_are_folded) {}

  const NamedActions& named_by_allow() const { return named_by_allow_; }
  const NamedActions& named_by_deny() const { return named_by_deny_; }

  // Among the contents that are kept; none: it is not.
  std::optional<std::uint32_t> number() const { return number_; }
  // Before others can see it.
  void SetNumber(std::uint32_t number) { number_ = number; }

  // Whether it is known that such grants have no evidence for the query: the answer is a plain no.
  // Only of plans with a number.
  bool HasNothingFor(const QueryPlan& plan) const;
  void NoteNothingFor(const QueryPlan& plan);

 private:
  static constexpr std::size_t kBits = 64;
  static constexpr std::size_t kMaxPlans = 1024;

  // Where answers to the plan are kept; none: they are not.
  std::optional<std::uint32_t> PlaceOf(const QueryPlan& plan) const;

  NamedActions named_by_allow_;
  NamedActions named_by_deny_;
  bool digits_are_folded_;
  std::optional<std::uint32_t> number_;
  std::array<std::atomic<std::uint64_t>, kMaxPlans / kBits> nothing_for_{};
};

// All that decides what a subject grants.
struct SharedContent {
  std::string bytes;
  // Resources may differ in the digits of their names: where no type of the statements' actions has
  // digits of its own, and nothing takes away by name, they matter only to QueryPlan::asks_digits.
  bool digits_are_folded = false;
};

// Of subjects that are often equal: a trust policy alone, and an identity with its policies.
// Nothing for others, nor where an identity's own policies are long. `actions` numbers the
// subject's actions, `memo` is of its catalog.
std::optional<SharedContent> SharedContentOf(const ActionTable& actions, const AccessMemo& memo,
                                             const Subject& subject);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_SHARED_GRANTS_H_
