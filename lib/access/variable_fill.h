#ifndef LEASTWISE_ACCESS_VARIABLE_FILL_H_
#define LEASTWISE_ACCESS_VARIABLE_FILL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "access/request_context.h"
#include "iam/text.h"

namespace leastwise {

// A policy text with the variables filled in from one request.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
struct FilledText {
  enum class State : std::uint8_t {
    kLiteral,     // nothing is left open
    kUnresolved,  // a variable without default has no value: the text matches nothing
    kOpen,        // a template's hole, or a key that the request does not say
  };
  State state = State::kLiteral;
  // What is compared, as Text::pattern; a filled-in `*` is a literal one. Holes stay holes.
  std::string pattern;
  // A variable stands before the fifth colon, where Resource does not take one.
  bool has_early_variable = false;
  bool has_template_hole = false;         // not filled in by any request
  std::vector<std::string> missing_keys;  // folded, for kOpen
};

FilledText FillVariables(const Text& text, const RequestContext& context);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_VARIABLE_FILL_H_
