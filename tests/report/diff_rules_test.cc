#include "report/diff_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace leastwise {
namespace {

using testing::EndsWith;
using testing::Not;

// "LW0101\taccess-added\thigh" of each line of the tool's own rules.
std::vector<std::string> RegisteredRules() {
  std::ifstream file(LEASTWISE_SOURCE_DIR "/rules/ids.tsv");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("LW01")) lines.push_back(line.substr(0, line.rfind('\t')));
  }
  return lines;
}

TEST(DiffRulesTest, RulesAreThoseOfTheRegister) {
  const DiffRules rules;
  std::vector<std::string> own;
  for (const Rule& rule : rules.rules()) {
    own.push_back(rule.id + "\t" + rule.name + "\t" + std::string(SeverityName(rule.severity)));
  }
  EXPECT_EQ(own, RegisteredRules());
}

TEST(DiffRulesTest, RuleIsFoundByIdInAnyCaseAndByName) {
  const DiffRules rules;
  EXPECT_EQ(rules.Find("LW0101"), &rules.added());
  EXPECT_EQ(rules.Find("lw0102"), &rules.added_later());
  EXPECT_EQ(rules.Find("cannot-tell-added-access"), &rules.cannot_tell());
  EXPECT_EQ(rules.Find("LW1001"), nullptr);
}

TEST(DiffRulesTest, ProseIsThatOfItsRuleAndEndsWithoutAStop) {
  const DiffRules rules;
  for (const Rule& rule : rules.rules()) {
    const RuleProse& prose = rules.Prose(rule);
    for (const std::string& text : {prose.title, prose.why, prose.help}) {
      EXPECT_FALSE(text.empty());
      EXPECT_THAT(text, Not(EndsWith(".")));
    }
  }
  EXPECT_NE(rules.Prose(rules.added()).title, rules.Prose(rules.cannot_tell()).title);
}

}  // namespace
}  // namespace leastwise
