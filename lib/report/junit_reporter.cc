#include "report/junit_reporter.h"

#include <fmt/format.h>

#include <map>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "report/active_findings.h"
#include "report/code_frame.h"
#include "report/columns.h"
#include "report/display_text.h"
#include "report/report_path.h"

namespace leastwise {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::string_view kNoFile = "(no file)";

class SinkWriter : public pugi::xml_writer {
 public:
  explicit SinkWriter(const Sink& sink) : sink_(sink) {}
  void write(const void* data, std::size_t size) override {
    sink_({static_cast<const char*>(data), size});
  }

 private:
  const Sink& sink_;
};

void Set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(std::string(value).c_str());
}

class JunitWriter {
 public:
  JunitWriter(const RuleBook& book, const ReportOptions& options)
      : book_(book), options_(options) {}

  void Write(const Report& report, const Sink& sink) {
    for (const SourceFile* file : report.files) suites_.try_emplace(NameOf(file->path()));
    for (const Finding* finding : ActiveFindings(report)) {
      const SourceFile* file = finding->primary.location.file;
      suites_[file == nullptr ? std::string(kNoFile) : NameOf(file->path())].findings.push_back(
          finding);
    }
    for (const NotAnalysed& entry : report.not_analysed) {
      suites_[NameOf(entry.path)].not_analysed.push_back(&entry);
    }
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    Set(declaration, "version", "1.0");
    Set(declaration, "encoding", "UTF-8");
    pugi::xml_node root = document.append_child("testsuites");
    Set(root, "name", "leastwise");
    for (const auto& [name, suite] : suites_) AddSuite(root, name, suite);
    SinkWriter writer(sink);
    document.save(writer, "  ", pugi::format_default, pugi::encoding_utf8);
  }

 private:
  struct Suite {
    std::vector<const Finding*> findings;
    std::vector<const NotAnalysed*> not_analysed;
  };

  std::string NameOf(const std::string& path) const {
    return Printable(ReportPath(path, options_.root));
  }

  void AddSuite(pugi::xml_node root, const std::string& name, const Suite& suite) {
    pugi::xml_node out = root.append_child("testsuite");
    Set(out, "name", name);
    const std::size_t cases = suite.findings.size() + suite.not_analysed.size();
    Set(out, "tests", std::to_string(std::max<std::size_t>(cases, 1)));
    Set(out, "failures", std::to_string(suite.findings.size()));
    Set(out, "errors", std::to_string(suite.not_analysed.size()));
    for (const Finding* finding : suite.findings) AddFinding(out, name, *finding);
    for (const NotAnalysed* entry : suite.not_analysed) AddNotAnalysed(out, name, *entry);
    if (cases == 0) AddCase(out, name, "no findings");
  }

  static pugi::xml_node AddCase(pugi::xml_node suite, const std::string& file,
                                const std::string& name) {
    pugi::xml_node out = suite.append_child("testcase");
    Set(out, "classname", file);
    Set(out, "name", name);
    return out;
  }

  void AddFinding(pugi::xml_node suite, const std::string& file, const Finding& finding) {
    const Location& place = finding.primary.location;
    std::string name = finding.rule->id + " " + finding.rule->name;
    if (place.valid()) {
      const LineColumn at = columns_.At(*place.file, place.span.begin);
      name += fmt::format(" at {}:{}", at.line, at.column);
    }
    pugi::xml_node failure = AddCase(suite, file, name).append_child("failure");
    Set(failure, "type", SeverityName(finding.rule->severity));
    Set(failure, "message", Printable(finding.message));
    failure.append_child(pugi::node_pcdata).set_value(Explain(finding).c_str());
  }

  std::string Explain(const Finding& finding) {
    std::vector<FrameSpan> spans = {{finding.primary.location, finding.primary.label, true}};
    for (const LabelledLocation& related : finding.related) {
      spans.push_back({related.location, related.label, false});
    }
    const FrameOptions frames{&style_, Role::kPlain, &columns_,
                              [this](const std::string& path) { return NameOf(path); }};
    const std::size_t gutter = GutterWidth(spans);
    const RuleProse& prose = book_.Prose(*finding.rule);
    std::string out = "\n" + RenderFrames(spans, frames);
    out += FrameNote(style_, gutter, kWidth, "why", prose.why);
    const std::string_view help = finding.help().empty() ? prose.help : finding.help();
    return out + FrameNote(style_, gutter, kWidth, "help", help);
  }

  static void AddNotAnalysed(pugi::xml_node suite, const std::string& file,
                             const NotAnalysed& entry) {
    const std::string name = fmt::format("not analysed at {}:{}", entry.at.line, entry.at.column);
    pugi::xml_node error = AddCase(suite, file, name).append_child("error");
    Set(error, "message", Printable(entry.reason));
  }

  const RuleBook& book_;
  const ReportOptions& options_;
  Style style_{false, false};
  Columns columns_{ColumnUnit::kCodePoint};
  std::map<std::string, Suite> suites_;
};

}  // namespace

Result<bool> WriteJunit(const Report& report, const RuleBook& book, const ReportOptions& options,
                        const Sink& sink) {
  JunitWriter(book, options).Write(report, sink);
  return true;
}

}  // namespace leastwise
