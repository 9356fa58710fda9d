#ifndef LEASTWISE_ACCESS_GOAL_SEARCH_H_
#define LEASTWISE_ACCESS_GOAL_SEARCH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/comparison_model.h"
#include "access/context_search.h"
#include "access/covering_allows.h"
#include "access/glob_automaton.h"
#include "access/meeting_statements.h"

namespace leastwise {

// Which strings an action can be asked for on.
enum class ResourceUniverse : std::uint8_t {
  kArns,  // any ARN of six parts
  kStar,  // the string `*`, which actions without resource types are authorised on
};

// One Allow of the new side, on one of its resource strings.
struct Goal {
  std::uint32_t statement = 0;            // in the model
  std::optional<std::uint32_t> resource;  // none: NotResource, or no Resource
  friend auto operator<=>(const Goal&, const Goal&) = default;
};

// What came of a goal: a candidate for a witness, or why it cannot be told.
struct GoalResult {
  Goal goal;
  bool found = false;    // else given up
  std::string resource;  // found: a string that the goal matches
  ContextAnswer answer;  // found: who asks, in which context
  std::string reason;    // given up
};

// Whether, for actions that exactly these statements of the model match, the new side allows
// something that the old does not. Goal by goal: what one old Allow surely covers is passed over;
// else the resource strings that the goal's pattern leads to are split by what matches them, until
// one is found for which a context can be found too. Keeps what it has found out.
// Borrows what it is given. Not thread-safe.
class GoalSearch {
 public:
  GoalSearch(const ComparisonModel& model, const ActionCatalog& catalog, SearchMode mode,
             const ComparisonBudget& budget, WorkMeter* meter);

  // The goals that are reached or given up; none: nothing is added. `statements` is ascending.
  const std::vector<GoalResult>& Check(const std::vector<std::uint32_t>& statements,
                                       ResourceUniverse universe);

  // The same goal once more on ARNs that `shape` (a pattern of six parts) matches; none if there is
  // no such candidate within a small budget.
  std::optional<GoalResult> FindShaped(const std::vector<std::uint32_t>& statements, Goal goal,
                                       const std::string& shape);

  // Old Allows that surely allow whatever a new Allow does, as far as they share actions;
  // ascending. None where the meter ran out.
  std::vector<std::uint32_t> Settlers(std::uint32_t statement) const;

  // Something was passed over because it cannot be told.
  bool met_open() const { return met_open_; }
  const std::string& open_reason() const { return open_reason_; }
  std::size_t states() const { return states_; }
  // Readings that answers rest on, one line each.
  const std::vector<std::string>& notes() const { return contexts_.notes(); }

 private:
  // The statements of one action class.
  struct Group {
    std::vector<std::uint32_t> statements;
    std::vector<std::uint32_t> whatever;  // of them: on any resource, or with NotResource
    std::vector<std::uint32_t> old_denies;
    std::vector<std::uint32_t> new_denies;
    std::vector<std::vector<std::uint32_t>> old_layers;  // only those that could refuse
    std::vector<std::vector<std::uint32_t>> new_layers;
    bool denies_are_kept = false;  // whatever the old side denies, the new side does too
  };
  // How a pattern fares within a goal.
  enum class Fit : std::uint8_t { kNever, kAlways, kVaries };
  struct Walk;

  std::vector<Goal> GoalsOf(std::uint32_t statement) const;
  const Group& GroupOf(const std::vector<std::uint32_t>& statements);
  Group MakeGroup(const std::vector<std::uint32_t>& statements) const;
  std::optional<Group> MeetingGroup(const Group& group, const Goal& goal) const;
  bool DeniesAreKept(const Group& group) const;
  bool IsCovered(const Group& group, const Goal& goal) const;
  bool StatementCovers(const ModelStatement& outer, const ModelStatement& inner,
                       std::optional<std::uint32_t> resource) const;
  Fit FitOf(std::uint32_t resource, std::optional<std::uint32_t> goal) const;

  void CheckArns(const Group& group, const Goal& goal, std::vector<GoalResult>* out);
  void CheckStar(const Group& group, const Goal& goal, std::vector<GoalResult>* out);
  bool Explore(const Group& whole, const Goal& goal, const std::string* shape,
               std::size_t max_states, GoalResult* result);
  template <typename Match>
  const ContextAnswer* Ask(const Group& group, const Goal& goal, Match match);
  void NoteOpen(const ContextAnswer& answer);

  const ComparisonModel& model_;
  WorkMeter* meter_;
  ContextSearch contexts_;
  std::vector<ArnPattern> globs_;        // of the model's resources
  std::vector<std::uint32_t> contents_;  // of statements: equal ones have equal numbers
  CoveringAllows allows_;                // of the old side
  MeetingStatements meeting_;
  Group last_group_;
  bool all_denies_are_kept_ = false;  // word for word, so whatever the action
  std::map<std::vector<std::uint32_t>, std::vector<GoalResult>> on_arns_;
  std::map<std::vector<std::uint32_t>, std::vector<GoalResult>> on_star_;
  std::size_t max_states_;  // of one automaton; few once a goal was reached
  bool met_open_ = false;
  std::string open_reason_;
  std::size_t states_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_GOAL_SEARCH_H_
