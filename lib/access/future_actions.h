#ifndef LEASTWISE_ACCESS_FUTURE_ACTIONS_H_
#define LEASTWISE_ACCESS_FUTURE_ACTIONS_H_

#include <cstdint>
#include <functional>

#include "access/action_classes.h"
#include "access/comparison_model.h"
#include "access/goal_search.h"

namespace leastwise {

// Called with a class of one made-up action; true ends the walk.
using FutureVisit = std::function<bool(const ActionClass&)>;
enum class FutureEnd : std::uint8_t { kExhausted, kStopped, kBudget };

// Actions that AWS may add, as far as patterns of the new side reach them: for each service that a
// pattern names, and one that none does, a made-up name for each way in which the patterns can
// match a name. Passed over is what one old Allow surely covers. kBudget: there are more than were
// visited, a service has too many patterns.
FutureEnd VisitFutureActions(const ComparisonModel& model, const GoalSearch& search,
                             WorkMeter* meter, const FutureVisit& visit);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_FUTURE_ACTIONS_H_
