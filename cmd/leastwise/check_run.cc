#include "check_run.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/file_reader.h"
#include "diagnostics.h"
#include "linter/baseline_update.h"
#include "memory.h"
#include "shipped.h"

namespace leastwise {
namespace {

constexpr std::size_t kMaxInputBytes = std::size_t{1} << 31;

// The disk, and standard input under the name that reports print for it.
class InputReader : public FileReader {
 public:
  explicit InputReader(std::string standard_input)
      : standard_input_(std::move(standard_input)), disk_(kMaxInputBytes) {}

  Result<std::unique_ptr<SourceFile>> Read(const std::string& path) const override {
    if (path == standard_input_) return ReadStandardInput(path, kMaxInputBytes);
    return disk_.Read(path);
  }

 private:
  std::string standard_input_;  // empty: not asked for
  DiskFileReader disk_;
};

// The inputs of a run: the paths, and `-`.
FoundFiles FindInputs(const CheckCommandOptions& options) {
  std::vector<std::string> paths = options.paths;
  const bool has_standard_input = std::erase(paths, "-") > 0;
  FindOptions find;
  find.force_exclude = options.force_exclude;
  if (options.config != nullptr) find.exclude = options.config->exclude;
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

// The baseline of the call, and with it the findings of a revision.
std::optional<ExitCode> OpenBaseline(CheckCommandOptions* options, const FileReader& reader,
                                     CheckRun* run) {
  if (!options->baseline.empty()) {
    if (const auto code = ReadBaseline(options->baseline, &run->baseline)) return code;
    options->check.baseline = &run->baseline;
  }
  if (options->diff_base.empty()) return std::nullopt;
  std::vector<Error> errors;
  const Baseline then = BaselineOfRevision(options->diff_base, run->found.files, *run->knowledge,
                                           reader, options->check, &errors);
  for (const Error& error : errors) PrintError(error);
  if (!errors.empty()) return ExitCodeOf(errors.front());
  std::vector<BaselineEntry> entries(then.entries().begin(), then.entries().end());
  for (const BaselineEntry& entry : run->baseline.entries()) {
    if (!then.Has(entry.fingerprint)) entries.push_back(entry);
  }
  run->baseline = Baseline(std::move(entries));
  options->check.baseline = &run->baseline;
  return std::nullopt;
}

}  // namespace

std::optional<ExitCode> ReadBaseline(const std::string& path, Baseline* baseline) {
  const Result<std::unique_ptr<SourceFile>> file = DiskFileReader(kMaxInputBytes).Read(path);
  if (!file) {
    PrintError(
        {ErrorKind::kUsage, file.error().message, {}, "`leastwise baseline create` makes it"});
    return ExitCode::kUsage;
  }
  std::vector<Error> errors;
  *baseline = Baseline::Read(**file, &errors);
  for (const Error& error : errors) PrintError(error, file->get());
  if (!errors.empty()) return ExitCode::kUsage;
  return std::nullopt;
}

std::optional<ExitCode> RunRules(CheckCommandOptions* options, CheckRun* run, Stopwatch* before) {
  run->knowledge = OpenKnowledge(options->knowledge);
  if (run->knowledge == nullptr) return ExitCode::kUsage;
  if (!ChooseRules(*run->knowledge, options)) return ExitCode::kUsage;
  before->Lap("start");
  run->found = FindInputs(*options);
  before->Lap("find files");
  if (options->list_files) return std::nullopt;
  const bool has_standard_input =
      std::find(options->paths.begin(), options->paths.end(), "-") != options->paths.end();
  if (has_standard_input && !options->diff_base.empty()) {
    PrintError({ErrorKind::kUsage,
                "no revision holds standard input",
                {},
                "leave out `-` or --diff-base"});
    return ExitCode::kUsage;
  }
  PrepareMemory(run->found.files.size());
  const InputReader reader(has_standard_input ? options->stdin_filename : std::string());
  if (const auto code = OpenBaseline(options, reader, run)) return code;
  run->result = std::make_unique<CheckResult>(
      Check(run->found.files, *run->knowledge, reader, options->check));
  return std::nullopt;
}

void PrintInputTrouble(const CheckRun& run) {
  const CheckResult& result = *run.result;
  for (const auto* errors : {&run.found.errors, &result.errors}) {
    for (const Error& error : *errors) PrintError({error.kind, error.message, {}, error.hint});
  }
}

}  // namespace leastwise
