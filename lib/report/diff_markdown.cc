#include <fmt/format.h>

#include <algorithm>

#include "report/columns.h"
#include "report/diff_report.h"
#include "report/display_text.h"
#include "report/grant_text.h"
#include "report/report_path.h"

namespace leastwise {
namespace {

constexpr std::size_t kNamedActions = 12;
constexpr std::size_t kMostGrants = 20;       // of one comparison
constexpr std::size_t kLongestCode = 400;     // bytes of one text of the policy
constexpr std::size_t kLongestPage = 60'000;  // a comment ends at 65,536 characters

std::size_t LongestRun(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// Printable and not too long; cut between code points.
std::string Shortened(std::string_view text) {
  std::string out = Printable(text);
  if (out.size() <= kLongestCode) return out;
  std::size_t end = kLongestCode;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  return out.substr(0, end) + "…";
}

// A code span that nothing in the text can end: nothing in it is markup, a mention or a link.
std::string CodeSpan(std::string_view text) {
  const std::string shown = Shortened(text);
  if (shown.find_first_not_of(' ') == std::string::npos) return "(empty)";
  const std::string fence(LongestRun(shown, '`') + 1, '`');
  // One space at each end is not shown; without it a backtick at the edge would join the fence.
  const bool needs_room = shown.front() == '`' || shown.back() == '`' || shown.front() == ' ';
  const std::string room = needs_room ? " " : "";
  return fence + room + shown + room + fence;
}

// Words of our own that quote the policy between backticks, as reasons do.
std::string Prose(std::string_view text) {
  const std::string shown = Printable(text);
  std::string out;
  std::string_view rest = shown;
  while (!rest.empty()) {
    const std::size_t open = rest.find('`');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('`', open + 1);
    const std::string_view plain = rest.substr(0, close == std::string_view::npos ? close : open);
    for (const char c : plain) {
      const bool is_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == ' ' || c == ',' || c == ';' ||
                           static_cast<unsigned char>(c) >= 0x80;
      if (is_word) {
        out += c;
      } else {
        out += fmt::format("&#{};", static_cast<int>(c));
      }
    }
    if (close == std::string_view::npos) break;
    out += CodeSpan(rest.substr(open + 1, close - open - 1));
    rest.remove_prefix(close + 1);
  }
  return out;
}

// A code block in a list item; the fence is longer than any in the lines.
std::string CodeBlock(const std::vector<std::string>& lines, std::string_view indent) {
  std::size_t run = 2;
  for (const std::string& line : lines) run = std::max(run, LongestRun(line, '`'));
  const std::string fence(run + 1, '`');
  std::string out = fmt::format("{}{}text\n", indent, fence);
  for (const std::string& line : lines) out += fmt::format("{}{}\n", indent, line);
  return out + fmt::format("{}{}\n", indent, fence);
}

std::vector<std::string> LinesOf(const Request& request) {
  std::vector<std::string> lines = {"action     " + Shortened(request.action),
                                    "resource   " + Shortened(request.resource)};
  if (!request.principal.empty()) lines.push_back("principal  " + Shortened(request.principal));
  for (const auto& [key, values] : request.context) {
    std::string line = "context    " + Shortened(key) + (values.empty() ? " without a value" : "");
    for (std::size_t i = 0; i < values.size(); ++i) {
      line += (i == 0 ? " = " : " and ") + Shortened(values[i]);
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
      if (out.size() + section.size() > kLongestPage) {
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
    const std::string with = report.base.empty() ? "" : " with " + CodeSpan(report.base);
    std::string out =
        fmt::format("## leastwise diff: {}\n\n{}", ComparisonVerdictName(report.verdict),
                    DescribeCounts(report, with));
    out += "\n";
    for (const std::string& failure : report.failures) out += "\n- **ERROR** " + Prose(failure);
    return report.failures.empty() ? out : out + "\n";
  }

  std::string WriteItem(const DiffReportItem& item) {
    std::string out = fmt::format("\n### {} {}: {}\n\n", ComparisonVerdictName(item.added->verdict),
                                  CodeSpan(item.name), SummaryOf(item));
    if (!item.moved_from.empty()) out += "The file was " + CodeSpan(item.moved_from) + ".\n\n";
    const std::vector<AddedGrant>& grants = item.added->added;
    for (std::size_t i = 0; i < std::min(grants.size(), kMostGrants); ++i) {
      const std::string grant = WriteGrant(item, grants[i]);
      if (out.size() + grant.size() > kLongestPage / 2) return Cut(out, grants.size() - i);
      out += grant;
    }
    if (grants.size() > kMostGrants) out = Cut(out, grants.size() - kMostGrants);
    for (const auto* list : {&item.added->reasons, &item.added->internal_errors}) {
      for (const std::string& reason : *list) out += "- why: " + Prose(reason) + "\n";
    }
    for (const std::string& note : item.added->notes) out += "- note: " + Prose(note) + "\n";
    const std::string removed = WriteRemoved(item);
    if (!removed.empty() && !out.ends_with("\n\n")) out += "\n";  // else it is part of the list
    return out + removed;
  }

  static std::string Cut(const std::string& text, std::size_t more) {
    return text + fmt::format("- {} more grants are added\n", more);
  }

  std::string WriteGrant(const DiffReportItem& item, const AddedGrant& grant) {
    std::string out = fmt::format("- **adds** {} on {}\n",
                                  ListActions(grant, *item.actions, kNamedActions, CodeSpan),
                                  ResourceOf(grant, CodeSpan));
    for (const std::string& condition : ConditionsOf(*grant.statement, CodeSpan)) {
      out += "  - if " + condition + "\n";
    }
    const GrantPlaces places = PlacesOf(grant, item);
    if (places.primary.valid()) {
      const SourceFile& file = *places.primary.file;
      const LineColumn at = columns_.At(file, places.primary.span.begin);
      out += "  - at " +
             CodeSpan(fmt::format("{}:{}:{}", ReportPath(file.path(), root_), at.line, at.column));
      if (!grant.statement->sid.value.empty()) {
        out += ", statement " + CodeSpan(grant.statement->sid.value);
      }
      out += "\n";
    }
    return out + "  - for example\n\n" + CodeBlock(LinesOf(grant.witness), "    ");
  }

  static std::string WriteRemoved(const DiffReportItem& item) {
    const std::vector<AddedGrant>& grants = item.removed->added;
    if (grants.empty()) return "";
    std::string out = fmt::format("<details><summary>No longer allowed: {} {}</summary>\n\n",
                                  grants.size(), grants.size() == 1 ? "grant" : "grants");
    for (std::size_t i = 0; i < std::min(grants.size(), kMostGrants); ++i) {
      out += fmt::format("- {} on {}\n",
                         ListActions(grants[i], *item.actions, kNamedActions, CodeSpan),
                         ResourceOf(grants[i], CodeSpan));
      if (out.size() > kLongestPage / 4) break;
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
