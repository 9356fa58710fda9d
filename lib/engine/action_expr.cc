#include "engine/action_expr.h"

namespace leastwise {
namespace {

bool Passes(const ActionFilter& filter, const ActionCatalog& catalog, ActionId id) {
  if (filter.access != 0 && (catalog.access(id) & filter.access) == 0) return false;
  if (filter.resource_level && *filter.resource_level != catalog.takes_resource(id)) return false;
  return filter.condition_key.empty() || catalog.HasConditionKey(id, filter.condition_key);
}

void AddFiltered(const ActionFilter& filter, const ActionCatalog& catalog,
                 ActionCatalog::Range range, ActionSet* out) {
  out->SetWhere(range.first, range.last, [&](ActionId id) { return Passes(filter, catalog, id); });
}

ActionSet EvaluateFilter(const ActionFilter& filter, const ActionExpander& expander) {
  const ActionCatalog& catalog = *expander.catalog;
  ActionSet out(expander.universe_size);
  if (filter.services.empty()) {
    AddFiltered(filter, catalog, {0, static_cast<ActionId>(catalog.action_count())}, &out);
  }
  for (const std::string& service : filter.services) {
    AddFiltered(filter, catalog, catalog.ServiceRange(service), &out);
  }
  return out;
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
                             std::span<const ActionSet> earlier) {
  if (expr.kind == ActionExpr::Kind::kWhere) return EvaluateFilter(expr.filter, expander);
  if (expr.kind == ActionExpr::Kind::kNamed) return earlier[expr.named];
  ActionSet out(expander.universe_size);
  for (const std::string& pattern : expr.patterns) expander.expand(pattern, &out);
  for (std::size_t i = 0; i < expr.parts.size(); ++i) {
    ActionSet part = EvaluateActionExpr(expr.parts[i], expander, earlier);
    if (i == 0) {
      out = std::move(part);
    } else {
      Combine(expr.kind, part, &out);
    }
  }
  return out;
}

}  // namespace leastwise
