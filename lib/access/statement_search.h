#ifndef LEASTWISE_ACCESS_STATEMENT_SEARCH_H_
#define LEASTWISE_ACCESS_STATEMENT_SEARCH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/access_memo.h"
#include "access/breadth.h"
#include "access/cell_judge.h"
#include "access/modifiers.h"
#include "access/query.h"
#include "access/query_plan.h"
#include "access/resource_cells.h"
#include "base/made_late.h"
#include "iam/action_table.h"

namespace leastwise {

// The resources of a statement as cells; more than one string can have several patterns.
struct StatementResources {
  StatementResources(const Policy& policy, const Statement& statement);

  std::vector<ResourcePattern> patterns;
  std::vector<Cell> cells;  // borrow the patterns
  // Of cells that are one pattern without holes, in order; none: what a cell begins with is open.
  std::vector<std::optional<TypeTemplate::Beginning>> beginnings;
  std::uint64_t marks = 0;  // of all beginnings together
  bool is_self = false;     // what the document itself is attached to
};

// A statement that can give evidence, with what it says read once for all questions.
class GrantingStatement {
 public:
  GrantingStatement(const ActionTable& table, const Policy& owner, const Statement& says)
      : policy(&owner), statement(&says), actions(table, says) {}

  const Policy* policy;
  const Statement* statement;
  StatementActions actions;
  // Read when first asked for: most statements are never asked. Thread-safe.
  const StatementResources& resources() const;

 private:
  MadeLate<StatementResources> resources_;
};

// One Ask: looks at statements one after another. Borrows everything. One thread.
class StatementSearch {
 public:
  StatementSearch(const ActionTable& actions, const AccessMemo& memo,
                  const ModifierIndex& modifiers, const Subject& subject, const QueryPlan& plan);

  StatementSearch(const StatementSearch&) = delete;
  StatementSearch& operator=(const StatementSearch&) = delete;

  // The evidence that the statement gives, or nothing where it grants none of what is asked.
  std::optional<Evidence> Look(const GrantingStatement& granting);

  // Why some evidence is unknown: the first reason met.
  std::string reason() const;

 private:
  // What was found of a statement, for one principal or for all.
  struct Matches {
    std::vector<ActionId> sure;      // ascending
    std::vector<ActionId> possible;  // ascending; the sure ones are not among them
    std::vector<Truth> resources;    // for each resource string
    Breadth breadth = Breadth::kExact;
    const Modifier* failed_deny = nullptr;
  };
  // One verdict for all actions of a class with the same resource types. Spans are of pool_.
  struct Verdict {
    Truth truth = Truth::kNo;
    Breadth breadth = Breadth::kExact;
    std::span<Truth> resources;
    Truth counted = Truth::kNo;  // how sure an action's part in Matches::resources was
  };
  std::optional<Evidence> LookWorded(const GrantingStatement& granting);
  bool KeepsForm(const Statement& statement) const;
  bool KeepsResources(const Statement& statement) const;
  bool IsTooBroad(const Statement& statement) const;
  bool Keeps(const ActionPattern& pattern) const;
  bool filters_strings() const;
  std::vector<ActionId> Candidates(const StatementActions& actions) const;
  Matches Match(const GrantingStatement& granting, const StatementActions& actions,
                std::span<const ActionId> candidates, const Principal* principal);
  CellContext ContextOf(const GrantingStatement& granting, const GrantClass& own,
                        const Principal* principal, std::vector<ActiveModifier>* active) const;
  // What was found of one resource type, for the actions of one class: of all cells together, and
  // of each where there are several.
  struct TypeVerdict {
    CellTruth all;
    std::span<Truth> full;
  };
  struct TypeHash {
    std::size_t operator()(const std::pair<CellKind, const TypeTemplate*>& type) const {
      return std::hash<const void*>()(type.second) + static_cast<std::size_t>(type.first);
    }
  };
  using TypeVerdicts =
      std::pmr::unordered_map<std::pair<CellKind, const TypeTemplate*>, TypeVerdict, TypeHash>;
  struct ClassJudge {
    CellJudge judge;
    TypeVerdicts* types;  // one for all classes where nothing takes anything away
    bool is_same_for_all_types;
    const TypeVerdict* of_all_types = nullptr;  // where it is the same, once it is known
  };
  // Those actions whose resources match, where nothing takes anything away: most questions end
  // here, without a look at conditions. `groups` are those of the candidates, then of the result.
  std::vector<ActionId> WithResources(const GrantingStatement& granting,
                                      const StatementResources& resources,
                                      std::span<const ActionId> candidates, TypeVerdicts* types,
                                      std::vector<std::uint32_t>* groups);
  // For each action its group: those of one group have the same resource types, or types that make
  // no difference here.
  std::vector<std::uint32_t> GroupsOf(std::span<const ActionId> candidates,
                                      const StatementResources& resources) const;
  std::span<Truth> NewTruths(std::size_t count);
  static bool IsOfOtherType(const StatementResources& resources, std::size_t cell, CellType type);
  static bool AreOfOtherType(const StatementResources& resources, CellType type);
  // Valid as long as `types` of the judge.
  const TypeVerdict& JudgeType(ClassJudge* own, const StatementResources& resources, CellType type);
  Verdict Judge(ClassJudge* own, const StatementResources& resources, ActionId action);
  // Valid until the next call.
  std::span<const CellType> JudgedTypes(ActionId action, bool is_self);
  // Whether one verdict on the statement's resources is that of every type.
  bool IsSameForAllTypes(const StatementResources& resources) const;
  Truth Decide(const Matches& matches) const;
  Truth DecideShare(const Matches& matches) const;
  std::vector<ActionId> OfReachedShares(const std::vector<ActionId>& matched) const;
  std::optional<Evidence> UnknownStrings(const GrantingStatement& granting) const;
  std::optional<Evidence> Weigh(const GrantingStatement& granting, const StatementActions& actions,
                                std::span<const ActionId> candidates);
  void Fill(const Statement& statement, const Matches& matches, Evidence* out) const;
  void FillTexts(const Statement& statement, std::span<const ActionId> matched,
                 Evidence* out) const;

  const ActionTable& actions_;
  const AccessMemo& memo_;
  const ModifierIndex& modifiers_;
  const Subject& subject_;
  const QueryPlan& plan_;
  const Query& query_;                                                        // of the plan
  std::array<std::byte, 16384> buffer_;                                       // of pool_
  std::pmr::monotonic_buffer_resource pool_{buffer_.data(), buffer_.size()};  // for one statement
  std::vector<CellType> judged_types_;        // what JudgedTypes lists of its own
  std::vector<const TypeVerdict*> verdicts_;  // of one Judge
  std::string reason_;
  std::string unknown_action_;  // one that the catalog lacks and that is granted or not
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_STATEMENT_SEARCH_H_
