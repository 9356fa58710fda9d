#ifndef LEASTWISE_IAM_GRAMMAR_H_
#define LEASTWISE_IAM_GRAMMAR_H_

#include <span>
#include <string_view>

#include "iam/parse_context.h"
#include "iam/policy.h"

// What AWS asks of the strings of a policy and of the elements of each kind of policy. Each
// function reports what it finds; nothing is changed. Private to the policy parser.

namespace leastwise {

// `*` or prefix:name, without blanks, commas or a second colon.
void CheckActions(const ParseContext& context, std::span<const Text> actions);
// `*` or an ARN; `execute-api:/…` in resource policies.
void CheckResources(const ParseContext& context, std::span<const Text> resources);
// Letters and digits, where IAM itself reads the policy.
void CheckSid(const ParseContext& context, const Text& sid);
// The document's characters, escapes decoded: U+0009, U+000A, U+000D and U+0020 to U+00FF. One
// problem for the first one, which says how many more there are.
void CheckCharacters(const ParseContext& context, Span document);

// The places of a statement's elements; an element that is absent has no place.
struct ElementPlaces {
  Location effect, action, not_action, resource, not_resource, principal, not_principal;  // keys
  Location statement;
};
// Missing, mixed and forbidden elements of a statement of this kind of policy.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
void CheckElements(const ParseContext& context, const ElementPlaces& places);
// What resource control policies refuse besides: Allow, `*` as action, any principal but `*`.
void CheckResourceControl(const ParseContext& context, const Statement& statement);

}  // namespace leastwise

#endif  // LEASTWISE_IAM_GRAMMAR_H_
