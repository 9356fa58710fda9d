#ifndef LEASTWISE_ENGINE_RULE_TEST_H_
#define LEASTWISE_ENGINE_RULE_TEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_file.h"
#include "engine/rule.h"
#include "tree/node.h"

namespace leastwise {

// One example inside a rule: an input and what must (bad) or must not (good) be found in it.
struct RuleTest {
  bool is_good = false;
  std::string why;               // good: why it is right
  std::string input;             // JSON text of the input, as a file would hold it
  std::string suppressions;      // JSON list as in a configuration, or empty; `input.json` is read
  std::string settings;          // JSON mapping: `params`, `personas` of a configuration; or empty
  std::string audience;          // who looks, with all rules on; empty: everyone, the tested rules
  std::string as;                // forced kind ("trust-policy", …) or empty
  std::vector<std::string> ids;  // bad: ids that must be found; good: ids that must not
  std::vector<std::string> at;   // bad: texts that must be underlined by `ids[0]`, quotes left off
  Location where{};              // in the pack
};

// How a test came out.
enum class RuleTestOutcome : std::uint8_t {
  kValidated,  // good, and silent
  kReported,   // bad, and found where it should be
  kNoisy,      // good, but reported
  kMissing,    // bad, but silent, or at another place
};
std::string_view RuleTestOutcomeName(RuleTestOutcome outcome);

// The tests of the entries of a pack, in order; `tree` is the YAML file (or its prose tree, which
// keeps tests). Places are those of the file. Bare statements and arrays of statements become whole
// 2012-10-17 documents.
std::vector<RuleTest> CollectRuleTests(const Tree& tree);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RULE_TEST_H_
