#ifndef LEASTWISE_LINTER_POLICY_FILES_H_
#define LEASTWISE_LINTER_POLICY_FILES_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "iam/inventory.h"

namespace leastwise {

// Files read for one purpose, and what they hold; not linked. Owns both.
struct PolicyFiles {
  std::vector<std::unique_ptr<SourceFile>> files;
  Inventory inventory;
  // Files that could not be opened or parsed, or that hold no policy (kIo, kSyntax).
  std::vector<Error> errors;
  // Files met in a folder that cannot be parsed and bear no mark of a policy (kSyntax): an error
  // only where there is reason to think that they should be policies.
  std::vector<Error> unparsed;

  const SourceFile* Find(const std::string& path) const;
};

// Reads files that the user named, by the formats that `leastwise check` reads, in the order given.
// `kind`: what documents are whose place does not tell it; nothing: guessed from their content.
// `were_named` is false for files met in a folder: there one that holds no policy is no error.
PolicyFiles ReadPolicyFiles(std::span<const std::string> paths, std::optional<PolicyKind> kind,
                            const FileReader& reader, bool were_named = true);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_POLICY_FILES_H_
