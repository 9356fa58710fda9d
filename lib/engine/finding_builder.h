#ifndef LEASTWISE_ENGINE_FINDING_BUILDER_H_
#define LEASTWISE_ENGINE_FINDING_BUILDER_H_

#include <string>
#include <vector>

#include "engine/finding.h"
#include "engine/fingerprint.h"
#include "engine/raw_finding.h"

namespace leastwise {

// The documents of a run by their place in the files: whose text is this? Borrows the inventory.
class DocumentIndex {
 public:
  explicit DocumentIndex(const Inventory& inventory);
  // The document that holds the place, or null.
  const Policy* Find(const Location& location) const;

 private:
  std::vector<const Policy*> documents_;  // by file and place
};

// What the fingerprint of a finding is made of besides the finding itself.
struct FingerprintWords {
  std::string container;
  std::string statement;
  std::string key_path;
  std::string path;  // empty: that of the file
};
FingerprintParts PartsOf(const Finding& finding, const FingerprintWords& words);

// Gives a raw finding its words and places, all but the fingerprint, which is made of `words`.
// Const and thread-safe.
Finding BuildFinding(const RuleBook& book, const MatchRun& run, const DocumentIndex& documents,
                     const RawFinding& raw, FingerprintWords* words);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINDING_BUILDER_H_
