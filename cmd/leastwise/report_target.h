#ifndef LEASTWISE_LEASTWISE_REPORT_TARGET_H_
#define LEASTWISE_LEASTWISE_REPORT_TARGET_H_

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exit_code.h"
#include "report/reporter.h"

namespace leastwise {

// One `--format NAME[=FILE]`.
struct ReportTarget {
  std::string_view format;  // one of the names that were to choose from
  std::string path;         // empty: standard output
};

// The words of --format, `text` where there are none; `output` is the file of -o, or empty, and
// stands in where a word names no file. Never empty, at most one without a path. Nothing where a
// word was complained about. `names` must outlive the result.
std::optional<std::vector<ReportTarget>> ParseTargets(const std::vector<std::string>& words,
                                                      const std::string& output,
                                                      std::span<const std::string_view> names);

// Opens what the target names, lets `write` write to it, and closes it. Errors are printed and give
// the code to end with.
std::optional<ExitCode> WriteTarget(const ReportTarget& target,
                                    const std::function<Result<bool>(const Sink& sink)>& write);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_REPORT_TARGET_H_
