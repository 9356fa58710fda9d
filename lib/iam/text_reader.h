#ifndef LEASTWISE_IAM_TEXT_READER_H_
#define LEASTWISE_IAM_TEXT_READER_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "iam/text.h"
#include "tree/node.h"

// From leaves of a tree to Texts, policy variables included. Private to the policy parser.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

namespace leastwise {

// Whether `${…}` has a meaning in an element.
enum class VariableMode : std::uint8_t { kLiteral, kVariables };

// One `${…}`, `size` bytes long in all. Borrows the text that it was read from.
struct PolicyVariable {
  std::size_t size = 0;
  char escaped = '\0';            // `*`, `?` or `$` for `${*}`, `${?}`, `${$}`; else 0
  std::string_view name;          // the key, blanks around it removed
  bool has_default = false;       // `${key, 'default'}`
  std::string_view default_text;  // without its quotes
};

// Reads the variable at the start of `rest`, which starts with `${`. Nothing where it is not one
// (no closing brace, no name, a default without quotes): then `${` is literal text.
std::optional<PolicyVariable> ReadPolicyVariable(std::string_view rest);

// True where the text holds a variable that IAM would fill in or unescape in a 2012-10-17 document:
// an escape, or a key with a prefix (`aws:username`). A template's `${bucket}` is not one.
bool HasPolicyVariable(std::string_view text);

// `text`, living as long as the inventory: in the file of the tree where it stands there as it is,
// else copied to the arena.
std::string_view Keep(const Tree& tree, std::string_view text, Arena& arena);

// A string, number or boolean as a Text; what a template leaves open (kUnknown, kChoice) is one
// hole. Control characters that would read as marks of a hole become 0x1A in `pattern`, which
// nothing matches. Literal parts are slices of `pattern`.
Text MakeText(const Tree& tree, const Node& node, VariableMode mode, Arena& arena);

// A key as a Text: always literal.
Text MakeKeyText(const Tree& tree, const Member& member, Arena& arena);

}  // namespace leastwise

#endif  // LEASTWISE_IAM_TEXT_READER_H_
