#include "tree/yaml_scalar.h"

#include <algorithm>
#include <array>

namespace leastwise {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

bool IsSpace(char c) { return kSpace.find(c) != std::string_view::npos; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::size_t SkipDigits(std::string_view text, std::size_t at) {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

std::size_t LineEnd(std::string_view text, std::size_t at) {
  return std::min(text.find_first_of("\r\n", at), text.size());
}

std::size_t DoubleQuotedEnd(std::string_view text, std::size_t begin) {
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return std::string_view::npos;
}

std::size_t SingleQuotedEnd(std::string_view text, std::size_t begin) {
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] != '\'') continue;
    if (at + 1 == text.size() || text[at + 1] != '\'') return at + 1;
    ++at;
  }
  return std::string_view::npos;
}

// Folding changes white space only, so the end is found by matching everything else.
std::size_t MatchWords(std::string_view text, std::size_t from, std::string_view value) {
  std::size_t at = from;
  std::size_t end = from;
  for (const char c : value) {
    if (IsSpace(c)) continue;
    while (at < text.size() && IsSpace(text[at])) ++at;
    if (at == text.size() || text[at] != c) break;
    end = ++at;
  }
  return end;
}

bool IsDecimal(std::string_view value) {
  std::size_t at = !value.empty() && (value[0] == '-' || value[0] == '+') ? 1 : 0;
  const std::size_t whole = SkipDigits(value, at) - at;
  at += whole;
  if (at < value.size() && value[at] == '.') {
    const std::size_t fraction = SkipDigits(value, at + 1) - (at + 1);
    if (whole + fraction == 0) return false;
    at += 1 + fraction;
  } else if (whole == 0) {
    return false;
  }
  if (at < value.size() && (value[at] == 'e' || value[at] == 'E')) {
    ++at;
    if (at < value.size() && (value[at] == '-' || value[at] == '+')) ++at;
    const std::size_t end = SkipDigits(value, at);
    if (end == at) return false;
    at = end;
  }
  return at == value.size();
}

}  // namespace

std::size_t SkipYamlSpace(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (text[at] == '#' && (at == 0 || IsSpace(text[at - 1]))) {
      at = LineEnd(text, at);
    } else if (IsSpace(text[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::size_t SkipYamlProperties(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    while (at < text.size() && !IsSpace(text[at]) &&
           std::string_view(",[]{}").find(text[at]) == std::string_view::npos) {
      ++at;
    }
    at = SkipYamlSpace(text, at);
  }
  return at;
}

bool IsPlainYaml(std::string_view text, std::size_t begin) {
  if (begin >= text.size()) return true;
  return std::string_view("\"'|>").find(text[begin]) == std::string_view::npos;
}

std::size_t YamlScalarEnd(std::string_view text, std::size_t begin, std::string_view value) {
  if (begin >= text.size()) return text.size();
  switch (text[begin]) {
    case '"':
      return DoubleQuotedEnd(text, begin);
    case '\'':
      return SingleQuotedEnd(text, begin);
    case '|':
    case '>': {
      const std::size_t header = text.find_last_not_of(kSpace, LineEnd(text, begin) - 1) + 1;
      const std::size_t inside = LineEnd(text, begin);
      const std::size_t end = MatchWords(text, inside, value);
      return end == inside ? std::max(header, begin + 1) : end;
    }
    default:
      return MatchWords(text, begin, value);
  }
}

std::size_t YamlNullSize(std::string_view text, std::size_t at, bool as_value) {
  constexpr std::array<std::string_view, 4> kWords = {"~", "null", "Null", "NULL"};
  const std::string_view rest = text.substr(std::min(at, text.size()));
  for (const std::string_view word : kWords) {
    if (!rest.starts_with(word)) continue;
    std::size_t next = word.size();
    if (next < rest.size() && !IsSpace(rest[next]) &&
        std::string_view(",]}:").find(rest[next]) == std::string_view::npos) {
      continue;
    }
    while (next < rest.size() && (rest[next] == ' ' || rest[next] == '\t')) ++next;
    if (as_value && next < rest.size() && rest[next] == ':') return 0;
    return word.size();
  }
  return 0;
}

NodeKind PlainYamlKind(std::string_view value) {
  constexpr std::array<std::string_view, 6> kBooleans = {"true",  "True",  "TRUE",
                                                         "false", "False", "FALSE"};
  if (value.empty() || YamlNullSize(value, 0, false) == value.size()) return NodeKind::kNull;
  if (std::find(kBooleans.begin(), kBooleans.end(), value) != kBooleans.end()) {
    return NodeKind::kBool;
  }
  return IsDecimal(value) ? NodeKind::kNumber : NodeKind::kString;
}

}  // namespace leastwise
