#ifndef LEASTWISE_ACCESS_QUERY_H_
#define LEASTWISE_ACCESS_QUERY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/truth.h"
#include "iam/action_set.h"
#include "iam/inventory.h"
#include "iam/policy.h"

// What can be asked about grants, and what an answer is. A question is about net grants, not about
// text: an action × resource × condition that is still let through after everything that denies.

namespace leastwise {

// Whose grants are asked about: one document alone, or an identity with all of its documents.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
struct Subject {
  std::span<const Policy* const> policies;          // what grants; their Denies count too
  const Policy* boundary = nullptr;                 // caps `policies`; its Denies count
  bool boundary_is_unread = false;                  // attached, but the document was not read
  bool has_unread_policies = false;                 // an attached managed policy was not read
  std::span<const Policy* const> service_controls;  // empty: not in the input, caps nothing
  const Identity* identity = nullptr;
  std::string_view account;  // the subject's own account, or empty
};

// How much of the first name placeholder of a resource type (bucket, role, …) a pattern leaves
// open; ordered. `*`, `arn:aws:s3:::*` and a complement of finitely many names are kEvery; a
// leading wildcard is kOpen; literal text, then a wildcard inside the name is kPrefix. Account and
// region are parts of their own. A variable that names the caller (${aws:username},
// ${aws:PrincipalTag/x}, ${sagemaker:UserProfileName}, …) ranks as kExact; another hole is unknown.
enum class Breadth : std::uint8_t { kExact = 0, kPrefix = 1, kOpen = 2, kEvery = 3 };

struct ActionTest {
  // At least one of these is granted. Null: any action at all.
  const ActionSet* any = nullptr;
  // All of these are granted by one statement.
  const ActionSet* all = nullptr;
  // Something outside is granted.
  const ActionSet* beyond = nullptr;
  // At least `share_percent` of the catalogued actions of one of `share_services` are granted.
  std::vector<std::string> share_services;
  unsigned share_percent = 0;
  // How the granting string is written (any of; empty: however). kNotAction stands for NotAction.
  std::vector<ActionForm> forms;
  bool by_not_action = false;
  // Only strings that name nothing in the catalog. unknown_service narrows: the prefix is (true) or
  // is not (false) unknown as well.
  bool is_unknown = false;
  std::optional<bool> unknown_service;
};

// A named part of an ARN or of a value, and how much of it must at least be open.
struct PartBreadth {
  std::string name;
  Breadth at_least = Breadth::kExact;
};

enum class ArnPart : std::uint8_t { kPartition, kRegion, kAccount };

struct ResourceTest {
  std::optional<Breadth> at_least;
  std::optional<Breadth> at_most;
  // Judge only these resource types ("s3:object"); empty: the action's required types, or all of
  // its types when none is required. An action without any resource type never matches a
  // ResourceTest that says something of breadth.
  std::vector<std::string> of;
  // The resource string is `*`, or the statement has NotResource.
  bool by_star = false;
  bool by_not_resource = false;
  // The part of the ARN is a wildcard, where the type's template has the part.
  std::vector<ArnPart> open_parts;
  // Name placeholders of the resource type, all of them; a type that lacks one does not match.
  std::vector<PartBreadth> open_names;
  // ARN patterns; any of: the grant meets it · holds all of it · lies wholly inside · does not lie
  // wholly inside any.
  std::vector<std::string> reaches;
  std::vector<std::string> covers;
  std::vector<std::string> within;
  std::vector<std::string> beyond;

