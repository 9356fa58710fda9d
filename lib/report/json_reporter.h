#ifndef LEASTWISE_REPORT_JSON_REPORTER_H_
#define LEASTWISE_REPORT_JSON_REPORTER_H_

#include "report/reporter.h"

namespace leastwise {

// For programs: `json-v1`, fixed by rules/schema/json-v1.schema.json. All findings whatever their
// disposition, one a line, then what could not be analysed and the summary. Lines and columns count
// from 1, columns in code points; ends are exclusive. A fact that is not known is null. Written one
// finding at a time, in ASCII: everything else is `\uXXXX`, so nothing untrusted reaches a
// terminal.
Result<bool> WriteJson(const Report& report, const RuleBook& book, const ReportOptions& options,
                       const Sink& sink);

// The same objects as a stream, one a line, each with a `type`: `tool` (with `format`: jsonl-v1)
// first, then `finding`, `not_analysed`, `statistics` where asked for, and `summary` last.
Result<bool> WriteJsonLines(const Report& report, const RuleBook& book,
                            const ReportOptions& options, const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_JSON_REPORTER_H_
