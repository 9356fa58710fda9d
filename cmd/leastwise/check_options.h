#ifndef LEASTWISE_LEASTWISE_CHECK_OPTIONS_H_
#define LEASTWISE_LEASTWISE_CHECK_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "command.h"
#include "exit_code.h"
#include "linter/check.h"
#include "linter/knowledge.h"
#include "report/reporter.h"
#include "report_target.h"

namespace leastwise {

// The call of `leastwise check`, understood.
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
  KnowledgeOptions knowledge;
  CheckOptions check;
  ReportOptions report;

  // Some report prints what the rules say at length: of findings, or also of rules without any.
  bool NeedsProse(bool has_findings) const;
};

// Nothing where the command shall run; else the exit code, with help or errors printed.
std::optional<ExitCode> ParseCheckOptions(const Arguments& arguments, CheckCommandOptions* options);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_CHECK_OPTIONS_H_
