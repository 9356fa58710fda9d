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

// A finding with its words and places, and what its fingerprint is made of but for the count of
// equal ones, which needs the order of all findings.
struct BuiltFinding {
  Finding finding;
  std::string fingerprint_container;
  std::string fingerprint_statement;
  std::string fingerprint_key_path;

  FingerprintParts Parts() const;
};

// Gives a raw finding its words and places. Const and thread-safe.
BuiltFinding BuildFinding(const RuleBook& book, const MatchRun& run, const DocumentIndex& documents,
                          const RawFinding& raw);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINDING_BUILDER_H_
