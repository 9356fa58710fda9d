#include "access/breadth.h"

#include <algorithm>
#include <span>
#include <vector>

#include "iam/glob.h"

namespace leastwise {
namespace {

enum class TokenKind : unsigned char { kLiteral, kStar, kQuestion, kCaller, kReference, kHole };

struct Token {
  TokenKind kind = TokenKind::kLiteral;
  char byte = 0;

  bool is_wildcard() const { return kind == TokenKind::kStar || kind == TokenKind::kQuestion; }
};

TokenKind HoleKind(const TextPart& part) {
  if (part.kind == PartKind::kReference) return TokenKind::kReference;
  if (part.kind == PartKind::kVariable && IsCallerVariable(part.text)) return TokenKind::kCaller;
  return TokenKind::kHole;
}

// The kinds of a text's holes, in order.
std::vector<TokenKind> HoleKinds(const Text* text) {
  std::vector<TokenKind> kinds;
  if (text == nullptr) return kinds;
  for (const TextPart& part : text->parts) {
    if (part.kind != PartKind::kLiteral) kinds.push_back(HoleKind(part));
  }
  return kinds;
}

// The resource part of a pattern; `first_hole` counts the holes that stand before it.
std::vector<Token> Tokens(std::string_view resource, std::span<const TokenKind> holes) {
  std::vector<Token> tokens;
  tokens.reserve(resource.size());
  std::size_t next_hole = 0;
  for (std::size_t i = 0; i < resource.size(); ++i) {
    const char c = resource[i];
    if (c == kHoleMark) {
      tokens.push_back({next_hole < holes.size() ? holes[next_hole] : TokenKind::kHole, c});
      ++next_hole;
      i = std::min(resource.find(kHoleMark, i + 1), resource.size());
    } else if (c == '*') {
      tokens.push_back({TokenKind::kStar, c});
    } else {
      tokens.push_back({c == '?' ? TokenKind::kQuestion : TokenKind::kLiteral, c});
    }
  }
  return tokens;
}

std::size_t CountHoles(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), kHoleMark)) / 2;
}

bool StartsWith(std::span<const Token> tokens, std::string_view literal) {
  if (tokens.size() < literal.size()) return false;
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if (tokens[i].kind != TokenKind::kLiteral || tokens[i].byte != literal[i]) return false;
  }
  return true;
}

std::span<const Token> UpTo(std::span<const Token> tokens, std::string_view separator) {
  if (separator.empty()) return tokens;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (StartsWith(tokens.subspan(i), separator)) return tokens.first(i);
  }
  return tokens;
}

std::optional<Breadth> BreadthOfName(std::span<const Token> name) {
  if (!name.empty() &&
      std::all_of(name.begin(), name.end(), [](Token t) { return t.is_wildcard(); })) {
    const bool has_star =
        std::any_of(name.begin(), name.end(), [](Token t) { return t.kind == TokenKind::kStar; });
    return has_star ? Breadth::kEvery : Breadth::kOpen;
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i].is_wildcard()) return i == 0 ? Breadth::kOpen : Breadth::kPrefix;
    if (name[i].kind == TokenKind::kCaller) return Breadth::kExact;
    if (name[i].kind == TokenKind::kHole) return std::nullopt;
  }
  return Breadth::kExact;
}

bool HasLiteralSlash(std::string_view resource) {
  bool in_hole = false;
  for (const char c : resource) {
    if (c == kHoleMark) in_hole = !in_hole;
    if (c == '/' && !in_hole) return true;
  }
  return false;
}

}  // namespace

TypeTemplate::TypeTemplate(std::string_view arn, std::string_view pattern) : pattern_(pattern) {
  parts_ = SplitArn(arn).value_or(ArnParts{});
  const std::string_view resource = parts_.resource;
  const std::size_t begin = std::min(resource.find("${"), resource.find('*'));
  head_ = resource.substr(0, begin);
  has_name_ = begin != std::string_view::npos;
  if (!has_name_) return;
  const std::size_t end = resource[begin] == '*' ? begin + 1 : resource.find('}', begin) + 1;
  const std::string_view rest = resource.substr(std::min(end, resource.size()));
  separator_ = rest.substr(0, std::min(rest.find("${"), rest.find('*')));
  is_bucket_ = parts_.service == "s3" && resource == "${BucketName}";
  // `log-group:NAME:*` is how AWS itself writes one log group; names have no colon.
  if (parts_.service == "logs") separator_ = ":";
}

