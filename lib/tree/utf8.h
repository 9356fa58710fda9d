#ifndef LEASTWISE_TREE_UTF8_H_
#define LEASTWISE_TREE_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// What the readers need to know of UTF-8 to say where a text stops being valid.

namespace leastwise {

// Bytes of the character that `rest` starts with, or 0 where it is no valid UTF-8 (overlong forms,
// surrogates and code points above U+10FFFF are not). `rest` must not be empty.
std::size_t Utf8CharSize(std::string_view rest);

// Offset of the first byte that is no valid UTF-8, or npos.
std::size_t FindInvalidUtf8(std::string_view text);

// Appends one code point, which must not be a surrogate or above U+10FFFF.
void AppendUtf8(std::uint32_t code_point, std::string* out);

// The encoding that a text is in where it is UTF-16 or UTF-32 by its byte order mark or by the NUL
// bytes in its first characters, as in "UTF-16 (little-endian)"; else empty.
std::string_view ForeignEncoding(std::string_view text);

// The first character of `rest` for a message: in backticks, or `byte 0x1F` where it cannot be
// shown. `rest` must not be empty.
std::string DescribeChar(std::string_view rest);

}  // namespace leastwise

#endif  // LEASTWISE_TREE_UTF8_H_
