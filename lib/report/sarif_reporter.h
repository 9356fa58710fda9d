#ifndef LEASTWISE_REPORT_SARIF_REPORTER_H_
#define LEASTWISE_REPORT_SARIF_REPORTER_H_

#include <functional>

#include "report/reporter.h"

namespace leastwise {

// SARIF 2.1.0 as GitHub code scanning reads it: active findings only (GitHub opens an alert for
// suppressed ones), worst first, exactly one location each, columns in UTF-16 code units, paths
// relative to the root of the repository. What could not be analysed, and findings that stand
// nowhere, become notifications of the run. Needs the prose of the rules. No times, no machine's
// name: the same input gives the same bytes.
// Errors (kLimit): more than 25,000 results, which GitHub refuses; nothing is written then.
Result<bool> WriteSarif(const Report& report, const RuleBook& book, const ReportOptions& options,
                        const Sink& sink);

// The prose of a rule of the report.
using ProseOf = std::function<const RuleProse&(const Rule& rule)>;

// The same for rules of any origin.
Result<bool> WriteSarifLog(const Report& report, const ProseOf& prose, const ReportOptions& options,
                           const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_SARIF_REPORTER_H_
