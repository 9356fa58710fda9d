#ifndef LEASTWISE_REPORT_TEXT_REPORTER_H_
#define LEASTWISE_REPORT_TEXT_REPORTER_H_

#include "report/reporter.h"

namespace leastwise {

// For people: a headline, frames of the source, and why / help / note, in rustc's manner. Needs the
// prose of the rules to be loaded. Lists what could not be analysed behind the findings. Everything
// that comes from the input is printable; paths, lines and columns (code points) count from 1.
Result<bool> WriteText(const Report& report, const RuleBook& book, const ReportOptions& options,
                       const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_TEXT_REPORTER_H_
