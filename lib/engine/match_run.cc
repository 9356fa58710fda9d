#include "engine/match_run.h"

namespace leastwise {

BoundBook::BoundBook(const RuleBook::Compiled& book, std::span<const std::uint32_t> chosen,
                     const ActionTable& actions, const AccessMemo& memo)
    : book_(book), sets_(book.action_exprs.size()) {
  expander_ = {
      &actions.catalog(), actions.universe_size(),
      [&actions](std::string_view pattern, ActionSet* out) { actions.Expand(pattern, out); }};
  run_.actions = &actions;
  run_.memo = &memo;
  run_.personas = book.personas;
  run_.queries.resize(book.queries.size());
  run_.plans.resize(book.queries.size());
  for (const std::uint32_t entry : chosen) {
    const CompiledEntry& of_entry = book.entries[entry];
    for (GrantQueryId id = of_entry.first_query; id < of_entry.end_query; ++id) {
      Bind(book.queries[id], id);
    }
  }
  run_.baselines = &baselines_.emplace(run_);
}

void BoundBook::Bind(const GrantQuery& query, GrantQueryId id) {
  Query& bound = run_.queries[id];
  bound = query.query;
  bound.actions.any = Bind(query.any);
  bound.actions.all = Bind(query.all);
  bound.actions.beyond = Bind(query.beyond);
  run_.plans[id] = std::make_unique<QueryPlan>(*run_.actions, bound, id);
}

const ActionSet* BoundBook::Bind(const std::optional<ActionExpr>& expr) {
  if (!expr) return nullptr;
  const bool is_named = expr->kind == ActionExpr::Kind::kUnion && expr->parts.size() == 1 &&
                        expr->parts[0].kind == ActionExpr::Kind::kNamed;
  if (is_named) return &SetOf(expr->parts[0].named);
  return &query_sets_.emplace_back(EvaluateActionExpr(
      *expr, expander_, [this](ActionExprId id) -> const ActionSet& { return SetOf(id); }));
}

const ActionSet& BoundBook::SetOf(ActionExprId id) {
  if (sets_[id] == nullptr) {
    sets_[id] = std::make_unique<ActionSet>(
        EvaluateActionExpr(book_.action_exprs[id], expander_,
                           [this](ActionExprId one) -> const ActionSet& { return SetOf(one); }));
  }
  return *sets_[id];
}

}  // namespace leastwise
