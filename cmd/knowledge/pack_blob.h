#ifndef LEASTWISE_KNOWLEDGE_PACK_BLOB_H_
#define LEASTWISE_KNOWLEDGE_PACK_BLOB_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "iam/catalog_layout.h"

// The shipped rule packs and personas as the build linked them in: each YAML file as two JSON
// texts, so that a run that reports nothing never reads prose (cmd/knowledge/pack_text.h says how
// they are parted).

namespace leastwise {

// One file. Views into the blob; at least 64 readable zero bytes behind each text.
struct PackView {
  std::string_view name;      // "packs/s3.yaml", "personas/sagemaker-training.yaml"
  std::string_view matching;  // JSON
  std::string_view prose;     // JSON
};

// Opens what `leastwise_knowledge packs` wrote; by name. Error (kInternal): not such a blob.
Result<std::vector<PackView>> ReadPackBlob(std::string_view blob);

// How it lies: header, records by name, texts. Little-endian, no alignment; Text offsets count from
// the start of the blob. Change kVersion with the layout.
namespace pack_layout {

inline constexpr char kMagic[8] = {'L', 'W', 'P', 'A', 'C', 'K', 'S', '\0'};
inline constexpr std::uint32_t kVersion = 3;
inline constexpr std::uint32_t kPadding = 64;

struct Header {
  char magic[8] = {};
  std::uint32_t version = 0;
  std::uint32_t size = 0;  // of the whole blob
  std::uint32_t count = 0;
};

struct Pack {
  catalog_layout::Text name;
  catalog_layout::Text matching;
  catalog_layout::Text prose;
};

}  // namespace pack_layout
}  // namespace leastwise

#endif  // LEASTWISE_KNOWLEDGE_PACK_BLOB_H_
