#ifndef LEASTWISE_REPORT_GITHUB_REPORTER_H_
#define LEASTWISE_REPORT_GITHUB_REPORTER_H_

#include "report/reporter.h"

namespace leastwise {

// Workflow commands that GitHub shows as annotations on the lines of a pull request. GitHub keeps
// ten of a level for each step: the worst ten are written, and one notice says how many more there
// are. Columns are given only where a finding stands on one line, since GitHub ignores them
// elsewhere. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
Result<bool> WriteGithub(const Report& report, const RuleBook& book, const ReportOptions& options,
                         const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_GITHUB_REPORTER_H_
