#ifndef LEASTWISE_KNOWLEDGE_WRITERS_H_
#define LEASTWISE_KNOWLEDGE_WRITERS_H_

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

// What `leastwise_knowledge` makes of the folder rules/: blobs that the program links in. Output
// depends on the files alone, byte for byte. Errors name the file and the line at fault.

namespace leastwise {

// Reads actions.tsv, resource-types.tsv, condition-keys.tsv and SOURCES.json of `folder`; writes
// what ActionCatalog opens (iam/catalog_layout.h). References that lead nowhere are errors.
Result<std::string> WriteCatalog(const std::string& folder);

// Reads managed-policies.jsonl and SOURCES.json of `folder`; writes what ManagedPolicies opens.
Result<std::string> WriteManagedPolicies(const std::string& folder);

// Reads rule packs and personas (YAML); writes what ReadPackBlob of pack_blob.h opens. The
// name of a pack is its path from the folder above the file's own: "packs/s3.yaml".
Result<std::string> WritePacks(std::span<const std::string> files);

// Loads the same files as the program would, over the catalog that WriteCatalog wrote, and writes
// what BookSheet opens (engine/book_sheet.h). Errors: the first mistake of the packs.
Result<std::string> WriteSheet(std::string_view catalog_blob, std::span<const std::string> files);

}  // namespace leastwise

#endif  // LEASTWISE_KNOWLEDGE_WRITERS_H_
