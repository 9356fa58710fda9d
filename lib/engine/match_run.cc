#include "engine/match_run.h"

namespace leastwise {

BoundBook::BoundBook(const RuleBook::Compiled& book, const ActionTable& actions)
    : memo_(actions.catalog()) {
  expander_ = {
      &actions.catalog(), actions.universe_size(),
      [&actions](std::string_view pattern, ActionSet* out) { actions.Expand(pattern, out); }};
  run_.actions = &actions;
  run_.memo = &memo_;
  run_.personas = book.personas;
  run_.sets.reserve(book.action_exprs.size());
  for (const ActionExpr& expr : book.action_exprs) {
    run_.sets.push_back(EvaluateActionExpr(expr, expander_, run_.sets));
  }
  run_.queries.reserve(book.queries.size());
  for (const GrantQuery& query : book.queries) {
    Query& bound = run_.queries.emplace_back(query.query);
    bound.actions.any = Bind(query.any);
    bound.actions.all = Bind(query.all);
    bound.actions.beyond = Bind(query.beyond);
    run_.plans.emplace_back(actions, bound);
  }
}

const ActionSet* BoundBook::Bind(const std::optional<ActionExpr>& expr) {
  if (!expr) return nullptr;
  const bool is_named = expr->kind == ActionExpr::Kind::kUnion && expr->parts.size() == 1 &&
                        expr->parts[0].kind == ActionExpr::Kind::kNamed;
  if (is_named) return &run_.sets[expr->parts[0].named];
  return &query_sets_.emplace_back(EvaluateActionExpr(*expr, expander_, run_.sets));
}

}  // namespace leastwise
