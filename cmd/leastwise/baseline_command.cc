#include <filesystem>
#include <string>
#include <system_error>

#include "check_options.h"
#include "check_run.h"
#include "command.h"
#include "diagnostics.h"
#include "linter/baseline_update.h"
#include "option_parser.h"
#include "output.h"
#include "report/active_findings.h"
#include "report/baseline_text.h"
#include "run_config.h"

namespace leastwise {
namespace {

constexpr const char* kFileName = ".leastwise-baseline.json";

ExitCode Write(const std::string& path, const Baseline& baseline, const CheckRun& run) {
  Result<Output> output = Output::ToFile(path);
  if (!output) {
    PrintError(output.error());
    return ExitCodeOf(output.error());
  }
  const Report& report = run.result->report;
  output->Write(BaselineText(baseline, report.tool_version, report.pack_versions));
  const std::optional<Error> error = output->Close();
  if (!error) return ExitCode::kClean;
  PrintError(*error);
  return ExitCode::kInternal;
}

// What could not be read would be taken for fixed.
bool WasRead(const CheckRun& run) {
  PrintInputTrouble(run);
  return !run.result->InputFailed() && run.found.errors.empty();
}

// Without this a check would not know of the new file.
void PrintUse(const CheckCommandOptions& options, const std::string& path) {
  if (options.config != nullptr && options.config->baseline.is_set()) return;
  const SourceFile* file = options.config == nullptr ? nullptr : options.config->nearest();
  const std::string config = file == nullptr ? ".leastwise.yaml" : file->path();
  PrintNote("add `baseline: " + NameInConfig(config, path) + "` to `" + config +
            "` for checks to go by it");
}

ExitCode Create(CheckCommandOptions& options, const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !options.force) {
    PrintError({ErrorKind::kUsage,
                "`" + path + "` is there already",
                {},
                "`leastwise baseline update` brings it up to date; --force makes it anew"});
    return ExitCode::kUsage;
  }
  options.baseline.clear();
  CheckRun run;
  Stopwatch watch;
  if (const auto code = RunRules(&options, &run, &watch)) return *code;
  if (options.list_files) return ExitCode::kClean;
  if (!WasRead(run)) return ExitCode::kInputFailed;
  const Baseline baseline(EntriesOf(*run.result, options.check));
  const ExitCode code = Write(path, baseline, run);
  if (code == ExitCode::kClean) {
    PrintNote("wrote " + Counted(baseline.entries().size(), "finding", "findings") + " to `" +
              path + "`");
    PrintUse(options, path);
  }
  return code;
}

void PrintRefused(const BaselineChange& change) {
  for (const Finding* finding : change.refused) {
    const Location& place = finding->primary.location;
    Error error{ErrorKind::kUsage, "new: " + finding->rule->id + ": " + finding->message, {}, {}};
    if (place.valid()) error.where = PlaceOf(place);
    PrintError(error, place.file);
  }
  PrintError({ErrorKind::kUsage,
              "the baseline would grow by " + Counted(change.refused.size(), "finding", "findings"),
              {},
              "mend them, or take them in with --accept-new"});
}

ExitCode Update(CheckCommandOptions& options, const std::string& path, bool prune_only) {
  options.baseline = path;
  CheckRun run;
  Stopwatch watch;
  if (const auto code = RunRules(&options, &run, &watch)) return *code;
  if (options.list_files) return ExitCode::kClean;
  if (!WasRead(run)) return ExitCode::kInputFailed;
  const BaselineRules rules{options.fail_on, options.accept_new, prune_only};
  const BaselineChange change =
      UpdateBaseline(run.baseline, *run.result, run.found.files, options.check, rules);
  if (!change.refused.empty()) {
    PrintRefused(change);
    return ExitCode::kFindings;
  }
  const ExitCode code = Write(path, change.baseline, run);
  if (code == ExitCode::kClean) {
    PrintNote("`" + path + "`: " + std::to_string(change.kept) + " kept, " +
              std::to_string(change.moved) + " moved, " + std::to_string(change.removed) +
              " removed, " + std::to_string(change.added) + " added");
  }
  return code;
}

}  // namespace

ExitCode RunBaseline(const CommandCall& call) {
  const Arguments& words = call.words;
  const std::string verb = words.empty() ? std::string() : words.front();
  const bool is_known = verb == "create" || verb == "update" || verb == "prune";
  if (!is_known && call.model == nullptr && verb != "--help" && verb != "-h") {
    PrintError({ErrorKind::kUsage,
                verb.empty() ? std::string("`baseline` lacks what to do")
                             : "`baseline` cannot `" + verb + "`",
                {},
                "leastwise baseline create, update or prune"});
    return ExitCode::kUsage;
  }
  const CommandCall rest{{words.begin() + (is_known ? 1 : 0), words.end()}, call.model};
  CheckCommandOptions options;
  if (const auto code = ParseCheckOptions(rest, &options, CheckVariant::kBaseline)) return *code;
  options.check.moved_fingerprints = true;
  const std::string path = options.baseline.empty() ? kFileName : options.baseline;
  return verb == "create" ? Create(options, path) : Update(options, path, verb == "prune");
}

}  // namespace leastwise
