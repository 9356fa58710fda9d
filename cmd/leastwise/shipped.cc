#include "shipped.h"

#include "base/file_reader.h"
#include "diagnostics.h"
#include "knowledge/blobs.h"
#include "knowledge/pack_blob.h"
#include "run_config.h"

namespace leastwise {

std::unique_ptr<Knowledge> OpenKnowledge(const KnowledgeOptions& options) {
  ShippedData data;
  data.catalog = CatalogBlob();
  data.managed_policies = ManagedPoliciesBlob();
  const Result<std::vector<PackView>> packs = ReadPackBlob(PacksBlob());
  if (!packs) {
    PrintError(packs.error());
    return nullptr;
  }
  for (const PackView& pack : *packs) {
    data.packs.push_back({pack.name, pack.matching, pack.prose});
  }
  data.sheet = SheetBlob();
  std::unique_ptr<Knowledge> knowledge = Knowledge::Open(data, options, DiskFileReader());
  if (knowledge->errors().empty()) return knowledge;
  for (const Error& error : knowledge->errors()) {
    const SourceFile* source = error.where ? knowledge->Source(error.where->path) : nullptr;
    if (source == nullptr) {
      PrintConfigError(error, options.config);
    } else {
      PrintError(error, source);
    }
  }
  return nullptr;
}

}  // namespace leastwise
