#include "engine/action_expr.h"

namespace leastwise {
namespace {

ActionSet EvaluateFilter(const ActionFilter& filter, const ActionExpander& expander) {
  const ActionCatalog& catalog = *expander.catalog;
  ActionSet out(expander.universe_size);
  const auto add = [&](ActionCatalog::Range range) {
    catalog.AddActions(range, filter.access, filter.resource_level, &out);
  };
  if (filter.services.empty()) add({0, static_cast<ActionId>(catalog.action_count())});
  for (const std::string& service : filter.services) add(catalog.ServiceRange(service));
  if (filter.condition_key.empty()) return out;
  ActionSet with_key(expander.universe_size);
  out.ForEach([&](ActionId id) {
    if (catalog.HasConditionKey(id, filter.condition_key)) with_key.Set(id);
  });
  return with_key;
}

void Combine(ActionExpr::Kind kind, const ActionSet& part, ActionSet* out) {
  if (kind == ActionExpr::Kind::kUnion) {
    *out |= part;
  } else if (kind == ActionExpr::Kind::kIntersect) {
    *out &= part;
  } else {
    *out -= part;
  }
}

}  // namespace

ActionSet EvaluateActionExpr(const ActionExpr& expr, const ActionExpander& expander,
                             const std::function<const ActionSet&(ActionExprId)>& set_of) {
  if (expr.kind == ActionExpr::Kind::kWhere) return EvaluateFilter(expr.filter, expander);
  if (expr.kind == ActionExpr::Kind::kNamed) return set_of(expr.named);
  ActionSet out(expander.universe_size);
  for (const std::string& pattern : expr.patterns) expander.expand(pattern, &out);
  for (std::size_t i = 0; i < expr.parts.size(); ++i) {
    ActionSet part = EvaluateActionExpr(expr.parts[i], expander, set_of);
    if (i == 0) {
      out = std::move(part);
    } else {
      Combine(expr.kind, part, &out);
    }
  }
  return out;
}

}  // namespace leastwise
