#ifndef LEASTWISE_IAM_GLOB_H_
#define LEASTWISE_IAM_GLOB_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// IAM's two metacharacters and nothing else: `*` is any run of bytes, the empty one included, and
// `?` is exactly one byte. Slashes and colons mean nothing here; iam/arn.h adds the colons.
// Follows "IAM JSON policy elements: Resource" and "... Action" of the IAM user guide.

namespace leastwise {

// Action names and condition keys fold ASCII case, ARNs do not.
enum class CaseMode : unsigned char { kSensitive, kFold };

// What a policy's `${*}` and `${?}` are rewritten to by the policy parser: the literal characters.
// Only a pattern holds these bytes, never a text that is matched.
inline constexpr char kLiteralStar = '\x02';
inline constexpr char kLiteralQuestion = '\x03';
// Stands on both sides of the name of a hole (iam/text.h); the name has no metacharacters and is
// compared as literal text, its colons do not separate parts of an ARN.
inline constexpr char kHoleMark = '\x01';

constexpr char FoldAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Compares as action names and condition keys are compared: ASCII letters without case.
// Negative, zero or positive, ordering by unsigned folded bytes.
int CompareFolded(std::string_view a, std::string_view b);
bool EqualsFolded(std::string_view a, std::string_view b);

// A pattern, read but not compiled. Borrows the text. Cheap to copy, const, thread-safe.
// No call recurses; Matches and Covers take linear space at most and O(n·m) time.
class Glob {
 public:
  Glob() = default;  // matches the empty text only
  explicit Glob(std::string_view pattern, CaseMode mode = CaseMode::kSensitive);

  bool Matches(std::string_view text) const;

  // True only if every text that `other` matches is matched by this: always sound, and exact where
  // neither pattern has a `?`. With `?` a true containment that needs a case split is missed.
  bool Covers(const Glob& other) const;

  // True exactly if some text is matched by both.
  bool Overlaps(const Glob& other) const;

  std::string_view pattern() const { return pattern_; }
  CaseMode mode() const { return mode_; }
  // No metacharacter: matches one text (up to case).
  // Whether a `*` or a `?` is in the text.
  static bool HasWildcard(std::string_view text);
  bool is_literal() const { return wildcard_ == pattern_.size(); }
  // What stands before the first metacharacter; may hold kLiteralStar and kLiteralQuestion.
  std::string_view literal_prefix() const { return pattern_.substr(0, wildcard_); }
  // Stars only, at least one: matches every text.
  bool is_everything() const;

 private:
  template <CaseMode kMode>
  bool MatchesIn(std::string_view text) const;

  std::string_view pattern_;
  std::size_t wildcard_ = 0;  // of the first metacharacter, or the size
  CaseMode mode_ = CaseMode::kSensitive;
};

// Patterns of which one is to match, with what was read of them. A value that owns their texts;
// const use is thread-safe.
class GlobList {
 public:
  GlobList() = default;
  GlobList(std::vector<std::string> patterns, CaseMode mode);
  GlobList(GlobList&&) noexcept = default;
  GlobList& operator=(GlobList&&) noexcept = default;
  GlobList(const GlobList& other) : GlobList(other.patterns_, other.mode_) {}
  GlobList& operator=(const GlobList& other) { return *this = GlobList(other); }
  ~GlobList() = default;

  bool empty() const { return globs_.empty(); }
  const std::vector<std::string>& patterns() const { return patterns_; }
  // Whether one of them matches the text.
  bool Matches(std::string_view text) const;

 private:
  std::vector<std::string> patterns_;  // its elements stay where they are when it is moved
  CaseMode mode_ = CaseMode::kSensitive;
  std::vector<Glob> globs_;
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_GLOB_H_
