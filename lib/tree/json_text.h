#ifndef LEASTWISE_TREE_JSON_TEXT_H_
#define LEASTWISE_TREE_JSON_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The lexical rules of RFC 8259 that more than one part of the reader needs. The reader, the source
// views and the search for the place of an error share them, so that they cannot disagree.

namespace leastwise {

// One escape sequence: `source_size` bytes that stand for one code point. 0 bytes: not valid.
// A surrogate pair is one escape of twelve bytes; a surrogate alone is not valid, since it names no
// character and could not be written as UTF-8.
struct JsonEscape {
  std::uint32_t source_size = 0;
  std::uint32_t code_point = 0;
};

// Decodes the escape at the start of `rest`, which starts with a backslash.
JsonEscape DecodeJsonEscape(std::string_view rest);

// Replaces the escapes of a string's inside (without its quotes) into `out`, which is cleared.
// False where an escape is not valid.
bool UnescapeJson(std::string_view inside, std::string* out);

// Bytes of the number that `text` starts with, or 0 where it starts with none. What follows is not
// looked at: `01` gives 1, `1.e5` gives 1.
std::size_t JsonNumberSize(std::string_view text);

inline bool IsJsonSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace leastwise

#endif  // LEASTWISE_TREE_JSON_TEXT_H_
