#include "access/comparison_memo.h"

#include <span>
#include <utility>
#include <vector>

#include "access/policy_content.h"

namespace leastwise {
namespace {

std::vector<const Policy*> DocumentsOf(const ComparisonSide& side) {
  std::vector<const Policy*> out = side.policies;
  if (side.boundary != nullptr) out.push_back(side.boundary);
  out.insert(out.end(), side.service_controls.begin(), side.service_controls.end());
  if (side.scope != nullptr) out.push_back(side.scope);
  return out;
}

// Leads from what documents hold to what others of equal content hold in the same place.
class Rebase {
 public:
  Rebase(const std::vector<const Policy*>& from, const std::vector<const Policy*>& to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      policies_.try_emplace(from[i], to[i]);
      for (std::size_t j = 0; j < from[i]->statements.size(); ++j) {
        statements_.try_emplace(&from[i]->statements[j], &to[i]->statements[j]);
      }
    }
  }

  const Policy* operator()(const Policy* policy) const { return policies_.at(policy); }
  const Statement* operator()(const Statement* statement) const {
    return statements_.at(statement);
  }

  void Apply(AddedGrant* grant) const {
    const Statement& own = *grant->statement;
    const Statement& other = *(*this)(grant->statement);
    if (grant->resource != nullptr) {
      grant->resource = &other.resources[IndexIn(own.resources, grant->resource)];
    }
    for (const Text*& element : grant->elements) {
      element = &other.actions[IndexIn(own.actions, element)];
    }
    grant->policy = (*this)(grant->policy);
    grant->statement = &other;
  }

 private:
  static std::size_t IndexIn(std::span<const Text> texts, const Text* text) {
    return static_cast<std::size_t>(text - texts.data());
  }

  std::unordered_map<const Policy*, const Policy*> policies_;
  std::unordered_map<const Statement*, const Statement*> statements_;
};

}  // namespace

std::size_t ComparisonMemo::NumberOf(const Policy& policy) {
  std::string content;
  AppendContent(policy, &content);
  const std::lock_guard lock(mutex_);
  return contents_.try_emplace(std::move(content), contents_.size()).first->second;
}

std::string ComparisonMemo::KeyOf(const ComparisonSide& old_side, const ComparisonSide& new_side,
                                  const ComparisonBudget& budget) {
  std::string key;
  const auto put = [&key](std::size_t number) { key.append(std::to_string(number)) += ','; };
  for (const std::size_t limit :
       {budget.max_states, budget.max_key_classes, budget.max_steps, budget.max_work}) {
    put(limit);
  }
  for (const ComparisonSide* side : {&old_side, &new_side}) {
    key += '|';
    for (const Policy* policy : side->policies) put(NumberOf(*policy));
    key += 'b';
    if (side->boundary != nullptr) put(NumberOf(*side->boundary));
    key += 'c';
    for (const Policy* policy : side->service_controls) put(NumberOf(*policy));
    key += 's';
    if (side->scope != nullptr) put(NumberOf(*side->scope));
  }
  return key;
}

ComparisonVerdict ComparisonMemo::Decide(const ActionTable& actions, const ComparisonSide& old_side,
                                         const ComparisonSide& new_side,
                                         const ComparisonBudget& budget) {
  std::string key = KeyOf(old_side, new_side, budget);
  {
    const std::lock_guard lock(mutex_);
    const auto found = verdicts_.find(key);
    if (found != verdicts_.end()) return found->second;
  }
  ++asked_;
  const ComparisonVerdict verdict = leastwise::Decide(actions, old_side, new_side, budget);
  const std::lock_guard lock(mutex_);
  if (verdicts_.size() < kMostKept) verdicts_.try_emplace(std::move(key), verdict);
  return verdict;
}

PolicyComparison ComparisonMemo::Compare(const ActionTable& actions, const ComparisonSide& old_side,
                                         const ComparisonSide& new_side,
                                         const ComparisonBudget& budget) {
  const std::string key = KeyOf(old_side, new_side, budget);
  const auto find = [&]() -> const Kept* {
    const std::lock_guard lock(mutex_);
    const auto found = comparisons_.find(key);
    return found == comparisons_.end() ? nullptr : &found->second;
  };
  const Kept* kept = find();
  if (kept == nullptr) {
    ++asked_;
    Kept made{leastwise::Compare(actions, old_side, new_side, budget), DocumentsOf(old_side),
              DocumentsOf(new_side)};
    const std::lock_guard lock(mutex_);
    if (comparisons_.size() >= kMostKept) return std::move(made.comparison);
    kept = &comparisons_.try_emplace(key, std::move(made)).first->second;  // nodes stay put
  }
  PolicyComparison out = kept->comparison;
  const Rebase on_new(kept->new_documents, DocumentsOf(new_side));
  const Rebase on_old(kept->old_documents, DocumentsOf(old_side));
  for (AddedGrant& grant : out.added) {
    on_new.Apply(&grant);
    for (const Statement*& statement : grant.old_statements) statement = on_old(statement);
  }
  return out;
}

}  // namespace leastwise
