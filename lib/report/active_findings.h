#ifndef LEASTWISE_REPORT_ACTIVE_FINDINGS_H_
#define LEASTWISE_REPORT_ACTIVE_FINDINGS_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "report/reporter.h"

namespace leastwise {

inline constexpr std::size_t kSeverityCount = 5;
inline constexpr std::size_t kDispositionCount = 6;

// How many findings a report has, by what became of them; the active ones, and those that a note
// stands for, by severity.
struct FindingCounts {
  std::array<std::size_t, kSeverityCount> active_by_severity{};
  std::array<std::size_t, kSeverityCount> folded_by_severity{};
  std::array<std::size_t, kDispositionCount> by_disposition{};

  std::size_t of(Severity severity) const {
    return active_by_severity[static_cast<std::size_t>(severity)];
  }
  std::size_t of(Disposition disposition) const {
    return by_disposition[static_cast<std::size_t>(disposition)];
  }
};
FindingCounts CountFindings(const Report& report);

// "active", "below-threshold", "hidden-by-audience", "suppressed", "in-baseline", "folded".
std::string_view DispositionName(Disposition disposition);

// Pointers to the findings that count, in the report's order.
std::vector<const Finding*> ActiveFindings(const Report& report);

// Those that are to be shown by a format that can mark the ones that do not count.
std::vector<const Finding*> ShownFindings(const Report& report, const ReportOptions& options);

// The same by severity, the worst first; equal ones keep their order.
std::vector<const Finding*> WorstFirst(std::vector<const Finding*> findings);

// "1 policy", "3 policies".
std::string Counted(std::size_t count, std::string_view singular, std::string_view plural);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_ACTIVE_FINDINGS_H_
