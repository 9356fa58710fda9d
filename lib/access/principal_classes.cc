#include "access/principal_classes.h"

#include <algorithm>
#include <set>

#include "access/principal_match.h"
#include "access/request_context.h"

namespace leastwise {
namespace {

std::string KeyOf(const Statement& statement) {
  std::set<std::string> members;
  for (const Principal& principal : statement.principals) {
    members.insert(std::to_string(static_cast<int>(principal.kind)) +
                   std::string(principal.text.pattern));
  }
  // A Deny reads NotPrincipal in its own way.
  std::string key(1, statement.is_not_principal ? '!' : '=');
  key += statement.effect == Effect::kDeny ? 'd' : 'a';
  for (const std::string& member : members) key += member + '\n';
  return key;
}

std::string UnusedAccount(const std::set<std::string>& accounts) {
  for (std::uint64_t account = 999999999999;; --account) {
    std::string text = std::to_string(account);
    if (!accounts.contains(text)) return text;
  }
}

// Everyone who is worth asking about.
std::vector<std::string> Candidates(std::span<const Statement* const> elements) {
  std::vector<std::string> out;
  std::set<std::string> accounts;
  for (const Statement* element : elements) {
    for (const Principal& principal : element->principals) {
      if (!principal.account.empty()) accounts.emplace(principal.account);
      if (principal.text.has_hole() || principal.kind == PrincipalKind::kEveryone ||
          principal.kind == PrincipalKind::kUnknown || principal.kind == PrincipalKind::kUniqueId) {
        continue;
      }
      if (principal.kind != PrincipalKind::kAccount) out.emplace_back(principal.text.value);
    }
  }
  for (const std::string& account : accounts) {
    out.push_back("arn:aws:iam::" + account + ":role/leastwise-example");
    out.push_back("arn:aws:iam::" + account + ":user/leastwise-example");
    out.push_back("arn:aws:sts::" + account + ":assumed-role/leastwise-example/session");
    out.push_back("arn:aws:iam::" + account + ":root");
    out.push_back("arn:aws:iam::" + account + ":oidc-provider/leastwise.example");
    out.push_back("arn:aws:iam::" + account + ":saml-provider/leastwise-example");
  }
  const std::string stranger = UnusedAccount(accounts);
  out.push_back("arn:aws:iam::" + stranger + ":role/leastwise-example");
  out.push_back("leastwise.amazonaws.com");
  out.push_back("arn:aws:iam::" + stranger + ":oidc-provider/leastwise.example");
  out.push_back("arn:aws:iam::" + stranger + ":saml-provider/leastwise-example");
  out.emplace_back("*");
  return out;
}

}  // namespace

std::uint32_t PrincipalClasses::Add(const Statement& statement) {
  if (statement.principals.empty() && !statement.is_not_principal) return kAnyPrincipal;
  const auto [found, is_new] =
      ids_.try_emplace(KeyOf(statement), static_cast<std::uint32_t>(elements_.size()));
  if (is_new) elements_.push_back(&statement);
  return found->second;
}

bool PrincipalClasses::Finish(WorkMeter* meter) {
  if (elements_.empty()) {
    classes_.push_back({});
    return true;
  }
  RulingOptions options;
  options.derives_keys = false;
  std::set<std::vector<Truth>> known;
  std::size_t listed = 0;
  for (const Statement* element : elements_) listed += 1 + element->principals.size();
  for (std::string& candidate : Candidates(elements_)) {
    // Never without a class.
    if (!meter->Spend(listed) && !classes_.empty()) return false;
    Request request;
    request.principal = candidate;
    const RequestContext context(request, options);
    std::vector<Truth> truths;
    for (const Statement* element : elements_) {
      truths.push_back(MatchPrincipals(*element, context, false).any());
    }
    if (known.insert(truths).second) classes_.push_back({std::move(candidate), std::move(truths)});
  }
  return true;
}

}  // namespace leastwise
