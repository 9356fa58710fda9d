#include "iam/glob.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace leastwise {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool IsWildcard(char c) { return c == '*' || c == '?'; }

// The character that a pattern's literal byte stands for.
char Literal(char c, CaseMode mode) {
  if (c == kLiteralStar) return '*';
  if (c == kLiteralQuestion) return '?';
  return mode == CaseMode::kFold ? FoldAscii(c) : c;
}

bool OnlyStars(std::string_view pattern) { return pattern.find_first_not_of('*') == kNone; }

bool IsLetter(char c) { return FoldAscii(c) >= 'a' && FoldAscii(c) <= 'z'; }

// The usual two-pointer match, over any kind of symbol: on a mismatch the last star takes one
// symbol more. `accepts(i, j)` says whether pattern symbol i, not a star, takes word symbol j;
// `seek(i, j)` gives the first place from j on where it does, or something past the end.
template <typename Accepts, typename Seek>
bool TwoPointer(std::string_view pattern, std::size_t word_size, Accepts accepts, Seek seek) {
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t star = kNone;
  std::size_t star_end = 0;  // first word symbol that the last star has not taken
  while (j < word_size) {
    if (i < pattern.size() && pattern[i] != '*' && accepts(i, j)) {
      ++i;
      ++j;
      continue;
    }
    if (i < pattern.size() && pattern[i] == '*') {
      star = i;
      star_end = j;
    } else if (star != kNone) {
      ++star_end;
    } else {
      return false;
    }
    // The star takes everything up to where the symbol behind it can stand.
    i = star + 1;
    if (i == pattern.size()) return true;
    if (pattern[i] != '*') star_end = seek(i, star_end);
    j = star_end;
  }
  while (i < pattern.size() && pattern[i] == '*') ++i;
  return i == pattern.size();
}

// Every run of metacharacters as its question marks and then one star: `*?` and `?*` are the same
// language, and Covers compares symbol by symbol.
std::string Normalized(std::string_view pattern) {
  std::string out;
  out.reserve(pattern.size());
  for (std::size_t i = 0; i < pattern.size();) {
    if (!IsWildcard(pattern[i])) {
      out += pattern[i++];
      continue;
    }
    bool star = false;
    for (; i < pattern.size() && IsWildcard(pattern[i]); ++i) {
      if (pattern[i] == '*') {
        star = true;
      } else {
        out += '?';
      }
    }
    if (star) out += '*';
  }
  return out;
}

bool IsNormalized(std::string_view pattern) {
  for (std::size_t i = 1; i < pattern.size(); ++i) {
    if (pattern[i - 1] == '*' && IsWildcard(pattern[i])) return false;
  }
  return true;
}

// Whether `outer`'s symbol takes everything that `inner`'s symbol stands for.
bool CoversSymbol(char outer, CaseMode outer_mode, char inner, CaseMode inner_mode) {
  if (outer == '?') return inner != '*';
  if (IsWildcard(inner)) return false;
  // A folded letter is two characters; a case-sensitive one is only one of them.
  const bool inner_is_two = inner_mode == CaseMode::kFold && IsLetter(inner);
  if (inner_is_two && outer_mode == CaseMode::kSensitive) return false;
  return Literal(outer, outer_mode) == Literal(inner, outer_mode);
}

// A hole is a text that is not known: its name is matched as a whole, by the same name or by a
// star, never letter by letter. Says of each byte where it stands in one.
enum class HolePlace : unsigned char { kOutside, kOpening, kName, kClosing };

std::vector<HolePlace> HolePlaces(std::string_view pattern) {
  std::vector<HolePlace> out(pattern.size(), HolePlace::kOutside);
  bool in_hole = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool is_mark = pattern[i] == kHoleMark;
    if (is_mark) {
      out[i] = in_hole ? HolePlace::kClosing : HolePlace::kOpening;
      in_hole = !in_hole;
    } else if (in_hole) {
      out[i] = HolePlace::kName;
    }
  }
  return out;
}

