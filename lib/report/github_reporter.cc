#include "report/github_reporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/active_findings.h"
#include "report/columns.h"
#include "report/display_text.h"
#include "report/report_path.h"
#include "report/style.h"

namespace leastwise {
namespace {

constexpr std::size_t kMostOfLevel = 10;

std::string Escaped(std::string_view text, std::string_view also) {
  std::string out;
  for (const char c : Printable(text)) {
    if (c == '%' || c == '\r' || c == '\n' || also.find(c) != std::string_view::npos) {
      out += fmt::format("%{:02X}", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string Property(std::string_view text) { return Escaped(text, ":,"); }

std::string_view CommandOf(Level level) {
  return level == Level::kNote ? std::string_view("notice") : LevelName(level);
}

class GithubWriter {
 public:
  explicit GithubWriter(const ReportOptions& options) : options_(options) {}

  std::string Write(const Finding& finding) {
    return fmt::format("::{} {}title={}::{}\n", CommandOf(LevelOf(finding.rule->severity)),
                       PlaceOf(finding.primary.location),
                       Property("leastwise (" + finding.rule->id + ")"),
                       Escaped(finding.message, ""));
  }

 private:
  std::string PlaceOf(const Location& location) {
    if (!location.valid()) return {};
    const LineColumn begin = columns_.At(*location.file, location.span.begin);
    const LineColumn end = columns_.At(*location.file, location.span.end);
    const std::string path = Property(ReportPath(location.file->path(), options_.root));
    std::string out = fmt::format("file={},line={},endLine={},", path, begin.line, end.line);
    if (begin.line == end.line) {
      out += fmt::format("col={},endColumn={},", begin.column, end.column);
    }
    return out;
  }

  const ReportOptions& options_;
  Columns columns_{ColumnUnit::kCodePoint};
};

}  // namespace

Result<bool> WriteGithub(const Report& report, const RuleBook&, const ReportOptions& options,
                         const Sink& sink) {
  GithubWriter writer(options);
  std::array<std::size_t, 3> written{};
  std::size_t left = 0;
  for (const Finding* finding : WorstFirst(ActiveFindings(report))) {
    std::size_t& count = written[static_cast<std::size_t>(LevelOf(finding->rule->severity))];
    if (++count > kMostOfLevel) {
      ++left;
    } else {
      sink(writer.Write(*finding));
    }
  }
  if (left > 0) {
    sink(fmt::format("::notice title=leastwise::{} not shown here: GitHub keeps {} of a level\n",
                     Counted(left, "more finding is", "more findings are"), kMostOfLevel));
  }
  if (!report.not_analysed.empty()) {
    sink(fmt::format("::notice title=leastwise::{} not be analysed; the text report says why\n",
                     Counted(report.not_analysed.size(), "policy could", "policies could")));
  }
  return true;
}

}  // namespace leastwise
