#ifndef LEASTWISE_LINTER_PACK_TEST_H_
#define LEASTWISE_LINTER_PACK_TEST_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
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

// Opens what the tested packs were opened with, under a configuration besides; for tests with
// parameters of their own. Null: it cannot be opened with those.
using OpenConfigured = std::function<std::unique_ptr<Knowledge>(const Config& config)>;

// Runs the tests of the loaded packs, each with the entries of its own ids alone and through the
// real way of an input file. `knowledge` has its prose loaded. The order is that of the packs.
std::vector<RuleTestResult> RunRuleTests(const Knowledge& knowledge, const OpenConfigured& open,
                                         std::size_t workers);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_PACK_TEST_H_
