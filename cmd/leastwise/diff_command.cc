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
#include "linter/diff.h"
#include "linter/pack_test.h"
#include "option_parser.h"
#include "output.h"
#include "report/diff_report.h"
#include "shipped.h"
#include "terminal.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
constexpr std::array<std::string_view, 3> kColours = {"auto", "always", "never"};
constexpr std::array<std::string_view, 6> kKinds = {"identity", "resource", "trust",
                                                    "boundary", "scp",      "rcp"};

struct DiffCommandOptions {
  DiffOptions diff;
  std::vector<std::string> paths;
  std::string kind;
  bool allow_unknown = false;
  std::string format = "text";
  std::string color = "auto";
  KnowledgeOptions knowledge;
};

std::optional<ExitCode> Parse(const Arguments& arguments, DiffCommandOptions* options) {
  OptionParser parser("Says what policies grant that others do not, proven or by an example.",
                      "diff [OPTIONS] OLD NEW");
  parser.Positionals("OLD NEW", &options->paths,
                     "two files, or two folders whose files are matched by name");
  parser.Heading("What is compared");
  parser.Value("--kind", &options->kind, "KIND",
               "what bare documents are: identity, resource, trust, boundary, scp or rcp");
  parser.Value("--with-boundary", &options->diff.boundary, "FILE",
               "a permissions boundary that caps both sides");
  parser.Many("--with-scp", &options->diff.service_controls, "FILE",
              "a service control policy that caps both sides");
  parser.Heading("Options");
  parser.Flag("--allow-unknown", &options->allow_unknown,
              "exit with 0 where the answer is UNKNOWN");
  parser.Value("--format", &options->format, "NAME", "text or json");
  parser.Value("--color", &options->color, "WHEN", "auto, always or never");
  parser.Value("--catalog", &options->knowledge.catalog, "FILE", "AWS data of another date");
  return parser.Parse(arguments);
}

// False where a word was complained about.
bool Check(DiffCommandOptions* options) {
  if (options->paths.size() != 2) {
    PrintError(
        {ErrorKind::kUsage, "two files or two folders are compared", {}, "leastwise diff OLD NEW"});
    return false;
  }
  options->diff.old_path = options->paths[0];
  options->diff.new_path = options->paths[1];
  if (options->diff.old_path == options->diff.new_path) {
    PrintError({ErrorKind::kUsage, "`" + options->paths[0] + "` is compared with itself", {}, {}});
    return false;
  }
  if (!options->kind.empty()) {
    options->diff.kind = ParsePolicyKind(options->kind);
    if (!options->diff.kind) PrintBadWord("--kind", options->kind, kKinds);
    if (!options->diff.kind) return false;
  }
  if (std::find(kFormats.begin(), kFormats.end(), options->format) != kFormats.end()) return true;
  PrintBadWord("--format", options->format, kFormats);
  return false;
}

// Bad calls before unreadable inputs before what was found.
ExitCode CodeOf(const DiffResult& result, bool allow_unknown) {
  ExitCode code = ExitCode::kClean;
  for (const DiffComparison& one : result.comparisons) {
    const ComparisonVerdict verdict = one.added.verdict;
    if (!one.added.internal_errors.empty()) return ExitCode::kInternal;
    if (verdict == ComparisonVerdict::kPass) continue;
    if (verdict == ComparisonVerdict::kUnknown && allow_unknown) continue;
    if (code != ExitCode::kInputFailed) code = ExitCode::kFindings;
    if (verdict == ComparisonVerdict::kError) code = ExitCode::kInputFailed;
  }
  for (const Error& error : result.errors) {
    if (error.kind == ErrorKind::kUsage) return ExitCode::kUsage;
    code = ExitCode::kInputFailed;
  }
  return code;
}

}  // namespace

ExitCode RunDiff(const Arguments& arguments) {
  DiffCommandOptions options;
  if (const std::optional<ExitCode> code = Parse(arguments, &options)) return *code;
  const std::optional<ColourMode> colour = ParseColourMode(options.color);
  if (!colour) PrintBadWord("--color", options.color, kColours);
  if (!colour || !Check(&options)) return ExitCode::kUsage;
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options.knowledge);
  if (knowledge == nullptr) return ExitCode::kUsage;
  const DiffResult result = Diff(options.diff, *knowledge, DiskFileReader());
  for (const Error& error : result.errors) {
    PrintError(error, error.where ? result.Source(error.where->path) : nullptr);
  }
  const ExitCode code = CodeOf(result, options.allow_unknown);
  if (result.comparisons.empty() && !result.errors.empty()) return code;
  if (result.comparisons.empty()) {
    PrintError({ErrorKind::kIo, "neither place holds a policy", {}, {}});
    return ExitCode::kNoInput;
  }

  std::vector<DiffReportItem> items;
  for (const DiffComparison& one : result.comparisons) {
    items.push_back(
        {one.name, one.kind, one.has_old, one.has_new, &one.added, &one.removed, one.actions});
  }
  const DiffReport report{result.verdict(), items};
  DiffTextOptions text;
  text.colour = UseColour(*colour);
  text.width = TerminalWidth();
  Output output = Output::Standard();
  output.Write(options.format == "json" ? DiffJson(report) : DiffText(report, text));
  if (const std::optional<Error> error = output.Close()) {
    PrintError(*error);
    return ExitCode::kInternal;
  }
  return code;
}

}  // namespace leastwise
