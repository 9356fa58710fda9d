#include "report/display_text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace leastwise {
namespace {

constexpr std::size_t kTabWidth = 4;

unsigned char ByteAt(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// What a lead byte promises: the number of bytes, its bits, and the bounds of the second byte.
struct LeadByte {
  std::size_t bytes = 0;
  char32_t bits = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

LeadByte ClassifyLead(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, byte & 0x1Fu};
  if (byte == 0xE0) return {3, 0, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0xD, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, byte & 0xFu};
  if (byte == 0xF0) return {4, 0, 0x90, 0xBF};
  if (byte == 0xF4) return {4, 4, 0x80, 0x8F};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, byte & 7u};
  return {};
}

bool MustEscape(char32_t value) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(value))) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

// Most text is this, and needs no look at the tables.
std::size_t PlainPrefix(std::string_view text) {
  const auto is_special = [](char c) { return c < ' ' || c > '~'; };
  return static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_special) -
                                  text.begin());
}

void AppendEscaped(DisplayText& out, char32_t value) {
  const std::size_t before = out.text.size();
  fmt::format_to(std::back_inserter(out.text), "\\u{{{:x}}}", static_cast<std::uint32_t>(value));
  out.width += out.text.size() - before;
}

void AppendBytes(DisplayText& out, std::string_view bytes) {
  for (const char byte : bytes) {
    const std::size_t before = out.text.size();
    fmt::format_to(std::back_inserter(out.text), "\\x{{{:02x}}}", static_cast<unsigned char>(byte));
    out.width += out.text.size() - before;
  }
}

// Pieces that a line may be broken between: spaces outside backticks part them.
std::vector<std::string_view> SplitWords(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i == line.size() || (line[i] == ' ' && !is_quoted)) {
      if (i > begin) words.push_back(line.substr(begin, i - begin));
      begin = i + 1;
    } else if (line[i] == '`') {
      // A backtick that is never closed quotes nothing.
      is_quoted = !is_quoted && line.find('`', i + 1) != std::string_view::npos;
    }
  }
  return words;
}

}  // namespace

DecodedCodePoint DecodeUtf8(std::string_view text) {
  const unsigned char first = ByteAt(text, 0);
  if (first < 0x80) return {first, 1, true};
  const LeadByte lead = ClassifyLead(first);
  if (lead.bytes == 0) return {};
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.bytes; ++i) {
    const unsigned char low = i == 1 ? lead.low : 0x80;
    const unsigned char high = i == 1 ? lead.high : 0xBF;
    if (i == text.size() || ByteAt(text, i) < low || ByteAt(text, i) > high) {
      return {0xFFFD, i, false};
    }
    value = (value << 6) | (ByteAt(text, i) & 0x3Fu);
  }
  return {value, lead.bytes, true};
}

DisplayText ToDisplayText(std::string_view text, TabStyle tabs) {
  DisplayText out;
  out.text.reserve(text.size());
  for (;;) {
    const std::size_t plain = PlainPrefix(text);
    out.text.append(text.substr(0, plain));
    out.width += plain;
    text.remove_prefix(plain);
    if (text.empty()) return out;
    const DecodedCodePoint point = DecodeUtf8(text);
    const std::string_view bytes = text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
    if (!point.is_valid) {
      AppendBytes(out, bytes);
    } else if (point.value == '\t' && tabs == TabStyle::kFourSpaces) {
      out.text.append(kTabWidth, ' ');
      out.width += kTabWidth;
    } else if (MustEscape(point.value)) {
      AppendEscaped(out, point.value);
    } else {
      out.text.append(bytes);
      const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(point.value));
      out.width += static_cast<std::size_t>(std::max(width, 0));
    }
  }
}

std::string Printable(std::string_view text) { return ToDisplayText(text, TabStyle::kEscape).text; }

std::string Wrap(std::string_view text, std::size_t width, std::size_t used, std::size_t indent) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  const std::string line_break = "\n" + std::string(indent, ' ');
  std::string out;
  std::size_t column = used;
  for (;;) {
    const std::size_t end = text.find('\n');
    bool is_first = true;
    for (const std::string_view word : SplitWords(text.substr(0, end))) {
      const DisplayText shown = ToDisplayText(word, TabStyle::kEscape);
      if (!is_first && column + 1 + shown.width > width) {
        out += line_break;
        column = indent;
      } else if (!is_first) {
        out += ' ';
        ++column;
      }
      out += shown.text;
      column += shown.width;
      is_first = false;
    }
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
    // An empty line keeps no spaces.
    out += text.starts_with('\n') ? "\n" : line_break;
    column = indent;
  }
}

}  // namespace leastwise
