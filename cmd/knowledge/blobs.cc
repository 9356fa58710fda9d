#include "knowledge/blobs.h"

#include <cstddef>

// Defined by blobs.S, which takes the files in as they are: as an array initialiser the 4 MB would
// cost seconds and a gigabyte in the compiler.
extern "C" {
extern const char leastwise_catalog_begin[];
extern const char leastwise_catalog_end[];
extern const char leastwise_managed_begin[];
extern const char leastwise_managed_end[];
extern const char leastwise_packs_begin[];
extern const char leastwise_packs_end[];
extern const char leastwise_sheet_begin[];
extern const char leastwise_sheet_end[];
}

namespace leastwise {
namespace {

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view CatalogBlob() { return Between(leastwise_catalog_begin, leastwise_catalog_end); }

std::string_view ManagedPoliciesBlob() {
  return Between(leastwise_managed_begin, leastwise_managed_end);
}

std::string_view PacksBlob() { return Between(leastwise_packs_begin, leastwise_packs_end); }

std::string_view SheetBlob() { return Between(leastwise_sheet_begin, leastwise_sheet_end); }

}  // namespace leastwise
