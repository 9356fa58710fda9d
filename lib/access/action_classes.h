#ifndef LEASTWISE_ACCESS_ACTION_CLASSES_H_
#define LEASTWISE_ACCESS_ACTION_CLASSES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "access/comparison_model.h"
#include "access/work_meter.h"
#include "iam/action_table.h"

namespace leastwise {

// Actions that exactly the same statements match, by their Action or NotAction.
struct ActionClass {
  std::vector<std::uint32_t> statements;  // ascending, in the model
  std::vector<ActionId> on_arns;          // with a resource type that is required
  std::vector<ActionId> on_star;          // without resource types
  std::vector<ActionId> on_both;          // only optional types, or the catalog lacks the action
  std::vector<std::string> future;        // made-up names that AWS may add; on either
};

// Every action of the catalog and every literal of the run that it lacks, as far as some Allow of
// the new side's policies matches it. Exact; only some of them where the meter runs out.
std::vector<ActionClass> ClassifyActions(const ComparisonModel& model, const ActionTable& actions,
                                         WorkMeter* meter);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_ACTION_CLASSES_H_
