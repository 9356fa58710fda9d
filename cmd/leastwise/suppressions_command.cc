#include "suppressions_command.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "command.h"
#include "config/suppression_edit.h"
#include "diagnostics.h"
#include "output.h"
#include "report/active_findings.h"
#include "run_config.h"

namespace leastwise {
namespace {

constexpr const char* kFileName = ".leastwise.yaml";

ExitCode WriteFile(const std::string& path, const Result<std::string>& text, const Config* config) {
  if (!text) {
    PrintConfigError(text.error(), config);
    return ExitCode::kUsage;
  }
  Result<Output> output = Output::ToFile(path);
  if (!output) {
    PrintError(output.error());
    return ExitCodeOf(output.error());
  }
  output->Write(*text);
  const std::optional<Error> error = output->Close();
  if (!error) return ExitCode::kClean;
  PrintError(*error);
  return ExitCode::kInternal;
}

bool IsOfConfig(const Finding& finding, const Config* config) {
  return config != nullptr && finding.primary.location.file != nullptr &&
         config->Find(finding.primary.location.file->path()) == finding.primary.location.file;
}

}  // namespace

ExitCode AddSuppressions(const CheckCommandOptions& options, const CheckRun& run) {
  PrintInputTrouble(run);
  const Config* config = options.config.get();
  const SourceFile* file = config == nullptr ? nullptr : config->nearest();
  const std::string path = file == nullptr ? kFileName : file->path();
  std::vector<NewSuppression> entries;
  for (const Finding& finding : run.result->report.findings) {
    const bool has_place = finding.primary.location.valid();
    if (finding.disposition != Disposition::kActive || !has_place) continue;
    if (IsOfConfig(finding, config)) continue;  // about an entry, which is to be mended
    const std::string name = NameInConfig(path, finding.primary.location.file->path());
    if (name.starts_with("/") || name.starts_with("../")) {
      PrintError({ErrorKind::kUsage,
                  "`" + finding.primary.location.file->path() + "` is not below the folder of `" +
                      path + "`",
                  {},
                  "name another configuration with --config"});
      return ExitCode::kUsage;
    }
    entries.push_back({finding.rule->id, name, finding.fingerprint, run.result->ContentOf(finding),
                       options.reason, options.expires});
  }
  if (entries.empty()) {
    PrintNote("there is nothing to suppress");
    return ExitCode::kClean;
  }
  const ExitCode code = WriteFile(path, WithSuppressions(file, entries), config);
  if (code == ExitCode::kClean) {
    PrintNote("wrote " + Counted(entries.size(), "suppression", "suppressions") + " to `" + path +
              "`");
  }
  return code;
}

ExitCode RunSuppressions(const CommandCall& call) {
  const Arguments& words = call.words;
  const std::string verb = words.empty() ? std::string() : words.front();
  const bool has_verb = verb == "prune";
  if (!has_verb && call.model == nullptr && verb != "--help" && verb != "-h") {
    PrintError({ErrorKind::kUsage,
                verb.empty() ? std::string("`suppressions` lacks what to do")
                             : "`suppressions` cannot `" + verb + "`",
                {},
                "leastwise suppressions prune PATH…"});
    return ExitCode::kUsage;
  }
  CheckCommandOptions options;
  const CommandCall rest{{words.begin() + (has_verb ? 1 : 0), words.end()}, call.model};
  if (const auto code = ParseCheckOptions(rest, &options, CheckVariant::kSuppressions)) {
    return *code;
  }
  CheckRun run;
  Stopwatch watch;
  if (const auto code = RunRules(&options, &run, &watch)) return *code;
  if (options.list_files) return ExitCode::kClean;
  PrintInputTrouble(run);
  std::set<const SourceFile*> files;
  for (const Suppression* one : run.result->unused) files.insert(one->where.file);
  for (const SourceFile* file : files) {
    const ExitCode code = WriteFile(file->path(), WithoutSuppressions(*file, run.result->unused),
                                    options.config.get());
    if (code != ExitCode::kClean) return code;
  }
  PrintNote("removed " + Counted(run.result->unused.size(), "suppression", "suppressions"));
  return run.result->InputFailed() ? ExitCode::kInputFailed : ExitCode::kClean;
}

}  // namespace leastwise
