#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parallel_for.h"
#include "base/stopwatch.h"
#include "check_options.h"
#include "check_run.h"
#include "command.h"
#include "diagnostics.h"
#include "engine/evaluator.h"
#include "linter/check.h"
#include "linter/file_finder.h"
#include "output.h"
#include "report/active_findings.h"
#include "report/reporter.h"
#include "suppressions_command.h"
#include "terminal.h"

namespace leastwise {
namespace {

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

// What took long among the rules.
void PrintRuleTimes(const std::vector<RuleTime>& times) {
  constexpr std::size_t kShown = 10;
  double all = 0;
  for (const RuleTime& time : times) all += time.milliseconds;
  for (std::size_t i = 0; i < std::min(kShown, times.size()); ++i) {
    const RuleTime& time = times[i];
    std::fprintf(stderr, "%10.2f ms  %4.1f %% of all rules: %s\n", time.milliseconds,
                 all > 0 ? 100 * time.milliseconds / all : 0, time.rule->id.c_str());
  }
}

void PrintProfile(const Stopwatch& before, const CheckResult& result, const Stopwatch& after) {
  for (const auto* phases : {&before.laps(), &result.phases, &after.laps()}) {
    for (const PhaseTime& phase : *phases) {
      std::fprintf(stderr, "%10.2f ms  %.*s\n", phase.milliseconds,
                   static_cast<int>(phase.name.size()), phase.name.data());
    }
  }
  PrintRuleTimes(result.rule_times);
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

void PrintEnd(const CheckCommandOptions& options, const CheckResult& result) {
  if (result.fixed > 0 && options.diff_base.empty()) {
    PrintNote(Counted(result.fixed, "finding of the baseline is", "findings of the baseline are") +
              " gone: `leastwise baseline prune` forgets " + (result.fixed == 1 ? "it" : "them"));
  }
  std::fprintf(stderr, "%s\n", SummaryLine(result.report).c_str());
}

}  // namespace

ExitCode RunCheck(const CommandCall& call) {
  Stopwatch before;
  CheckCommandOptions options;
  if (const std::optional<ExitCode> code = ParseCheckOptions(call, &options)) return *code;
  options.check.time_rules = options.profile;
  options.check.count_unseen = !options.NeedsAllFindings();
  CheckRun run;
  if (const std::optional<ExitCode> code = RunRules(&options, &run, &before)) return *code;
  if (options.list_files) return ListFiles(run.found);
  if (options.add_suppressions) return AddSuppressions(options, run);
  CheckResult& result = *run.result;
  Stopwatch after;
  if (options.NeedsProse(!result.report.findings.empty())) {
    run.knowledge->LoadProse();
    FillProse(run.knowledge->rules(), result.report.findings, options.check.workers);
  }
  std::vector<PolicyStatistics> statistics;
  if (options.statistics) {
    statistics = result.Statistics(options.check.workers);
    options.report.statistics = &statistics;
  }
  if (const std::optional<ExitCode> code =
          WriteReports(options, result.report, run.knowledge->rules())) {
    return *code;
  }
  after.Lap("report");
  if (options.quiet < 2) PrintInputTrouble(run);
  const ExitCode code = Verdict(options, run.found, result);
  if (options.profile) PrintProfile(before, result, after);
  if (options.quiet == 0) PrintEnd(options, result);
  LeaveToTheSystem(std::move(run.result));
  return code;
}

}  // namespace leastwise
