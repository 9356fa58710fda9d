#include "report/json_reporter.h"

#include <string>

#include "access/permissiveness.h"
#include "report/active_findings.h"
#include "report/columns.h"
#include "report/json_text.h"
#include "report/report_path.h"
#include "report/request_json.h"

namespace leastwise {
namespace {

OrderedJson SuppressionJson(const SuppressionNote& note) {
  return {{"reason", TextOrNull(note.reason)},
          {"expires", TextOrNull(note.expires)},
          {"path", note.where.path},
          {"line", note.where.at.line}};
}

class JsonWriter {
 public:
  explicit JsonWriter(const ReportOptions& options) : options_(options) {}

  OrderedJson ToJson(const Finding& finding) {
    const Rule& rule = *finding.rule;
    OrderedJson out = {{"rule", rule.id},
                       {"name", rule.name},
                       {"category", rule.category},
                       {"severity", SeverityName(rule.severity)},
                       {"confidence", ConfidenceName(finding.confidence)},
                       {"audience", AudienceName(finding.audience)},
                       {"message", finding.message}};
    AddPlace(finding.primary.location, out);
    out["pointer"] = finding.pointer;
    out["container"] =
        finding.containers.empty() ? OrderedJson(nullptr) : OrderedJson(finding.containers.front());
    out["containers"] = finding.containers;
    out["policy"] = TextOrNull(finding.policy);
    out["statement"] =
        finding.statement.has_value() ? OrderedJson(*finding.statement) : OrderedJson(nullptr);
    out["sid"] = TextOrNull(finding.sid);
    out["fingerprint"] = finding.fingerprint;
    out["disposition"] = DispositionName(finding.disposition);
    if (finding.suppression != nullptr) out["suppression"] = SuppressionJson(*finding.suppression);
    out["suggestion"] = TextOrNull(finding.suggestion());
    out["related"] = Places(finding.related);
    if (!finding.flow.empty()) out["flow"] = Places(finding.flow);
    return out;
  }

  OrderedJson ToJson(const NotAnalysed& entry) const {
    return {{"path", ReportPath(entry.path, options_.root)},
            {"line", entry.at.line},
            {"column", entry.at.column},
            {"pointer", entry.pointer},
            {"reason", entry.reason}};
  }

 private:
  OrderedJson Places(const std::vector<LabelledLocation>& places) {
    OrderedJson out = OrderedJson::array();
    for (const LabelledLocation& one : places) {
      OrderedJson place = OrderedJson::object();
      AddPlace(one.location, place);
      place["label"] = one.label;
      out.push_back(std::move(place));
    }
    return out;
  }

  void AddPlace(const Location& location, OrderedJson& out) {
    if (!location.valid()) {
      for (const char* key : {"path", "line", "column", "end_line", "end_column"}) {
        out[key] = nullptr;
      }
      return;
    }
    const LineColumn begin = columns_.At(*location.file, location.span.begin);
    const LineColumn end = columns_.At(*location.file, location.span.end);
    out["path"] = ReportPath(location.file->path(), options_.root);
    out["line"] = begin.line;
    out["column"] = begin.column;
    out["end_line"] = end.line;
    out["end_column"] = end.column;
  }

