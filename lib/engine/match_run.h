#ifndef LEASTWISE_ENGINE_MATCH_RUN_H_
#define LEASTWISE_ENGINE_MATCH_RUN_H_

#include <deque>

#include "engine/compiled_rule.h"

namespace leastwise {

// A book bound to the actions of one run: every set of actions as bits, once. Owns what its
// MatchRun points to, so it is not moved. Const and thread-safe after it is made.
class BoundBook {
 public:
  BoundBook(const RuleBook::Compiled& book, const ActionTable& actions);
  BoundBook(const BoundBook&) = delete;
  BoundBook& operator=(const BoundBook&) = delete;

  const MatchRun& run() const { return run_; }

 private:
  const ActionSet* Bind(const std::optional<ActionExpr>& expr);

  AccessMemo memo_;
  ActionExpander expander_;
  MatchRun run_;
  std::deque<ActionSet> query_sets_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_MATCH_RUN_H_
