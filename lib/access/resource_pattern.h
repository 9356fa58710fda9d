#ifndef LEASTWISE_ACCESS_RESOURCE_PATTERN_H_
#define LEASTWISE_ACCESS_RESOURCE_PATTERN_H_

#include <memory>
#include <string>
#include <string_view>

#include "base/truth.h"
#include "iam/arn.h"
#include "iam/text.h"

namespace leastwise {

// True for a policy variable that names the caller or something that is the caller's own
// (`aws:username`, `aws:PrincipalTag/team`, `sagemaker:UserProfileName`): what it stands for is one
// literal that the caller cannot choose. `key` is what stands between `${` and `}`; case is folded.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
bool IsCallerVariable(std::string_view key);

// A resource string with its holes. Read twice: as it is, where a hole is a text equal to itself
// only, and with `*` for each hole, which is all that a hole can be. What both readings agree on is
// certain, the rest is unknown. Borrows the text; const, thread-safe, cheap to copy.
class ResourcePattern {
 public:
  explicit ResourcePattern(const Text& text);
  explicit ResourcePattern(std::string_view pattern);  // of a rule: no holes, no Text

  const Text* text() const { return text_; }  // null for a rule's pattern
  const ArnPattern& arn() const { return arn_; }
  bool has_hole() const { return wide_text_ != nullptr; }
  bool is_everything() const { return arn_.is_everything(); }
  // Has holes, and every one of them is a variable that names the caller.
  bool names_caller() const;
  // Nothing but one reference: some single literal, though not known which.
  bool is_one_reference() const;

  // Whether everything that `other` matches is matched by this. Sound both ways but for `?`.
  Truth Covers(const ResourcePattern& other) const;
  // Whether some resource is matched by both.
  Truth Overlaps(const ResourcePattern& other) const;
  // The reading with `*` for each hole; the same as arn() without holes.
  const ArnPattern& wide() const { return has_hole() ? wide_ : arn_; }

 private:
  // How `other` is read beside this: names of holes are compared with names of holes only, so that
  // `*data*` is not found in `${aws:PrincipalTag/Database}`.
  const ArnPattern& Beside(const ResourcePattern& other) const {
    return other.has_hole() && !has_hole() ? other.unnamed_ : other.arn_;
  }

  const Text* text_ = nullptr;
  ArnPattern arn_;
  ArnPattern wide_;
  ArnPattern unnamed_;  // with nothing between the marks of a hole
  std::shared_ptr<const std::string> wide_text_;
  std::shared_ptr<const std::string> unnamed_text_;
};

// `pattern` with `*` for each hole; holes are written as Text::pattern says.
std::string WidenHoles(std::string_view pattern);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_RESOURCE_PATTERN_H_
