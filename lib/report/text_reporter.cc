#include "report/text_reporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "report/active_findings.h"
#include "report/code_frame.h"
#include "report/display_text.h"
#include "report/report_path.h"
#include "report/statistics_table.h"

namespace leastwise {
namespace {

constexpr std::size_t kLeastWidth = 40;
constexpr std::size_t kMostNames = 3;
constexpr std::size_t kMostRelated = 10;

// "`a`, `b`, `c` and 4 more"
std::string NameSome(const std::vector<std::string>& names, std::size_t most) {
  const std::size_t shown = std::min(names.size(), most);
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    out += fmt::format("{}`{}`", i == 0 ? "" : ", ", names[i]);
  }
  if (shown < names.size()) out += fmt::format(" and {} more", names.size() - shown);
  return out;
}

class TextWriter {
 public:
  TextWriter(const RuleBook& book, const ReportOptions& options)
      : book_(book),
        options_(options),
        style_(options.colour, options.links),
        width_(std::max<std::size_t>(options.width, kLeastWidth)) {}

  std::string Write(const Finding& finding) {
    const Level level = LevelOf(finding.rule->severity);
    const std::vector<FrameSpan> spans = SpansOf(finding);
    const std::size_t gutter = GutterWidth(spans);
    const FrameOptions frames{&style_, RoleOf(level), &columns_, [this](const std::string& path) {
                                return ReportPath(path, options_.root);
                              }};
    const RuleProse& prose = book_.Prose(*finding.rule);
    std::string out = Headline(finding, level) + RenderFrames(spans, frames);
    const bool has_own_help = !finding.help().empty();
    out += OfRule(finding, prose, gutter, !has_own_help);
    if (has_own_help) out += Paragraph(gutter, "help", finding.help());
    if (options_.verbosity > 0) out += Paragraph(gutter, "try", finding.suggestion());
    out += Paragraph(gutter, DispositionName(finding.disposition), NotCounted(finding));
    out += Note(gutter, finding, prose);
    return out + "\n";
  }

 private:
  std::string Headline(const Finding& finding, Level level) const {
    const std::string code = fmt::format("{}[{}]", LevelName(level), finding.rule->id);
    return fmt::format("{}{}\n", style_.Paint(RoleOf(level), code),
                       style_.Paint(Role::kStrong, ": " + Printable(finding.message)));
  }

  std::vector<FrameSpan> SpansOf(const Finding& finding) const {
    std::vector<FrameSpan> spans = {{finding.primary.location, finding.primary.label, true}};
    const std::size_t most = options_.verbosity > 0 ? finding.related.size() : kMostRelated;
    for (std::size_t i = 0; i < std::min(most, finding.related.size()); ++i) {
      spans.push_back({finding.related[i].location, finding.related[i].label, false});
    }
    return spans;
  }

  std::string Paragraph(std::size_t gutter, std::string_view name, std::string_view text) const {
    if (text.empty()) return {};
    return FrameNote(style_, gutter, width_, name, text);
  }

  // What is the same under every finding of a rule; kept, since an account has thousands of one.
  const std::string& OfRule(const Finding& finding, const RuleProse& prose, std::size_t gutter,
                            bool with_help) {
    std::string& kept = of_rules_[{finding.rule, gutter, with_help}];
    if (kept.empty()) {
      kept = Paragraph(gutter, "why", prose.why);
      if (with_help) kept += Paragraph(gutter, "help", prose.help);
    }
    return kept;
  }

  // Why a finding that is shown does not count; empty: it does.
  static std::string NotCounted(const Finding& finding) {
    if (finding.disposition == Disposition::kActive) return {};
    const SuppressionNote* note = finding.suppression;
    if (note == nullptr) return "known since the baseline was made";
    std::string text = fmt::format("by {}:{}", note->where.path, note->where.at.line);
    if (!note->expires.empty()) text += fmt::format(" (expires {})", note->expires);
    if (!note->reason.empty()) text += ": " + note->reason;
    return Printable(text);
  }

