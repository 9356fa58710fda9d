#ifndef LEASTWISE_IAM_MANAGED_LAYOUT_H_
#define LEASTWISE_IAM_MANAGED_LAYOUT_H_

#include <cstdint>

#include "iam/catalog_layout.h"

// How the AWS managed policies lie in their blob: header, records ordered by name (bytes), text.
// Little-endian, no alignment; Text offsets count from the start of the blob. Written by
// cmd/knowledge, read by ManagedPolicies; change kVersion with the layout.

namespace leastwise::managed_layout {

inline constexpr char kMagic[8] = {'L', 'W', 'M', 'A', 'N', 'A', 'G', 'D'};
inline constexpr std::uint32_t kVersion = 1;
// Zero bytes behind each document, so that a JSON reader may read past its end.
inline constexpr std::uint32_t kPadding = 64;

using Text = catalog_layout::Text;

struct Header {
  char magic[8] = {};
  std::uint32_t version = 0;
  std::uint32_t size = 0;  // of the whole blob
  std::uint32_t count = 0;
  Text revision;
  Text date;
};

struct Policy {
  Text name;
  Text arn;
  Text version;
  Text date;
  Text document;
};

}  // namespace leastwise::managed_layout

#endif  // LEASTWISE_IAM_MANAGED_LAYOUT_H_