TypeTemplate::Beginning::Beginning(const ArnPattern& arn)
    : service_(arn.service().is_literal() ? arn.service().pattern() : std::string_view()),
      head_(arn.resource().literal_prefix()) {}

bool TypeTemplate::Beginning::IsOfOtherType(const TypeTemplate& type) const {
  if (!service_.empty() && service_ != type.parts_.service) return true;
  const std::size_t common = std::min(head_.size(), type.head_.size());
  return head_.compare(0, common, type.head_, 0, common) != 0;
}

Truth TypeTemplate::Fits(const ResourcePattern& pattern) const {
  if (pattern.is_everything()) return Truth::kYes;
  if (!pattern.has_hole() && Beginning(pattern.arn()).IsOfOtherType(*this)) return Truth::kNo;
  if (is_bucket_ && HasLiteralSlash(pattern.arn().resource().pattern())) return Truth::kNo;
  if (pattern.arn().Overlaps(pattern_)) return Truth::kYes;
  return pattern.has_hole() && pattern.wide().Overlaps(pattern_) ? Truth::kUnknown : Truth::kNo;
}

Truth TypeTemplate::IsCoveredBy(const ResourcePattern& pattern) const {
  const auto covers = [this](const ArnPattern& p) {
    return p.is_well_formed() && p.service().Covers(pattern_.service()) &&
           p.region().Covers(pattern_.region()) && p.account().Covers(pattern_.account()) &&
           p.resource().Covers(pattern_.resource());
  };
  if (covers(pattern.arn())) return Truth::kYes;
  return pattern.has_hole() && covers(pattern.wide()) ? Truth::kUnknown : Truth::kNo;
}

std::optional<Breadth> TypeTemplate::BreadthOf(const ResourcePattern& pattern) const {
  if (pattern.is_everything()) return Breadth::kEvery;
  if (pattern.is_one_reference()) return Breadth::kExact;
  const ArnPattern& arn = pattern.arn();
  if (!arn.is_well_formed()) return std::nullopt;
  if (arn.resource().is_literal() && !pattern.has_hole()) return Breadth::kExact;
  if (arn.resource().Covers(pattern_.resource())) {
    return has_name_ ? Breadth::kEvery : Breadth::kExact;
  }
  const std::vector<TokenKind> holes = HoleKinds(pattern.text());
  const std::string_view resource = arn.resource().pattern();
  const std::string_view before = arn.pattern().substr(
      0, arn.pattern().size() >= resource.size() ? arn.pattern().size() - resource.size() : 0);
  const std::size_t skipped = std::min(CountHoles(before), holes.size());
  const std::vector<Token> tokens = Tokens(resource, std::span(holes).subspan(skipped));
  std::size_t at = 0;  // a star inside the type's own word swallows the rest of the word
  while (at < head_.size() && at < tokens.size() && tokens[at].kind != TokenKind::kStar) {
    if (tokens[at].kind == TokenKind::kHole || tokens[at].kind == TokenKind::kReference) {
      return std::nullopt;
    }
    ++at;
  }
  return BreadthOfName(UpTo(std::span(tokens).subspan(at), separator_));
}

bool TypeTemplate::LeavesOpen(const ResourcePattern& pattern, ArnPart part) const {
  const ArnPattern& arn = pattern.arn();
  const bool is_region = part == ArnPart::kRegion;
  if (part == ArnPart::kPartition) return arn.partition().is_everything();
  const std::string_view own = is_region ? parts_.region : parts_.account;
  return own.find("${") != std::string_view::npos &&
         (is_region ? arn.region() : arn.account()).is_everything();
}

}  // namespace leastwise
