#ifndef LEASTWISE_ENGINE_FINDING_ORDER_H_
#define LEASTWISE_ENGINE_FINDING_ORDER_H_

#include <cstddef>
#include <span>
#include <vector>

#include "engine/finding.h"

namespace leastwise {

// The indexes of these, file by file in the order of the paths; those of one file stay in their
// order, and those without a file stand first. Empty where all stand so already.
std::vector<std::size_t> FileByFile(std::span<const SourceFile* const> files);

// Puts the findings of a run into the order in which reports show them: by path, place, rule id and
// message. Those whose fingerprints are equal, since only their place tells them apart, are counted
// in that order, and the count goes into the fingerprint. Workers can share the work where findings
// come file by file; the result does not depend on them.
void PutInOrder(std::size_t workers, std::vector<Finding>* findings);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINDING_ORDER_H_
