#ifndef LEASTWISE_LEASTWISE_CHECK_OPTIONS_H_
#define LEASTWISE_LEASTWISE_CHECK_OPTIONS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command.h"
#include "config/config.h"
#include "exit_code.h"
#include "linter/check.h"
#include "linter/knowledge.h"
#include "report/reporter.h"
#include "report_target.h"
#include "run_config.h"

namespace leastwise {

// A setting that the environment made: neither the call nor, before it, a file had the word.
struct EnvironmentSetting {
  std::string_view key;  // as in the configuration: "fail-on"
  std::string_view variable;
};

// The call of `leastwise check`, understood. The call wins over the environment, that over the
// configuration, that over defaults.
struct CheckCommandOptions {
  std::vector<std::string> paths;
  std::string stdin_filename;
  bool force_exclude = false;
  bool list_files = false;
  bool allow_no_input = false;
  bool exit_zero = false;
  bool profile = false;
  bool statistics = false;
  unsigned quiet = 0;  // 1: no summary; 2: nothing on standard output
  FailOn fail_on;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<ReportTarget> targets;  // never empty; at most one without a path
  bool colour_in_files = false;       // --color always
  bool add_suppressions = false;
  bool no_suppressions = false;
  bool no_baseline = false;
  std::string reason;       // of --add-suppressions
  std::string expires;      // likewise
  std::string baseline;     // the file, or empty
  std::string diff_base;    // a revision, or empty
  bool accept_new = false;  // of `baseline update`
  bool force = false;       // of `baseline create`
  ConfigChoice config_choice;
  std::unique_ptr<Config> config;  // null: there is none
  std::vector<EnvironmentSetting> environment;
  KnowledgeOptions knowledge;  // borrows `config`
  CheckOptions check;
  ReportOptions report;

  // Some report prints what the rules say at length: of findings, or also of rules without any.
  bool NeedsProse(bool has_findings) const;
  // Some report shows findings that do not count.
  bool NeedsAllFindings() const;
};

// Which command the options are for: those about findings take the options of a run, and some of
// their own.
enum class CheckVariant { kCheck, kBaseline, kSuppressions };

// Nothing where the command shall run; else the exit code, with help or errors printed.
std::optional<ExitCode> ParseCheckOptions(const CommandCall& call, CheckCommandOptions* options,
                                          CheckVariant variant = CheckVariant::kCheck);

// The part of it that needs no call: reads the configuration of options->paths and the environment.
// Nothing where that went well; else the exit code, with errors printed.
std::optional<ExitCode> ReadSettings(CheckCommandOptions* options);

// Fills in options->check.enabled. False where something that is wrong was printed.
bool ChooseRules(const Knowledge& knowledge, CheckCommandOptions* options);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_CHECK_OPTIONS_H_
