#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iam/arn.h"
#include "iam/glob.h"

// Three lines: two patterns and a text. What the linear algorithms say is compared with tables that
// try everything, and with what must follow from one another.

namespace leastwise {
namespace {

constexpr std::size_t kMaxLine = 300;
constexpr char kFresh = '\x04';  // in no pattern and no text

void Require(bool holds, const char* fact) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", fact);
  std::abort();
}

char Literal(char c) {
  if (c == kLiteralStar) return '*';
  return c == kLiteralQuestion ? '?' : c;
}

bool Same(char pattern, char text, CaseMode mode) {
  pattern = Literal(pattern);
  return mode == CaseMode::kFold ? FoldAscii(pattern) == FoldAscii(text) : pattern == text;
}

// Row i, column j: the first i bytes of `a` and the first j bytes of `b` have a text in common.
// `b` is a pattern too where `both`, else a text.
bool Meet(std::string_view a, std::string_view b, CaseMode mode, bool both) {
  const auto star = [](char c) { return c == '*'; };
  std::vector<std::vector<bool>> met(a.size() + 1, std::vector<bool>(b.size() + 1));
  met[0][0] = true;
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i > 0 && star(a[i - 1]))
        met[i][j] = met[i][j] || met[i - 1][j] || (j > 0 && met[i][j - 1]);
      if (both && j > 0 && star(b[j - 1])) {
        met[i][j] = met[i][j] || met[i][j - 1] || (i > 0 && met[i - 1][j]);
      }
      if (i == 0 || j == 0 || star(a[i - 1]) || (both && star(b[j - 1]))) continue;
      const bool any = a[i - 1] == '?' || (both && b[j - 1] == '?');
      const char text = both ? Literal(b[j - 1]) : b[j - 1];
      met[i][j] = met[i][j] || (met[i - 1][j - 1] && (any || Same(a[i - 1], text, mode)));
    }
  }
  return met[a.size()][b.size()];
}

// A text of `pattern` with a byte for each star that only a star can match: whoever matches it
// matches all that a pattern without `?` does.
std::string Witness(std::string_view pattern) {
  std::string out;
  for (const char c : pattern) out += c == '*' ? kFresh : Literal(c);
  return out;
}

void CheckGlobs(std::string_view first, std::string_view second, std::string_view text,
                CaseMode mode) {
  const Glob a(first, mode);
  const Glob b(second, mode);
  Require(a.Matches(text) == Meet(first, text, mode, false), "Matches is what a table says");
  Require(a.Overlaps(b) == Meet(first, second, mode, true), "Overlaps is what a table says");
  Require(a.Overlaps(b) == b.Overlaps(a), "Overlaps is symmetric");
  Require(a.Covers(a), "a pattern covers itself");
  if (a.Covers(b)) {
    Require(a.Overlaps(b), "what is covered is met");
    Require(!b.Matches(text) || a.Matches(text), "Covers is sound");
  }
  const std::string both = std::string(first) + std::string(second);
  if (both.find('?') == std::string::npos) {
    const bool is_met = Meet(first, Witness(second), mode, false);
    Require(!a.Covers(b) || is_met, "Covers says no more than a table without ?");
    // A hole is covered as a whole, which a table of bytes does not know.
    const bool has_hole = both.find(kHoleMark) != std::string::npos;
    Require(has_hole || a.Covers(b) == is_met, "Covers is exact without ? and holes");
  }
  Require(!a.is_everything() || a.Matches(text), "everything matches");
  Require(first.substr(0, a.literal_prefix().size()) == a.literal_prefix(), "a prefix is a prefix");
}

void CheckText(std::string_view first, std::string_view second) {
  const auto fold = [](std::string_view text) {
    std::string out(text);
    for (char& c : out) c = FoldAscii(c);
    return out;
  };
  const int order = fold(first).compare(fold(second));
  Require((CompareFolded(first, second) < 0) == (order < 0), "folded texts are ordered");
  Require(EqualsFolded(first, second) == (order == 0), "folded texts are equal");
  Require(Glob::HasWildcard(first) == (first.find_first_of("*?") != first.npos), "a wildcard");
}

void CheckArns(std::string_view first, std::string_view second, std::string_view text) {
  const ArnPattern a(first);
  const ArnPattern b(second);
  Require(a.Overlaps(b) == b.Overlaps(a), "Overlaps of ARNs is symmetric");
  Require(a.Covers(a), "an ARN pattern covers itself");
  Require(!a.Overlaps(b) || (a.is_well_formed() && b.is_well_formed()), "malformed meets nothing");
  if (a.Covers(b) && b.is_well_formed()) Require(a.Overlaps(b), "what is covered is met");
  if (text != "*" && !SplitArn(text)) return;
  if (a.Covers(b)) Require(!b.Matches(text) || a.Matches(text), "Covers of ARNs is sound");
  if (a.Matches(text) && b.Matches(text)) Require(a.Overlaps(b), "what both match is met");
  Require(!a.is_everything() || a.Matches(text), "everything matches every ARN");
}

// Holes as a reader of policies writes them: closed, with no metacharacter in the name.
std::string WithWholeHoles(std::string pattern) {
  std::size_t open = std::string::npos;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == kHoleMark) open = open == std::string::npos ? i : std::string::npos;
    if (open == std::string::npos) continue;
    if (pattern[i] == '*') pattern[i] = kLiteralStar;
    if (pattern[i] == '?') pattern[i] = kLiteralQuestion;
  }
  if (open != std::string::npos) pattern.erase(open, 1);
  return pattern;
}

// Without the bytes that no text of a policy has.
std::string Clean(std::string_view line, bool is_text) {
  std::string out(line.substr(0, kMaxLine));
  const auto is_bad = [&](char c) {
    return c == kFresh || (is_text && (c == kLiteralStar || c == kLiteralQuestion));
  };
  out.erase(std::remove_if(out.begin(), out.end(), is_bad), out.end());
  return out;
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::array<std::string, 3> lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    lines[i] = leastwise::Clean(rest.substr(0, end), i == 2);
    if (i < 2) lines[i] = leastwise::WithWholeHoles(std::move(lines[i]));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  leastwise::CheckGlobs(lines[0], lines[1], lines[2], leastwise::CaseMode::kSensitive);
  leastwise::CheckGlobs(lines[0], lines[1], lines[2], leastwise::CaseMode::kFold);
  leastwise::CheckText(lines[0], lines[1]);
  leastwise::CheckArns(lines[0], lines[1], lines[2]);
  return 0;
}
