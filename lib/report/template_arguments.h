#ifndef LEASTWISE_REPORT_TEMPLATE_ARGUMENTS_H_
#define LEASTWISE_REPORT_TEMPLATE_ARGUMENTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The engine hands out whole messages; sarif also wants a message with numbered placeholders and
// the arguments for them. They are taken apart here with the rule's template.

namespace leastwise {

// Some text and the placeholder behind it; an empty placeholder means the end of the template.
struct TemplatePiece {
  std::string literal;
  std::string placeholder;  // "actions" for `{actions}`
};

// Lower-case words in single braces are placeholders, anything else is text.
std::vector<TemplatePiece> SplitTemplate(std::string_view text);

// "`{actions}` on {resources}" → "`{0}` on {1}", braces of the text doubled, as sarif has it.
std::string NumberPlaceholders(std::string_view text);

// The values that the placeholders have in `message`: putting them back in gives `message` again.
// No value where the message was not made from this template.
std::optional<std::vector<std::string>> FindArguments(std::string_view text,
                                                      std::string_view message);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_TEMPLATE_ARGUMENTS_H_
