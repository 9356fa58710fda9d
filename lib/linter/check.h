#ifndef LEASTWISE_LINTER_CHECK_H_
#define LEASTWISE_LINTER_CHECK_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/permissiveness.h"
#include "base/file_reader.h"
#include "base/grades.h"
#include "base/result.h"
#include "base/stopwatch.h"
#include "config/config.h"
#include "engine/baseline.h"
#include "engine/evaluator.h"
#include "engine/finding.h"
#include "input/input_format.h"
#include "linter/file_finder.h"
#include "linter/knowledge.h"

namespace leastwise {

struct CheckOptions {
  InputOptions input;  // `named` is taken from each InputFile
  // What is shown as active; the rest is counted. See FailOn for what fails a run.
  Severity min_severity = Severity::kInfo;
  Confidence min_confidence = Confidence::kLow;
  Audience audience = Audience::kRegular;
  // Findings of rules that are hidden or below a threshold as a whole may be left without words, in
  // Report::counted, where no suppression and no baseline has to look at them.
  bool count_unseen = false;
  std::vector<bool> enabled;  // by Rule::index, see SelectRules; empty: all
  std::size_t workers = 1;    // the result does not depend on it
  std::string tool_version;
  // The folder that names in fingerprints, baselines and suppressions count from, absolute; empty:
  // paths are taken as they are.
  std::string root;
  std::span<const Suppression> suppressions{};
  // The day of the run: suppressions that ended before it are findings. None: none has ended.
  std::optional<CalendarDate> today;
  const Baseline* baseline = nullptr;  // null: there is none
  bool moved_fingerprints = false;     // see EvaluationOptions
  bool time_rules = false;             // likewise
};

// What one run read and found. Owns the files and the inventory that the report points into.
class CheckResult {
 public:
  CheckResult();
  ~CheckResult();
  CheckResult(CheckResult&&) noexcept;
  CheckResult& operator=(CheckResult&&) noexcept;

  Report report;
  std::vector<PhaseTime> phases;     // in order
  std::vector<RuleTime> rule_times;  // of CheckOptions::time_rules, the dearest first
  std::size_t exact_questions = 0;   // put to the decision procedure (access/policy_comparison.h)
  std::vector<Error> errors;  // files that could not be opened; they are in not_analysed as well
  // Entries of CheckOptions::suppressions whose whole scope was read, in vain.
  std::vector<const Suppression*> unused;
  std::size_t fixed = 0;  // findings of the baseline that are gone from files read

  bool HasFailing(const FailOn& fail_on) const;
  // An input could not be read or parsed.
  bool InputFailed() const { return report.summary.files_failed > 0; }
  // How much each policy that was read grants by itself, the most first; measured when asked.
  std::vector<PolicyStatistics> Statistics(std::size_t workers) const;
  // What the statement of a finding says, or where it is about no statement, what is underlined, as
  // "st1:" and 32 hex digits: another text of it is another one.
  std::string ContentOf(const Finding& finding) const;
  // At least one policy or identity was read.
  bool FoundAny() const { return report.summary.files_with_policies > 0; }

 private:
  friend class Checker;
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

// The main front door: reads every file (in parallel), links what was read, runs the rules, and
// gives each finding its disposition. Never fails: what goes wrong with an input is in the result,
// and the other inputs are still checked. The result is the same for any number of workers.
// `knowledge` must outlive it.
CheckResult Check(std::span<const InputFile> files, const Knowledge& knowledge,
                  const FileReader& reader, const CheckOptions& options);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_CHECK_H_
