#include "access/principal_match.h"

#include <algorithm>

#include "iam/arn.h"

namespace leastwise {
namespace {

bool IsAssumedRole(const Principal& principal) {
  return principal.kind == PrincipalKind::kSession &&
         principal.text.value.find(":assumed-role/") != std::string_view::npos;
}

bool IsProvider(PrincipalKind kind) {
  return kind == PrincipalKind::kOidc || kind == PrincipalKind::kSaml;
}

bool IsSameText(const Principal& a, const Principal& b) { return a.text.value == b.text.value; }

// A role names its sessions: a session's ARN has no path, and names are unique in an account.
bool IsRoleOf(const Principal& role, const Principal& session) {
  return IsAssumedRole(session) && role.account == session.account && role.name == session.name;
}

Truth ChooseReading(Reading reading, const RequestContext& context, PrincipalMatch* out) {
  const Truth choice = context.ChoiceFor(reading);
  if (choice == Truth::kUnknown) out->readings.push_back(reading);
  return choice;
}

void MatchSession(const Principal& listed, const RequestContext& context, PrincipalMatch* out) {
  const Principal& asking = context.principal();
  if (asking.kind == PrincipalKind::kSession) {
    out->direct = Or(out->direct, ToTruth(IsSameText(listed, asking)));
  } else if (asking.kind == PrincipalKind::kRole && IsRoleOf(asking, listed)) {
    out->direct = Or(out->direct, ChooseReading(Reading::kSessionOfRole, context, out));
  }
}

void MatchAccount(const Principal& listed, const RequestContext& context, PrincipalMatch* out) {
  const bool is_own = context.is_identity() && !context.principal_account().empty() &&
                      listed.account == context.principal_account();
  if (!is_own) return;
  (context.is_account_root() ? out->direct : out->account) = Truth::kYes;
}

void MatchRole(const Principal& listed, const RequestContext& context, PrincipalMatch* out) {
  const Principal& asking = context.principal();
  const bool is_same = asking.kind == PrincipalKind::kRole && IsSameText(listed, asking);
  if (is_same || IsRoleOf(listed, asking)) out->role = Truth::kYes;
}

// An asking principal that the request does not name may be anyone of the account.
bool IsNamed(const RequestContext& context) {
  return context.principal().kind != PrincipalKind::kUnknown;
}

void MatchOne(const Principal& listed, const RequestContext& context, PrincipalMatch* out) {
  if (listed.text.has_hole()) {
    out->direct = Or(out->direct, Truth::kUnknown);
    return;
  }
  switch (listed.kind) {
    case PrincipalKind::kEveryone:
      out->direct = Truth::kYes;
      return;
    case PrincipalKind::kAccount:
      return MatchAccount(listed, context, out);
    case PrincipalKind::kUniqueId:
      return;
    case PrincipalKind::kUnknown:  // a wildcard matches no part of a name; the rest is refused
      if (listed.name == "*") {    // {"Federated": "*"}
        out->direct = Or(out->direct, ToTruth(IsProvider(context.principal().kind)));
      }
      return;
    default:
      break;
  }
  if (!IsNamed(context)) {
    out->direct = Or(out->direct, Truth::kUnknown);
  } else if (listed.kind == PrincipalKind::kRole) {
    MatchRole(listed, context, out);
  } else if (listed.kind == PrincipalKind::kSession) {
    MatchSession(listed, context, out);
  } else if (listed.kind == PrincipalKind::kCanonical && context.is_identity()) {
    out->direct = Or(out->direct, ChooseReading(Reading::kCanonicalUser, context, out));
  } else if (listed.kind == context.principal().kind && IsSameText(listed, context.principal())) {
    out->direct = Truth::kYes;
  }
}

PrincipalMatch MatchListed(const Statement& statement, const RequestContext& context) {
  PrincipalMatch out;
  for (const Principal& listed : statement.principals) MatchOne(listed, context, &out);
  return out;
}

// Whether NotPrincipal of a Deny leaves the asking principal alone.
Truth Spares(const PrincipalMatch& listed, const RequestContext& context) {
  if (!context.is_identity() || context.is_account_root()) return listed.direct;
  const bool is_role_only = context.principal().kind == PrincipalKind::kRole;
  const bool has_role = is_role_only || IsAssumedRole(context.principal());
  const Truth self = is_role_only ? listed.role : listed.direct;
  return And(And(self, listed.account), has_role ? listed.role : Truth::kYes);
}

bool ListsEveryone(const Statement& statement) {
  return std::any_of(
      statement.principals.begin(), statement.principals.end(),
      [](const Principal& principal) { return principal.kind == PrincipalKind::kEveryone; });
}

}  // namespace

PrincipalMatch MatchPrincipals(const Statement& statement, const RequestContext& context,
                               bool has_boundary) {
  if (statement.principals.empty() && !statement.is_not_principal) {
    PrincipalMatch out;
    out.direct = Truth::kYes;
    return out;
  }
  PrincipalMatch listed = MatchListed(statement, context);
  if (!statement.is_not_principal) return listed;
  PrincipalMatch out;
  out.readings = std::move(listed.readings);
  Truth spared = listed.any();
  if (statement.effect == Effect::kDeny) {
    spared = has_boundary && context.is_identity() ? Truth::kNo : Spares(listed, context);
  }
  if (ListsEveryone(statement)) spared = Truth::kYes;
  out.direct = Not(spared);
  return out;
}

}  // namespace leastwise
