#include "access/exceeds.h"

#include <algorithm>

namespace leastwise {
namespace {

// In file order, each once.
template <typename Item>
void Merge(const std::vector<Item>& more, std::vector<Item>* all) {
  all->insert(all->end(), more.begin(), more.end());
  std::sort(all->begin(), all->end());
  all->erase(std::unique(all->begin(), all->end()), all->end());
}

void AddTo(const AddedGrant& grant, const ActionSet* among, Answer* answer) {
  std::vector<ActionId> asked = grant.actions;
  if (among != nullptr) {
    std::erase_if(asked, [among](ActionId id) { return !among->Test(id); });
    if (asked.empty()) return;
  }
  const auto same =
      std::find_if(answer->evidence.begin(), answer->evidence.end(),
                   [&](const Evidence& evidence) { return evidence.statement == grant.statement; });
  Evidence& evidence = same == answer->evidence.end() ? answer->evidence.emplace_back() : *same;
  evidence.policy = grant.policy;
  evidence.statement = grant.statement;
  Merge(asked, &evidence.actions);
  Merge(grant.elements, &evidence.action_texts);
  if (grant.resource != nullptr) {
    Merge(std::vector<const Text*>{grant.resource}, &evidence.resource_texts);
  }
}

}  // namespace

Answer Exceeds(const ActionTable& actions, const ComparisonSide& grants,
               const ComparisonSide& reference, ComparisonMemo& memo,
               const ComparisonBudget& budget, const ActionSet* among) {
  const PolicyComparison comparison = memo.Compare(actions, reference, grants, budget);
  Answer answer;
  switch (comparison.verdict) {
    case ComparisonVerdict::kPass:
      return answer;
    case ComparisonVerdict::kFail:
      answer.truth = Truth::kYes;
      break;
    case ComparisonVerdict::kUnknown:
    case ComparisonVerdict::kError:
      answer.truth = Truth::kUnknown;
      if (!comparison.reasons.empty()) answer.reason = comparison.reasons.front();
      return answer;
  }
  for (const AddedGrant& grant : comparison.added) AddTo(grant, among, &answer);
  if (answer.evidence.empty()) {
    answer.truth = comparison.has_all_of_today ? Truth::kNo : Truth::kUnknown;
    if (answer.truth == Truth::kUnknown) answer.reason = "not all that it adds can be told";
  }
  for (Evidence& evidence : answer.evidence) {
    evidence.action_count = evidence.actions.size();
    evidence.actions.resize(std::min(evidence.actions.size(), Evidence::kMaxActions));
    for (const ConditionEntry& entry : evidence.statement->conditions) {
      evidence.conditions.push_back(&entry);
    }
  }
  return answer;
}

}  // namespace leastwise
