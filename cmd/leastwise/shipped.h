#ifndef LEASTWISE_LEASTWISE_SHIPPED_H_
#define LEASTWISE_LEASTWISE_SHIPPED_H_

#include <memory>

#include "linter/knowledge.h"

namespace leastwise {

// Opens what is linked into the program with the user's packs and catalog, and prints whatever is
// wrong with them. Null then: the call ends with ExitCode::kUsage.
std::unique_ptr<Knowledge> OpenKnowledge(const KnowledgeOptions& options);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_SHIPPED_H_
