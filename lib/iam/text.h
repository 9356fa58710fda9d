#ifndef LEASTWISE_IAM_TEXT_H_
#define LEASTWISE_IAM_TEXT_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "base/source_file.h"

namespace leastwise {

// What a part of a Text is. See "Three kinds of hole" in the design: holes are never replaced by
// made-up values, and matching over them is three-valued.
enum class PartKind : std::uint8_t {
  kLiteral,    // text that stands for itself (IAM's `*` and `?` included)
  kReference,  // one literal not known here, equal to itself
  kValue,      // anything, wildcards included
  kVariable,   // an IAM policy variable `${key}`, filled in from the request
};

struct TextPart {
  PartKind kind = PartKind::kLiteral;
  std::string_view text;          // literal text; else what names the hole, without `${` and `}`
  std::string_view default_text;  // kVariable: what stands behind the comma, unquoted
  bool has_default = false;       // kVariable: there is one, be it empty
};

// A leaf of a policy. Where IAM gives `${…}` a meaning (Resource, NotResource and condition values
// of a 2012-10-17 policy), variables are parts; elsewhere `${` is literal text.
// `pattern` is what Glob and ArnPattern take: a hole is written as the byte 0x01, its name and
// 0x01, so that equal holes are equal text and no literal matches one; `${*}`, `${?}` and `${$}`
// are the bytes 0x02, 0x03 and `$`. Without holes and escapes it is the same view as `value`.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
struct Text {
  std::string_view value;           // decoded, as the author wrote it: what messages print
  std::string_view pattern;         // what is compared
  std::span<const TextPart> parts;  // empty for literal text
  Location location{};              // with quotes, in the outermost file

  bool has_hole() const { return !parts.empty(); }
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_TEXT_H_
