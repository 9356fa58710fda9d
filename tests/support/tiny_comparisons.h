#ifndef LEASTWISE_TESTS_SUPPORT_TINY_COMPARISONS_H_
#define LEASTWISE_TESTS_SUPPORT_TINY_COMPARISONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "access/policy_comparison.h"
#include "support/policy_fixture.h"
#include "support/tiny_policies.h"

namespace leastwise::testing {

// Pairs of tiny sides, given to Compare as documents. Linked together, as linking one by one costs
// more than comparing. Add all, Link once, then compare.
class TinyComparisons {
 public:
  explicit TinyComparisons(PolicyKind kind = PolicyKind::kIdentity) : kind_(kind) {}

  // One side, or its text as it stands (`boundary` empty: none); the number to compare it by.
  std::size_t Add(const TinySide& side);
  std::size_t Add(const std::string& policy, const std::string& boundary = {});
  void Link() { fixture_.Link(); }
  PolicyComparison Compare(std::size_t old_side, std::size_t new_side) const;
  // Both texts, for messages.
  std::string Show(std::size_t old_side, std::size_t new_side) const;

 private:
  PolicyKind kind_;
  PolicyFixture fixture_;
  std::vector<ComparisonSide> sides_;
  std::vector<std::string> texts_;
};

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_SUPPORT_TINY_COMPARISONS_H_
