#include "report/markdown_reporter.h"

#include <fmt/format.h>

#include "report/active_findings.h"
#include "report/columns.h"
#include "report/markdown_text.h"
#include "report/report_path.h"

namespace leastwise {
namespace {

std::string Table(const FindingCounts& counts) {
  std::string head;
  std::string rule;
  std::string row;
  for (const Severity severity :
       {Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow, Severity::kInfo}) {
    head += fmt::format("| {} ", SeverityName(severity));
    rule += "| ---: ";
    row += fmt::format("| {} ", counts.of(severity));
  }
  return head + "|\n" + rule + "|\n" + row + "|\n";
}

class MarkdownReport {
 public:
  MarkdownReport(const RuleBook& book, const ReportOptions& options)
      : book_(book), options_(options) {}

  std::string Write(const Finding& finding) {
    const Rule& rule = *finding.rule;
    const RuleProse& prose = book_.Prose(rule);
    std::string out = fmt::format("<details><summary><b>{}</b> {} {}</summary>\n\n", rule.id,
                                  SeverityName(rule.severity), MarkdownQuote(prose.title));
    out += MarkdownQuote(finding.message) + "\n\n";
    if (const Location& place = finding.primary.location; place.valid()) {
      const LineColumn at = columns_.At(*place.file, place.span.begin);
      const std::string path = ReportPath(place.file->path(), options_.root);
      out += "- at " + MarkdownCode(fmt::format("{}:{}:{}", path, at.line, at.column)) + ": " +
             MarkdownCode(FirstLine(place.text())) + "\n";
    }
    out += "- why: " + MarkdownQuote(prose.why) + "\n";
    out += "- help: " + MarkdownQuote(finding.help().empty() ? prose.help : finding.help()) + "\n";
    return out + "\n</details>\n\n";
  }

  static std::string_view FirstLine(std::string_view text) {
    return text.substr(0, text.find_first_of("\r\n"));
  }

 private:
  const RuleBook& book_;
  const ReportOptions& options_;
  Columns columns_{ColumnUnit::kCodePoint};
};

}  // namespace

Result<bool> WriteMarkdown(const Report& report, const RuleBook& book, const ReportOptions& options,
                           const Sink& sink) {
  const std::vector<const Finding*> findings = WorstFirst(ActiveFindings(report));
  std::string head = "## leastwise\n\n" + MarkdownQuote(SummaryLine(report)) + "\n\n";
  if (!findings.empty()) head += Table(CountFindings(report)) + "\n";
  for (const NotAnalysed& entry : report.not_analysed) {
    const std::string line =
        "- not analysed: " +
        MarkdownCode(fmt::format("{}:{}:{}", ReportPath(entry.path, options.root), entry.at.line,
                                 entry.at.column)) +
        ": " + MarkdownQuote(entry.reason) + "\n";
    if (head.size() + line.size() > kLongestMarkdownPage / 4) break;
    head += line;
  }
  if (!report.not_analysed.empty()) head += "\n";
  sink(head);
  std::size_t size = head.size();
  MarkdownReport writer(book, options);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const std::string section = writer.Write(*findings[i]);
    if (size + section.size() > kLongestMarkdownPage) {
      sink(fmt::format("{} left out: a comment holds no more.\n",
                       Counted(findings.size() - i, "more finding is", "more findings are")));
      break;
    }
    size += section.size();
    sink(section);
  }
  return true;
}

}  // namespace leastwise
