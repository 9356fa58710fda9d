#include "report/diff_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "report/code_frame.h"
#include "report/columns.h"
#include "report/display_text.h"
#include "report/grant_text.h"
#include "report/report_path.h"
#include "report/style.h"

namespace leastwise {
namespace {

constexpr std::size_t kLeastWidth = 40;
constexpr std::size_t kLeastGutter = 2;
constexpr std::size_t kNamedActions = 3;
constexpr std::size_t kMostInShort = 5;

class DiffWriter {
 public:
  explicit DiffWriter(const DiffTextOptions& options)
      : options_(options),
        style_(options.colour, false),
        width_(std::max<std::size_t>(options.width, kLeastWidth)) {}

  std::string Write(const DiffReport& report) {
    std::string out;
    for (const DiffReportItem& item : report.items) out += WriteItem(item);
    out += DescribeCounts(report);
    return out + "\n";
  }

 private:
  std::string WriteItem(const DiffReportItem& item) {
    const ComparisonVerdict verdict = item.added->verdict;
    std::string out =
        style_.Paint(RoleOf(verdict), ComparisonVerdictName(verdict)) +
        style_.Paint(Role::kStrong, Printable(fmt::format(" {}: {}", item.name, SummaryOf(item)))) +
        "\n";
    gutter_ = kLeastGutter;
    if (!item.moved_from.empty()) {
      out += Paragraph("note", "the file was " + Backticks(item.moved_from));
    }
    const SplitGrants grants = SplitLater(*item.added);
    const std::size_t count = grants.first.size();
    const std::size_t shown =
        options_.max_grants == 0 ? count : std::min(count, options_.max_grants);
    for (std::size_t i = 0; i < shown; ++i) out += WriteGrant(grants.first[i], item);
    if (shown < count) {
      out += Paragraph("note", fmt::format("{} more grants are added", count - shown));
    }
    out += WriteShort("and later", grants.later, item);
    for (const std::string& reason : item.added->reasons) out += Paragraph("why", reason);
    for (const std::string& error : item.added->internal_errors) {
      out += Paragraph("internal error", error);
    }
    for (const std::string& note : item.added->notes) out += Paragraph("note", note);
    return out + WriteShort("no longer", item.removed->added, item);
  }

  std::string WriteGrant(const AddedGrant& grant, const DiffReportItem& item) {
    const std::string what = ": " + ListActions(grant, *item.actions, kNamedActions, Backticks) +
                             " on " + ResourceOf(grant, Backticks);
    std::string out = style_.Paint(Role::kError, "adds") +
                      style_.Paint(Role::kStrong, Printable(what)) + "\n" +
                      Frames(PlacesOf(grant, item));
    for (const std::string& condition : ConditionsOf(*grant.statement, Backticks)) {
      out += Paragraph("if", condition);
    }
    out += Paragraph("for example", DescribeRequest(grant.witness, Backticks));
    if (grant.outside_catalog_types) {
      out += Paragraph("note", "AWS lists no resource of that type for the action");
    }
    return out;
  }

  std::string Frames(const GrantPlaces& places) {
    std::vector<FrameSpan> spans;
    const auto add = [&](const Location& location, std::string_view label) {
      if (location.valid()) spans.push_back({location, label, location == places.primary});
    };
    for (const Location& action : places.actions) {
      if (spans.size() < kNamedActions || action == places.primary) add(action, "adds the action");
    }
    add(places.resource, "on this resource");
    const std::size_t before = spans.size();
    for (const Location& principal : places.principals) {
      if (spans.size() < before + kNamedActions) add(principal, "for this principal");
    }
    add(places.attached, "adds what it grants");
    if (spans.empty()) add(places.primary, "adds access");
    if (spans.empty()) return "";
    gutter_ = GutterWidth(spans);
    const FrameOptions frames{&style_, Role::kError, &columns_,
                              [](const std::string& path) { return ReportPath(path, {}); }};
    return RenderFrames(spans, frames);
  }

  // A line for each of the first few.
  std::string WriteShort(std::string_view name, std::span<const AddedGrant> grants,
                         const DiffReportItem& item) const {
    std::string out;
    for (std::size_t i = 0; i < std::min(grants.size(), kMostInShort); ++i) {
      out += Paragraph(name, ListActions(grants[i], *item.actions, kNamedActions, Backticks) +
                                 " on " + ResourceOf(grants[i], Backticks));
    }
    if (grants.size() > kMostInShort) {
      out += Paragraph(name, fmt::format("{} more grants", grants.size() - kMostInShort));
    }
    return out;
  }

  std::string Paragraph(std::string_view name, std::string_view text) const {
    return FrameNote(style_, gutter_, width_, name, text);
  }

  const DiffTextOptions& options_;
  Style style_;
  std::size_t width_;
  std::size_t gutter_ = kLeastGutter;
  Columns columns_{ColumnUnit::kCodePoint};
};

}  // namespace

std::string DiffText(const DiffReport& report, const DiffTextOptions& options) {
  return DiffWriter(options).Write(report);
}

}  // namespace leastwise
