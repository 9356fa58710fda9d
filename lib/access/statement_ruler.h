#ifndef LEASTWISE_ACCESS_STATEMENT_RULER_H_
#define LEASTWISE_ACCESS_STATEMENT_RULER_H_

#include <cstddef>

#include "access/evaluator.h"
#include "access/principal_match.h"
#include "access/request_context.h"

namespace leastwise {

// A statement's ruling and how its Principal was met, which only resource policies ask.
struct RuledStatement {
  StatementRuling ruling;
  PrincipalMatch match;
};

// Remembers what a ruling had left open, to forget what was added since where the part of which it
// was asked turns out to be certain.
class OpenCauses {
 public:
  explicit OpenCauses(StatementRuling* ruling)
      : ruling_(ruling),
        keys_(ruling->missing_keys.size()),
        readings_(ruling->readings.size()),
        hole_(ruling->hole) {}

  // Gives `truth` back.
  Truth Settle(Truth truth) const {
    if (truth == Truth::kUnknown) return truth;
    ruling_->missing_keys.resize(keys_);
    ruling_->readings.resize(readings_);
    ruling_->hole = hole_;
    return truth;
  }

 private:
  StatementRuling* ruling_;
  std::size_t keys_;
  std::size_t readings_;
  const Text* hole_;
};

// One statement against one request, part by part. `has_boundary`: the principal has a permissions
// boundary. The parts behind an action that surely does not match are not looked at.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
RuledStatement RuleStatement(const Policy& policy, const Statement& statement, PolicyLayer layer,
                             const RequestContext& context, bool has_boundary);

// Parts of it, each for itself; what they leave open is added to `ruling`.
Truth MatchActions(const Statement& statement, const RequestContext& context,
                   StatementRuling* ruling);
Truth MatchResources(const Policy& policy, const Statement& statement,
                     const RequestContext& context, StatementRuling* ruling);
Truth MatchCondition(const ConditionEntry& entry, const RequestContext& context,
                     StatementRuling* ruling);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_STATEMENT_RULER_H_
