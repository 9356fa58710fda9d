#ifndef LEASTWISE_ACCESS_WITNESS_H_
#define LEASTWISE_ACCESS_WITNESS_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "access/action_classes.h"
#include "access/evaluator.h"
#include "access/goal_search.h"
#include "access/policy_comparison.h"
#include "access/request.h"

namespace leastwise {

// A request that proves a difference, and how far it is from one that is seen every day.
struct Witness {
  Request request;
  bool is_future = false;              // no action that exists
  bool outside_catalog_types = false;  // the resource is of no type that the action has
  std::vector<std::string> unlisted_keys;

  // Whether a reviewer would rather read this one: an action that exists, a resource of its type,
  // keys that AWS lists for it, few of them, a resource by its name, short.
  bool IsBetterThan(const Witness& other) const;
  bool is_everyday() const { return !is_future && !outside_catalog_types && unlisted_keys.empty(); }
};

// Makes witnesses of candidates. Borrows everything.
class WitnessMaker {
 public:
  WitnessMaker(const ActionTable& actions, GoalSearch* search)
      : actions_(actions), search_(search) {}

  // For one class and one of its goals that was found; with `shape` tries a few actions and their
  // resource types for a better one.
  Witness Make(const ActionClass& item, const GoalResult& found, ResourceUniverse universe,
               bool shape);

 private:
  Witness Of(const std::string& action, const GoalResult& found) const;
  std::vector<std::string> Unlisted(ActionId action, const Request& request) const;
  ActionId Choose(const std::vector<ActionId>& actions, const GoalResult& found) const;
  std::vector<ResourceTypeId> TypesOf(ActionId action, const GoalResult& found) const;
  bool Shape(const ActionClass& item, ActionId action, const GoalResult& found, Witness* witness);

  const ActionTable& actions_;
  GoalSearch* search_;
};

// One for each Reading of evaluator.h; kUnknown leaves it open.
using ReadingChoices = std::array<Truth, static_cast<std::size_t>(Reading::kCount)>;

// What AWS is seen to do though its pages leave it open; all else is open. Without its key,
// `ForAnyValue:…IfExists` does not hold. A request that is new by this is a real one; that nothing
// is new by this is no proof.
// https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w/foranyvalue-stringequalsifexists-behaving-unexpectedly
ReadingChoices ObservedReadings();

// What one side says of a request: every layer must allow, a Deny in any refuses. Read as Compare
// says, and else as `readings` do.
Ruling RuleSide(const ComparisonSide& side, const Request& request,
                const ReadingChoices& readings = RulingOptions::OpenReadings());

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_WITNESS_H_
