#include "report/sarif_reporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "report/active_findings.h"
#include "report/columns.h"
#include "report/display_text.h"
#include "report/json_text.h"
#include "report/line_hash.h"
#include "report/report_path.h"
#include "report/sarif_rules.h"
#include "report/style.h"
#include "report/template_arguments.h"

namespace leastwise {
namespace {

constexpr std::size_t kMostResults = 25'000;
constexpr std::size_t kMostRelated = 100;  // GitHub keeps no more
constexpr std::size_t kMostLinks = 10;
constexpr std::size_t kLongestSnippet = 1000;  // bytes: a file of one line must not be repeated

// Plain text of a message: nothing of it may be taken for a link.
std::string PlainText(std::string_view text) {
  std::string out = Printable(text);
  if (out.find("](") == std::string::npos) return out;
  std::string escaped;
  for (const char c : out) {
    if (c == '[' || c == ']') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// The text between the brackets of a link.
std::string LinkText(std::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// `primaryLocationLineHash` of the lines that results start on, file by file.
class LineHashTable {
 public:
  explicit LineHashTable(const std::vector<const Finding*>& findings) {
    std::map<const SourceFile*, std::vector<std::uint32_t>> lines;
    for (const Finding* finding : findings) {
      const Location& location = finding->primary.location;
      lines[location.file].push_back(location.file->LineColumnAt(location.span.begin).line);
    }
    for (auto& [file, wanted] : lines) {
      std::sort(wanted.begin(), wanted.end());
      wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
      std::vector<std::string> found = LineHashes(file->text(), wanted);
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        hashes_[file][wanted[i]] = std::move(found[i]);
      }
    }
  }

  const std::string& Of(const Location& location) const {
    const std::uint32_t line = location.file->LineColumnAt(location.span.begin).line;
    return hashes_.at(location.file).at(line);
  }

 private:
  std::unordered_map<const SourceFile*, std::unordered_map<std::uint32_t, std::string>> hashes_;
};

class SarifWriter {
 public:
  SarifWriter(const Report& report, const ReportOptions& options)
      : options_(options), has_baseline_(report.has_baseline) {
    for (std::size_t i = 0; i < report.rules.size(); ++i) rule_index_[report.rules[i]] = i;
  }

  OrderedJson Result(const Finding& finding, const std::string& line_hash) {
    OrderedJson related = Related(finding);
    OrderedJson out = {{"ruleId", finding.rule->id}};
    const auto index = rule_index_.find(finding.rule);
    if (index != rule_index_.end()) out["ruleIndex"] = index->second;
    out["level"] = LevelName(LevelOf(finding.rule->severity));
    out["message"] = Message(finding, Links(finding));
    out["locations"] = {{{"physicalLocation", Place(finding.primary.location)}}};
    if (!related.empty()) out["relatedLocations"] = std::move(related);
    if (!finding.flow.empty()) out["codeFlows"] = CodeFlows(finding);
    out["partialFingerprints"] = {{"primaryLocationLineHash", line_hash},
                                  {"leastwise/v1", finding.fingerprint}};
    if (has_baseline_) out["baselineState"] = BaselineState(finding);
    if (finding.disposition == Disposition::kSuppressed)
      out["suppressions"] = Suppressions(finding);
    out["properties"] = Properties(finding);
    return out;
  }

  OrderedJson Notification(const Finding& finding) {
    OrderedJson rule = {{"id", finding.rule->id}};
    const auto index = rule_index_.find(finding.rule);
    if (index != rule_index_.end()) rule["index"] = index->second;
    return {{"message", {{"text", PlainText(finding.message) + "."}}},
            {"level", LevelName(LevelOf(finding.rule->severity))},
            {"associatedRule", std::move(rule)}};
  }

  OrderedJson Notification(const NotAnalysed& entry) {
    OrderedJson message = {{"text", fmt::format("Not analysed: {}.", PlainText(entry.reason))}};
    if (entry.path.empty()) return {{"message", std::move(message)}, {"level", "error"}};
    OrderedJson place = {
        {"artifactLocation", Artifact(entry.path)},
        {"region", {{"startLine", entry.at.line}, {"startColumn", entry.at.column}}}};
    return {{"locations", {{{"physicalLocation", std::move(place)}}}},
            {"message", std::move(message)},
            {"level", "warning"}};
  }

 private:
  static const char* BaselineState(const Finding& finding) {
    return finding.disposition == Disposition::kInBaseline ? "unchanged" : "new";
  }

  // GitHub reads none of this, and would open an alert: suppressed results are only written when
  // they were asked for.
  static OrderedJson Suppressions(const Finding& finding) {
    OrderedJson out = {{"kind", "external"}, {"status", "accepted"}};
    if (finding.suppression != nullptr && !finding.suppression->reason.empty()) {
      out["justification"] = PlainText(finding.suppression->reason);
    }
    return OrderedJson::array({std::move(out)});
  }

  OrderedJson Artifact(const std::string& path) const {
    const std::string shown = ReportPath(path, options_.root);
    // Only a file outside the repository has an absolute path left.
    if (shown.starts_with('/')) return {{"uri", "file://" + PercentEncodePath(shown)}};
    return {{"uri", PercentEncodePath(shown)}, {"uriBaseId", "%SRCROOT%"}};
  }

  OrderedJson Place(const Location& location) {
    const SourceFile& file = *location.file;
    const LineColumn begin = columns_.At(file, location.span.begin);
    const LineColumn end = columns_.At(file, location.span.end);
    OrderedJson out = {{"artifactLocation", Artifact(file.path())},
                       {"region",
                        {{"startLine", begin.line},
                         {"startColumn", begin.column},
                         {"endLine", end.line},
                         {"endColumn", end.column}}}};
    if (location.span.size() <= kLongestSnippet) {
      out["region"]["snippet"]["text"] = location.text();
    }
    AddContext(file, begin.line, end.line, out);
    return out;
  }

  // The lines around, for viewers that show no source.
  static void AddContext(const SourceFile& file, std::uint32_t first, std::uint32_t last,
                         OrderedJson& place) {
    first = std::max(first, 2U) - 1;
    last = std::min(last + 1, file.line_count());
    const std::uint32_t begin = file.LineStart(first);
    const auto end = last < file.line_count() ? file.LineStart(last + 1)
                                              : static_cast<std::uint32_t>(file.text().size());
    if (end - begin > kLongestSnippet) return;
    place["contextRegion"] = {
        {"startLine", first}, {"endLine", last}, {"snippet", {{"text", file.Slice({begin, end})}}}};
  }

  static std::string LabelOf(const LabelledLocation& related) {
    return related.label.empty() ? "see also" : related.label;
  }

  OrderedJson Related(const Finding& finding) {
    OrderedJson out = OrderedJson::array();
    for (const LabelledLocation& related : finding.related) {
      if (!related.location.valid()) continue;
      if (out.size() == kMostRelated) break;
      out.push_back({{"id", out.size() + 1},
                     {"physicalLocation", Place(related.location)},
                     {"message", {{"text", PlainText(LabelOf(related))}}}});
    }
    return out;
  }

  // The steps of a path, which viewers walk through.
  OrderedJson CodeFlows(const Finding& finding) {
    OrderedJson steps = OrderedJson::array();
    for (const LabelledLocation& step : finding.flow) {
      if (!step.location.valid()) continue;
      OrderedJson place = {{"physicalLocation", Place(step.location)},
                           {"message", {{"text", PlainText(step.label)}}}};
      steps.push_back({{"location", std::move(place)}});
    }
    OrderedJson thread = {{"locations", std::move(steps)}};
    return OrderedJson::array({{{"threadFlows", OrderedJson::array({std::move(thread)})}}});
  }

  // Related places are only shown where the message links to their ids.
  static std::string Links(const Finding& finding) {
    std::string out;
    std::size_t id = 0;
    for (const LabelledLocation& related : finding.related) {
      if (!related.location.valid()) continue;
      if (++id > kMostLinks) break;
      out += fmt::format("{}[{}]({})", out.empty() ? "See " : ", ", LinkText(LabelOf(related)), id);
    }
    return out;
  }

  static OrderedJson Message(const Finding& finding, const std::string& links) {
    std::optional<std::vector<std::string>> found =
        FindArguments(finding.rule->message, finding.message);
    const bool is_verbatim = !found.has_value() || found->empty();
    std::vector<std::string> values =
        is_verbatim ? std::vector{finding.message} : std::move(*found);
    OrderedJson arguments = OrderedJson::array();
    for (const std::string& value : values) arguments.push_back(PlainText(value));
    std::string text = PlainText(finding.message) + ".";
    const char* id = is_verbatim ? kSarifVerbatim : kSarifMessage;
    if (!links.empty()) {
      text += " " + links + ".";
      arguments.push_back(links);
      id = is_verbatim ? kSarifVerbatimLinked : kSarifMessageLinked;
    }
    OrderedJson out = {{"text", std::move(text)}, {"id", id}};
    if (!arguments.empty()) out["arguments"] = std::move(arguments);
    return out;
  }

  static OrderedJson Properties(const Finding& finding) {
    OrderedJson out = {{"severity", SeverityName(finding.rule->severity)},
                       {"confidence", ConfidenceName(finding.confidence)},
                       {"pointer", finding.pointer}};
    if (!finding.containers.empty()) out["containers"] = finding.containers;
    if (!finding.policy.empty()) out["policy"] = finding.policy;
    if (finding.statement.has_value()) out["statement"] = *finding.statement;
    if (!finding.sid.empty()) out["sid"] = finding.sid;
    return out;
  }

  const ReportOptions& options_;
  bool has_baseline_;
  std::unordered_map<const Rule*, std::size_t> rule_index_;
  Columns columns_{ColumnUnit::kUtf16};
};

// Worst first, since GitHub keeps 5,000: severity, confidence, then the report's order.
void SortWorstFirst(std::vector<const Finding*>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding* a, const Finding* b) {
    return std::pair(b->rule->severity, b->confidence) <
           std::pair(a->rule->severity, a->confidence);
  });
}

OrderedJson Invocation(const Report& report, const std::vector<const Finding*>& placeless,
                       SarifWriter& writer) {
  OrderedJson notifications = OrderedJson::array();
  for (const Finding* finding : placeless) notifications.push_back(writer.Notification(*finding));
  for (const NotAnalysed& entry : report.not_analysed) {
    notifications.push_back(writer.Notification(entry));
  }
  OrderedJson out = {{"executionSuccessful", report.summary.files_failed == 0}};
  if (!notifications.empty()) out["toolExecutionNotifications"] = std::move(notifications);
  return out;
}

Error TooMany(std::size_t count) {
  return {ErrorKind::kLimit,
          fmt::format("sarif holds at most {} results for GitHub, this run has {}", kMostResults,
                      count),
          std::nullopt,
          "raise `--min-severity`, pick rules with `--select`, or give the paths in several runs "
          "with a category each"};
}

std::string RunHead(const ReportOptions& options) {
  const std::string category = options.category.empty() ? "" : Printable(options.category) + "/";
  const OrderedJson details = {{"id", "leastwise/" + category}};
  return R"(,"originalUriBaseIds":{"%SRCROOT%":{"description":{"text":"The root of the repository."}}},)"
         R"("automationDetails":)" +
         DumpJson(details) + R"(,"columnKind":"utf16CodeUnits","results":[)";
}

}  // namespace

Result<bool> WriteSarif(const Report& report, const RuleBook& book, const ReportOptions& options,
                        const Sink& sink) {
  return WriteSarifLog(
      report, [&](const Rule& rule) -> const RuleProse& { return book.Prose(rule); }, options,
      sink);
}

Result<bool> WriteSarifLog(const Report& report, const ProseOf& prose, const ReportOptions& options,
                           const Sink& sink) {
  std::vector<const Finding*> placed = ShownFindings(report, options);
  const auto first_placeless = std::stable_partition(
      placed.begin(), placed.end(),
      [](const Finding* finding) { return finding->primary.location.valid(); });
  const std::vector<const Finding*> placeless(first_placeless, placed.end());
  placed.erase(first_placeless, placed.end());
  if (placed.size() > kMostResults) return TooMany(placed.size());
  SortWorstFirst(placed);

  const LineHashTable hashes(placed);
  SarifWriter writer(report, options);
  sink(R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0",)"
       R"("runs":[{"tool":)");
  sink(DumpJson(SarifTool(report, prose)));
  sink(RunHead(options));
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const OrderedJson result = writer.Result(*placed[i], hashes.Of(placed[i]->primary.location));
    sink((i == 0 ? "" : ",") + DumpJson(result));
  }
  sink("],\"invocations\":[" + DumpJson(Invocation(report, placeless, writer)) + "]}]}\n");
  return true;
}

}  // namespace leastwise
