#ifndef LEASTWISE_ENGINE_FINDING_ORDER_H_
#define LEASTWISE_ENGINE_FINDING_ORDER_H_

#include <span>
#include <vector>

#include "engine/finding_builder.h"

namespace leastwise {

// Puts the findings of a run into the order in which reports show them: by path, place, rule id and
// message. Those whose fingerprints are equal, since only their place tells them apart, are counted
// in that order, and the count goes into the fingerprint. `words` are those of each finding.
void PutInOrder(std::span<const FingerprintWords> words, std::vector<Finding>* findings);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINDING_ORDER_H_
