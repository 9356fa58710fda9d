#ifndef LEASTWISE_LINTER_SHIPPED_FIXTURE_H_
#define LEASTWISE_LINTER_SHIPPED_FIXTURE_H_

#include "knowledge/blobs.h"
#include "knowledge/pack_blob.h"
#include "linter/knowledge.h"

namespace leastwise {

// What the build links into the program.
inline ShippedData LinkedData() {
  ShippedData data;
  data.catalog = CatalogBlob();
  data.managed_policies = ManagedPoliciesBlob();
  if (const Result<std::vector<PackView>> packs = ReadPackBlob(PacksBlob())) {
    for (const PackView& pack : *packs) {
      data.packs.push_back({pack.name, pack.matching, pack.prose});
    }
  }
  data.sheet = SheetBlob();
  return data;
}

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_SHIPPED_FIXTURE_H_
