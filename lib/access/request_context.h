#ifndef LEASTWISE_ACCESS_REQUEST_CONTEXT_H_
#define LEASTWISE_ACCESS_REQUEST_CONTEXT_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "access/evaluator.h"
#include "access/request.h"
#include "iam/policy.h"

namespace leastwise {

// What a request says of one key.
struct KeyLookup {
  // Null: absent, or not known. Without values: present and empty, which is ruled on as absent.
  const std::vector<std::string>* values = nullptr;
  bool is_known = true;

  bool is_absent() const { return is_known && (values == nullptr || values->empty()); }
};

// One request with what follows from it. Borrows the request; const, thread-safe.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
class RequestContext {
 public:
  RequestContext(const Request& request, const RulingOptions& options);

  const Request& request() const { return *request_; }
  const RulingOptions& options() const { return *options_; }
  Truth ChoiceFor(Reading reading) const {
    return options_->readings[RulingOptions::Index(reading)];
  }

  // Who asks. kUnknown where the request does not say. Borrows the request.
  const Principal& principal() const { return principal_; }
  bool is_anonymous() const { return principal_.kind == PrincipalKind::kEveryone; }
  // Has identity policies: a user, role, session or account, or not said.
  bool is_identity() const;
  bool is_account_root() const { return principal_.kind == PrincipalKind::kAccount; }
  bool is_service_linked_role() const;

  // Twelve digits, or empty where nothing says. Without a principal both are the same.
  std::string_view principal_account() const { return principal_account_; }
  std::string_view resource_account() const { return resource_account_; }
  bool is_cross_account() const;

  KeyLookup Find(std::string_view folded_key) const;

 private:
  void DeriveKeys();

  const Request* request_;
  const RulingOptions* options_;
  Principal principal_;
  std::string_view principal_account_;
  std::string_view resource_account_;
  // What follows from the request; without values: surely absent.
  std::map<std::string, std::vector<std::string>, std::less<>> derived_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_REQUEST_CONTEXT_H_
