#ifndef LEASTWISE_ACCESS_SHARED_GRANTS_H_
#define LEASTWISE_ACCESS_SHARED_GRANTS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "access/named_actions.h"
#include "access/query.h"
#include "access/query_plan.h"
#include "iam/action_table.h"

namespace leastwise {

// What the grants of equal documents have in common, whoever holds them: an account has thousands
// of roles and few different trust policies. Evidence is each document's own, that there is none is
// shared. Thread-safe.
class SharedGrants {
 public:
  SharedGrants(NamedActions named_by_allow, NamedActions named_by_deny)
      : named_by_allow_(std::move(named_by_allow)), named_by_deny_(std::move(named_by_deny)) {}

  const NamedActions& named_by_allow() const { return named_by_allow_; }
  const NamedActions& named_by_deny() const { return named_by_deny_; }

  // Whether it is known that such grants have no evidence for the query: the answer is a plain no.
  // Only of plans with a number.
  bool HasNothingFor(const QueryPlan& plan) const;
  void NoteNothingFor(const QueryPlan& plan);

 private:
  static constexpr std::size_t kBits = 64;
  static constexpr std::size_t kMaxPlans = 1024;

  NamedActions named_by_allow_;
  NamedActions named_by_deny_;
  std::array<std::atomic<std::uint64_t>, kMaxPlans / kBits> nothing_for_{};
};

// All that decides what a subject grants, as bytes, where such subjects are often equal: a trust
// policy alone. Nothing for others. `actions` numbers the subject's actions.
std::optional<std::string> SharedContent(const ActionTable& actions, const Subject& subject);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_SHARED_GRANTS_H_
