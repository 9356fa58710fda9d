#ifndef LEASTWISE_KNOWLEDGE_BLOBS_H_
#define LEASTWISE_KNOWLEDGE_BLOBS_H_

#include <string_view>

// What leastwise_knowledge made of rules/ at build time, linked in by leastwise_knowledge_blobs.
// Views of read-only memory that live as long as the program; nothing is read until it is used.

namespace leastwise {

std::string_view CatalogBlob();          // for ActionCatalog::FromBlob
std::string_view ManagedPoliciesBlob();  // for ManagedPolicies::FromBlob
std::string_view PacksBlob();            // for ReadPackBlob
std::string_view SheetBlob();            // for BookSheet::FromBlob

}  // namespace leastwise

#endif  // LEASTWISE_KNOWLEDGE_BLOBS_H_
