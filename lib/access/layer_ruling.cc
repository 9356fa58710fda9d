#include "access/layer_ruling.h"

#include <utility>

namespace leastwise {
namespace {

void Add(RuledStatement&& ruled, LayerRuling* out) {
  if (ruled.ruling.action == Truth::kNo) return;
  const Truth applies = ruled.ruling.Applies();
  if (ruled.ruling.statement->effect == Effect::kDeny) {
    out->deny = Or(out->deny, applies);
  } else {
    out->allow = Or(out->allow, applies);
    out->direct = Or(out->direct, And(applies, ruled.match.direct));
    out->role = Or(out->role, And(applies, ruled.match.role));
    out->account = Or(out->account, And(applies, ruled.match.account));
  }
  out->statements.push_back(std::move(ruled));
}

}  // namespace

void LayerRuling::Append(Effect effect, Truth truth, std::vector<StatementRuling>* out) const {
  for (const RuledStatement& ruled : statements) {
    if (ruled.ruling.statement->effect == effect && ruled.ruling.Applies() == truth) {
      out->push_back(ruled.ruling);
    }
  }
}

LayerRuling RuleLayer(std::span<const Policy* const> policies, PolicyLayer layer,
                      const RequestContext& context, bool has_boundary) {
  LayerRuling out;
  out.layer = layer;
  for (const Policy* policy : policies) {
    for (const Statement& statement : policy->statements) {
      if (statement.has_effect) {
        Add(RuleStatement(*policy, statement, layer, context, has_boundary), &out);
      }
    }
  }
  return out;
}

}  // namespace leastwise
