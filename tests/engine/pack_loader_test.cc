#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/rule_book.h"
#include "support/lint_fixture.h"
#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kMatch = "{allow: {actions: {any: ['s3:GetObject']}}}";

std::vector<std::string> ErrorsOf(std::string_view match, std::string_view extra = {},
                                  std::string_view sets = {}) {
  return LoadErrors(PackYaml(RuleYaml("TEST1", match, extra), sets));
}

TEST(PackLoaderTest, AWholeRuleHasNoMistakes) { EXPECT_THAT(ErrorsOf(kMatch), IsEmpty()); }

TEST(PackLoaderTest, EveryMistakeIsToldAtOnceWithItsPlace) {
  const std::vector<std::string> errors = LoadErrors(
      "schema: leastwise/pack/1\n"
      "pack: test\n"
      "version: 1.0.0\n"
      "rules:\n"
      "- id: TEST1\n"
      "  name: Not Kebab\n"
      "  severty: high\n"
      "  severity: hihg\n"
      "  category: tool\n"
      "  title: t\n"
      "  why: w\n"
      "  help: h\n"
      "  message: m\n"
      "  match: {alow: {}}\n");
  EXPECT_THAT(errors,
              ElementsAre("6: `Not Kebab` is no rule name (write kebab-case)",
                          "7: unknown key `severty` in rule (did you mean `severity`?)",
                          "8: `hihg` is not a value of `severity` of rule (did you mean `high`?)",
                          "14: unknown match node `alow` (did you mean `allow`?)"));
}

TEST(PackLoaderTest, OnlyPacksOfTheSchemaAreRead) {
  EXPECT_THAT(LoadErrors("schema: leastwise/pack/9\npack: a\nversion: 1\n"),
              ElementsAre(HasSubstr("this is not a pack that leastwise can read")));
  EXPECT_THAT(LoadErrors("[]"), Contains(HasSubstr("pack must be a mapping")));
}

TEST(PackLoaderTest, UnknownActionsAreToldWithTheNearest) {
  EXPECT_THAT(
      ErrorsOf("{allow: {actions: {any: ['s3:GetObjet', 'nosuch:*']}}}"),
      ElementsAre(HasSubstr("no action is called `s3:GetObjet` (did you mean `s3:GetObject`?)"),
                  HasSubstr("`nosuch:*` matches no action of the catalog")));
}

TEST(PackLoaderTest, UnknownKeysOfKnownServicesAreTold) {
  EXPECT_THAT(ErrorsOf("{allow: {condition: {lacks: ['s3:nope', 'aws:ResourceAccount', "
                       "'token.actions.githubusercontent.com:sub', '*:ResourceTag/*']}}}"),
              ElementsAre(HasSubstr("no condition key is called `s3:nope`")));
}

TEST(PackLoaderTest, UnknownTypesServicesAndArnsAreTold) {
  EXPECT_THAT(ErrorsOf("{allow: {actions: {share: {of: [s4], at_least: 90}}, resources: {of: "
                       "['s3:objekt'], within: ['bucket']}}}"),
              ElementsAre(HasSubstr("no service has the prefix `s4`"),
                          HasSubstr("no resource type is called `s3:objekt`"),
                          HasSubstr("`bucket` is no pattern of ARNs")));
}

TEST(PackLoaderTest, SetsAreFoundByNameAndType) {
  const std::string sets =
      "sets:\n  reads: {actions: ['s3:GetObject']}\n  tags: {keys: ['aws:x']}\n";
  EXPECT_THAT(ErrorsOf("{allow: {actions: {any: ['@reads']}}}", {}, sets), IsEmpty());
  EXPECT_THAT(ErrorsOf("{allow: {actions: {any: ['@raeds']}}}", {}, sets),
              ElementsAre(HasSubstr(
                  "no set, parameter or table is called `raeds` (did you mean `reads`?)")));
  EXPECT_THAT(ErrorsOf("{allow: {actions: {any: ['@tags']}}}", {}, sets),
              ElementsAre(HasSubstr("`tags` is a set of keys, not of actions")));
}

TEST(PackLoaderTest, ASetThatNamesItselfIsTold) {
  EXPECT_THAT(ErrorsOf("{allow: {actions: {any: ['@a']}}}", {},
                       "sets:\n  a: {any: ['@b']}\n  b: {any: ['@a']}\n"),
              Contains(HasSubstr("names itself")));
}

TEST(PackLoaderTest, PlaceholdersThatNothingFillsInAreTold) {
  EXPECT_THAT(
      ErrorsOf(kMatch, "  message: \"{actions} of {identity}\"\n"),
      ElementsAre(HasSubstr("nothing fills in `{identity}` here (this match has `{actions}`")));
  EXPECT_THAT(ErrorsOf("{problem: duplicate-key}", "  message: \"{detail}\"\n"), IsEmpty());
}

TEST(PackLoaderTest, MessagesAreOneSentenceWithoutAStop) {
  EXPECT_THAT(ErrorsOf(kMatch, "  message: it is so.\n"),
              ElementsAre(HasSubstr("`message` has no final stop")));
  EXPECT_THAT(ErrorsOf(kMatch, "  message: \"two\\nlines\"\n"),
              ElementsAre(HasSubstr("this text is one line")));
}

TEST(PackLoaderTest, TestsAreDemanded) {
  const std::string rule = RuleYaml("TEST1", kMatch, "  tests: {bad: [{input: {}}]}\n");
  EXPECT_THAT(LoadErrors(PackYaml(rule), true),
              ElementsAre(HasSubstr("`TEST1` has fewer than two bad tests"),
                          HasSubstr("there are fewer than two good tests")));
  EXPECT_THAT(LoadErrors(PackYaml(RuleYaml("TEST1", kMatch)), true),
              ElementsAre(HasSubstr("rule lacks `tests`")));
}

