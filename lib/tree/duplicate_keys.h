#ifndef LEASTWISE_TREE_DUPLICATE_KEYS_H_
#define LEASTWISE_TREE_DUPLICATE_KEYS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/source_file.h"
#include "tree/node.h"
#include "tree/source_view.h"

namespace leastwise {

// Adds a Problem (kDuplicateKey) for each member whose key an earlier member of the same object has
// (case-sensitive, after decoding), in the order of the file; `related` is the first of that name.
// n log n in the number of members. `scratch` is room that is reused between calls.
void AddDuplicateKeys(const SourceView& view, std::span<const Member> members,
                      std::vector<std::uint32_t>* scratch, std::vector<Problem>* problems);

}  // namespace leastwise

#endif  // LEASTWISE_TREE_DUPLICATE_KEYS_H_
