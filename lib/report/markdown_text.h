#ifndef LEASTWISE_REPORT_MARKDOWN_TEXT_H_
#define LEASTWISE_REPORT_MARKDOWN_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Untrusted text in the Markdown of a comment: nothing of a policy may become markup, a mention or
// a link. Stateless and thread-safe.

namespace leastwise {

// Bytes that a page may have: a comment on GitHub ends at 65,536 characters.
inline constexpr std::size_t kLongestMarkdownPage = 60'000;

// Printable and at most 400 bytes long; cut between code points.
std::string ShortenedForMarkdown(std::string_view text);

// A code span that nothing in the text can end.
std::string MarkdownCode(std::string_view text);

// Words of our own that quote a policy between backticks, as messages and reasons do.
std::string MarkdownQuote(std::string_view text);

// A code block, each line behind `indent`; the fence is longer than any in the lines.
std::string MarkdownCodeBlock(const std::vector<std::string>& lines, std::string_view indent);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_MARKDOWN_TEXT_H_
