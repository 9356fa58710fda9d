#ifndef LEASTWISE_REPORT_REPORTER_H_
#define LEASTWISE_REPORT_REPORTER_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/finding.h"
#include "engine/rule_book.h"

namespace leastwise {

// Where a reporter writes to: appends bytes in order. Streaming, so that a report of 20,000
// findings needs no copy of itself in memory.
using Sink = std::function<void(std::string_view)>;

struct PolicyStatistics;  // access/permissiveness.h

struct ReportOptions {
  bool colour = false;           // ANSI styles (text only)
  bool links = false;            // OSC 8 hyperlinks (text only)
  unsigned width = 80;           // columns of the terminal
  bool summary = true;           // -q leaves it out
  unsigned verbosity = 0;        // -v: hidden findings' counts by rule, all actions of a finding
  std::string root;              // paths are printed relative to it; empty: as they are
  std::string category;          // sarif: automationDetails.id is leastwise/<category>/
  std::size_t max_findings = 0;  // text only; 0: all
  std::size_t workers = 1;       // the report does not depend on it
  bool show_suppressed = false;  // print suppressed findings too, marked as such
  bool show_baseline = false;    // likewise those of the baseline
  // json and text: how much each policy grants, in the order to show. Null: not asked for.
  const std::vector<PolicyStatistics>* statistics = nullptr;
};

// Only findings whose disposition is kActive, and those that options ask for, are printed; the
// others are counted.
// Reporters are stateless and write untrusted text: every control character that a policy holds is
// escaped in every format.
struct Reporter {
  std::string_view name;  // for --format
  std::string_view help;  // one line
  // Errors: what the format cannot carry (sarif: more than 25,000 results).
  Result<bool> (*write)(const Report& report, const RuleBook& book, const ReportOptions& options,
                        const Sink& sink);
  bool shows_prose = true;  // help and suggestion of findings (see FillProse)
  bool shows_all = false;   // findings of every disposition, not only those that count
};

// All reporters, sorted by name. A new one is one file and one line in reporters.cc.
std::span<const Reporter> Reporters();
const Reporter* FindReporter(std::string_view name);

// "214 policies in 41 files: 3 findings (1 critical, 2 high) · …": the last line of a text report;
// cmd prints it on stderr for every format unless -q.
std::string SummaryLine(const Report& report);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_REPORTER_H_
