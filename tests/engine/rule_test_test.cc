#include "engine/rule_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/lint_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;

std::vector<RuleTest> Collect(std::string_view yaml) {
  const YamlText text(yaml);
  std::vector<RuleTest> tests = CollectRuleTests(text.tree);
  for (RuleTest& test : tests) test.where = {};
  return tests;
}

TEST(RuleTestTest, ABareStatementBecomesADocument) {
  const auto tests = Collect(
      "rules:\n- id: LW1\n  tests: {bad: [{input: {Effect: Allow, Action: 's3:*'}, at: "
      "'s3:*'}]}\n");
  ASSERT_EQ(tests.size(), 1U);
  EXPECT_FALSE(tests[0].is_good);
  EXPECT_EQ(tests[0].input,
            R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*"}})");
  EXPECT_THAT(tests[0].ids, ElementsAre("LW1"));
  EXPECT_THAT(tests[0].at, ElementsAre("s3:*"));
}

TEST(RuleTestTest, AListOfStatementsBecomesOneDocument) {
  const auto tests =
      Collect("rules:\n- id: LW1\n  tests: {good: [{why: w, input: [{Effect: Deny}]}]}\n");
  ASSERT_EQ(tests.size(), 1U);
  EXPECT_TRUE(tests[0].is_good);
  EXPECT_EQ(tests[0].why, "w");
  EXPECT_EQ(tests[0].input, R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny"}]})");
}

TEST(RuleTestTest, OtherValuesAndTextsStayAsTheyAre) {
  const auto tests = Collect(
      "rules:\n- id: LW1\n  tests: {bad: [{input: {RoleName: \"a\\\"b\", Max: 1, On: true}}, "
      "{input: '{broken'}]}\n");
  ASSERT_EQ(tests.size(), 2U);
  EXPECT_EQ(tests[0].input, R"({"RoleName": "a\"b", "Max": 1, "On": true})");
  EXPECT_EQ(tests[1].input, "{broken");
}

TEST(RuleTestTest, GoodTestsAreForEveryStepUnlessTheySay) {
  const auto tests = Collect(
      "rules:\n- steps: [{id: LW1}, {id: LW2}]\n"
      "  tests: {bad: [{id: LW2, input: {}}], good: [{input: {}}, {for: [LW1], input: {}}]}\n");
  ASSERT_EQ(tests.size(), 3U);
  EXPECT_THAT(tests[0].ids, ElementsAre("LW2"));
  EXPECT_THAT(tests[1].ids, ElementsAre("LW1", "LW2"));
  EXPECT_THAT(tests[2].ids, ElementsAre("LW1"));
}

TEST(RuleTestTest, OutcomesHaveNames) {
  EXPECT_EQ(RuleTestOutcomeName(RuleTestOutcome::kValidated), "Validated");
  EXPECT_EQ(RuleTestOutcomeName(RuleTestOutcome::kMissing), "Missing");
}

}  // namespace
}  // namespace leastwise::testing
