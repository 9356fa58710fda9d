#ifndef LEASTWISE_IAM_ARN_H_
#define LEASTWISE_IAM_ARN_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "iam/glob.h"

// ARNs and the patterns of Resource, NotResource and the Arn* operators. Case counts. Follows
// "Amazon Resource Names" and "IAM JSON policy elements: Resource": a wildcard stays within its
// part, parts being separated by the first five colons; the sixth part has colons of its own.

namespace leastwise {

// The parts behind `arn:`, as written. Borrows the text.
struct ArnParts {
  std::string_view partition;
  std::string_view service;
  std::string_view region;    // empty for IAM and for S3 buckets
  std::string_view account;   // empty for S3 buckets
  std::string_view resource;  // everything behind the fifth colon
};

// Takes a literal ARN or a pattern apart. Nothing where it does not start with `arn:` or has fewer
// than six parts.
std::optional<ArnParts> SplitArn(std::string_view text);

// One pattern of a Resource element. Borrows the text, const, thread-safe.
//
// `*` (or several stars alone) is every resource, also `*` itself, which is all that an action
// without resource types asks for; no pattern with colons matches that. Six parts are compared part
// by part. With fewer, the missing parts are `*` if the last one that is there ends in a wildcard,
// which is how identity policies are read (`arn:aws:s3*`); else the pattern is malformed and
// matches nothing.
class ArnPattern {
 public:
  ArnPattern() = default;  // malformed
  explicit ArnPattern(std::string_view pattern);

  // `arn` is a literal ARN, or `*` for an action that has no resource types.
  bool Matches(std::string_view arn) const;
  // Sound always, exact without `?` (see Glob::Covers). A malformed pattern is covered by all.
  bool Covers(const ArnPattern& other) const;
  // Exact. A malformed pattern overlaps nothing.
  bool Overlaps(const ArnPattern& other) const;

  std::string_view pattern() const { return pattern_; }
  bool is_well_formed() const { return shape_ != Shape::kMalformed; }
  bool is_everything() const { return shape_ == Shape::kEverything; }
  // One resource: no wildcard in any part.
  bool is_literal() const;

  // AWS lets a `*` at the end of a part of a Resource run on past the colon, and says elsewhere
  // that parts are compared one by one. The pattern of what it would match beyond the account;
  // nothing where that does not end in a star. What Matches and Covers say is without it.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
  std::optional<std::string> PastColons() const;

  // The parts as patterns; all `*` where the pattern is everything, empty where it is malformed.
  const Glob& partition() const { return parts_[1]; }
  const Glob& service() const { return parts_[2]; }
  const Glob& region() const { return parts_[3]; }
  const Glob& account() const { return parts_[4]; }
  const Glob& resource() const { return parts_[5]; }

 private:
  static constexpr std::size_t kParts = 6;
  enum class Shape : unsigned char { kMalformed, kEverything, kParts };

  std::string_view pattern_;
  std::array<Glob, kParts> parts_{};  // the first is the word `arn`
  Shape shape_ = Shape::kMalformed;
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_ARN_H_
