#include "base/path_glob.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace leastwise {
namespace {

std::vector<std::string_view> PartsOf(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('/', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// Walks both sequences; where a star was met, a mismatch lets it take one element more.
template <typename Sequence, typename IsStar, typename Matches>
bool MatchSequence(const Sequence& pattern, const Sequence& text, IsStar is_star, Matches matches) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && is_star(pattern[p])) {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && matches(pattern[p], text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && is_star(pattern[p])) ++p;
  return p == pattern.size();
}

bool MatchesPart(std::string_view pattern, std::string_view part) {
  return MatchSequence(
      pattern, part, [](char c) { return c == '*'; },
      [](char wanted, char c) { return wanted == '?' || wanted == c; });
}

}  // namespace

bool IsPathPattern(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

std::string_view FolderOfPattern(std::string_view pattern) {
  const std::size_t wildcard = pattern.find_first_of("*?");
  const std::size_t slash = pattern.substr(0, wildcard).rfind('/');
  return slash == std::string_view::npos ? std::string_view() : pattern.substr(0, slash);
}

bool MatchesPath(std::string_view pattern, std::string_view path) {
  return MatchSequence(
      PartsOf(pattern), PartsOf(path), [](std::string_view part) { return part == "**"; },
      MatchesPart);
}

}  // namespace leastwise
