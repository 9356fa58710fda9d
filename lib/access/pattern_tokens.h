#ifndef LEASTWISE_ACCESS_PATTERN_TOKENS_H_
#define LEASTWISE_ACCESS_PATTERN_TOKENS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "access/query.h"
#include "iam/text.h"

namespace leastwise {

// One byte of a pattern, a wildcard, or a hole.
enum class PatternTokenKind : std::uint8_t {
  kLiteral,
  kStar,
  kQuestion,
  kCaller,     // a variable that names the caller
  kReference,  // one literal not known here
  kHole,       // anything else that is not known
};
struct PatternToken {
  PatternTokenKind kind = PatternTokenKind::kLiteral;
  char byte = 0;  // kLiteral

  bool is_wildcard() const {
    return kind == PatternTokenKind::kStar || kind == PatternTokenKind::kQuestion;
  }
};
using PatternTokens = std::span<const PatternToken>;

// What the holes of a text are, in order. A null text has none.
std::vector<PatternTokenKind> HoleKindsOf(const Text* text);
// How many holes a pattern has.
std::size_t CountHoles(std::string_view pattern);
// The tokens of a pattern as Text::pattern says; `holes` are those that stand in it.
std::vector<PatternToken> TokensOf(std::string_view pattern,
                                   std::span<const PatternTokenKind> holes);
// The tokens before the literal, or all of them where it is empty or not there.
PatternTokens UpTo(PatternTokens tokens, std::string_view literal);
// How much of a name is left open, as Breadth says; nothing where a hole hides it.
std::optional<Breadth> BreadthOfName(PatternTokens name);

// A text made of named parts with literals between them: "repo:{org}/{repo}:{ref}". A value; const
// and thread-safe.
class ValueForm {
 public:
  // A literal, and the name of the part behind it; empty: the literal ends the form.
  struct Piece {
    std::string_view literal;
    std::string_view name;
  };
  explicit ValueForm(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  // "user-profile/${DomainId}/${UserProfileName}" in pieces; `opening` is what names begin with
  // ("${", "{"), and "}" ends them. Borrows the text.
  static std::vector<Piece> PiecesOf(std::string_view text, std::string_view opening);

  // The breadth of each part, in order, or nothing where no text of the form meets the tokens. A
  // wildcard that swallows the literal behind a part leaves the parts behind it wholly open. Inner
  // nothing: a hole hides it.
  std::optional<std::vector<std::optional<Breadth>>> BreadthsIn(PatternTokens tokens) const;

 private:
  std::vector<Piece> pieces_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_PATTERN_TOKENS_H_
