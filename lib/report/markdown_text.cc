#include "report/markdown_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/display_text.h"

namespace leastwise {
namespace {

constexpr std::size_t kLongestCode = 400;  // bytes of one text of the policy

std::size_t LongestRun(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string ShortenedForMarkdown(std::string_view text) {
  std::string out = Printable(text);
  if (out.size() <= kLongestCode) return out;
  std::size_t end = kLongestCode;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  return out.substr(0, end) + "…";
}

std::string MarkdownCode(std::string_view text) {
  const std::string shown = ShortenedForMarkdown(text);
  if (shown.find_first_not_of(' ') == std::string::npos) return "(empty)";
  const std::string fence(LongestRun(shown, '`') + 1, '`');
  // One space at each end is not shown; without it a backtick at the edge would join the fence.
  const bool needs_room = shown.front() == '`' || shown.back() == '`' || shown.front() == ' ';
  const std::string room = needs_room ? " " : "";
  return fence + room + shown + room + fence;
}

std::string MarkdownQuote(std::string_view text) {
  const std::string shown = Printable(text);
  std::string out;
  std::string_view rest = shown;
  while (!rest.empty()) {
    const std::size_t open = rest.find('`');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('`', open + 1);
    const std::string_view plain = rest.substr(0, close == std::string_view::npos ? close : open);
    for (const char c : plain) {
      const bool is_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == ' ' || c == ',' || c == ';' ||
                           static_cast<unsigned char>(c) >= 0x80;
      if (is_word) {
        out += c;
      } else {
        out += fmt::format("&#{};", static_cast<int>(c));
      }
    }
    if (close == std::string_view::npos) break;
    out += MarkdownCode(rest.substr(open + 1, close - open - 1));
    rest.remove_prefix(close + 1);
  }
  return out;
}

std::string MarkdownCodeBlock(const std::vector<std::string>& lines, std::string_view indent) {
  std::size_t run = 2;
  for (const std::string& line : lines) run = std::max(run, LongestRun(line, '`'));
  const std::string fence(run + 1, '`');
  std::string out = fmt::format("{}{}text\n", indent, fence);
  for (const std::string& line : lines) out += fmt::format("{}{}\n", indent, line);
  return out + fmt::format("{}{}\n", indent, fence);
}

}  // namespace leastwise
