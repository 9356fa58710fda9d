#ifndef LEASTWISE_REPORT_DISPLAY_TEXT_H_
#define LEASTWISE_REPORT_DISPLAY_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

// Text of policies is untrusted: an escape sequence in a Sid must not reach the terminal, nor may a
// bidirectional control turn a line round. These functions make it safe to show, and measure it.
// Stateless and thread-safe.

namespace leastwise {

// One code point at the start of a text.
struct DecodedCodePoint {
  char32_t value = 0xFFFD;  // U+FFFD where the bytes are no UTF-8
  std::size_t bytes = 1;    // how many were used; the longest wrong prefix counts as one
  bool is_valid = false;
};

// Decodes the first code point of a text that is not empty. Overlong forms, surrogates and values
// past U+10FFFF are wrong, as Unicode's table 3-7 has it.
DecodedCodePoint DecodeUtf8(std::string_view text);

// What a text looks like on a terminal, in columns.
struct DisplayText {
  std::string text;
  std::size_t width = 0;
};

enum class TabStyle { kEscape, kFourSpaces };

// Control and format characters become `\u{1b}`, bytes that are no UTF-8 `\x{ff}`; with kFourSpaces
// a tab is four spaces wherever it stands. Wide characters count two columns, combining ones none.
DisplayText ToDisplayText(std::string_view text, TabStyle tabs);

// As above, for text within a line of a message.
std::string Printable(std::string_view text);

// Breaks a text at spaces into lines of at most `width` columns, joined by '\n' and `indent`
// spaces. What stands between backticks stays together, and so does a word longer than the width. A
// line feed in the text starts a new line. `used` columns of the first line are taken already. The
// result is printable and has no trailing spaces.
std::string Wrap(std::string_view text, std::size_t width, std::size_t used, std::size_t indent);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_DISPLAY_TEXT_H_