  const ReportOptions& options_;
  Columns columns_{ColumnUnit::kCodePoint};
};

OrderedJson StatisticsJson(const PolicyStatistics& one, const ReportOptions& options) {
  const Policy& policy = *one.policy;
  const Permissiveness& measured = one.permissiveness;
  const LineColumn at = policy.location.file->LineColumnAt(policy.location.span.begin);
  OrderedJson out = {{"path", ReportPath(policy.location.file->path(), options.root)},
                     {"line", at.line},
                     {"pointer", policy.pointer},
                     {"container", TextOrNull(std::string(policy.container))},
                     {"policy", TextOrNull(std::string(policy.name))},
                     {"kind", PolicyKindName(policy.kind)},
                     {"score", measured.score},
                     {"actions", measured.actions},
                     {"unconditioned", measured.unconditioned},
                     {"unpinned", measured.unpinned},
                     {"at_least", OrderedJson::object()}};
  for (std::size_t level = Permissiveness::kLevels; level-- > 0;) {
    out["at_least"][std::string(AccessLevelName(level))] = measured.at_least[level];
  }
  return out;
}

OrderedJson SummaryJson(const Report& report) {
  const Summary& summary = report.summary;
  const FindingCounts counts = CountFindings(report);
  OrderedJson out = {{"files", summary.files},
                     {"files_with_policies", summary.files_with_policies},
                     {"files_skipped", summary.files_skipped},
                     {"files_failed", summary.files_failed},
                     {"policies", summary.policies},
                     {"identities", summary.identities},
                     {"statements", summary.statements},
                     {"analysed", summary.analysed},
                     {"cannot_tell", summary.cannot_tell},
                     {"superseded", summary.superseded}};
  for (const Severity severity :
       {Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow, Severity::kInfo}) {
    out["severity"][std::string(SeverityName(severity))] = counts.of(severity);
  }
  for (const Severity severity :
       {Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow, Severity::kInfo}) {
    out["folded"][std::string(SeverityName(severity))] =
        counts.folded_by_severity[static_cast<std::size_t>(severity)];
  }
  for (std::size_t i = 0; i < kDispositionCount; ++i) {
    out["disposition"][std::string(DispositionName(static_cast<Disposition>(i)))] =
        counts.by_disposition[i];
  }
  return out;
}

OrderedJson ToolJson(const Report& report) {
  return {{"name", "leastwise"},
          {"version", report.tool_version},
          {"packs", report.pack_versions},
          {"catalog_date", report.catalog_date},
          {"rules", report.rules.size()}};
}

// A JSON array written item by item, one on each line.
template <typename Items, typename Convert>
void WriteArray(std::string_view key, const Items& items, const Sink& sink, Convert convert) {
  std::string separator;
  sink("\"" + std::string(key) + "\":[");
  for (const auto& item : items) {
    sink(separator + "\n" + DumpJson(convert(item)));
    separator = ",";
  }
  sink(items.empty() ? "],\n" : "\n],\n");
}

}  // namespace

Result<bool> WriteJson(const Report& report, const RuleBook&, const ReportOptions& options,
                       const Sink& sink) {
  JsonWriter writer(options);
  sink("{\"format\":\"json-v1\",\n\"tool\":" + DumpJson(ToolJson(report)) + ",\n");
  WriteArray("findings", report.findings, sink,
             [&](const Finding& finding) { return writer.ToJson(finding); });
  WriteArray("not_analysed", report.not_analysed, sink,
             [&](const NotAnalysed& entry) { return writer.ToJson(entry); });
  if (options.statistics != nullptr) {
    WriteArray("statistics", *options.statistics, sink,
               [&](const PolicyStatistics& one) { return StatisticsJson(one, options); });
  }
  sink("\"summary\":" + DumpJson(SummaryJson(report)) + "}\n");
  return true;
}

Result<bool> WriteJsonLines(const Report& report, const RuleBook&, const ReportOptions& options,
                            const Sink& sink) {
  JsonWriter writer(options);
  const auto write = [&sink](std::string_view type, const OrderedJson& value) {
    OrderedJson line = {{"type", type}};
    line.update(value);
    sink(DumpJson(line) + "\n");
  };
  OrderedJson start = {{"format", "jsonl-v1"}};
  start.update(ToolJson(report));
  write("tool", start);
  for (const Finding& finding : report.findings) write("finding", writer.ToJson(finding));
  for (const NotAnalysed& entry : report.not_analysed) write("not_analysed", writer.ToJson(entry));
  if (options.statistics != nullptr) {
    for (const PolicyStatistics& one : *options.statistics) {
      write("statistics", StatisticsJson(one, options));
    }
  }
  write("summary", SummaryJson(report));
  return true;
}

}  // namespace leastwise
