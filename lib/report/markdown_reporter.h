#ifndef LEASTWISE_REPORT_MARKDOWN_REPORTER_H_
#define LEASTWISE_REPORT_MARKDOWN_REPORTER_H_

#include "report/reporter.h"

namespace leastwise {

// A comment for a pull request: how many findings of each severity, then one folded section for
// each, the worst first. Ends before the 65,536 characters that a comment may have, and says how
// many findings are left out.
Result<bool> WriteMarkdown(const Report& report, const RuleBook& book, const ReportOptions& options,
                           const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_MARKDOWN_REPORTER_H_
