#include "access/principal_tester.h"

#include <algorithm>

#include "iam/glob.h"

namespace leastwise {
namespace {

bool Asks(const PrincipalTest& test, PrincipalKind kind) {
  return std::find(test.kinds.begin(), test.kinds.end(), kind) != test.kinds.end();
}

// A text that AWS refuses as a principal, unless it stands for every identity provider.
bool IsNobody(const Principal& principal) {
  return principal.kind == PrincipalKind::kUnknown && !principal.text.value.empty() &&
         !principal.text.has_hole() && principal.name != "*";
}

bool IsInAccount(const Principal& principal) { return !principal.account.empty(); }

Truth TestAccount(const PrincipalTest& test, const Principal& principal,
                  std::string_view own_account) {
  if (test.account == AccountRelation::kAny) return Truth::kYes;
  const bool asks_other = test.account == AccountRelation::kOther;
  if (principal.kind == PrincipalKind::kEveryone) return ToTruth(asks_other);
  if (!IsInAccount(principal)) {
    const bool is_nobodys =
        principal.kind == PrincipalKind::kService || principal.kind == PrincipalKind::kOidc;
    return is_nobodys ? Truth::kNo : Truth::kUnknown;
  }
  const auto& trusted = test.trusted_accounts;
  const bool is_trusted =
      std::find(trusted.begin(), trusted.end(), principal.account) != trusted.end();
  if (asks_other && is_trusted) return Truth::kNo;
  if (own_account.empty()) return Truth::kUnknown;
  return ToTruth((principal.account != own_account) == asks_other);
}

Truth TestNames(const std::vector<std::string>& globs, PrincipalKind kind,
                const Principal& principal, CaseMode mode) {
  if (globs.empty()) return Truth::kYes;
  if (principal.kind != kind) return Truth::kNo;
  if (principal.text.has_hole()) return Truth::kUnknown;
  return ToTruth(std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return Glob(glob, mode).Matches(principal.name);
  }));
}

// Whether all that `principal` stands for is `listed`, or belongs to it.
Truth IsListed(const Principal& listed, const Principal& principal) {
  if (listed.kind == PrincipalKind::kEveryone) return Truth::kYes;
  if (listed.kind == principal.kind && listed.text.pattern == principal.text.pattern) {
    return Truth::kYes;
  }
  const bool is_account = listed.kind == PrincipalKind::kAccount;
  if (is_account && IsInAccount(principal) && principal.account == listed.account &&
      principal.kind != PrincipalKind::kOidc && principal.kind != PrincipalKind::kSaml) {
    return Truth::kYes;
  }
  const bool is_vague = listed.kind == PrincipalKind::kUnknown || listed.text.has_hole() ||
                        principal.kind == PrincipalKind::kUnknown || principal.text.has_hole();
  return is_vague ? Truth::kUnknown : Truth::kNo;
}

}  // namespace

Truth TestPrincipal(const PrincipalTest& test, const Principal& principal,
                    std::string_view own_account) {
  if (principal.kind == PrincipalKind::kUniqueId) return Truth::kNo;
  if (test.is_trivial()) return Truth::kYes;
  Truth truth = Truth::kYes;
  if (principal.kind == PrincipalKind::kUnknown) {
    truth = IsNobody(principal) ? ToTruth(Asks(test, principal.kind)) : Truth::kUnknown;
  } else if (!test.kinds.empty()) {
    truth = ToTruth(Asks(test, principal.kind));
  }
  truth = And(truth, TestAccount(test, principal, own_account));
  truth = And(truth, TestNames(test.services, PrincipalKind::kService, principal, CaseMode::kFold));
  return And(truth, TestNames(test.issuers, PrincipalKind::kOidc, principal, CaseMode::kFold));
}

Truth DenyCovers(const Statement& deny, const Principal& principal) {
  if (deny.principals.empty() && !deny.is_not_principal) return Truth::kYes;
  Truth listed = Truth::kNo;
  for (const Principal& other : deny.principals) listed = Or(listed, IsListed(other, principal));
  if (!deny.is_not_principal) return listed;
  // `Deny NotPrincipal` leaves of everyone only those that it lists: everyone is gone.
  return principal.kind == PrincipalKind::kEveryone ? Truth::kYes : Not(listed);
}

}  // namespace leastwise
