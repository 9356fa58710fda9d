#ifndef LEASTWISE_ACCESS_DENIED_TOGETHER_H_
#define LEASTWISE_ACCESS_DENIED_TOGETHER_H_

#include <cstddef>
#include <span>

#include "access/query.h"
#include "access/statement_search.h"
#include "iam/action_table.h"

namespace leastwise {

// The last tier behind the search of a statement: Denies that each leave something, and together
// leave nothing. Asks the decision procedure, after cheap tests that only a union can pass. One for
// each query, so that the work of a query is bounded: after kMostQuestions, and of subjects with
// more than kMostDenies Denies, it says nothing. Equal questions of a run are asked once, though
// each counts, so that the answer does not hang on what was asked before. Borrows all; not
// thread-safe.
class DeniedTogether {
 public:
  static constexpr std::size_t kMostQuestions = 16;
  static constexpr std::size_t kMostDenies = 64;

  DeniedTogether(const ActionTable& actions, const AccessMemo& memo,
                 std::span<const GrantingStatement> denies)
      : actions_(actions), memo_(memo), denies_(denies) {}

  // True where it is proven that the strings of the evidence grant nothing after the Denies.
  bool LeaveNothingOf(const GrantingStatement& allow, const Evidence& evidence);

 private:
  const ActionTable& actions_;
  const AccessMemo& memo_;
  std::span<const GrantingStatement> denies_;
  std::size_t questions_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_DENIED_TOGETHER_H_
