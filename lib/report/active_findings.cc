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
  }
  return "";
}

std::vector<const Finding*> ActiveFindings(const Report& report) {
  std::vector<const Finding*> active;
  for (const Finding& finding : report.findings) {
    if (finding.disposition == Disposition::kActive) active.push_back(&finding);
  }
  return active;
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
