#ifndef LEASTWISE_IAM_POLICY_PARSER_H_
#define LEASTWISE_IAM_POLICY_PARSER_H_

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "iam/policy.h"
#include "tree/node.h"

namespace leastwise {

// Problem codes of the policy grammar; a rule explains each.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
namespace problem {
inline constexpr std::string_view kMissingVersionForVariable = "version-without-variables";
inline constexpr std::string_view kBadVersion = "bad-version";
inline constexpr std::string_view kNoStatement = "no-statement";
inline constexpr std::string_view kUnknownElement = "unknown-element";
inline constexpr std::string_view kWrongType = "wrong-type";
inline constexpr std::string_view kMissingEffect = "missing-effect";
inline constexpr std::string_view kBadEffect = "bad-effect";
inline constexpr std::string_view kMissingAction = "missing-action";
inline constexpr std::string_view kMissingResource = "missing-resource";
inline constexpr std::string_view kMissingPrincipal = "missing-principal";
inline constexpr std::string_view kForbiddenElement =
    "forbidden-element";  // Principal in an identity policy, Resource in a trust policy
inline constexpr std::string_view kBothElements = "both-elements";  // Action with NotAction, …
inline constexpr std::string_view kEmptyList = "empty-list";
inline constexpr std::string_view kBadAction =
    "bad-action";  // blanks, commas, no prefix, two colons
inline constexpr std::string_view kBadResource = "bad-resource";  // neither `*` nor an ARN
inline constexpr std::string_view kBadPrincipal = "bad-principal";
inline constexpr std::string_view kPartialPrincipal = "partial-principal-wildcard";
inline constexpr std::string_view kUnknownOperator = "unknown-operator";
inline constexpr std::string_view kDuplicateSid = "duplicate-sid";
inline constexpr std::string_view kBadSid = "bad-sid";
inline constexpr std::string_view kDuplicateConditionKey =
    "duplicate-condition-key";  // differing in case
inline constexpr std::string_view kForbiddenCharacter =
    "forbidden-character";  // outside U+0009, A, D, 20..FF
}  // namespace problem

// What the caller knows about a document before it is parsed.
struct PolicySite {
  PolicyKind kind = PolicyKind::kIdentity;
  bool kind_is_certain = true;
  std::string_view name;  // these are copied into the arena
  std::string_view arn;
  std::string_view container;
  std::string_view pointer;
  std::string_view resource_type;
  std::string_view account;
};

// What a bare document is, from what stands in it: Principal and only sts:AssumeRole* actions or no
// Resource anywhere → trust; Principal `*` with Deny only, and nothing else → resource control is
// not guessed, it is a resource policy; Principal → resource; else identity. SCPs and boundaries
// cannot be told from identity policies by content, only by where they were found or by the user.
PolicyKind GuessKind(const Node& document);

// True for an object that bears the mark of a policy document: a `Statement` that is an object or
// an array whose objects have one of Effect, Action, NotAction, Principal (or an empty array beside
// a Version). Never true for other JSON that merely has a key of that name.
bool LooksLikePolicy(const Node& node);

// Turns a document into a Policy in `arena`; nothing in it points into the tree. What the grammar
// does not allow is appended to `problems`, and everything else is still analysed. Statements whose
// Effect cannot be read are kept with has_effect = false. The union of the values of a duplicate
// key is taken, with low_confidence. `node` must be an object of `tree`.
Policy ParsePolicy(const Tree& tree, const Node& node, const PolicySite& site, Arena& arena,
                   std::vector<Problem>* problems);

}  // namespace leastwise

#endif  // LEASTWISE_IAM_POLICY_PARSER_H_
