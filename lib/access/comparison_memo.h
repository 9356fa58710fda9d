#ifndef LEASTWISE_ACCESS_COMPARISON_MEMO_H_
#define LEASTWISE_ACCESS_COMPARISON_MEMO_H_

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/policy_comparison.h"

namespace leastwise {

// Answers of the decision procedure, kept by what both sides say: roles that are copies of each
// other, and documents that stand in many files, are compared once. An answer never depends on what
// is already kept. For the tables and the catalog of one run. Thread-safe; two threads that ask the
// same at once may both look for the answer, to the same end.
class ComparisonMemo {
 public:
  ComparisonMemo() = default;
  ComparisonMemo(const ComparisonMemo&) = delete;
  ComparisonMemo& operator=(const ComparisonMemo&) = delete;

  // As leastwise::Decide. Keeps nothing of the sides but their content.
  ComparisonVerdict Decide(const ActionTable& actions, const ComparisonSide& old_side,
                           const ComparisonSide& new_side, const ComparisonBudget& budget);

  // As leastwise::Compare; what is returned speaks of the statements of these sides, though it may
  // have been found out for others that say the same. `actions` is the same in all calls, and the
  // documents live as long as the memo.
  PolicyComparison Compare(const ActionTable& actions, const ComparisonSide& old_side,
                           const ComparisonSide& new_side, const ComparisonBudget& budget);

  // So many answers of each sort are kept; others are found anew.
  static constexpr std::size_t kMostKept = 20'000;

  // Questions that the procedure had to answer, for --profile.
  std::size_t asked() const { return asked_; }

 private:
  struct Kept {
    PolicyComparison comparison;
    std::vector<const Policy*> old_documents;  // that it speaks of
    std::vector<const Policy*> new_documents;
  };
  std::string KeyOf(const ComparisonSide& old_side, const ComparisonSide& new_side,
                    const ComparisonBudget& budget);
  std::size_t NumberOf(const Policy& policy);

  std::mutex mutex_;                                       // guards the maps
  std::unordered_map<std::string, std::size_t> contents_;  // numbers of what policies say
  std::unordered_map<std::string, ComparisonVerdict> verdicts_;
  std::unordered_map<std::string, Kept> comparisons_;
  std::atomic<std::size_t> asked_{0};
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_COMPARISON_MEMO_H_
