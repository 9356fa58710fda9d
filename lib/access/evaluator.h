#ifndef LEASTWISE_ACCESS_EVALUATOR_H_
#define LEASTWISE_ACCESS_EVALUATOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/request.h"
#include "base/truth.h"
#include "iam/policy.h"

// The plain evaluator: one request against the documents, statement by statement, as AWS describes
// it. It knows no classes, sets or catalog, and shares no code with StatementSearch above the
// single condition operator, so that it can check what the search answers.

namespace leastwise {

// Which document of a request's evaluation a statement stands in.
enum class PolicyLayer : std::uint8_t {
  kIdentity,
  kBoundary,
  kSession,
  kServiceControl,
  kResourceControl,
  kResource,  // resource policies, key policies and trust policies
};
std::string_view PolicyLayerName(PolicyLayer layer);  // "identity policy", "boundary", …

using PolicyList = std::vector<const Policy*>;

// Everything that decides about one request; all borrowed, none of the pointers null but where said
// so. A layer that is not given caps nothing: what was not read is not held against the request.
struct PolicyStack {
  PolicyList identity;  // of the user and its groups, or of the role: their union
  // An attached policy, or the boundary, is known to exist and was not read.
  bool has_unread_policies = false;
  bool boundary_is_unread = false;
  const Policy* boundary = nullptr;
  PolicyList session;  // their union caps; empty: no session policy
  // Root, organizational units, account: each level must allow, by any of its documents.
  std::vector<PolicyList> service_controls;
  PolicyList resource_controls;  // of all levels; only their Denies count
  // The policy of the resource. Null: it has none. A KMS key and a role always have one, so the
  // answer about them is kUnknown without it.
  const Policy* resource = nullptr;
};

enum class Verdict : std::uint8_t {
  kAllowed,
  kImplicitlyDenied,  // nothing allows it, or a layer that caps does not
  kExplicitlyDenied,  // a Deny statement applies
  kUnknown,           // cannot tell: see `reason`
};
std::string_view VerdictName(Verdict verdict);  // "allowed", "implicitly denied", …

// What AWS leaves open, or documents in two ways. Without a choice a verdict that hangs on one of
// these is kUnknown and names it.
enum class Reading : std::uint8_t {
  // A Resource of fewer than six parts in a policy other than an identity policy: yes reads the
  // missing parts as `*`, no matches nothing. (In an identity policy: as ArnPattern reads it.)
  kShortResource,
  // A wildcard in the service prefix of an action (`s3*:Get*`): yes as a glob, no matches nothing.
  kServiceWildcard,
  // ForAnyValue:…IfExists without the key: yes holds.
  kAnyValueIfExists,
  // Several values in the request for an operator without set operator: yes if any matches.
  kManyValues,
  // An Arn operator on a text that has not six parts: yes compares it as a glob, no holds never,
  // negated or not.
  kShortArn,
  // A value or limit that is no number, date, address or boolean: yes compares the texts, no holds
  // never, negated or not.
  kIllTypedValue,
  // A policy variable that the request does not resolve, in NotResource: yes excludes nothing.
  kUnresolvedNotResource,
  // A policy variable in one of the first five parts of an ARN: yes is filled in, no matches
  // nothing.
  kVariableInArnPart,
  // A policy variable under an operator that is neither String… nor Arn…: yes is filled in, no
  // holds never, negated or not.
  kVariableInOtherOperator,
  // A principal that names one session of a role, asked about the role: yes is that session.
  kSessionOfRole,
  // A canonical user id as a principal, asked about another kind: yes is the principal's account.
  kCanonicalUser,
  kCount,
};
std::string_view ReadingText(Reading reading);  // one line, for messages

struct RulingOptions {
  // kUnknown leaves a reading open. Set one with `readings[Index(reading)]`.
  std::array<Truth, static_cast<std::size_t>(Reading::kCount)> readings = OpenReadings();
  // Fills in keys that follow from the request where its context lacks them: aws:PrincipalArn (of a
  // session: its role, taken to have the path `/`), aws:PrincipalAccount, aws:PrincipalType,
  // aws:PrincipalIsAWSService, aws:PrincipalServiceName, aws:username (of a user),
  // aws:ResourceAccount. Off: only what the context says.
  bool derives_keys = true;

  static constexpr std::size_t Index(Reading reading) { return static_cast<std::size_t>(reading); }
  static constexpr std::array<Truth, static_cast<std::size_t>(Reading::kCount)> OpenReadings() {
    std::array<Truth, static_cast<std::size_t>(Reading::kCount)> open{};
    open.fill(Truth::kUnknown);
    return open;
  }
};

// One statement against the request, part by part. It applies if all parts do.
struct StatementRuling {
  const Policy* policy = nullptr;
  const Statement* statement = nullptr;
  PolicyLayer layer = PolicyLayer::kIdentity;
  Truth principal = Truth::kYes;  // yes where the statement has no Principal
  Truth action = Truth::kYes;
  Truth resource = Truth::kYes;
  Truth condition = Truth::kYes;
  // The strings of Action and Resource that match, or may; null where none does, and for NotAction
  // and NotResource.
  const Text* action_text = nullptr;
  const Text* resource_text = nullptr;
  // The first condition that does not hold or cannot be told, else null.
  const ConditionEntry* failed_condition = nullptr;
  // Why a part is kUnknown; empty if the statement surely applies or does not.
  std::vector<std::string> missing_keys;  // folded
  std::vector<Reading> readings;
  const Text* hole = nullptr;  // an element that a template leaves open

  Truth Applies() const { return And(And(principal, action), And(resource, condition)); }
};

struct Ruling {
  Verdict verdict = Verdict::kImplicitlyDenied;
  std::string reason;  // one line, for every verdict
  // kExplicitlyDenied: the Denies that apply. kAllowed: the Allows that grant. kImplicitlyDenied:
  // the Allows that come nearest (at least the action matches) in the layer that lacks one.
  // kUnknown: the statements that cannot be told. In the order of layers and documents.
  std::vector<StatementRuling> statements;
  // For kUnknown: folded keys whose value would decide, and readings likewise; sorted, each once.
  std::vector<std::string> missing_keys;
  std::vector<Reading> readings;

  bool is_denied() const {
    return verdict == Verdict::kImplicitlyDenied || verdict == Verdict::kExplicitlyDenied;
  }
};

// What AWS answers to the request, given these documents. Follows "Policy evaluation logic" and
// "Cross-account policy evaluation logic" of the IAM user guide. Linear in the statements; pure,
// thread-safe; never fails. Statements whose Effect was not understood take no part; an analysed
// union of values (low_confidence) is taken as it stands.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
Ruling Authorize(const PolicyStack& stack, const Request& request,
                 const RulingOptions& options = {});

// What these documents say of the request by themselves, as one union: no layers, no accounts, no
// resource that needs a policy of its own. Where statements have a Principal, the request's must
// match it (an account matches all that is in it). This is what comparing two documents asks, and
// what a witness is replayed on.
Ruling AuthorizeAlone(std::span<const Policy* const> policies, const Request& request,
                      const RulingOptions& options = {});

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_EVALUATOR_H_
