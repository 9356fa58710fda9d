#ifndef LEASTWISE_REPORT_JUNIT_REPORTER_H_
#define LEASTWISE_REPORT_JUNIT_REPORTER_H_

#include "report/reporter.h"

namespace leastwise {

// JUnit XML, for the test views of CI servers: a suite for each file that holds policies, with a
// failed case for each finding (the frame, why and help in it) or one that passes; what could not
// be analysed is a case with an error. Findings without a file are a suite of their own.
Result<bool> WriteJunit(const Report& report, const RuleBook& book, const ReportOptions& options,
                        const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_JUNIT_REPORTER_H_
