#include "report/concise_reporter.h"

#include <fmt/format.h>

#include "report/active_findings.h"
#include "report/columns.h"
#include "report/display_text.h"
#include "report/report_path.h"
#include "report/style.h"

namespace leastwise {
namespace {

std::string Place(const std::string& path, LineColumn at, const ReportOptions& options) {
  return fmt::format("{}:{}:{}: ", Printable(ReportPath(path, options.root)), at.line, at.column);
}

}  // namespace

Result<bool> WriteConcise(const Report& report, const RuleBook&, const ReportOptions& options,
                          const Sink& sink) {
  Columns columns(ColumnUnit::kCodePoint);
  for (const Finding* finding : ActiveFindings(report)) {
    const Location& location = finding->primary.location;
    std::string line;
    if (location.valid()) {
      line = Place(location.file->path(), columns.At(*location.file, location.span.begin), options);
    }
    sink(fmt::format("{}{}[{}] {}\n", line, LevelName(LevelOf(finding->rule->severity)),
                     finding->rule->id, Printable(finding->message)));
  }
  for (const NotAnalysed& entry : report.not_analysed) {
    sink(fmt::format("{}not analysed: {}\n", Place(entry.path, entry.at, options),
                     Printable(entry.reason)));
  }
  return true;
}

}  // namespace leastwise
