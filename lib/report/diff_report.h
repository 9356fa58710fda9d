#ifndef LEASTWISE_REPORT_DIFF_REPORT_H_
#define LEASTWISE_REPORT_DIFF_REPORT_H_

#include <span>
#include <string>
#include <string_view>

#include "access/policy_comparison.h"
#include "base/result.h"
#include "iam/inventory.h"
#include "report/reporter.h"

namespace leastwise {

// One comparison of `leastwise diff`. Everything is borrowed for the call.
struct DiffReportItem {
  std::string_view name;
  std::string_view moved_from;  // the name that the file had before, or empty
  PolicyKind kind = PolicyKind::kIdentity;
  const Identity* identity = nullptr;  // null: of one policy, not of what somebody holds
  std::span<const Policy* const> old_policies;
  std::span<const Policy* const> new_policies;
  bool has_old = true;
  bool has_new = true;
  const PolicyComparison* added = nullptr;
  const PolicyComparison* removed = nullptr;
  const ActionTable* actions = nullptr;
};

struct DiffReport {
  ComparisonVerdict verdict = ComparisonVerdict::kPass;  // over all
  std::span<const DiffReportItem> items;
  std::string_view base;  // the revision that the work tree is compared with, or empty
  std::size_t files_without_policies = 0;
  // What could not be read or compared, a line each; text and json leave it to standard error.
  std::span<const std::string> failures;
  std::string tool_version;
  std::string catalog_date;
};

struct DiffTextOptions {
  bool colour = false;
  unsigned width = 80;
  std::size_t max_grants = 20;  // of one comparison, 0: all
};

// A line for each comparison, under it what the new side adds with the lines that add it and one
// request that shows it, then what is no longer allowed; last, the count of verdicts:
//
//     FAIL train.json: adds access
//     adds: `s3:PutObject` on `arn:aws:s3:::data/*`
//       --> new/train.json:6:17
//        |
//      6 |       "Action": ["s3:GetObject", "s3:PutObject"],
//        |                                  ^^^^^^^^^^^^^^ adds the action
//        |
//        = for example: `s3:PutObject` on `arn:aws:s3:::data/x`
std::string DiffText(const DiffReport& report, const DiffTextOptions& options);

// One JSON object on one line, as rules/schema/diff-v1.schema.json has it: `format`, `verdict`,
// `comparisons`. A documented field keeps its name and meaning.
std::string DiffJson(const DiffReport& report);

// A comment for a pull request, in GitHub's Markdown: the verdict, then for each policy, worst
// first, what is added (actions, resource, condition, place, an example) and, folded, what is gone.
// Nothing that a policy or a file name holds is taken for markup. At most 60,000 bytes: the last
// line says how many policies are left out. Paths are printed relative to `root`, if there is one.
std::string DiffMarkdown(const DiffReport& report, std::string_view root);

// SARIF 2.1.0 as WriteSarif has it: a result of LW0101 or LW0102 for each added grant at what adds
// it in the new file, one of LW0103 for each answer that is UNKNOWN; an ERROR becomes a
// notification, and so does what stands in no file of the new side. Errors: as WriteSarif.
Result<bool> DiffSarif(const DiffReport& report, const std::string& root, const Sink& sink);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_DIFF_REPORT_H_
