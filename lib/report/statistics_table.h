#ifndef LEASTWISE_REPORT_STATISTICS_TABLE_H_
#define LEASTWISE_REPORT_STATISTICS_TABLE_H_

#include <string>
#include <vector>

#include "access/permissiveness.h"
#include "report/reporter.h"

namespace leastwise {

// How much each policy grants, one a line, in the order given:
//
//     score  actions  everywhere  permissions  write  tagging  read  list  without condition policy
//       212       14           3            0      6        0     5     3                 14 a.json
//
// `everywhere` is the actions that are allowed on all resources of a type. Printable; empty where
// there is no policy.
std::string StatisticsTable(const std::vector<PolicyStatistics>& statistics,
                            const ReportOptions& options);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_STATISTICS_TABLE_H_
