#ifndef LEASTWISE_ENGINE_FINDING_BUILDER_H_
#define LEASTWISE_ENGINE_FINDING_BUILDER_H_

#include <string>
#include <vector>

#include "base/made_late.h"
#include "engine/finding.h"
#include "engine/fingerprint.h"
#include "engine/raw_finding.h"

namespace leastwise {

// The documents of a run by their place in the files: whose text is this? Borrows the inventory.
// Made when first asked; thread-safe.
class DocumentIndex {
 public:
  explicit DocumentIndex(const Inventory& inventory) : inventory_(inventory) {}
  // The document that holds the place, or null.
  const Policy* Find(const Location& location) const;

 private:
  using Documents = std::vector<const Policy*>;  // by file and place

  const Inventory& inventory_;
  MadeLate<Documents> documents_;
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
