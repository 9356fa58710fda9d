#include "access/breadth.h"

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

#include "access/pattern_tokens.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// The tokens of the resource part.
std::vector<PatternToken> ResourceTokens(const ResourcePattern& pattern) {
  const ArnPattern& arn = pattern.arn();
  const std::vector<PatternTokenKind> holes = HoleKindsOf(pattern.text());
  const std::string_view resource = arn.resource().pattern();
  const std::string_view before = arn.pattern().substr(
      0, arn.pattern().size() >= resource.size() ? arn.pattern().size() - resource.size() : 0);
  const std::size_t skipped = std::min(CountHoles(before), holes.size());
  return TokensOf(resource, std::span(holes).subspan(skipped));
}

// Whether something behind the name is fixed: `*/models/*`, where the star crosses the slash.
bool FixesMore(PatternTokens rest, std::string_view separator) {
  return std::any_of(rest.begin(), rest.end(), [separator](PatternToken token) {
    const bool separates = token.kind == PatternTokenKind::kLiteral &&
                           separator.find(token.byte) != std::string_view::npos;
    return !token.is_wildcard() && !separates;
  });
}

// One bit for each service and first byte of a resource; all bits where one of them is open.
std::uint64_t MarksOf(std::string_view service, std::string_view head) {
  if (service.empty() || head.empty()) return ~std::uint64_t{0};
  const std::size_t hash =
      std::hash<std::string_view>()(service) ^ static_cast<unsigned char>(head.front());
  return std::uint64_t{1} << (hash % 64);
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

bool IsOpen(const ArnPattern& arn, ArnPart part) {
  if (part == ArnPart::kPartition) return arn.partition().is_everything();
  return (part == ArnPart::kRegion ? arn.region() : arn.account()).is_everything();
}

bool IsOpen(const ArnParts& arn, ArnPart part) {
  if (part == ArnPart::kPartition) return Glob(arn.partition).is_everything();
  return Glob(part == ArnPart::kRegion ? arn.region : arn.account).is_everything();
}

TypeTemplate::TypeTemplate(std::string_view arn, std::string_view pattern) : pattern_(pattern) {
  parts_ = SplitArn(arn).value_or(ArnParts{});
  has_region_ = parts_.region.find("${") != std::string_view::npos;
  has_account_ = parts_.account.find("${") != std::string_view::npos;
  has_digits_ = pattern_.resource().pattern().find_first_of("0123456789") != std::string_view::npos;
  const std::string_view resource = parts_.resource;
  const std::size_t begin = std::min(resource.find("${"), resource.find('*'));
  head_ = resource.substr(0, begin);
  marks_ = MarksOf(parts_.service, head_);
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

std::uint64_t TypeTemplate::Beginning::marks() const { return MarksOf(service_, head_); }

bool TypeTemplate::Beginning::IsOfOtherType(const TypeTemplate& type) const {
  const std::size_t common = std::min(head_.size(), type.head_.size());
  // Within a service the first byte tells most types apart.
  if (common > 0 && head_.front() != type.head_.front()) return true;
  if (!service_.empty() && service_ != type.parts_.service) return true;
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
  const std::vector<PatternToken> tokens = ResourceTokens(pattern);
  std::size_t at = 0;  // a star inside the type's own word swallows the rest of the word
  while (at < head_.size() && at < tokens.size() && tokens[at].kind != PatternTokenKind::kStar) {
    if (tokens[at].kind == PatternTokenKind::kHole ||
        tokens[at].kind == PatternTokenKind::kReference) {
      return std::nullopt;
    }
    ++at;
  }
  const PatternTokens behind_head = std::span(tokens).subspan(at);
  const PatternTokens name = UpTo(behind_head, separator_);
  const std::optional<Breadth> breadth = BreadthOfName(name);
  const bool is_narrowed =
      breadth == Breadth::kEvery && FixesMore(behind_head.subspan(name.size()), separator_);
  return is_narrowed ? Breadth::kOpen : breadth;
}

bool TypeTemplate::HasPart(std::string_view placeholder) const {
  const std::vector<ValueForm::Piece> pieces = ValueForm::PiecesOf(parts_.resource, "${");
  return std::any_of(pieces.begin(), pieces.end(), [placeholder](const ValueForm::Piece& piece) {
    return piece.name == placeholder;
  });
}

std::optional<Breadth> TypeTemplate::BreadthOfPart(const ResourcePattern& pattern,
                                                   std::string_view placeholder) const {
  if (pattern.is_everything()) return Breadth::kEvery;
  if (pattern.is_one_reference()) return Breadth::kExact;
  if (!pattern.arn().is_well_formed()) return std::nullopt;
  const std::vector<ValueForm::Piece> pieces = ValueForm::PiecesOf(parts_.resource, "${");
  const auto breadths = ValueForm(pieces).BreadthsIn(ResourceTokens(pattern));
  if (!breadths) return std::nullopt;
  std::size_t part = 0;
  for (const ValueForm::Piece& piece : pieces) {
    if (piece.name == placeholder) return (*breadths)[part];
    if (!piece.name.empty()) ++part;
  }
  return std::nullopt;
}

bool TypeTemplate::LeavesOpen(const ResourcePattern& pattern, ArnPart part) const {
  if (part == ArnPart::kRegion && !has_region_) return false;
  if (part == ArnPart::kAccount && !has_account_) return false;
  return IsOpen(pattern.arn(), part);
}

}  // namespace leastwise
