#ifndef LEASTWISE_REPORT_ASSERT_REPORT_H_
#define LEASTWISE_REPORT_ASSERT_REPORT_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/policy_comparison.h"

namespace leastwise {

// A grant that breaks an expectation, and the place in the file of expectations.
struct AssertReportViolation {
  const AddedGrant* grant = nullptr;
  Location expected{};
};

// One demand of an expectation on one policy. Everything is borrowed for the call.
struct AssertReportItem {
  std::string_view demand;  // "never", "always", "no-public-access", "no-new-access-over"
  // What is shown is missing: the grants' `old_statements` are the policy's, not the grants'.
  bool wants_access = false;
  std::string_view policy;
  PolicyKind kind = PolicyKind::kIdentity;
  std::vector<AssertReportViolation> violations;
  const PolicyComparison* comparison = nullptr;  // a pass: it holds
  const ActionTable* actions = nullptr;
};

// One expectation with its answers.
struct AssertReportExpectation {
  std::string_view name;
  Location where{};
  std::vector<AssertReportItem> items;
  bool was_asked = true;  // false: an error kept it from being asked

  ComparisonVerdict verdict() const;
};

struct AssertReport {
  std::span<const AssertReportExpectation> expectations;

  ComparisonVerdict verdict() const;  // the worst
};

struct AssertTextOptions {
  bool colour = false;
  unsigned width = 80;
  std::size_t max_violations = 3;  // of one demand on one policy, 0: all
};

// A line for each expectation that holds; for each policy that breaks one, what was expected, the
// lines of the policy that break it and one request that shows it; last, a count:
//
//     broken: the audit trail stays on (roles/train.json)
//       --> expectations.yaml:6:23
//        |
//      6 |     never: {actions: [cloudtrail:StopLogging]}
//        |                       ^^^^^^^^^^^^^^^^^^^^^^ must never be allowed
//        |
//       ::: roles/train.json:5:17
//        …
//        = for example: `cloudtrail:StopLogging` on `arn:aws:cloudtrail:…`
std::string AssertText(const AssertReport& report, const AssertTextOptions& options);

// One JSON object on one line, as rules/schema/assert-v1.schema.json has it: `format`, `verdict`,
// `expectations`. A documented field keeps its name and meaning.
std::string AssertJson(const AssertReport& report);

// "holds", "broken", "cannot tell", "error": in both formats.
std::string_view AssertVerdictName(ComparisonVerdict verdict);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_ASSERT_REPORT_H_
