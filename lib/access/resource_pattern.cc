#include "access/resource_pattern.h"

#include <algorithm>
#include <array>

#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 14> kCallerKeys = {
    "aws:username",
    "aws:userid",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:sourceidentity",
    "sagemaker:userprofilename",
    "sagemaker:domainid",
    "sagemaker:spacename",
    "ec2:sourceinstancearn",
    "saml:sub",
    "cognito-identity.amazonaws.com:sub",
    "accounts.google.com:sub",
    "redshift:dbuser",
};
constexpr std::string_view kPrincipalTag = "aws:principaltag/";

// `pattern` with holes that have no name.
std::string WithoutNames(std::string_view pattern) {
  std::string out;
  bool in_hole = false;
  for (const char c : pattern) {
    if (c == kHoleMark) in_hole = !in_hole;
    if (c == kHoleMark || !in_hole) out += c;
  }
  return out;
}

}  // namespace

bool IsCallerVariable(std::string_view key) {
  if (key.size() >= kPrincipalTag.size() &&
      EqualsFolded(key.substr(0, kPrincipalTag.size()), kPrincipalTag)) {
    return true;
  }
  return std::any_of(kCallerKeys.begin(), kCallerKeys.end(),
                     [key](std::string_view known) { return EqualsFolded(known, key); });
}

std::string WidenHoles(std::string_view pattern) {
  std::string out;
  bool in_hole = false;
  for (const char c : pattern) {
    if (c == kHoleMark) {
      if (!in_hole) out += '*';
      in_hole = !in_hole;
    } else if (!in_hole) {
      out += c;
    }
  }
  return out;
}

ResourcePattern::ResourcePattern(const Text& text) : text_(&text), arn_(text.pattern) {
  if (!text.has_hole()) return;
  wide_text_ = std::make_shared<const std::string>(WidenHoles(text.pattern));
  wide_ = ArnPattern(*wide_text_);
  unnamed_text_ = std::make_shared<const std::string>(WithoutNames(text.pattern));
  unnamed_ = ArnPattern(*unnamed_text_);
}

ResourcePattern::ResourcePattern(std::string_view pattern) : arn_(pattern) {}

bool ResourcePattern::names_caller() const {
  return has_hole() && std::all_of(text_->parts.begin(), text_->parts.end(), [](const auto& part) {
           return part.kind == PartKind::kLiteral ||
                  (part.kind == PartKind::kVariable && IsCallerVariable(part.text));
         });
}

bool ResourcePattern::is_one_reference() const {
  return text_ != nullptr && text_->parts.size() == 1 &&
         text_->parts.front().kind == PartKind::kReference;
}

Truth ResourcePattern::Covers(const ResourcePattern& other) const {
  const bool other_is_lost = other.has_hole() && !other.arn_.is_well_formed();
  if (is_everything()) return Truth::kYes;
  if (!other_is_lost && arn_.Covers(Beside(other))) return Truth::kYes;
  if (!has_hole() && !other.has_hole()) return Truth::kNo;
  return wide().Overlaps(other.wide()) ? Truth::kUnknown : Truth::kNo;
}

Truth ResourcePattern::Overlaps(const ResourcePattern& other) const {
  if (other.Beside(*this).Overlaps(Beside(other))) return Truth::kYes;
  if (!has_hole() && !other.has_hole()) return Truth::kNo;
  return wide().Overlaps(other.wide()) ? Truth::kUnknown : Truth::kNo;
}

}  // namespace leastwise
