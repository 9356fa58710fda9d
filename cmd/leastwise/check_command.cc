#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_reader.h"
#include "base/parallel_for.h"
#include "base/stopwatch.h"
#include "check_options.h"
#include "command.h"
#include "diagnostics.h"
#include "engine/evaluator.h"
#include "linter/check.h"
#include "linter/file_finder.h"
#include "linter/rule_selection.h"
#include "memory.h"
#include "output.h"
#include "report/reporter.h"
#include "shipped.h"
#include "terminal.h"

namespace leastwise {
namespace {

constexpr std::size_t kMaxInputBytes = std::size_t{1} << 31;

// The disk, and standard input under the name that reports print for it.
class InputReader : public FileReader {
 public:
  explicit InputReader(std::string standard_input) : standard_input_(std::move(standard_input)) {}

  Result<std::unique_ptr<SourceFile>> Read(const std::string& path) const override {
    if (path == standard_input_) return ReadStandardInput(path, kMaxInputBytes);
    return disk_.Read(path);
  }

 private:
  std::string standard_input_;  // empty: not asked for
  DiskFileReader disk_{kMaxInputBytes};
};

// The inputs of a run: the paths, and `-`.
FoundFiles FindInputs(const CheckCommandOptions& options) {
  std::vector<std::string> paths = options.paths;
  const bool has_standard_input = std::erase(paths, "-") > 0;
  FindOptions find;
  find.force_exclude = options.force_exclude;
  FoundFiles found = FindFiles(paths, find);
  if (has_standard_input) {
    std::erase_if(found.files,
                  [&](const InputFile& file) { return file.path == options.stdin_filename; });
    const auto place =
        std::find_if(found.files.begin(), found.files.end(),
                     [&](const InputFile& file) { return file.path > options.stdin_filename; });
    found.files.insert(place, {options.stdin_filename, true});
  }
  return found;
}

ExitCode ListFiles(const FoundFiles& found) {
  Output output = Output::Standard();
  for (const InputFile& file : found.files) output.Write(file.path + "\n");
  if (const std::optional<Error> error = output.Close()) {
    PrintError(*error);
    return ExitCode::kInternal;
  }
  return ExitCode::kClean;
}

std::optional<ExitCode> WriteReports(const CheckCommandOptions& options, const Report& report,
                                     const RuleBook& book) {
  for (const ReportTarget& target : options.targets) {
    if (target.path.empty() && options.quiet > 1) continue;
    ReportOptions one = options.report;
    one.workers = options.check.workers;
    if (!target.path.empty()) {
      one.links = false;
      one.colour = one.colour && options.colour_in_files;
      one.max_findings = 0;
    }
    const Reporter& reporter = *FindReporter(target.format);
    const std::optional<ExitCode> code = WriteTarget(
        target, [&](const Sink& sink) { return reporter.write(report, book, one, sink); });
    if (code) return code;
  }
  return std::nullopt;
}

void PrintInputTrouble(const FoundFiles& found, const CheckResult& result) {
  for (const Error& error : found.errors) PrintError({error.kind, error.message, {}, error.hint});
  for (const Error& error : result.errors) PrintError({error.kind, error.message, {}, error.hint});
}

void PrintProfile(const Stopwatch& before, const CheckResult& result, const Stopwatch& after) {
  for (const auto* phases : {&before.laps(), &result.phases, &after.laps()}) {
    for (const PhaseTime& phase : *phases) {
      std::fprintf(stderr, "%10.2f ms  %.*s\n", phase.milliseconds,
                   static_cast<int>(phase.name.size()), phase.name.data());
    }
  }
  std::fprintf(stderr, "%10zu     questions to the decision procedure\n", result.exact_questions);
}

// The process ends next: giving back the memory of thousands of files piece by piece would cost a
// twentieth of the run. Debug builds do it, so that sanitizers see what leaks.
void LeaveToTheSystem([[maybe_unused]] std::unique_ptr<CheckResult> result) {
#ifdef NDEBUG
  static_cast<void>(result.release());
#endif
}

ExitCode Verdict(const CheckCommandOptions& options, const FoundFiles& found,
                 const CheckResult& result) {
  if (result.InputFailed() || !found.errors.empty()) return ExitCode::kInputFailed;
  if (result.HasFailing(options.fail_on)) {
    return options.exit_zero ? ExitCode::kClean : ExitCode::kFindings;
  }
  if (found.walked && !result.FoundAny() && !options.allow_no_input) {
    PrintError({ErrorKind::kIo,
                "no policy was found in " + std::to_string(found.files.size()) + " JSON files",
                {},
                "--allow-no-input makes an empty folder no error"});
    return ExitCode::kNoInput;
  }
  return ExitCode::kClean;
}

}  // namespace

ExitCode RunCheck(const Arguments& arguments) {
  Stopwatch before;
  CheckCommandOptions options;
  if (const std::optional<ExitCode> code = ParseCheckOptions(arguments, &options)) return *code;
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options.knowledge);
  if (knowledge == nullptr) return ExitCode::kUsage;
  std::vector<Error> errors;
  options.check.enabled = SelectRules(knowledge->rules(), options.select, options.ignore, &errors);
  for (const Error& error : errors) PrintError(error);
  if (!errors.empty()) return ExitCode::kUsage;

  before.Lap("start");
  const FoundFiles found = FindInputs(options);
  before.Lap("find files");
  if (options.list_files) return ListFiles(found);
  const bool has_standard_input =
      std::find(options.paths.begin(), options.paths.end(), "-") != options.paths.end();
  PrepareMemory(found.files.size());
  const InputReader reader(has_standard_input ? options.stdin_filename : std::string());
  auto kept = std::make_unique<CheckResult>(Check(found.files, *knowledge, reader, options.check));
  CheckResult& result = *kept;
  Stopwatch after;
  if (options.NeedsProse(!result.report.findings.empty())) {
    knowledge->LoadProse();
    FillProse(knowledge->rules(), result.report.findings, options.check.workers);
  }
  std::vector<PolicyStatistics> statistics;
  if (options.statistics) {
    statistics = result.Statistics(options.check.workers);
    options.report.statistics = &statistics;
  }
  if (const std::optional<ExitCode> code =
          WriteReports(options, result.report, knowledge->rules())) {
    return *code;
  }
  after.Lap("report");
  if (options.quiet < 2) PrintInputTrouble(found, result);
  const ExitCode code = Verdict(options, found, result);
  if (options.profile) PrintProfile(before, result, after);
  if (options.quiet == 0) std::fprintf(stderr, "%s\n", SummaryLine(result.report).c_str());
  LeaveToTheSystem(std::move(kept));
  return code;
}

}  // namespace leastwise
