#include "report/concise_reporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/parallel_for.h"
#include "report/active_findings.h"
#include "report/columns.h"
#include "report/display_text.h"
#include "report/report_path.h"
#include "report/style.h"

namespace leastwise {
namespace {

// How many findings one worker writes at a time.
constexpr std::size_t kBlock = 512;

using Out = std::back_insert_iterator<std::string>;

void WritePlace(const std::string& path, LineColumn at, const ReportOptions& options, Out out) {
  fmt::format_to(out, "{}:{}:{}: ", Printable(ReportPath(path, options.root)), at.line, at.column);
}

std::string Lines(std::span<const Finding* const> findings, const ReportOptions& options,
                  Columns& columns) {
  std::string text;
  for (const Finding* finding : findings) {
    const Location& location = finding->primary.location;
    const Out out = std::back_inserter(text);
    if (location.valid()) {
      WritePlace(location.file->path(), columns.At(*location.file, location.span.begin), options,
                 out);
    }
    fmt::format_to(out, "{}[{}] {}", LevelName(LevelOf(finding->rule->severity)), finding->rule->id,
                   Printable(finding->message));
    if (finding->disposition != Disposition::kActive) {
      fmt::format_to(out, " ({})", DispositionName(finding->disposition));
    }
    text += '\n';
  }
  return text;
}

// A round of blocks at a time, so that the report never stands in memory as a whole.
void WriteFindings(std::span<const Finding* const> findings, const ReportOptions& options,
                   const Sink& sink) {
  const std::size_t workers = std::max<std::size_t>(options.workers, 1);
  std::vector<std::string> blocks(workers * 8);
  // Kept from block to block: to find the columns of a line of many megabytes anew costs a look at
  // all of it.
  PerWorker<Columns> columns(workers, ColumnUnit::kCodePoint);
  while (!findings.empty()) {
    const std::size_t count = std::min(blocks.size(), (findings.size() + kBlock - 1) / kBlock);
    ParallelFor(count, workers, [&](std::size_t index, std::size_t worker) {
      const auto rest = findings.subspan(index * kBlock);
      blocks[index] = Lines(rest.first(std::min(kBlock, rest.size())), options, columns[worker]);
    });
    for (std::size_t index = 0; index < count; ++index) sink(blocks[index]);
    findings = findings.subspan(std::min(count * kBlock, findings.size()));
  }
}

}  // namespace

Result<bool> WriteConcise(const Report& report, const RuleBook&, const ReportOptions& options,
                          const Sink& sink) {
  WriteFindings(ShownFindings(report, options), options, sink);
  for (const NotAnalysed& entry : report.not_analysed) {
    std::string line;
    WritePlace(entry.path, entry.at, options, std::back_inserter(line));
    sink(fmt::format("{}not analysed: {}\n", line, Printable(entry.reason)));
  }
  return true;
}

}  // namespace leastwise