  std::string Note(std::size_t gutter, const Finding& finding, const RuleProse& prose) const {
    std::vector<std::string> facts = Subject(finding);
    if (finding.related.size() > kMostRelated && options_.verbosity == 0) {
      facts.push_back(
          fmt::format("{} more places (`-v` shows them)", finding.related.size() - kMostRelated));
    }
    facts.push_back(fmt::format("severity {}, confidence {}", SeverityName(finding.rule->severity),
                                ConfidenceName(finding.confidence)));
    const std::string explain = fmt::format("`leastwise explain {}`", finding.rule->id);
    facts.push_back(explain);
    // A line feed in a name must not start a line.
    const std::string text = Printable(fmt::format("{}", fmt::join(facts, " · ")));
    std::string note = Paragraph(gutter, "note", text);
    // The link goes in last: its bytes must be neither counted nor escaped.
    const std::size_t at = note.rfind(explain);
    if (at != std::string::npos && !prose.references.empty()) {
      note.replace(at, explain.size(), style_.Link(prose.references.front().url, explain));
    }
    return note;
  }

  // What the finding is about: statement, policy, and who holds it.
  std::vector<std::string> Subject(const Finding& finding) const {
    std::vector<std::string> facts;
    if (!finding.sid.empty()) {
      facts.push_back(fmt::format("statement `{}`", finding.sid));
    } else if (finding.statement.has_value()) {
      facts.push_back(fmt::format("statement `Statement[{}]`", *finding.statement));
    }
    if (!finding.policy.empty()) facts.push_back(fmt::format("policy `{}`", finding.policy));
    if (!finding.containers.empty()) {
      const std::size_t most = options_.verbosity > 0 ? finding.containers.size() : kMostNames;
      facts.push_back("in " + NameSome(finding.containers, most));
    }
    return facts;
  }

  const RuleBook& book_;
  const ReportOptions& options_;
  Style style_;
  std::size_t width_;
  Columns columns_{ColumnUnit::kCodePoint};
  std::map<std::tuple<const Rule*, std::size_t, bool>, std::string> of_rules_;  // by gutter, help
};

std::string NotAnalysedLine(const NotAnalysed& entry, const ReportOptions& options) {
  const std::string pointer =
      entry.pointer.empty() ? "" : fmt::format(" (at `{}`)", Printable(entry.pointer));
  return fmt::format("not analysed: {}:{}:{}: {}{}\n",
                     Printable(ReportPath(entry.path, options.root)), entry.at.line,
                     entry.at.column, Printable(entry.reason), pointer);
}

// With -v: which rules' findings are not shown, and why.
std::string HiddenByRule(const Report& report) {
  std::map<std::tuple<std::string_view, std::string_view, Disposition>, std::size_t> counts;
  for (const Finding& finding : report.findings) {
    if (finding.disposition == Disposition::kActive) continue;
    ++counts[{finding.rule->id, finding.rule->name, finding.disposition}];
  }
  for (const CountedFindings& counted : report.counted) {
    counts[{counted.rule->id, counted.rule->name, counted.disposition}] += counted.count;
  }
  std::string out;
  for (const auto& [key, count] : counts) {
    out += fmt::format("not shown: {} of {} `{}`: {}\n", count, std::get<0>(key), std::get<1>(key),
                       DispositionName(std::get<2>(key)));
  }
  return out;
}

}  // namespace

Result<bool> WriteText(const Report& report, const RuleBook& book, const ReportOptions& options,
                       const Sink& sink) {
  TextWriter writer(book, options);
  const std::vector<const Finding*> active = ShownFindings(report, options);
  const std::size_t shown =
      options.max_findings == 0 ? active.size() : std::min(active.size(), options.max_findings);
  for (std::size_t i = 0; i < shown; ++i) sink(writer.Write(*active[i]));
  if (shown < active.size()) {
    sink(fmt::format("{} not shown: `--max-findings 0` shows all\n\n",
                     Counted(active.size() - shown, "more finding", "more findings")));
  }
  for (const NotAnalysed& entry : report.not_analysed) sink(NotAnalysedLine(entry, options));
  if (options.verbosity > 0) sink(HiddenByRule(report));
  if (options.statistics != nullptr) sink(StatisticsTable(*options.statistics, options));
  return true;
}

}  // namespace leastwise
