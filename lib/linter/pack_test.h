#ifndef LEASTWISE_LINTER_PACK_TEST_H_
#define LEASTWISE_LINTER_PACK_TEST_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule_test.h"
#include "iam/policy.h"
#include "linter/knowledge.h"

namespace leastwise {

// How one test of a rule came out, and why.
struct RuleTestResult {
  RuleTest test;
  RuleTestOutcome outcome = RuleTestOutcome::kMissing;
  // For the two bad outcomes: what was found instead, a line for each finding; never empty then.
  std::vector<std::string> details;

  bool passed() const {
    return outcome == RuleTestOutcome::kValidated || outcome == RuleTestOutcome::kReported;
  }
};

// The kind that a rule calls "trust-policy", "scp", …; nothing for another word.
std::optional<PolicyKind> ParsePolicyKind(std::string_view word);

// Runs the tests of the loaded packs, each with the entries of its own ids alone and through the
// real way of an input file. `knowledge` has its prose loaded. The order is that of the packs.
std::vector<RuleTestResult> RunRuleTests(const Knowledge& knowledge, std::size_t workers);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_PACK_TEST_H_
