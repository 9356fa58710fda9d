#include "report/template_arguments.h"

#include <fmt/format.h>

#include <algorithm>

namespace leastwise {
namespace {

bool IsNameChar(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// The length of a placeholder, braces included, at the start of a text; 0 where there is none.
std::size_t PlaceholderSize(std::string_view text) {
  const std::size_t close = text.find('}');
  if (!text.starts_with('{') || close == std::string_view::npos || close == 1) return 0;
  const std::string_view name = text.substr(1, close - 1);
  return std::all_of(name.begin(), name.end(), IsNameChar) ? close + 1 : 0;
}

}  // namespace

std::vector<TemplatePiece> SplitTemplate(std::string_view text) {
  std::vector<TemplatePiece> pieces(1);
  for (std::size_t i = 0; i < text.size();) {
    // `${name}` is a policy variable.
    const bool is_variable = i > 0 && text[i - 1] == '$';
    const std::size_t size = is_variable ? 0 : PlaceholderSize(text.substr(i));
    if (size == 0) {
      pieces.back().literal += text[i++];
      continue;
    }
    pieces.back().placeholder = text.substr(i + 1, size - 2);
    pieces.emplace_back();
    i += size;
  }
  return pieces;
}

std::string NumberPlaceholders(std::string_view text) {
  std::string out;
  std::size_t number = 0;
  for (const TemplatePiece& piece : SplitTemplate(text)) {
    for (const char c : piece.literal) out.append(c == '{' || c == '}' ? 2 : 1, c);
    if (!piece.placeholder.empty()) out += fmt::format("{{{}}}", number++);
  }
  return out;
}

std::optional<std::vector<std::string>> FindArguments(std::string_view text,
                                                      std::string_view message) {
  const std::vector<TemplatePiece> pieces = SplitTemplate(text);
  if (!message.starts_with(pieces.front().literal)) return std::nullopt;
  message.remove_prefix(pieces.front().literal.size());
  std::vector<std::string> arguments;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const std::string_view literal = pieces[i].literal;
    // The last text must end the message; the others are taken where they come up first.
    const bool is_last = i + 1 == pieces.size();
    if (is_last && !message.ends_with(literal)) return std::nullopt;
    const std::size_t at = is_last ? message.size() - literal.size() : message.find(literal);
    if (at == std::string_view::npos) return std::nullopt;
    arguments.emplace_back(message.substr(0, at));
    message.remove_prefix(at + literal.size());
  }
  if (!message.empty()) return std::nullopt;
  return arguments;
}

}  // namespace leastwise
