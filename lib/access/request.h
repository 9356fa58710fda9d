#ifndef LEASTWISE_ACCESS_REQUEST_H_
#define LEASTWISE_ACCESS_REQUEST_H_

#include <map>
#include <string>
#include <vector>

namespace leastwise {

// One concrete request, as AWS authorises it: one action on one resource by one principal. An API
// call that touches several resources is several of these, and all must be allowed.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html
struct Request {
  // An ARN (user, role, assumed-role or federated-user session, account root), an account id, a
  // service principal (`sagemaker.amazonaws.com`), an identity provider (its ARN, or the built-in
  // host), a canonical user id, or `*` for anonymous. Empty: whoever holds the identity policies,
  // in the account of the resource.
  std::string principal;
  std::string action;    // `s3:GetObject`; letters in any case, no wildcard
  std::string resource;  // a literal ARN, or `*` for an action without resource types
  // Who owns the resource, twelve digits. Empty: the account in the ARN, else the principal's.
  std::string account;
  // Folded key → values, in the order given. A key that is not here is absent from the request; one
  // without values is present and empty.
  std::map<std::string, std::vector<std::string>> context;
  // False: a key that is not in `context` may be absent or have any value.
  bool is_context_complete = true;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_REQUEST_H_
