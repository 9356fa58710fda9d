#include "report_target.h"

#include <algorithm>
#include <utility>

#include "diagnostics.h"
#include "option_parser.h"
#include "output.h"

namespace leastwise {
namespace {

std::optional<ReportTarget> ParseTarget(const std::string& word,
                                        std::span<const std::string_view> names) {
  const std::size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    PrintBadWord("--format", name, names);
    return std::nullopt;
  }
  ReportTarget target{*found, {}};
  if (equals == std::string::npos) return target;
  target.path = word.substr(equals + 1);
  if (!target.path.empty()) return target;
  PrintError({ErrorKind::kUsage, "no file is named behind `" + word + "`", {}, {}});
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<ReportTarget>> ParseTargets(const std::vector<std::string>& words,
                                                      const std::string& output,
                                                      std::span<const std::string_view> names) {
  std::vector<ReportTarget> targets;
  for (const std::string& word : words.empty() ? std::vector<std::string>{"text"} : words) {
    std::optional<ReportTarget> target = ParseTarget(word, names);
    if (!target) return std::nullopt;
    if (target->path.empty()) target->path = output;
    const bool is_taken =
        std::any_of(targets.begin(), targets.end(),
                    [&](const ReportTarget& other) { return other.path == target->path; });
    if (is_taken) {
      PrintError({ErrorKind::kUsage,
                  target->path.empty() ? std::string("two reports cannot share standard output")
                                       : "two reports cannot share `" + target->path + "`",
                  {},
                  "give one a file: --format " + std::string(target->format) + "=FILE"});
      return std::nullopt;
    }
    targets.push_back(*std::move(target));
  }
  return targets;
}

std::optional<ExitCode> WriteTarget(const ReportTarget& target,
                                    const std::function<Result<bool>(const Sink& sink)>& write) {
  Result<Output> output =
      target.path.empty() ? Result<Output>(Output::Standard()) : Output::ToFile(target.path);
  if (!output) {
    PrintError(output.error());
    return ExitCodeOf(output.error());
  }
  const Result<bool> written = write([&](std::string_view text) { output->Write(text); });
  if (!written) {
    PrintError(written.error());
    return ExitCodeOf(written.error());
  }
  if (const std::optional<Error> error = output->Close()) {
    PrintError(*error);
    return ExitCode::kInternal;
  }
  return std::nullopt;
}

}  // namespace leastwise
