#include "engine/action_expr.h"

namespace leastwise {
namespace {

void AddFiltered(const ActionFilter& filter, const ActionExpander& expander, ActionSet* out) {
  const ActionCatalog& catalog = *expander.catalog;
  const auto add = [&](ActionCatalog::Range range, ActionSet* to) {
    catalog.AddActions(range, filter.access, filter.resource_level, to);
  };
  const auto add_all = [&](ActionSet* to) {
    if (filter.services.empty()) add({0, static_cast<ActionId>(catalog.action_count())}, to);
    for (const std::string& service : filter.services) add(catalog.ServiceRange(service), to);
  };
  if (filter.condition_key.empty()) return add_all(out);
  ActionSet candidates(expander.universe_size);
  add_all(&candidates);
  candidates.ForEach([&](ActionId id) {
    if (catalog.HasConditionKey(id, filter.condition_key)) out->Set(id);
  });
}

// Adds what `expr` stands for: a union needs no set of each part.
void AddActionExpr(const ActionExpr& expr, const ActionExpander& expander,
                   const std::function<const ActionSet&(ActionExprId)>& set_of, ActionSet* out) {
  switch (expr.kind) {
    case ActionExpr::Kind::kPatterns:
      for (const std::string& pattern : expr.patterns) expander.expand(pattern, out);
      return;
    case ActionExpr::Kind::kWhere:
      return AddFiltered(expr.filter, expander, out);
    case ActionExpr::Kind::kNamed:
      *out |= set_of(expr.named);
      return;
    case ActionExpr::Kind::kUnion:
      for (const ActionExpr& part : expr.parts) AddActionExpr(part, expander, set_of, out);
      return;
    case ActionExpr::Kind::kIntersect:
    case ActionExpr::Kind::kMinus:
      break;
  }
  if (expr.parts.empty()) return;
  ActionSet left = EvaluateActionExpr(expr.parts[0], expander, set_of);
  for (std::size_t i = 1; i < expr.parts.size(); ++i) {
    const ActionSet right = EvaluateActionExpr(expr.parts[i], expander, set_of);
    if (expr.kind == ActionExpr::Kind::kMinus) {
      left -= right;
    } else {
      left &= right;
    }
  }
  *out |= left;
}

}  // namespace

ActionSet EvaluateActionExpr(const ActionExpr& expr, const ActionExpander& expander,
                             const std::function<const ActionSet&(ActionExprId)>& set_of) {
  ActionSet out(expander.universe_size);
  AddActionExpr(expr, expander, set_of, &out);
  return out;
}

}  // namespace leastwise
