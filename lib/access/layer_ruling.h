#ifndef LEASTWISE_ACCESS_LAYER_RULING_H_
#define LEASTWISE_ACCESS_LAYER_RULING_H_

#include <span>
#include <vector>

#include "access/evaluator.h"
#include "access/request_context.h"
#include "access/statement_ruler.h"

namespace leastwise {

// What the documents of one layer, taken together, say of a request.
struct LayerRuling {
  PolicyLayer layer = PolicyLayer::kIdentity;
  // In order of the documents; only those whose action may match.
  std::vector<RuledStatement> statements;
  Truth allow = Truth::kNo;  // some Allow applies
  Truth deny = Truth::kNo;   // some Deny applies
  // The parts of `allow` in a resource policy, by how it names the principal.
  Truth direct = Truth::kNo;
  Truth role = Truth::kNo;
  Truth account = Truth::kNo;

  // The rulings of one effect that end in `truth`.
  void Append(Effect effect, Truth truth, std::vector<StatementRuling>* out) const;
};

LayerRuling RuleLayer(std::span<const Policy* const> policies, PolicyLayer layer,
                      const RequestContext& context, bool has_boundary);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_LAYER_RULING_H_
