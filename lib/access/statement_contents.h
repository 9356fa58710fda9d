#ifndef LEASTWISE_ACCESS_STATEMENT_CONTENTS_H_
#define LEASTWISE_ACCESS_STATEMENT_CONTENTS_H_

#include <cstdint>
#include <vector>

#include "access/comparison_model.h"

namespace leastwise {

// A number for each statement of the model: the same for those that say the same but for their
// actions.
std::vector<std::uint32_t> ContentsOf(const ComparisonModel& model);

// Whether the new side has every Deny of the old one, word for word. `contents` as above.
bool AllDeniesAreKept(const ComparisonModel& model, const std::vector<std::uint32_t>& contents);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_STATEMENT_CONTENTS_H_
