#ifndef LEASTWISE_REPORT_GITLAB_REPORTER_H_
#define LEASTWISE_REPORT_GITLAB_REPORTER_H_

#include "report/reporter.h"

namespace leastwise {

// GitLab's Code Quality report: an array, empty where there is nothing, so that the job always has
// its artifact. The rule's id is in the description, since the widget shows nothing else; GitLab
// drops entries of one fingerprint, ours are unique. Findings without a file, which GitLab refuses,
// stand at the first file of the report, or are left out where there is none.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
Result<bool> WriteGitlab(const Report& report, const RuleBook& book, const ReportOptions& options,
                         const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_GITLAB_REPORTER_H_
