#ifndef LEASTWISE_ACCESS_CELL_JUDGE_H_
#define LEASTWISE_ACCESS_CELL_JUDGE_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "access/condition_search.h"
#include "access/modifiers.h"
#include "access/query.h"
#include "access/resource_cells.h"

namespace leastwise {

// What is asked of every cell of one statement, for one class of its actions.
struct CellContext {
  const AccessMemo* memo = nullptr;
  const ResourceTester* resources = nullptr;
  const ConditionTest* condition = nullptr;
  const Statement* statement = nullptr;       // the granting one
  std::span<const ActiveModifier> modifiers;  // that speak of the actions and the principal
  std::span<const std::string_view> never_carried;
  std::string_view stranger;
  bool has_boundary = false;  // some Allow of it must let the cell through
  bool has_service_controls = false;
};

// What remains of a cell after every Deny and cap, against the tests.
struct CellTruth {
  Truth granted = Truth::kNo;          // it exists and passes the condition test
  Truth without_at_most = Truth::kNo;  // and the resource test but for `at_most`
  Truth full = Truth::kNo;             // and all of it
  Breadth breadth = Breadth::kExact;   // of the widest part that passes
};

// Judges cells of one statement. Keeps what it has found out about conditions; not thread-safe.
// A Deny whose resources cover a cell takes it where its condition surely fires; one with
// NotResource leaves what lies within; one that covers a part only takes nothing.
class CellJudge {
 public:
  explicit CellJudge(const CellContext& context) : context_(context) {}

  // With the condition weighed, but where nothing takes anything away: there it is the same for all
  // cells, Condition() says it, and whoever asks can leave it unasked.
  CellTruth Judge(const Cell& cell, CellType type);
  Truth Condition();

  // Why the last answers were unknown, or empty.
  const std::string& reason() const { return reason_; }
  // The Deny nearest to the statement that touches a judged cell and does not take it, or null.
  const Modifier* failed_deny() const { return failed_deny_; }

 private:
  using Entries = std::vector<const ConditionEntry*>;
  using Refusals = std::vector<std::pair<const Modifier*, bool>>;  // and whether it surely covers

  bool is_plain() const {
    return context_.modifiers.empty() && !context_.has_boundary && !context_.has_service_controls;
  }
  CellTruth TestResources(const Cell& cell, CellType type, Truth granted);
  CellTruth ThroughCaps(const Cell& cell, CellType type, ModifierRole cap, const Entries& held);
  CellTruth NextCap(const Cell& cell, CellType type, ModifierRole cap, const Entries& held);
  CellTruth PastDenies(const Cell& cell, CellType type, const Entries& held);
  CellTruth PastDeniesFrom(std::size_t index, const Cell& cell, CellType type, const Entries& held,
                           Refusals refusals);
  CellTruth Within(const std::vector<const ResourcePattern*>& parts, const Cell& cell,
                   CellType type, const Entries& held);
  CellTruth Leaf(const Cell& cell, CellType type, const Entries& held, const Refusals& refusals);
  Truth TestCondition(const Entries& held, const Refusals& refusals);
  Truth Search(const ConditionQuestion& question);
  Truth SearchShape(const RequestShape& shape, ConditionQuestion* question);
  void NoteFailed(const Modifier& deny);

  CellContext context_;
  std::map<std::pair<Entries, Refusals>, Truth> conditions_;
  std::optional<Truth> own_condition_;  // of the statement alone
  std::string reason_;
  const Modifier* failed_deny_ = nullptr;
  const Cell* whole_ = nullptr;  // what one Judge call is about
  Truth whole_exists_ = Truth::kNo;
  std::size_t steps_ = 0;  // of one Judge call
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CELL_JUDGE_H_
