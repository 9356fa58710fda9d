#include "report/active_findings.h"

#include <fmt/format.h>

#include <algorithm>

namespace leastwise {

FindingCounts CountFindings(const Report& report) {
  FindingCounts counts;
  for (const Finding& finding : report.findings) {
    ++counts.by_disposition[static_cast<std::size_t>(finding.disposition)];
    if (finding.disposition == Disposition::kActive) {
      ++counts.active_by_severity[static_cast<std::size_t>(finding.rule->severity)];
    }
    if (finding.disposition == Disposition::kFolded) {
      ++counts.folded_by_severity[static_cast<std::size_t>(finding.rule->severity)];
    }
  }
  for (const CountedFindings& counted : report.counted) {
    counts.by_disposition[static_cast<std::size_t>(counted.disposition)] += counted.count;
  }
  return counts;
}

std::string_view DispositionName(Disposition disposition) {
  switch (disposition) {
    case Disposition::kActive:
      return "active";
    case Disposition::kBelowThreshold:
      return "below-threshold";
    case Disposition::kHiddenByAudience:
      return "hidden-by-audience";
    case Disposition::kSuppressed:
      return "suppressed";
    case Disposition::kInBaseline:
      return "in-baseline";
    case Disposition::kFolded:
      return "folded";
  }
  return "";
}

std::vector<const Finding*> ActiveFindings(const Report& report) {
  return ShownFindings(report, {});
}

std::vector<const Finding*> ShownFindings(const Report& report, const ReportOptions& options) {
  std::vector<const Finding*> shown;
  for (const Finding& finding : report.findings) {
    const Disposition disposition = finding.disposition;
    const bool is_shown = disposition == Disposition::kActive ||
                          (options.show_suppressed && disposition == Disposition::kSuppressed) ||
                          (options.show_baseline && disposition == Disposition::kInBaseline);
    if (is_shown) shown.push_back(&finding);
  }
  return shown;
}

std::vector<const Finding*> WorstFirst(std::vector<const Finding*> findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding* a, const Finding* b) {
    return a->rule->severity > b->rule->severity;
  });
  return findings;
}

std::string Counted(std::size_t count, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", count, count == 1 ? singular : plural);
}

}  // namespace leastwise