template <typename Accepts>
bool CoversWord(std::string_view outer, std::string_view inner, Accepts accepts) {
  return TwoPointer(outer, inner.size(), accepts, [=](std::size_t i, std::size_t j) {
    while (j < inner.size() && !accepts(i, j)) ++j;
    return j;
  });
}

// Whether two patterns have a text in common, whatever they start and end with.
template <typename Meet>
bool MiddlesOverlap(std::string_view p, std::string_view q, Meet meet) {
  if (p.find('*') == kNone) std::swap(p, q);
  if (q.find('*') == kNone) {
    return TwoPointer(
        p, q.size(), [=](std::size_t i, std::size_t j) { return meet(p[i], q[j]); },
        [=](std::size_t i, std::size_t j) {
          while (j < q.size() && !meet(p[i], q[j])) ++j;
          return j;
        });
  }
  // row[j]: the rest of p from i and the rest of q from j have a common text.
  std::vector<char> row(q.size() + 1, 0);
  std::vector<char> below(q.size() + 1, 0);
  for (std::size_t i = p.size() + 1; i-- > 0;) {
    for (std::size_t j = q.size() + 1; j-- > 0;) {
      const bool p_star = i < p.size() && p[i] == '*';
      const bool q_star = j < q.size() && q[j] == '*';
      bool common = i == p.size() && j == q.size();
      if (p_star) common = below[j] != 0 || (j < q.size() && row[j + 1] != 0);
      if (q_star) common = common || row[j + 1] != 0 || (i < p.size() && below[j] != 0);
      if (!p_star && !q_star && i < p.size() && j < q.size()) {
        common = meet(p[i], q[j]) && below[j + 1] != 0;
      }
      row[j] = common ? 1 : 0;
    }
    row.swap(below);
  }
  return below[0] != 0;
}

// Not find_first_of: that calls memchr for every byte of the pattern.
std::size_t FirstWildcard(std::string_view pattern) {
  const std::size_t star = std::min(pattern.find('*'), pattern.size());
  return std::min(pattern.substr(0, star).find('?'), star);
}

}  // namespace

int CompareFolded(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  // Most texts are written alike, or at least begin so.
  std::size_t i = 0;
  while (size - i >= sizeof(std::uint64_t) &&
         std::memcmp(&a[i], &b[i], sizeof(std::uint64_t)) == 0) {
    i += sizeof(std::uint64_t);
  }
  for (; i < size; ++i) {
    if (a[i] == b[i]) continue;
    const auto x = static_cast<unsigned char>(FoldAscii(a[i]));
    const auto y = static_cast<unsigned char>(FoldAscii(b[i]));
    if (x != y) return x < y ? -1 : 1;
  }
  if (a.size() == b.size()) return 0;
  return a.size() < b.size() ? -1 : 1;
}

bool EqualsFolded(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CompareFolded(a, b) == 0;
}

bool Glob::HasWildcard(std::string_view text) { return FirstWildcard(text) < text.size(); }

Glob::Glob(std::string_view pattern, CaseMode mode)
    : pattern_(pattern), wildcard_(FirstWildcard(pattern)), mode_(mode) {}

bool Glob::is_everything() const {
  return wildcard_ == 0 && !pattern_.empty() && OnlyStars(pattern_);
}

template <CaseMode kMode>
bool Glob::MatchesIn(std::string_view text) const {
  const std::string_view pattern = pattern_;
  const auto at = [text](std::size_t j) {
    return kMode == CaseMode::kFold ? FoldAscii(text[j]) : text[j];
  };
  // Most texts that do not match begin or end otherwise than the pattern.
  if (pattern.empty() || text.empty()) return text.empty() && OnlyStars(pattern);
  if (!IsWildcard(pattern.back()) && Literal(pattern.back(), kMode) != at(text.size() - 1)) {
    return false;
  }
  if (!IsWildcard(pattern.front()) && Literal(pattern.front(), kMode) != at(0)) return false;
  return TwoPointer(
      pattern, text.size(),
      [pattern, at](std::size_t i, std::size_t j) {
        return pattern[i] == '?' || Literal(pattern[i], kMode) == at(j);
      },
      [pattern, text, at](std::size_t i, std::size_t j) {
        if (pattern[i] == '?') return j;
        const char wanted = Literal(pattern[i], kMode);
        if (kMode == CaseMode::kSensitive) return text.find(wanted, j);
        while (j < text.size() && at(j) != wanted) ++j;
        return j;
      });
}

