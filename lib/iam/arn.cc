#include "iam/arn.h"

#include <algorithm>
#include <string>

namespace leastwise {
namespace {

// Splits at the first five colons that are not part of a hole's name; gives the number of parts.
std::size_t SplitParts(std::string_view text, std::array<std::string_view, 6>* parts) {
  std::size_t count = 0;
  std::size_t begin = 0;
  bool in_hole = false;
  for (std::size_t i = 0; i < text.size() && count + 1 < parts->size(); ++i) {
    if (text[i] == kHoleMark) in_hole = !in_hole;
    if (text[i] != ':' || in_hole) continue;
    (*parts)[count++] = text.substr(begin, i - begin);
    begin = i + 1;
  }
  (*parts)[count] = text.substr(begin);
  return count + 1;
}

}  // namespace

std::optional<ArnParts> SplitArn(std::string_view text) {
  std::array<std::string_view, 6> parts;
  if (SplitParts(text, &parts) != parts.size() || parts[0] != "arn") return std::nullopt;
  return ArnParts{parts[1], parts[2], parts[3], parts[4], parts[5]};
}

ArnPattern::ArnPattern(std::string_view pattern) : pattern_(pattern) {
  std::array<std::string_view, kParts> parts;
  std::size_t count = 0;
  if (Glob(pattern).is_everything()) {
    shape_ = Shape::kEverything;
  } else {
    count = SplitParts(pattern, &parts);
    const bool open_end = !pattern.empty() && (pattern.back() == '*' || pattern.back() == '?');
    if (count < kParts && !open_end) return;
    shape_ = Shape::kParts;
  }
  for (std::size_t i = 0; i < kParts; ++i) parts_[i] = Glob(i < count ? parts[i] : "*");
}

bool ArnPattern::is_literal() const {
  return shape_ == Shape::kParts &&
         std::all_of(parts_.begin(), parts_.end(), [](const Glob& p) { return p.is_literal(); });
}

bool ArnPattern::Matches(std::string_view arn) const {
  if (shape_ != Shape::kParts) return shape_ == Shape::kEverything;
  std::array<std::string_view, kParts> parts;
  if (SplitParts(arn, &parts) != kParts) return false;
  for (std::size_t i = 0; i < kParts; ++i) {
    if (!parts_[i].Matches(parts[i])) return false;
  }
  return true;
}

bool ArnPattern::Covers(const ArnPattern& other) const {
  if (other.shape_ == Shape::kMalformed || shape_ == Shape::kEverything) return true;
  if (shape_ != Shape::kParts || other.shape_ != Shape::kParts) return false;
  for (std::size_t i = 0; i < kParts; ++i) {
    if (!parts_[i].Covers(other.parts_[i])) return false;
  }
  return true;
}

std::optional<std::string> ArnPattern::PastColons() const {
  if (shape_ != Shape::kParts || !account().pattern().ends_with('*')) return std::nullopt;
  std::string out = "arn";
  for (const Glob* part : {&partition(), &service(), &region(), &account()}) {
    out.append(":").append(part->pattern());
  }
  // What the star takes beyond the colon is the head of what stands behind the fifth.
  return out.append(":*:").append(resource().pattern());
}

bool ArnPattern::Overlaps(const ArnPattern& other) const {
  if (shape_ == Shape::kMalformed || other.shape_ == Shape::kMalformed) return false;
  if (shape_ == Shape::kEverything || other.shape_ == Shape::kEverything) return true;
  for (std::size_t i = 0; i < kParts; ++i) {
    if (!parts_[i].Overlaps(other.parts_[i])) return false;
  }
  return true;
}

}  // namespace leastwise
