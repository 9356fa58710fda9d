#include "report/statistics_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "iam/policy_label.h"
#include "report/display_text.h"
#include "report/report_path.h"

namespace leastwise {
namespace {

constexpr std::size_t kColumns = 9;
constexpr std::array<std::string_view, kColumns> kTitles = {
    "score",   "actions", "everywhere", "permissions",      "write",
    "tagging", "read",    "list",       "without condition"};

std::array<std::uint64_t, kColumns> CellsOf(const Permissiveness& measured) {
  std::uint64_t everywhere = 0;
  for (const auto& level : measured.at_least) everywhere += level.back();
  const auto level = [&measured](std::size_t index) { return measured.at_least[index].front(); };
  return {measured.score, measured.actions,      everywhere, level(4), level(3), level(2), level(1),
          level(0),       measured.unconditioned};
}

std::string NameOf(const Policy& policy, const ReportOptions& options) {
  const std::string path = ReportPath(policy.location.file->path(), options.root);
  const std::string label = PolicyLabel(policy);
  return Printable(label.empty() ? path : path + ": " + label);
}

}  // namespace

std::string StatisticsTable(const std::vector<PolicyStatistics>& statistics,
                            const ReportOptions& options) {
  if (statistics.empty()) return {};
  std::array<std::size_t, kColumns> widths{};
  for (std::size_t i = 0; i < kColumns; ++i) widths[i] = kTitles[i].size();
  for (const PolicyStatistics& one : statistics) {
    const auto cells = CellsOf(one.permissiveness);
    for (std::size_t i = 0; i < kColumns; ++i) {
      widths[i] = std::max(widths[i], std::to_string(cells[i]).size());
    }
  }
  std::string out;
  for (std::size_t i = 0; i < kColumns; ++i) out += fmt::format("{:>{}}  ", kTitles[i], widths[i]);
  out += "policy\n";
  for (const PolicyStatistics& one : statistics) {
    const auto cells = CellsOf(one.permissiveness);
    for (std::size_t i = 0; i < kColumns; ++i) out += fmt::format("{:>{}}  ", cells[i], widths[i]);
    out += NameOf(*one.policy, options) + "\n";
  }
  return out;
}

}  // namespace leastwise
