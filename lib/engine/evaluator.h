#ifndef LEASTWISE_ENGINE_EVALUATOR_H_
#define LEASTWISE_ENGINE_EVALUATOR_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/stopwatch.h"
#include "engine/finding.h"
#include "engine/rule_book.h"
#include "iam/inventory.h"

namespace leastwise {

struct EvaluationOptions {
  std::vector<bool> enabled;  // by Rule::index; empty: all
  std::size_t workers = 1;
  // What fingerprints call a file, so that they do not depend on the working folder; an empty
  // result leaves the path as it is, and so does no function. Called from many threads.
  std::function<std::string(const std::string& path)> name_of;
  bool moved_fingerprints = false;  // fill in Finding::moved_fingerprint
  // By Rule::index: the findings of these rules are counted and get no words; empty: none.
  std::vector<bool> only_counted;
  bool time_rules = false;  // fill in EvaluationResult::rule_times
};

// What a rule took, over all subjects and workers.
struct RuleTime {
  const Rule* rule = nullptr;
  double milliseconds = 0;
};

struct EvaluationResult {
  std::vector<Finding>
      findings;  // unsorted dispositions are all kActive; sorted by path, offset, id
  // By Rule::index, of EvaluationOptions::only_counted: findings that are not among these.
  std::vector<std::size_t> counts;
  std::size_t cannot_tell = 0;
  std::size_t superseded = 0;
  std::vector<PhaseTime> phases;
  std::vector<RuleTime> rule_times;  // the dearest first
  std::size_t exact_questions = 0;   // put to the decision procedure (access/policy_comparison.h)
};

// Runs the rules over a linked inventory. Subjects are: each identity with its documents, boundary
// and groups; each document that no identity holds; the problems of the parsers; and what
// ReviewPolicy finds in each document, where a rule asks for that. A statement
// held by n identities is one finding with n containers, given when any holder says yes. The result
// does not depend on `workers`.
EvaluationResult Evaluate(const RuleBook& book, const Inventory& inventory,
                          const ActionTable& actions, const EvaluationOptions& options);

// Fills in help and suggestion of findings that were made before RuleBook::LoadProse was called.
// Evaluate does so itself where the prose is there already.
void FillProse(const RuleBook& book, std::span<Finding> findings, std::size_t workers = 1);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_EVALUATOR_H_
