#ifndef LEASTWISE_ACCESS_POLICY_COMPARISON_H_
#define LEASTWISE_ACCESS_POLICY_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/request.h"
#include "iam/action_table.h"
#include "iam/policy.h"

namespace leastwise {

// One side of a comparison: documents that grant together, and what caps them. All borrowed and
// linked against one ActionTable.
struct ComparisonSide {
  std::vector<const Policy*> policies;          // their union
  const Policy* boundary = nullptr;             // null: caps nothing
  std::vector<const Policy*> service_controls;  // one level, their union; empty: caps nothing
  const Policy* scope = nullptr;  // only requests that it allows are asked about; null: all are
};

// Deterministic limits, so that an answer does not hang on the machine and always comes. Where one
// is reached and no witness was found the answer is kUnknown and says which; where one was found it
// is kFail, and `notes` say that more may be added than is listed.
struct ComparisonBudget {
  std::size_t max_states = 100000;    // of one automaton over resource patterns
  std::size_t max_key_classes = 512;  // of one condition key
  std::size_t max_steps = 200000;     // of one search over condition keys
  // Of the whole comparison: patterns, values and statements looked at (WorkMeter). The largest
  // pair of versions of AWS's managed policies takes a tenth.
  std::size_t max_work = 200000000;
};

// For questions that a linter asks by the way: enough for what people write, and far below the time
// of a commit hook.
inline constexpr ComparisonBudget kQuickBudget{
    .max_states = 2000, .max_key_classes = 64, .max_steps = 5000};

enum class ComparisonVerdict : std::uint8_t {
  kPass,     // proven: no request is allowed by the new side and not by the old
  kFail,     // there is one, and it has been tried out
  kUnknown,  // neither: see `reasons`
  kError,    // a document is not a policy, or the search and the evaluator disagree
};
std::string_view ComparisonVerdictName(ComparisonVerdict verdict);  // "PASS", "FAIL", …

// What one Allow of the new side adds on one of its resource strings: either actions of today, or
// those that AWS may add later.
struct AddedGrant {
  std::vector<ActionId> actions;            // ascending: by service and name
  std::vector<std::string> future_actions;  // made-up names that AWS may add; each of its own kind
  const Policy* policy = nullptr;
  const Statement* statement = nullptr;  // of the new side
  const Text* resource = nullptr;        // null: NotResource, or there is no Resource
  // Of an identity that did not hold the policy before, where it came to it; else no place. Set by
  // who knows that.
  Location attached{};
  std::vector<const Text*> elements;  // the strings of Action or NotAction that reach `actions`
  // What of the old side comes near: its Denies that stop the witness, else its Allows of the
  // action.
  std::vector<const Statement*> old_statements;
  Request witness;
  // The witness names no resource of a type that the catalog has for the action.
  bool outside_catalog_types = false;
  // Keys in the witness that the catalog does not list for the action.
  std::vector<std::string> unlisted_keys;

  bool only_future() const { return actions.empty(); }
};

struct PolicyComparison {
  ComparisonVerdict verdict = ComparisonVerdict::kPass;
  bool only_future = false;       // kFail, and every added action is one that AWS has yet to add
  std::vector<AddedGrant> added;  // those of today's actions first
  // `added` has all of today's actions that may be added, whatever variables and other texts that
  // leave something open stand for.
  bool has_all_of_today = false;
  std::vector<std::string> reasons;  // of kUnknown and kError, each once
  // Readings that the verdict rests on where AWS leaves one open, and whether `added` is all; one
  // line each.
  std::vector<std::string> notes;
  std::vector<std::string> internal_errors;  // witnesses on which search and evaluator disagree
  std::size_t states = 0;                    // of automata, for benchmarks
  std::size_t classes = 0;                   // of actions
  std::size_t work = 0;                      // of ComparisonBudget::max_work
};

// Does the new side allow a request that the old side does not? A pass means that no request in the
// modelled universe is allowed by the new side and not by the old; every abstraction enlarges the
// set of candidate requests. Completeness is not claimed: see kUnknown. A failure carries a witness
// that the plain evaluator (evaluator.h) allows on one side and not on the other.
//
// The universe: actions of the catalog, literals that it lacks, and later actions of each service;
// any ARN as the resource, or `*` for actions that the catalog has without a required type; every
// combination of condition keys, each absent or with any value, independent of each other.
// One reading is fixed, and noted where it matters: an operator without set operator never matches
// several values. Where AWS is seen to do what its pages leave open (ObservedReadings of
// witness.h), a failure may rest on that, which is noted, a pass never. The other readings of
// evaluator.h are left open, so that a verdict that hangs on one is kUnknown. Deterministic.
// Thread-safe over const tables.
PolicyComparison Compare(const ActionTable& actions, const ComparisonSide& old_side,
                         const ComparisonSide& new_side, const ComparisonBudget& budget = {});

// The same question where only the answer is wanted: kPass is proven as by Compare, kFail is a
// candidate that was not tried out. Ends at the first, and is the cheaper the sooner there is one.
ComparisonVerdict Decide(const ActionTable& actions, const ComparisonSide& old_side,
                         const ComparisonSide& new_side, const ComparisonBudget& budget = {});

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_POLICY_COMPARISON_H_
