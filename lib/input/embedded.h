#ifndef LEASTWISE_INPUT_EMBEDDED_H_
#define LEASTWISE_INPUT_EMBEDDED_H_

#include "input/extraction.h"
#include "input/json_pointer.h"
#include "tree/node.h"

namespace leastwise {

// Looks through any tree for what leastwise reads: policy documents (as objects or in strings),
// identities, outputs of the AWS CLI and account dumps, at any depth. The kind of a document comes
// from the key it stands under and from its neighbours where these tell. Templates and plans are
// listed, not walked. Recursion is bounded by the reader's limit on depth.
void WalkForPolicies(const Tree& tree, const Node& node, JsonPointer& pointer,
                     Extraction& extraction);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_EMBEDDED_H_