  bool is_trivial() const {
    return !at_least && !at_most && of.empty() && !by_star && !by_not_resource &&
           open_parts.empty() && open_names.empty() && reaches.empty() && covers.empty() &&
           within.empty() && beyond.empty();
  }
};

// A value of a request, as a class.
enum class ValueClass : std::uint8_t {
  kAbsent,    // the key is not in the request
  kOther,     // present, with a value that no policy of the input names
  kOrdinary,  // likewise, by an Allow that does not ask for others than the caller's own
  kStranger,  // an account id, or an ARN in an account, that the input does not name
  kGlob,  // some value that `text` matches (IAM wildcards); `{stranger}` in it is such an account
  kOutside,  // a value, named by a policy or not, that none of `patterns` matches
};
struct RequestValue {
  ValueClass value_class = ValueClass::kOther;
  std::string text{};
  std::vector<std::string> patterns{};
};
// A key of a request; `key` is folded and may hold `*` ("aws:resourcetag/*": all keys of that form
// that the statements mention).
struct RequestKey {
  std::string key;
  std::vector<RequestValue> any_of;
};
// One request that has all of these at once; keys that are not named are free.
using RequestShape = std::vector<RequestKey>;

// What is weak in the wording of an entry of a Condition.
enum class KeyWeakness : std::uint8_t {
  kValueStar,     // a value is `*`
  kAbsentPasses,  // it holds of a request without the key, and nothing beside it asks for the key
  kEmptyPasses,   // likewise of a request with no value of it: `ForAllValues`
};

// What AWS says of a condition key.
enum class KeyNature : std::uint8_t {
  kMultivalued,
  kSingleValued,
  kAlwaysThere,   // in every request that can carry it
  kCallerChosen,  // whoever calls picks the value
  kNotCarried,    // a key of a service that no request for the statement's actions has
};

// Asks for the wording of an entry of a Condition; all of it must hold of one entry.
struct KeyTest {
  std::vector<std::string> names;       // folded globs on the key, any of; empty: any key
  std::vector<std::string> operators;   // folded globs on the operator but its quantifier, any of
  std::vector<Quantifier> quantifiers;  // any of; empty: however
  std::vector<std::string> values;      // globs, one of which matches some value
  std::vector<std::string> beyond;      // globs, none of which matches some value
  std::vector<KeyWeakness> weak;        // any of
  std::vector<KeyNature> is;            // any of
  std::string form;                     // "repo:{org}/{repo}:{ref}", for `parts`; or empty
  std::vector<PartBreadth> parts;       // of one value
};

struct ConditionTest {
  // Some entry of the statement is worded like this.
  std::optional<KeyTest> key;
  // Some request of this shape is let through (`admits`, `lacks`).
  std::optional<RequestShape> admits;
  // No request of this shape is let through (`has`).
  std::optional<RequestShape> refuses;
  bool none = false;  // the statement has no condition
};

enum class AccountRelation : std::uint8_t { kAny, kOwn, kOther };

struct PrincipalTest {
  std::vector<PrincipalKind> kinds;  // any of; empty: any
  AccountRelation account = AccountRelation::kAny;
  std::vector<std::string> trusted_accounts;  // never kOther
  std::vector<std::string> services;          // globs on the service name
  std::vector<std::string> issuers;           // folded globs on an OIDC issuer

  bool is_trivial() const {
    return kinds.empty() && account == AccountRelation::kAny && services.empty() && issuers.empty();
  }
};

// Which documents may hold the granting statement.
struct Provenance {
  bool inline_policy = true;
  bool customer_managed = true;
  bool aws_managed = false;
};

struct Query {
  Effect effect = Effect::kAllow;  // kDeny: asks for a Deny statement that says this
  ActionTest actions;
  ResourceTest resources;
  ConditionTest condition;
  PrincipalTest principals;
  Provenance from;
  // The resource must be able to meet one of these (what an earlier step of the rule bound).
  std::span<const std::string_view> overlaps;
};

// One granting statement, and the elements of it that make the answer true.
struct Evidence {
  const Policy* policy = nullptr;
  const Statement* statement = nullptr;
  Truth truth = Truth::kYes;
  // Matched actions, ascending; at most kMaxActions are listed, action_count is the whole number.
  static constexpr std::size_t kMaxActions = 64;
  std::vector<ActionId> actions;
  std::size_t action_count = 0;
  std::vector<const Text*> action_texts;    // the strings that grant them, in file order
  std::vector<const Text*> resource_texts;  // the strings that pass the ResourceTest, likewise
  std::vector<const ConditionEntry*> conditions;  // the entries that were weighed
  std::vector<const Principal*> principals;       // that pass the PrincipalTest
  const Statement* failed_deny = nullptr;  // the nearest Deny that overlaps but does not cover
  const Policy* failed_deny_policy = nullptr;
  Breadth breadth = Breadth::kExact;  // the widest of the matched cells
};

struct Answer {
  Truth truth = Truth::kNo;
  std::string reason;              // for kUnknown: the element that cannot be told, one line
  std::vector<Evidence> evidence;  // one for each granting statement, in order of the documents
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_QUERY_H_
