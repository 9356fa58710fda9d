#ifndef LEASTWISE_ENGINE_MATCH_RUN_H_
#define LEASTWISE_ENGINE_MATCH_RUN_H_

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/compiled_rule.h"
#include "engine/persona_baseline.h"

namespace leastwise {

// A book bound to the actions of one run: every set of actions that the chosen entries name as
// bits, once. Owns what its MatchRun points to, so it is not moved. Const and thread-safe after it
// is made.
class BoundBook {
 public:
  // `chosen`: entries of the book that are awake (RuleBook::Wake). Borrows the book, the actions
  // and the memo.
  BoundBook(const RuleBook::Compiled& book, std::span<const std::uint32_t> chosen,
            const ActionTable& actions, const AccessMemo& memo);
  BoundBook(const BoundBook&) = delete;
  BoundBook& operator=(const BoundBook&) = delete;

  const MatchRun& run() const { return run_; }
  void SetHasScp(bool has_scp) { run_.has_scp = has_scp; }
  void SetInventory(const Inventory& inventory) { run_.inventory = &inventory; }
  // For entries that look from one identity to another; borrowed.
  void SetLinks(const SubjectLinks* links) { run_.links = links; }

 private:
  void Bind(const GrantQuery& query, GrantQueryId id);
  const ActionSet* Bind(const std::optional<ActionExpr>& expr);
  const ActionSet& SetOf(ActionExprId id);

  const RuleBook::Compiled& book_;
  ActionExpander expander_;
  MatchRun run_;
  std::vector<std::unique_ptr<const ActionSet>> sets_;  // by ActionExprId, made when first named
  std::deque<ActionSet> query_sets_;
  std::optional<PersonaBaselines> baselines_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_MATCH_RUN_H_
