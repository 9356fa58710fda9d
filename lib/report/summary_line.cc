#include <fmt/format.h>

#include <string>
#include <vector>

#include "report/active_findings.h"
#include "report/display_text.h"
#include "report/reporter.h"

namespace leastwise {
namespace {

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string Checked(const Summary& summary) {
  const std::string files =
      Counted(summary.files_with_policies == 0 ? summary.files : summary.files_with_policies,
              "file", "files");
  if (summary.policies == 0 && summary.identities == 0) return "no policies in " + files;
  std::string policies = Counted(summary.policies, "policy", "policies");
  if (summary.analysed < summary.policies) {
    policies = fmt::format("{} of {}", summary.analysed, policies);
  }
  std::string identities;
  if (summary.identities > 0) {
    identities = " and " + Counted(summary.identities, "identity", "identities");
  }
  return fmt::format("{} ({}){} in {}", policies,
                     Counted(summary.statements, "statement", "statements"), identities, files);
}

// "1 high, 2 low"
std::string BySeverity(const std::array<std::size_t, kSeverityCount>& counts) {
  std::vector<std::string> parts;
  for (const Severity severity :
       {Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow, Severity::kInfo}) {
    const std::size_t count = counts[static_cast<std::size_t>(severity)];
    if (count > 0) parts.push_back(fmt::format("{} {}", count, SeverityName(severity)));
  }
  return Join(parts, ", ");
}

std::string Found(const FindingCounts& counts) {
  const std::size_t active = counts.of(Disposition::kActive);
  if (active == 0) return "no findings";
  return fmt::format("{} ({})", Counted(active, "finding", "findings"),
                     BySeverity(counts.active_by_severity));
}

// Findings that exist and are not shown; none of them is dropped in silence.
std::string NotShown(const Summary& summary, const FindingCounts& counts) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, std::string_view what) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, what));
  };
  add(counts.of(Disposition::kSuppressed), "suppressed");
  add(counts.of(Disposition::kInBaseline), "in baseline");
  add(counts.of(Disposition::kHiddenByAudience), "hidden by audience");
  add(counts.of(Disposition::kBelowThreshold), "below the threshold");
  add(summary.superseded, "folded into stronger ones");
  const std::size_t folded = counts.of(Disposition::kFolded);
  add(folded, fmt::format("{} folded ({})", folded == 1 ? "guardrail" : "guardrails",
                          BySeverity(counts.folded_by_severity)));
  return Join(parts, ", ");
}

std::string NotChecked(const Report& report) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, const std::string& what) {
    if (count > 0) parts.push_back(what);
  };
  const Summary& summary = report.summary;
  add(report.not_analysed.size(), fmt::format("{} not analysed", report.not_analysed.size()));
  add(summary.files_failed, Counted(summary.files_failed, "file", "files") + " could not be read");
  add(summary.files_skipped,
      Counted(summary.files_skipped, "file", "files") + " without policies skipped");
  add(summary.cannot_tell, Counted(summary.cannot_tell, "check", "checks") + " without an answer");
  return Join(parts, ", ");
}

}  // namespace

std::string SummaryLine(const Report& report) {
  const FindingCounts counts = CountFindings(report);
  std::vector<std::string> parts = {Checked(report.summary) + ": " + Found(counts)};
  for (std::string part : {NotShown(report.summary, counts), NotChecked(report)}) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  if (!report.pack_versions.empty()) parts.push_back("rules " + Printable(report.pack_versions));
  return Join(parts, " · ");
}

}  // namespace leastwise
