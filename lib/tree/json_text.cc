#include "tree/json_text.h"

#include <algorithm>

#include "tree/utf8.h"

namespace leastwise {
namespace {

constexpr std::uint32_t kNoHex = 0xFFFFFFFF;

std::uint32_t HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A') + 10;
  return kNoHex;
}

// The value of `\uXXXX` at the start of `rest`, or kNoHex.
std::uint32_t CodeUnit(std::string_view rest) {
  if (rest.size() < 6 || rest[0] != '\\' || rest[1] != 'u') return kNoHex;
  std::uint32_t unit = 0;
  for (const char c : rest.substr(2, 4)) {
    const std::uint32_t digit = HexDigit(c);
    if (digit == kNoHex) return kNoHex;
    unit = unit * 16 + digit;
  }
  return unit;
}

JsonEscape UnicodeEscape(std::string_view rest) {
  const std::uint32_t unit = CodeUnit(rest);
  if (unit == kNoHex || (unit >= 0xDC00 && unit <= 0xDFFF)) return {};
  if (unit < 0xD800 || unit > 0xDBFF) return {6, unit};
  const std::uint32_t low = CodeUnit(rest.substr(6));
  if (low == kNoHex || low < 0xDC00 || low > 0xDFFF) return {};
  return {12, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)};
}

std::size_t DigitsAt(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at - from;
}

// Adds `.5` or `e+9` at `at` to it where all of it is there.
std::size_t SkipFraction(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '.') return at;
  const std::size_t digits = DigitsAt(text, at + 1);
  return digits == 0 ? at : at + 1 + digits;
}

std::size_t SkipExponent(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return at;
  std::size_t first = at + 1;
  if (first < text.size() && (text[first] == '+' || text[first] == '-')) ++first;
  const std::size_t digits = DigitsAt(text, first);
  return digits == 0 ? at : first + digits;
}

}  // namespace

JsonEscape DecodeJsonEscape(std::string_view rest) {
  if (rest.size() < 2) return {};
  switch (rest[1]) {
    case '"':
      return {2, '"'};
    case '\\':
      return {2, '\\'};
    case '/':
      return {2, '/'};
    case 'b':
      return {2, '\b'};
    case 'f':
      return {2, '\f'};
    case 'n':
      return {2, '\n'};
    case 'r':
      return {2, '\r'};
    case 't':
      return {2, '\t'};
    case 'u':
      return UnicodeEscape(rest);
    default:
      return {};
  }
}

bool UnescapeJson(std::string_view inside, std::string* out) {
  out->clear();
  while (!inside.empty()) {
    const std::size_t plain = std::min(inside.find('\\'), inside.size());
    out->append(inside.substr(0, plain));
    inside.remove_prefix(plain);
    if (inside.empty()) break;
    const JsonEscape escape = DecodeJsonEscape(inside);
    if (escape.source_size == 0) return false;
    AppendUtf8(escape.code_point, out);
    inside.remove_prefix(escape.source_size);
  }
  return true;
}

std::size_t JsonNumberSize(std::string_view text) {
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  const std::size_t digits = DigitsAt(text, first);
  if (digits == 0) return 0;
  const std::size_t whole = text[first] == '0' ? 1 : digits;
  return SkipExponent(text, SkipFraction(text, first + whole));
}

}  // namespace leastwise
