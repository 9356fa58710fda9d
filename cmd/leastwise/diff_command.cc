#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "base/git.h"
#include "command.h"
#include "diagnostics.h"
#include "linter/diff.h"
#include "linter/pack_test.h"
#include "option_parser.h"
#include "report/diff_report.h"
#include "report_target.h"
#include "shipped.h"
#include "terminal.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 4> kFormats = {"text", "json", "markdown", "sarif"};
constexpr std::array<std::string_view, 3> kColours = {"auto", "always", "never"};
constexpr std::array<std::string_view, 6> kKinds = {"identity", "resource", "trust",
                                                    "boundary", "scp",      "rcp"};

struct DiffCommandOptions {
  DiffOptions diff;
  std::vector<std::string> paths;
  std::string base;
  std::string kind;
  bool allow_unknown = false;
  std::vector<std::string> formats;
  std::string output;
  std::vector<ReportTarget> targets;
  std::string root;
  std::string color = "auto";
  ColourMode colour = ColourMode::kAuto;
  KnowledgeOptions knowledge;
};

std::optional<ExitCode> Parse(const CommandCall& call, DiffCommandOptions* options) {
  OptionParser parser(
      "Says what policies grant that others do not, proven or by an example.\n\n"
      "OLD and NEW are two files, or two folders whose files are matched by name. What is not on\n"
      "the disk and has a colon is git's REVISION:PATH: `diff HEAD:role.json role.json`.",
      "diff [OPTIONS] OLD NEW\n       leastwise diff [OPTIONS] --base REVISION [PATH…]");
  parser.Positionals("OLD NEW", &options->paths,
                     "two files, or two folders whose files are matched by name");
  parser.Heading("What is compared");
  parser.Value("--base", &options->base, "REVISION",
               "what differs between a revision and the work tree, all of it or below PATH");
  parser.Value("--kind", &options->kind, "KIND",
               "what bare documents are: identity, resource, trust, boundary, scp or rcp");
  parser.Value("--with-boundary", &options->diff.boundary, "FILE",
               "a permissions boundary that caps both sides");
  parser.Many("--with-scp", &options->diff.service_controls, "FILE",
              "a service control policy that caps both sides");
  parser.Value("--catalog", &options->knowledge.catalog, "FILE", "AWS data of another date");
  parser.Heading("Output");
  parser.Flag("--allow-unknown", &options->allow_unknown,
              "exit with 0 where the answer is UNKNOWN");
  parser.Many("--format", &options->formats, "NAME[=FILE]",
              "text, json, markdown or sarif; repeatable");
  parser.Value("-o,--output", &options->output, "FILE", "where the one report goes");
  parser.Value("--root", &options->root, "DIR",
               "print paths relative to DIR in markdown and sarif (--base: the repository)");
  parser.Value("--color", &options->color, "WHEN", "auto, always or never");
  parser.Choices("--kind", kKinds);
  parser.Choices("--format", kFormats);
  parser.Choices("--color", kColours);
  return parser.Parse(call);
}

bool CheckPlaces(DiffCommandOptions* options) {
  DiffOptions& diff = options->diff;
  if (!options->base.empty()) {
    diff.base = options->base;
    diff.paths = options->paths;
    return true;
  }
  if (options->paths.size() != 2) {
    PrintError({ErrorKind::kUsage,
                "two files or two folders are compared",
                {},
                "leastwise diff OLD NEW, or leastwise diff --base REVISION"});
    return false;
  }
  diff.old_path = options->paths[0];
  diff.new_path = options->paths[1];
  if (diff.old_path != diff.new_path) return true;
  PrintError({ErrorKind::kUsage, "`" + diff.old_path + "` is compared with itself", {}, {}});
  return false;
}

// False where a word was complained about.
bool Check(DiffCommandOptions* options) {
  if (!CheckPlaces(options)) return false;
  const std::optional<ColourMode> colour = ParseColourMode(options->color);
  if (!colour) PrintBadWord("--color", options->color, kColours);
  if (!colour) return false;
  options->colour = *colour;
  if (!options->kind.empty()) {
    options->diff.kind = ParsePolicyKind(options->kind);
    if (!options->diff.kind) PrintBadWord("--kind", options->kind, kKinds);
    if (!options->diff.kind) return false;
  }
  std::optional<std::vector<ReportTarget>> targets =
      ParseTargets(options->formats, options->output, kFormats);
  if (targets) options->targets = *std::move(targets);
  return targets.has_value();
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

Result<bool> WriteAs(std::string_view format, const DiffReport& report, const DiffTextOptions& text,
                     const std::string& root, const Sink& sink) {
  if (format == "sarif") return DiffSarif(report, root, sink);
  if (format == "markdown") {
    sink(DiffMarkdown(report, root));
  } else {
    sink(format == "json" ? DiffJson(report) : DiffText(report, text));
  }
  return true;
}

// Nothing, or the code of what went wrong.
std::optional<ExitCode> WriteReports(const DiffCommandOptions& options, const DiffReport& report) {
  DiffTextOptions text;
  std::string root = options.root;
  if (root.empty() && options.diff.base) root = GitTopLevel(".").value_or("");
  for (const ReportTarget& target : options.targets) {
    const bool is_file = !target.path.empty();
    text.colour = UseColour(options.colour) && (!is_file || options.colour == ColourMode::kAlways);
    text.width = TerminalWidth();
    const std::optional<ExitCode> code = WriteTarget(
        target, [&](const Sink& sink) { return WriteAs(target.format, report, text, root, sink); });
    if (code) return code;
  }
  return std::nullopt;
}

void PrintTrouble(const DiffResult& result) {
  for (const Error& error : result.errors) {
    PrintError(error, error.where ? result.Source(error.where->path) : nullptr);
  }
  if (result.sparse_files > 0) {
    PrintNote(std::to_string(result.sparse_files) +
              " files were not compared: a sparse checkout keeps them off the disk");
  }
}

}  // namespace

ExitCode RunDiff(const CommandCall& call) {
  DiffCommandOptions options;
  if (const std::optional<ExitCode> code = Parse(call, &options)) return *code;
  if (!Check(&options)) return ExitCode::kUsage;
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options.knowledge);
  if (knowledge == nullptr) return ExitCode::kUsage;
  const DiskFileReader disk;
  const DiffResult result = Diff(options.diff, *knowledge, disk);
  PrintTrouble(result);
  const ExitCode code = CodeOf(result, options.allow_unknown);
  if (code == ExitCode::kUsage) return code;
  if (result.comparisons.empty() && !result.errors.empty()) return code;
  if (result.comparisons.empty() && !options.diff.base) {
    PrintError({ErrorKind::kIo, "neither place holds a policy", {}, {}});
    return ExitCode::kNoInput;
  }

  std::vector<DiffReportItem> items;
  for (const DiffComparison& one : result.comparisons) {
    items.push_back({one.name, one.moved_from, one.kind, one.identity, one.old_policies,
                     one.new_policies, one.has_old, one.has_new, &one.added, &one.removed,
                     one.actions});
  }
  DiffReport report;
  report.verdict = result.verdict();
  report.items = items;
  report.base = options.base;
  std::vector<std::string> failures;
  for (const Error& error : result.errors) {
    const std::string place = error.where ? "`" + error.where->path + "`: " : std::string();
    failures.push_back(place + error.message);
  }
  report.failures = failures;
  report.tool_version = LEASTWISE_VERSION;
  report.catalog_date = std::string(knowledge->catalog().date());
  report.files_without_policies = result.files_without_policies;
  return WriteReports(options, report).value_or(code);
}

}  // namespace leastwise
