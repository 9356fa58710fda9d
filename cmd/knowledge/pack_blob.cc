#include "knowledge/pack_blob.h"

#include <cstring>

#include "iam/blob_array.h"

namespace leastwise {

Result<std::vector<PackView>> ReadPackBlob(std::string_view blob) {
  pack_layout::Header header;
  if (blob.size() >= sizeof(header)) std::memcpy(&header, blob.data(), sizeof(header));
  if (std::memcmp(header.magic, pack_layout::kMagic, sizeof(header.magic)) != 0 ||
      header.version != pack_layout::kVersion || header.size != blob.size()) {
    return Error{ErrorKind::kInternal, "the shipped rule packs cannot be opened", std::nullopt,
                 "build again, so that they are made by the same `leastwise_knowledge`"};
  }
  const auto text = [blob](catalog_layout::Text part) {
    return blob.substr(part.offset, part.size);
  };
  std::vector<PackView> packs;
  for (const pack_layout::Pack& pack :
       BlobArray<pack_layout::Pack>(blob.data() + sizeof(header), header.count)) {
    packs.push_back({text(pack.name), text(pack.matching), text(pack.prose)});
  }
  return packs;
}

}  // namespace leastwise
