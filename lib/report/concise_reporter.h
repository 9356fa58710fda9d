#ifndef LEASTWISE_REPORT_CONCISE_REPORTER_H_
#define LEASTWISE_REPORT_CONCISE_REPORTER_H_

#include "report/reporter.h"

namespace leastwise {

// One line a finding, for editors and grep: `path:line:col: level[ID] message`. A finding that
// stands nowhere has no place in front. What could not be analysed follows in the same shape as
// `path:line:col: not analysed: reason`. Columns count code points. Needs no prose.
Result<bool> WriteConcise(const Report& report, const RuleBook& book, const ReportOptions& options,
                          const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_CONCISE_REPORTER_H_
