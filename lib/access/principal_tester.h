#ifndef LEASTWISE_ACCESS_PRINCIPAL_TESTER_H_
#define LEASTWISE_ACCESS_PRINCIPAL_TESTER_H_

#include <string_view>

#include "access/query.h"
#include "base/truth.h"
#include "iam/policy.h"

namespace leastwise {

// Whether a principal of an Allow statement is one that the test asks for. `own_account` may be
// empty: then a relation of accounts is unknown. What is left of a deleted identity never passes.
Truth TestPrincipal(const PrincipalTest& test, const Principal& principal,
                    std::string_view own_account);

// Whether a Deny statement speaks of a principal that an Allow names. A Deny without Principal (of
// an identity policy) speaks of whoever holds it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
Truth DenyCovers(const Statement& deny, const Principal& principal);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_PRINCIPAL_TESTER_H_
