#include "access/request_context.h"

#include <algorithm>

#include "iam/arn.h"
#include "iam/principal.h"

namespace leastwise {
namespace {

bool IsAccountId(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Principal ReadRequestPrincipal(std::string_view principal) {
  Text text;
  text.value = principal;
  text.pattern = principal;
  return ReadPrincipal(PrincipalTypeOf(principal), text).principal;
}

std::string_view AccountOfArn(std::string_view resource) {
  const auto arn = SplitArn(resource);
  return arn && IsAccountId(arn->account) ? arn->account : std::string_view();
}

// The role's ARN for a session of it, else the ARN as it stands.
std::string CallerArn(const Principal& principal) {
  const auto arn = SplitArn(principal.text.value);
  if (!arn) return {};
  if (!arn->resource.starts_with("assumed-role/")) return std::string(principal.text.value);
  return "arn:" + std::string(arn->partition) + ":iam::" + std::string(arn->account) + ":role/" +
         std::string(principal.name);
}

std::string_view PrincipalTypeName(const Principal& principal) {
  switch (principal.kind) {
    case PrincipalKind::kAccount:
      return "Account";
    case PrincipalKind::kUser:
      return "User";
    case PrincipalKind::kRole:
      return "AssumedRole";
    case PrincipalKind::kSession:
      return principal.text.value.find(":federated-user/") != std::string_view::npos
                 ? "FederatedUser"
                 : "AssumedRole";
    case PrincipalKind::kEveryone:
      return "Anonymous";
    default:
      return {};
  }
}

}  // namespace

RequestContext::RequestContext(const Request& request, const RulingOptions& options)
    : request_(&request), options_(&options) {
  if (!request.principal.empty()) principal_ = ReadRequestPrincipal(request.principal);
  principal_account_ = principal_.account;
  resource_account_ = request.account;
  if (resource_account_.empty()) resource_account_ = AccountOfArn(request.resource);
  if (resource_account_.empty()) resource_account_ = principal_account_;
  if (request.principal.empty()) principal_account_ = resource_account_;
  if (options.derives_keys) DeriveKeys();
}

bool RequestContext::is_identity() const {
  switch (principal_.kind) {
    case PrincipalKind::kAccount:
    case PrincipalKind::kRole:
    case PrincipalKind::kUser:
    case PrincipalKind::kSession:
    case PrincipalKind::kUnknown:
      return true;
    default:
      return false;
  }
}

bool RequestContext::is_service_linked_role() const {
  if (principal_.kind == PrincipalKind::kRole) {
    return principal_.text.value.find(":role/aws-service-role/") != std::string_view::npos;
  }
  return principal_.kind == PrincipalKind::kSession &&
         principal_.name.starts_with("AWSServiceRoleFor");
}

bool RequestContext::is_cross_account() const {
  return !principal_account_.empty() && !resource_account_.empty() &&
         principal_account_ != resource_account_;
}

void RequestContext::DeriveKeys() {
  const auto set = [this](std::string_view key, std::string_view value) {
    std::vector<std::string> values;
    if (!value.empty()) values.emplace_back(value);
    derived_.emplace(std::string(key), std::move(values));
  };
  if (!resource_account_.empty()) set("aws:resourceaccount", resource_account_);
  if (request_->principal.empty() || principal_.kind == PrincipalKind::kUnknown) return;
  const bool is_service = principal_.kind == PrincipalKind::kService;
  set("aws:principalisawsservice", is_service ? "true" : "false");
  set("aws:principalservicename", is_service ? principal_.name : std::string_view());
  if (!is_identity() && !is_service && !is_anonymous()) return;
  set("aws:principalarn", is_identity() ? CallerArn(principal_) : std::string());
  set("aws:principalaccount", principal_account_);
  if (!is_service) set("aws:principaltype", PrincipalTypeName(principal_));
  set("aws:username",
      principal_.kind == PrincipalKind::kUser ? principal_.name : std::string_view());
}

KeyLookup RequestContext::Find(std::string_view folded_key) const {
  const auto own = request_->context.find(std::string(folded_key));
  if (own != request_->context.end()) return {&own->second, true};
  const auto derived = derived_.find(folded_key);
  if (derived != derived_.end()) return {&derived->second, true};
  return {nullptr, request_->is_context_complete};
}

}  // namespace leastwise
