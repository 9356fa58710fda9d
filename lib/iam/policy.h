#ifndef LEASTWISE_IAM_POLICY_H_
#define LEASTWISE_IAM_POLICY_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "iam/action_table.h"
#include "iam/text.h"

// A policy document as data. Plain structs made by ParsePolicy in the inventory's arena; they
// borrow nothing but that arena and their SourceFile, and are const after Link().

namespace leastwise {

// What a document is used as; it decides the grammar and what Allow means.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
enum class PolicyKind : std::uint8_t {
  kIdentity,         // attached to a user, group or role (also session policies)
  kResource,         // attached to a resource
  kTrust,            // who may assume a role
  kBoundary,         // permissions boundary
  kServiceControl,   // SCP
  kResourceControl,  // RCP
};
std::string_view PolicyKindName(PolicyKind kind);  // "identity policy", "trust policy", …

enum class Effect : std::uint8_t { kAllow, kDeny };

enum class PrincipalKind : std::uint8_t {
  kEveryone,  // "*" or {"AWS": "*"}
  kAccount,   // a bare account id, or arn:aws:iam::<id>:root
  kRole,
  kUser,
  kSession,  // assumed-role or federated-user session
  kService,  // sagemaker.amazonaws.com
  kOidc,     // an OIDC provider's ARN, or one of the built-in web identity hosts
  kSaml,
  kCanonical,  // S3 canonical user
  kUniqueId,   // AIDA…/AROA…: what is left of a deleted identity; grants nothing
  kUnknown,    // none of these, or with a hole
};

// One member of Principal or NotPrincipal.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
struct Principal {
  PrincipalKind kind = PrincipalKind::kUnknown;
  Text text;
  std::string_view account;  // twelve digits, where the text has them
  std::string_view name;     // service name, issuer (oidc: behind `oidc-provider/`), role, user
};

// One operator × key pair of a Condition with all its values (any of which may match).
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
enum class ConditionFamily : std::uint8_t {
  kString,
  kStringIgnoreCase,
  kStringLike,
  kNumeric,
  kDate,
  kBool,
  kBinary,
  kIp,
  kArn,
  kNull,
  kUnknown,  // an operator that AWS does not have
};
enum class Comparison : std::uint8_t {
  kEquals,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
};
enum class Quantifier : std::uint8_t { kNone, kForAllValues, kForAnyValue };

struct ConditionEntry {
  ConditionFamily family = ConditionFamily::kUnknown;
  Comparison comparison = Comparison::kEquals;
  Quantifier quantifier = Quantifier::kNone;
  bool negated = false;
  bool if_exists = false;
  Text op;                       // as written, place of the operator
  Text key;                      // as written, place of the key
  std::string_view folded_key;   // lower case, in the arena: keys ignore case
  std::span<const Text> values;  // numbers and booleans as written
};

struct Statement {
  std::uint32_t index = 0;  // from 0, in the document
  Effect effect = Effect::kAllow;
  bool has_effect = false;  // false: missing or not understood; then it grants and denies nothing
  bool is_not_action = false;  // actions are those of NotAction
  bool is_not_resource = false;
  bool is_not_principal = false;
  bool has_resource = false;  // false in trust policies
  // A duplicate key (analysed as the union of the values), two elements that exclude each other, or
  // something that could not be read and is left out.
  bool low_confidence = false;
  Text sid;  // empty value when there is none
  std::span<const Text> actions;
  std::span<const ActionPatternId> action_patterns;  // one for each of `actions`; set by Link()
  std::span<const Text> resources;
  std::span<const Principal> principals;
  std::span<const ConditionEntry> conditions;  // all must hold
  Location location{};                         // the whole object
  Location effect_location{};                  // the value of Effect, else the statement
};

struct Policy {
  PolicyKind kind = PolicyKind::kIdentity;
  bool kind_is_certain = true;     // false: guessed from a bare document
  bool is_aws_managed = false;     // knowledge, not the user's text: never underlined
  bool version_2012 = false;       // policy variables have a meaning
  bool is_held = false;            // an identity of the input has it: its own, its trust, attached
  std::string_view name;           // PolicyName, or empty for a bare document
  std::string_view arn;            // customer managed policies of a dump, else empty
  std::string_view container;      // role, user, group or resource that it is inline in, or empty
  std::string_view pointer;        // JSON pointer of the document in its outermost file
  std::string_view resource_type;  // resource policies: "s3:bucket", …, or empty when not known
  std::string_view account;        // the account it belongs to, or empty
  std::span<Statement> statements;
  Location location{};  // the whole document
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_POLICY_H_
