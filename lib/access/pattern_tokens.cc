#include "access/pattern_tokens.h"

#include <algorithm>

#include "access/resource_pattern.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

using Kind = PatternTokenKind;

Kind HoleKind(const TextPart& part) {
  if (part.kind == PartKind::kReference) return Kind::kReference;
  if (part.kind == PartKind::kVariable && IsCallerVariable(part.text)) return Kind::kCaller;
  return Kind::kHole;
}

bool StartsWith(PatternTokens tokens, std::string_view literal) {
  if (tokens.size() < literal.size()) return false;
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if (tokens[i].kind != Kind::kLiteral || tokens[i].byte != literal[i]) return false;
  }
  return true;
}

// How many tokens stand for the literal; nothing where it cannot stand there. A star swallows the
// rest of it, and may stand for what follows as well: it is not counted.
std::optional<std::size_t> SkipLiteral(PatternTokens tokens, std::string_view literal) {
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if (i == tokens.size()) return std::nullopt;
    if (tokens[i].kind == Kind::kStar || tokens[i].kind >= Kind::kCaller) return i;
    const bool fits = tokens[i].kind == Kind::kQuestion || tokens[i].byte == literal[i];
    if (!fits) return std::nullopt;
  }
  return literal.size();
}

}  // namespace

std::vector<PatternTokenKind> HoleKindsOf(const Text* text) {
  std::vector<Kind> kinds;
  if (text == nullptr) return kinds;
  for (const TextPart& part : text->parts) {
    if (part.kind != PartKind::kLiteral) kinds.push_back(HoleKind(part));
  }
  return kinds;
}

std::size_t CountHoles(std::string_view pattern) {
  return static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), kHoleMark)) / 2;
}

std::vector<PatternToken> TokensOf(std::string_view pattern,
                                   std::span<const PatternTokenKind> holes) {
  std::vector<PatternToken> tokens;
  tokens.reserve(pattern.size());
  std::size_t next_hole = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == kHoleMark) {
      tokens.push_back({next_hole < holes.size() ? holes[next_hole] : Kind::kHole, c});
      ++next_hole;
      i = std::min(pattern.find(kHoleMark, i + 1), pattern.size());
    } else if (c == '*') {
      tokens.push_back({Kind::kStar, c});
    } else {
      tokens.push_back({c == '?' ? Kind::kQuestion : Kind::kLiteral, c});
    }
  }
  return tokens;
}

PatternTokens UpTo(PatternTokens tokens, std::string_view literal) {
  if (literal.empty()) return tokens;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (StartsWith(tokens.subspan(i), literal)) return tokens.first(i);
  }
  return tokens;
}

std::optional<Breadth> BreadthOfName(PatternTokens name) {
  if (!name.empty() && std::all_of(name.begin(), name.end(),
                                   [](const PatternToken& t) { return t.is_wildcard(); })) {
    const bool has_star = std::any_of(name.begin(), name.end(),
                                      [](const PatternToken& t) { return t.kind == Kind::kStar; });
    return has_star ? Breadth::kEvery : Breadth::kOpen;
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i].is_wildcard()) return i == 0 ? Breadth::kOpen : Breadth::kPrefix;
    if (name[i].kind == Kind::kCaller) return Breadth::kExact;
    if (name[i].kind == Kind::kHole) return std::nullopt;
  }
  return Breadth::kExact;
}

std::vector<ValueForm::Piece> ValueForm::PiecesOf(std::string_view text, std::string_view opening) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find(opening), text.size());
    const std::size_t close = std::min(text.find('}', open), text.size());
    Piece piece{text.substr(0, open), {}};
    if (close > open)
      piece.name = text.substr(open + opening.size(), close - open - opening.size());
    pieces.push_back(piece);
    text.remove_prefix(std::min(close + 1, text.size()));
  }
  return pieces;
}

std::optional<std::vector<std::optional<Breadth>>> ValueForm::BreadthsIn(
    PatternTokens tokens) const {
  std::vector<std::optional<Breadth>> breadths;
  std::optional<std::optional<Breadth>> rest;  // of all parts behind a wildcard that ran to the end
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& piece = pieces_[i];
    if (rest) {
      if (!piece.name.empty()) breadths.push_back(*rest);
      continue;
    }
    const std::optional<std::size_t> skipped = SkipLiteral(tokens, piece.literal);
    if (!skipped) return std::nullopt;
    tokens = tokens.subspan(*skipped);
    if (piece.name.empty()) continue;
    const bool is_last = i + 1 == pieces_.size();
    const PatternTokens name = is_last ? tokens : UpTo(tokens, pieces_[i + 1].literal);
    breadths.push_back(BreadthOfName(name));
    tokens = tokens.subspan(name.size());
    if (is_last || !tokens.empty()) continue;
    const Kind last = name.empty() ? Kind::kLiteral : name.back().kind;
    if (last == Kind::kLiteral || last == Kind::kQuestion || last == Kind::kCaller) {
      return std::nullopt;
    }
    rest.emplace();
    if (last == Kind::kStar) *rest = Breadth::kEvery;
  }
  const bool ends_in_literal = !pieces_.empty() && pieces_.back().name.empty();
  if (ends_in_literal && !rest && !tokens.empty() && tokens.front().kind == Kind::kLiteral) {
    return std::nullopt;
  }
  return breadths;
}

}  // namespace leastwise
