#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "command.h"
#include "diagnostics.h"
#include "linter/assert.h"
#include "option_parser.h"
#include "output.h"
#include "report/assert_report.h"
#include "shipped.h"
#include "terminal.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
constexpr std::array<std::string_view, 3> kColours = {"auto", "always", "never"};

struct AssertCommandOptions {
  std::vector<std::string> files;
  bool allow_unknown = false;
  std::string format = "text";
  std::string color = "auto";
  KnowledgeOptions knowledge;
};

std::optional<ExitCode> Parse(const CommandCall& call, AssertCommandOptions* options) {
  OptionParser parser("Says whether policies do what files of expectations say.",
                      "assert [OPTIONS] FILE…");
  parser.Positionals("FILE", &options->files,
                     "YAML files of expectations; paths in them count from the file's folder");
  parser.Heading("Options");
  parser.Flag("--allow-unknown", &options->allow_unknown,
              "exit with 0 where the answer is `cannot tell`");
  parser.Value("--format", &options->format, "NAME", "text or json");
  parser.Value("--color", &options->color, "WHEN", "auto, always or never");
  parser.Value("--catalog", &options->knowledge.catalog, "FILE", "AWS data of another date");
  parser.Choices("--format", kFormats);
  parser.Choices("--color", kColours);
  return parser.Parse(call);
}

// False where a word was complained about.
bool Check(const AssertCommandOptions& options) {
  if (options.files.empty()) {
    PrintError({ErrorKind::kUsage,
                "a file of expectations is missing",
                {},
                "leastwise assert expectations.yaml"});
    return false;
  }
  if (std::find(kFormats.begin(), kFormats.end(), options.format) != kFormats.end()) return true;
  PrintBadWord("--format", options.format, kFormats);
  return false;
}

// Wrong files of expectations before unreadable inputs before what was found.
ExitCode CodeOf(const AssertResult& result, bool allow_unknown) {
  ExitCode code = ExitCode::kClean;
  for (const AssertedExpectation& expectation : result.expectations) {
    for (const Assertion& one : expectation.answers) {
      const ComparisonVerdict verdict = one.comparison.verdict;
      if (!one.comparison.internal_errors.empty()) return ExitCode::kInternal;
      if (verdict == ComparisonVerdict::kPass) continue;
      if (verdict == ComparisonVerdict::kUnknown && allow_unknown) continue;
      if (code != ExitCode::kInputFailed) code = ExitCode::kFindings;
      if (verdict == ComparisonVerdict::kError) code = ExitCode::kInputFailed;
    }
  }
  for (const Error& error : result.errors) {
    const ExitCode own = ExitCodeOf(error);
    if (own == ExitCode::kInternal || own == ExitCode::kUsage) return own;
    code = own;
  }
  return code;
}

std::vector<AssertReportExpectation> ReportItems(const AssertResult& result) {
  std::vector<AssertReportExpectation> out;
  for (const AssertedExpectation& asserted : result.expectations) {
    AssertReportExpectation& one = out.emplace_back();
    one.name = asserted.expectation->name.text;
    one.where = asserted.expectation->name.where;
    one.was_asked = !asserted.answers.empty();
    for (const Assertion& answer : asserted.answers) {
      AssertReportItem& item = one.items.emplace_back();
      item.demand = DemandName(answer.demand->kind);
      item.wants_access = answer.demand->kind == DemandKind::kAlways;
      item.policy = answer.policy;
      item.kind = answer.kind;
      item.comparison = &answer.comparison;
      item.actions = answer.actions;
      for (const Violation& violation : answer.violations) {
        item.violations.push_back({violation.grant, violation.expected});
      }
    }
  }
  return out;
}

}  // namespace

ExitCode RunAssert(const CommandCall& call) {
  AssertCommandOptions options;
  if (const std::optional<ExitCode> code = Parse(call, &options)) return *code;
  const std::optional<ColourMode> colour = ParseColourMode(options.color);
  if (!colour) PrintBadWord("--color", options.color, kColours);
  if (!colour || !Check(options)) return ExitCode::kUsage;
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options.knowledge);
  if (knowledge == nullptr) return ExitCode::kUsage;
  const AssertResult result = Assert(options.files, *knowledge, DiskFileReader());
  for (const Error& error : result.errors) {
    PrintError(error, error.where ? result.Source(error.where->path) : nullptr);
  }
  const ExitCode code = CodeOf(result, options.allow_unknown);
  if (result.expectations.empty()) return code;
  const std::vector<AssertReportExpectation> expectations = ReportItems(result);
  const AssertReport report{expectations};
  AssertTextOptions text;
  text.colour = UseColour(*colour);
  text.width = TerminalWidth();
  Output output = Output::Standard();
  output.Write(options.format == "json" ? AssertJson(report) : AssertText(report, text));
  if (const std::optional<Error> error = output.Close()) {
    PrintError(*error);
    return ExitCode::kInternal;
  }
  return code;
}

}  // namespace leastwise