bool Glob::Matches(std::string_view text) const {
  return mode_ == CaseMode::kFold ? MatchesIn<CaseMode::kFold>(text)
                                  : MatchesIn<CaseMode::kSensitive>(text);
}

bool Glob::Covers(const Glob& other) const {
  if (is_everything()) return true;
  if (is_literal() && !other.is_literal()) return false;
  if (mode_ == CaseMode::kSensitive && other.mode_ == CaseMode::kSensitive) {
    if (pattern_ == other.pattern_) return true;
    // What stands before the first wildcard stands for itself.
    if (other.wildcard_ < wildcard_ || other.pattern_.substr(0, wildcard_) != literal_prefix()) {
      return false;
    }
  }
  std::string outer_text;
  std::string inner_text;
  std::string_view outer = pattern_;
  std::string_view inner = other.pattern_;
  if (!IsNormalized(outer)) outer = outer_text = Normalized(outer);
  if (!IsNormalized(inner)) inner = inner_text = Normalized(inner);
  const CaseMode outer_mode = mode_;
  const CaseMode inner_mode = other.mode_;
  // The inner pattern is read as a word whose metacharacters are letters of their own.
  if (inner.find(kHoleMark) == kNone) {
    return CoversWord(outer, inner, [=](std::size_t i, std::size_t j) {
      return CoversSymbol(outer[i], outer_mode, inner[j], inner_mode);
    });
  }
  const std::vector<HolePlace> outer_places = HolePlaces(outer);
  const std::vector<HolePlace> inner_places = HolePlaces(inner);
  return CoversWord(outer, inner, [&](std::size_t i, std::size_t j) {
    if (outer_places[i] != inner_places[j]) return false;
    if (inner_places[j] != HolePlace::kOutside) return outer[i] == inner[j];
    return CoversSymbol(outer[i], outer_mode, inner[j], inner_mode);
  });
}

bool Glob::Overlaps(const Glob& other) const {
  if (is_everything() || other.is_everything()) return true;
  const bool fold = mode_ == CaseMode::kFold || other.mode_ == CaseMode::kFold;
  const CaseMode mode = fold ? CaseMode::kFold : CaseMode::kSensitive;
  std::string_view p = pattern_;
  std::string_view q = other.pattern_;
  const auto meet = [mode](char a, char b) {
    return a == '?' || b == '?' || Literal(a, mode) == Literal(b, mode);
  };
  // Ends without a star stand for one character each: they decide most questions.
  while (!p.empty() && !q.empty() && p.front() != '*' && q.front() != '*') {
    if (!meet(p.front(), q.front())) return false;
    p.remove_prefix(1);
    q.remove_prefix(1);
  }
  while (!p.empty() && !q.empty() && p.back() != '*' && q.back() != '*') {
    if (!meet(p.back(), q.back())) return false;
    p.remove_suffix(1);
    q.remove_suffix(1);
  }
  if (p.empty() || q.empty()) return OnlyStars(p) && OnlyStars(q);
  // A word of the one that ends in a star, then a word of the one that starts with a star.
  if (p.front() == '*' && q.back() == '*') return true;
  if (q.front() == '*' && p.back() == '*') return true;
  return MiddlesOverlap(p, q, meet);
}

GlobList::GlobList(std::vector<std::string> patterns, CaseMode mode)
    : patterns_(std::move(patterns)), mode_(mode) {
  globs_.reserve(patterns_.size());
  for (const std::string& pattern : patterns_) globs_.emplace_back(pattern, mode);
}

bool GlobList::Matches(std::string_view text) const {
  return std::any_of(globs_.begin(), globs_.end(),
                     [text](const Glob& glob) { return glob.Matches(text); });
}

}  // namespace leastwise
