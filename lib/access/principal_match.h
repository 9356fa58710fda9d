#ifndef LEASTWISE_ACCESS_PRINCIPAL_MATCH_H_
#define LEASTWISE_ACCESS_PRINCIPAL_MATCH_H_

#include <vector>

#include "access/request_context.h"
#include "base/truth.h"
#include "iam/policy.h"

namespace leastwise {

// How a resource policy names who asks. It decides what else must allow.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-request-context.html
struct PrincipalMatch {
  Truth direct = Truth::kNo;   // the user, session, service, provider, or everyone
  Truth role = Truth::kNo;     // the role of a session
  Truth account = Truth::kNo;  // only the account, which delegates to identity policies
  // Readings that were left open on the way.
  std::vector<Reading> readings;

  Truth any() const { return Or(direct, Or(role, account)); }
};

// Whether the Principal or NotPrincipal element of `statement` speaks of who asks. A statement
// without either speaks of whoever holds the policy. NotPrincipal of a Deny spares only a principal
// that is listed together with its role and its account, and none that `has_boundary`.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
PrincipalMatch MatchPrincipals(const Statement& statement, const RequestContext& context,
                               bool has_boundary);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_PRINCIPAL_MATCH_H_
