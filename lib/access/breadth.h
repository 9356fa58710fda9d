#ifndef LEASTWISE_ACCESS_BREADTH_H_
#define LEASTWISE_ACCESS_BREADTH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/query.h"
#include "access/resource_pattern.h"
#include "iam/arn.h"

namespace leastwise {

// Whether a part of a pattern is a wildcard.
bool IsOpen(const ArnPattern& arn, ArnPart part);
bool IsOpen(const ArnParts& arn, ArnPart part);

// One resource type of the catalog, seen as the ARNs it can have. Borrows the catalog's text.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
class TypeTemplate {
 public:
  // The literal beginning of a pattern, to tell types apart without walking it.
  class Beginning {
   public:
    explicit Beginning(const ArnPattern& arn);
    // Surely no resource of the type is matched.
    bool IsOfOtherType(const TypeTemplate& type) const;
    // Bits of which the type's `marks` have one too, unless the type is another: to ask many
    // patterns at once, with the bits of all of them.
    std::uint64_t marks() const;

   private:
    std::string_view service_;  // empty: may be any
    std::string_view head_;     // of the resource part
  };

  // `arn` is the catalog's template ("arn:${Partition}:s3:::${BucketName}/${ObjectName}"),
  // `pattern` the same with `*` for each placeholder.
  TypeTemplate(std::string_view arn, std::string_view pattern);

  // Whether the pattern can match a resource of this type. The name of an S3 bucket holds no slash,
  // so that `arn:aws:s3:::b/*` matches no bucket; of other names nothing is assumed.
  Truth Fits(const ResourcePattern& pattern) const;
  // Whether the pattern matches every resource of this type in the pattern's own partition.
  Truth IsCoveredBy(const ResourcePattern& pattern) const;
  // How much of the first name placeholder the pattern leaves open; no value where a hole hides it.
  // `*` with something fixed further on (`arn:aws:s3:::*/models/*`) is kOpen: the star crosses
  // slashes, so that it is a leading wildcard like that of `arn:aws:s3:::*models*`.
  // Only meaningful where the pattern fits.
  std::optional<Breadth> BreadthOf(const ResourcePattern& pattern) const;
  // The same for a placeholder by its name in AWS's list of resource types ("UserProfileName");
  // no value, too, where the pattern does not have the form. HasPart: there is such a placeholder.
  std::optional<Breadth> BreadthOfPart(const ResourcePattern& pattern,
                                       std::string_view placeholder) const;
  bool HasPart(std::string_view placeholder) const;
  // Whether that part of the pattern is a wildcard (IsOpen) and the type's ARNs have the part.
  bool LeavesOpen(const ResourcePattern& pattern, ArnPart part) const;
  // Whether digits stand in what all ARNs of the type have in common behind their head: where none
  // do, a digit of a pattern there is like any other.
  bool has_digits() const { return has_digits_; }
  std::uint64_t marks() const { return marks_; }

 private:
  ArnPattern pattern_;
  ArnParts parts_{};
  std::string_view head_;       // literal text before the first placeholder of the resource part
  std::string_view separator_;  // what ends the first name, or empty: it runs to the end
  bool has_name_ = false;
  bool has_region_ = false;
  bool has_account_ = false;
  bool is_bucket_ = false;
  bool has_digits_ = false;
  std::uint64_t marks_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_BREADTH_H_