TEST(PackLoaderTest, ProseIsDemanded) {
  EXPECT_THAT(
      LoadErrors(PackYaml("- {id: TEST1, name: a, severity: low, category: tool, message: m, "
                          "match: {problem: duplicate-key}}\n")),
      ElementsAre(HasSubstr("rule lacks `title`"), HasSubstr("rule lacks `why`"),
                  HasSubstr("rule lacks `help`")));
}

TEST(PackLoaderTest, TheSameIdOrNameTwiceIsTold) {
  EXPECT_THAT(LoadErrors(PackYaml(RuleYaml("TEST1", kMatch) + RuleYaml("TEST1", kMatch))),
              ElementsAre(HasSubstr("another rule is called `TEST1`"),
                          HasSubstr("another rule is called `rule-test1`")));
}

TEST(PackLoaderTest, WhenNeedsAnAllowToNarrow) {
  EXPECT_THAT(LoadErrors(PackYaml(
                  "- match: {identity: {kind: role}}\n  category: tool\n  title: t\n"
                  "  why: w\n  help: h\n  message: m\n  steps:\n"
                  "  - {id: TEST1, name: a, severity: low, when: {resources: {by: star}}}\n")),
              ElementsAre(HasSubstr("`when` narrows an `allow`, but the match has none")));
}

TEST(PackLoaderTest, SupersedingIsResolvedAndFreeOfCycles) {
  EXPECT_THAT(
      LoadErrors(PackYaml(RuleYaml("TEST1", kMatch, "  supersedes: [rule-test2]\n") +
                          RuleYaml("TEST2", kMatch, "  supersedes: [TEST1]\n"))),
      ElementsAre(HasSubstr("`TEST1` supersedes itself"), HasSubstr("`TEST2` supersedes itself")));
  EXPECT_THAT(ErrorsOf(kMatch, "  supersedes: [TEST7]\n"),
              ElementsAre(HasSubstr("no rule is called `TEST7` (did you mean `TEST1`?)")));
}

TEST(PackLoaderTest, IdsAreRegisteredOnes) {
  const YamlText pack(PackYaml(RuleYaml("TEST1", kMatch)));
  const PackSource source{&pack.tree, nullptr};
  const std::string_view known = "TEST2";
  LoadOptions options;
  options.check_tests = false;
  options.known_ids = {&known, 1};
  std::vector<Error> errors;
  RuleBook::Load({&source, 1}, {}, ShippedCatalog(), options, &errors);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].message, "`TEST1` is not a registered id");
}

TEST(PackLoaderTest, ProblemsStandAlone) {
  EXPECT_THAT(ErrorsOf("{all: [{problem: duplicate-key}, {identity: {kind: role}}]}"),
              ElementsAre(HasSubstr("`problem` cannot be mixed")));
  EXPECT_THAT(ErrorsOf("{problem: duplicate-kye}"),
              ElementsAre(HasSubstr("did you mean `duplicate-key`?")));
}

TEST(PackLoaderTest, WrongShapesAreToldAndNeverCrash) {
  for (const std::string_view match :
       {"[]", "3", "{}", "{allow: 3}", "{allow: {actions: {any: []}}}", "{all: []}", "{not: []}",
        "{at_least: {n: 3, of: [{problem: duplicate-key}]}}", "{identity: [1]}",
        "{identity: {attached: {}}}", "{allow: {condition: {admits: 3}}}",
        "{allow: {resources: {breadth: every, at_most: exact}}}",
        "{allow: {resources: {overlaps: x}}}", "{allow: {as: x}}",
        "{allow: {actions: {any: [{where: {access: [no]}}]}}}", "{unless: {}}"}) {
    EXPECT_FALSE(ErrorsOf(match).empty()) << match;
  }
}

TEST(RuleBookTest, RulesAreSortedAndFoundByIdOrName) {
  const LintFixture lint(PackYaml(RuleYaml("TEST2", kMatch) + RuleYaml("TEST1", kMatch)));
  ASSERT_EQ(lint.book().rules().size(), 2U);
  EXPECT_EQ(lint.book().rules()[0].id, "TEST1");
  EXPECT_EQ(lint.book().Find("rule-test2")->id, "TEST2");
  EXPECT_EQ(lint.book().Find("TEST3"), nullptr);
  EXPECT_EQ(lint.book().Nearest("rule-tset2"), "rule-test2");
  EXPECT_EQ(lint.book().PackVersions(), "test 1.0.0");
  EXPECT_EQ(lint.book().Prose(lint.book().rules()[0]).why, "it matters");
}

TEST(RuleBookTest, AStepOverridesItsEntry) {
  const LintFixture lint(PackYaml(
      "- match: {problem: duplicate-key}\n  category: tool\n  title: of the entry\n"
      "  why: w\n  help: h\n  message: m\n  severity: low\n  cwe: [1]\n  steps:\n"
      "  - {id: TEST1, name: a}\n"
      "  - {id: TEST2, name: b, severity: high, title: of the step, audience: auditor}\n"));
  const auto rules = lint.book().rules();
  EXPECT_EQ(lint.book().Prose(rules[0]).title, "of the entry");
  EXPECT_EQ(rules[0].severity, Severity::kLow);
  EXPECT_EQ(lint.book().Prose(rules[1]).title, "of the step");
  EXPECT_EQ(rules[1].severity, Severity::kHigh);
  EXPECT_EQ(rules[1].audience, Audience::kAuditor);
  EXPECT_EQ(rules[0].entry, rules[1].entry);
  EXPECT_THAT(lint.book().Prose(rules[1]).cwe, ElementsAre(1U));
}

}  // namespace
}  // namespace leastwise::testing
