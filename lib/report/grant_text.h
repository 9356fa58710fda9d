#ifndef LEASTWISE_REPORT_GRANT_TEXT_H_
#define LEASTWISE_REPORT_GRANT_TEXT_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/policy_comparison.h"
#include "report/diff_report.h"
#include "report/style.h"

// The words that all formats of `diff` have for an added grant. Stateless and thread-safe.

namespace leastwise {

// How a format writes a text of the policy down: between backticks, escaped, …
using MarkCode = std::function<std::string(std::string_view text)>;

// Between backticks.
std::string Backticks(std::string_view text);

// "`a`, `b` and 3 more": at most `most` names; for later actions, an example of them.
std::string ListActions(const AddedGrant& grant, const ActionTable& actions, std::size_t most,
                        const MarkCode& code);
// "`arn:aws:s3:::data/*`", or what there is instead of a resource string.
std::string ResourceOf(const AddedGrant& grant, const MarkCode& code);
// "`StringEquals` `aws:RequestedRegion` is `a` or `b`", for each condition of the statement.
std::vector<std::string> ConditionsOf(const Statement& statement, const MarkCode& code);
// "`s3:PutObject` on `arn:…` by `…`, `aws:x` = `y`".
std::string DescribeRequest(const Request& request, const MarkCode& code);
// What is to be shown first, and what is told in short behind it: later actions where actions of
// today are added too.
struct SplitGrants {
  std::span<const AddedGrant> first;
  std::span<const AddedGrant> later;
};
SplitGrants SplitLater(const PolicyComparison& comparison);

// "adds access", "removed", "cannot tell whether it adds access", …
std::string_view SummaryOf(const DiffReportItem& item);
// "3 compared: 1 FAIL, 2 PASS; 4 without a policy"; `with` stands behind "compared".
std::string DescribeCounts(const DiffReport& report, std::string_view with = {});
// How a verdict is coloured.
Role RoleOf(ComparisonVerdict verdict);

// Where a grant is written, for a reader of the new policy.
struct GrantPlaces {
  Location attached{};               // where the policy came to who holds it now, or no place
  std::vector<Location> actions;     // the strings that reach what is added
  Location resource{};               // or no place
  std::vector<Location> principals;  // those that no Allow of the old policy has
  // The one to look at: the attachment where that is new; of the others above the first that no
  // Allow of the old side has, else the first, else the statement's Effect. No place where the
  // statement is not the user's.
  Location primary{};
};
GrantPlaces PlacesOf(const AddedGrant& grant, const DiffReportItem& item);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_GRANT_TEXT_H_
