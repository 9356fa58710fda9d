#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "report/columns.h"
#include "report/diff_report.h"
#include "report/display_text.h"
#include "report/grant_text.h"
#include "report/markdown_text.h"
#include "report/report_path.h"

namespace leastwise {
namespace {

constexpr std::size_t kNamedActions = 12;
constexpr std::size_t kMostGrants = 20;  // of one comparison

std::vector<std::string> LinesOf(const Request& request) {
  std::vector<std::string> lines = {"action     " + ShortenedForMarkdown(request.action),
                                    "resource   " + ShortenedForMarkdown(request.resource)};
  if (!request.principal.empty())
    lines.push_back("principal  " + ShortenedForMarkdown(request.principal));
  for (const auto& [key, values] : request.context) {
    std::string line =
        "context    " + ShortenedForMarkdown(key) + (values.empty() ? " without a value" : "");
    for (std::size_t i = 0; i < values.size(); ++i) {
      line += (i == 0 ? " = " : " and ") + ShortenedForMarkdown(values[i]);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

class MarkdownWriter {
 public:
  explicit MarkdownWriter(std::string_view root) : root_(root) {}

  std::string Write(const DiffReport& report) {
    std::string out = Head(report);
    std::vector<const DiffReportItem*> items;
    for (const DiffReportItem& item : report.items) items.push_back(&item);
    const auto rank = [](const DiffReportItem* item) {
      switch (item->added->verdict) {
        case ComparisonVerdict::kFail:
          return 0;
        case ComparisonVerdict::kError:
          return 1;
        case ComparisonVerdict::kUnknown:
          return 2;
        case ComparisonVerdict::kPass:
          break;
      }
      return 3;
    };
    std::stable_sort(items.begin(), items.end(),
                     [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string section = WriteItem(*items[i]);
      if (out.size() + section.size() > kLongestMarkdownPage) {
        return out + fmt::format(
                         "\n{} more policies are left out: a comment holds no more. Run "
                         "`leastwise diff` to see them.\n",
                         items.size() - i);
      }
      out += section;
    }
    return out;
  }

 private:
  static std::string Head(const DiffReport& report) {
    const std::string with = report.base.empty() ? "" : " with " + MarkdownCode(report.base);
    std::string out =
        fmt::format("## leastwise diff: {}\n\n{}", ComparisonVerdictName(report.verdict),
                    DescribeCounts(report, with));
    out += "\n";
    for (const std::string& failure : report.failures)
      out += "\n- **ERROR** " + MarkdownQuote(failure);
    return report.failures.empty() ? out : out + "\n";
  }

  std::string WriteItem(const DiffReportItem& item) {
    std::string out = fmt::format("\n### {} {}: {}\n\n", ComparisonVerdictName(item.added->verdict),
                                  MarkdownCode(item.name), SummaryOf(item));
    if (!item.moved_from.empty()) out += "The file was " + MarkdownCode(item.moved_from) + ".\n\n";
    const SplitGrants split = SplitLater(*item.added);
    const std::span<const AddedGrant> grants = split.first;
    for (std::size_t i = 0; i < std::min(grants.size(), kMostGrants); ++i) {
      const std::string grant = WriteGrant(item, grants[i]);
      if (out.size() + grant.size() > kLongestMarkdownPage / 2) return Cut(out, grants.size() - i);
      out += grant;
    }
    if (grants.size() > kMostGrants) out = Cut(out, grants.size() - kMostGrants);
    for (const auto* list : {&item.added->reasons, &item.added->internal_errors}) {
      for (const std::string& reason : *list) out += "- why: " + MarkdownQuote(reason) + "\n";
    }
    for (const std::string& note : item.added->notes)
      out += "- note: " + MarkdownQuote(note) + "\n";
    for (const std::string& folded :
         {WriteFolded("Also actions that AWS may add later", split.later, item),
          WriteFolded("No longer allowed", item.removed->added, item)}) {
      if (!folded.empty() && !out.ends_with("\n\n")) out += "\n";  // else it is part of the list
      out += folded;
    }
    return out;
  }

  static std::string Cut(const std::string& text, std::size_t more) {
    return text + fmt::format("- {} more grants are added\n", more);
  }

  std::string WriteGrant(const DiffReportItem& item, const AddedGrant& grant) {
    std::string out = fmt::format("- **adds** {} on {}\n",
                                  ListActions(grant, *item.actions, kNamedActions, MarkdownCode),
                                  ResourceOf(grant, MarkdownCode));
    for (const std::string& condition : ConditionsOf(*grant.statement, MarkdownCode)) {
      out += "  - if " + condition + "\n";
    }
    const GrantPlaces places = PlacesOf(grant, item);
    if (places.primary.valid()) {
      const SourceFile& file = *places.primary.file;
      const LineColumn at = columns_.At(file, places.primary.span.begin);
      out += "  - at " + MarkdownCode(fmt::format("{}:{}:{}", ReportPath(file.path(), root_),
                                                  at.line, at.column));
      if (item.identity != nullptr && !grant.policy->name.empty()) {
        out += ", policy " + MarkdownCode(grant.policy->name);
      }
      if (!grant.statement->sid.value.empty()) {
        out += ", statement " + MarkdownCode(grant.statement->sid.value);
      }
      out += "\n";
    }
    return out + "  - for example\n\n" + MarkdownCodeBlock(LinesOf(grant.witness), "    ");
  }

  // Grants that a reader opens where he wants to see them.
  static std::string WriteFolded(std::string_view title, std::span<const AddedGrant> grants,
                                 const DiffReportItem& item) {
    if (grants.empty()) return "";
    std::string out = fmt::format("<details><summary>{}: {} {}</summary>\n\n", title, grants.size(),
                                  grants.size() == 1 ? "grant" : "grants");
    for (std::size_t i = 0; i < std::min(grants.size(), kMostGrants); ++i) {
      out += fmt::format("- {} on {}\n",
                         ListActions(grants[i], *item.actions, kNamedActions, MarkdownCode),
                         ResourceOf(grants[i], MarkdownCode));
      if (out.size() > kLongestMarkdownPage / 4) break;
    }
    return out + "\n</details>\n";
  }

  std::string_view root_;
  Columns columns_{ColumnUnit::kCodePoint};
};

}  // namespace

std::string DiffMarkdown(const DiffReport& report, std::string_view root) {
  return MarkdownWriter(root).Write(report);
}

}  // namespace leastwise
