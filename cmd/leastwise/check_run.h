#ifndef LEASTWISE_LEASTWISE_CHECK_RUN_H_
#define LEASTWISE_LEASTWISE_CHECK_RUN_H_

#include <memory>
#include <optional>

#include "base/stopwatch.h"
#include "check_options.h"
#include "engine/baseline.h"
#include "exit_code.h"
#include "linter/check.h"
#include "linter/file_finder.h"
#include "linter/knowledge.h"

// What `check` and the commands about its findings share: one run of the rules.

namespace leastwise {

struct CheckRun {
  std::unique_ptr<Knowledge> knowledge;
  FoundFiles found;
  Baseline baseline;                    // empty where there is none
  std::unique_ptr<CheckResult> result;  // null where the call only asked which files there are
};

// Loads rules and baseline, finds the files and runs the rules. Nothing where that went well; else
// the exit code, with errors printed. Laps of `before` say what took how long.
std::optional<ExitCode> RunRules(CheckCommandOptions* options, CheckRun* run, Stopwatch* before);

// Inputs that could not be read.
void PrintInputTrouble(const CheckRun& run);

// Reads a baseline; mistakes are printed, all of them, and give the exit code.
std::optional<ExitCode> ReadBaseline(const std::string& path, Baseline* baseline);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_CHECK_RUN_H_
