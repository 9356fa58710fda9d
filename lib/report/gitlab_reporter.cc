#include "report/gitlab_reporter.h"

#include "report/active_findings.h"
#include "report/json_text.h"
#include "report/report_path.h"

namespace leastwise {
namespace {

std::string_view GitlabSeverity(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "blocker";
    case Severity::kHigh:
      return "critical";
    case Severity::kMedium:
      return "major";
    case Severity::kLow:
      return "minor";
    case Severity::kInfo:
      break;
  }
  return "info";
}

OrderedJson EntryOf(const Finding& finding, const SourceFile& file, std::uint32_t line,
                    const ReportOptions& options) {
  return {{"description", finding.rule->id + ": " + finding.message},
          {"check_name", finding.rule->id},
          {"fingerprint", finding.fingerprint},
          {"severity", GitlabSeverity(finding.rule->severity)},
          {"location",
           {{"path", ReportPath(file.path(), options.root)}, {"lines", {{"begin", line}}}}}};
}

}  // namespace

Result<bool> WriteGitlab(const Report& report, const RuleBook&, const ReportOptions& options,
                         const Sink& sink) {
  std::string separator;
  sink("[");
  for (const Finding* finding : ActiveFindings(report)) {
    const Location& place = finding->primary.location;
    if (!place.valid() && report.files.empty()) continue;
    const SourceFile& file = place.valid() ? *place.file : *report.files.front();
    const std::uint32_t line = place.valid() ? file.LineColumnAt(place.span.begin).line : 1;
    sink(separator + "\n" + DumpJson(EntryOf(*finding, file, line, options)));
    separator = ",";
  }
  sink(separator.empty() ? "]\n" : "\n]\n");
  return true;
}

}  // namespace leastwise
