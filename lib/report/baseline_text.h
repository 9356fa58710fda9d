#ifndef LEASTWISE_REPORT_BASELINE_TEXT_H_
#define LEASTWISE_REPORT_BASELINE_TEXT_H_

#include <string>
#include <string_view>

#include "engine/baseline.h"

namespace leastwise {

// The file of a baseline: JSON, one entry on each line, sorted, so that changes of it read well and
// merge. Baseline::Read reads it.
std::string BaselineText(const Baseline& baseline, std::string_view tool_version,
                         std::string_view pack_versions);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_BASELINE_TEXT_H_
