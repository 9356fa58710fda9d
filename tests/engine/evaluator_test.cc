#include "engine/evaluator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/lint_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kSteps =
    "- match: {allow: {actions: {any: ['iam:PassRole']}, resources: {of: ['iam:role']}}}\n"
    "  category: tool\n  title: t\n  why: w\n  help: \"not {resources}\"\n"
    "  message: \"{actions} on {resources}\"\n  severity: high\n  steps:\n"
    "  - {id: TEST1, name: a, when: {resources: {breadth: every}}}\n"
    "  - {id: TEST2, name: b, when: {resources: {at_least: prefix}}}\n"
    "  - {id: TEST3, name: c, when: {condition: {lacks: ['iam:PassedToService']}}}\n";

std::vector<std::string> Find(std::string_view rules, std::string_view input,
                              std::optional<PolicyKind> kind = {}) {
  LintFixture lint(PackYaml(rules));
  return Underlined(lint.Lint(input, kind));
}

std::string Pass(std::string_view resources, std::string_view more = {}) {
  return R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": )" + std::string(resources) +
         std::string(more) + "}";
}

TEST(StepsTest, EachCellGoesToTheFirstStepThatSaysYes) {
  EXPECT_THAT(
      Find(kSteps,
           Pass(R"(["arn:aws:iam::1:role/x", "*", "arn:aws:iam::111122223333:role/ml-*"])")),
      ElementsAre("TEST3 `arn:aws:iam::1:role/x`", "TEST1 `*`",
                  "TEST2 `arn:aws:iam::111122223333:role/ml-*`"));
}

TEST(StepsTest, ACellThatNoStepTakesIsNoFinding) {
  EXPECT_THAT(
      Find(kSteps,
           Pass(R"("arn:aws:iam::111122223333:role/x")",
                R"(, "Condition": {"StringEquals": {"iam:PassedToService": "x.amazonaws.com"}})")),
      IsEmpty());
}

TEST(StepsTest, AStepThatIsSwitchedOffKeepsItsCells) {
  LintFixture lint(PackYaml(kSteps));
  lint.Add(Pass(R"("*")"));
  EvaluationOptions options;
  options.enabled = {false, true, true};
  EXPECT_THAT(lint.Run(options).findings, IsEmpty());
}

TEST(StepsTest, EachStepHasATimeOfItsOwn) {
  LintFixture lint(PackYaml(kSteps));
  lint.Add(Pass(R"("*")"));
  EvaluationOptions options;
  options.time_rules = true;
  std::vector<std::string> timed;
  for (const RuleTime& time : lint.Run(options).rule_times) {
    if (time.milliseconds > 0) timed.push_back(time.rule->id);
  }
  EXPECT_THAT(timed, UnorderedElementsAre("TEST1", "TEST2", "TEST3"));
}

TEST(EvaluatorTest, WordsHoldTheTextOfThePolicy) {
  LintFixture lint(PackYaml(kSteps));
  const auto& result = lint.Lint(Pass(R"("*")"));
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].message, "`iam:PassRole` on `*`");
  EXPECT_EQ(result.findings[0].help(), "not `*`");
  EXPECT_EQ(result.findings[0].statement, 0U);
  EXPECT_EQ(result.findings[0].confidence, Confidence::kHigh);
}

TEST(EvaluatorTest, ActionsAreListedWorstFirst) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", "{allow: {actions: {any: ['s3:*']}}}",
                                     "  message: \"{actions}: {count} of {service}\"\n")));
  const auto& result = lint.Lint(
      R"({"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject", "s3:DeleteObject", "s3:PutBucketPolicy", "s3:PutObjectTagging"], "Resource": "*"})");
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].message,
            "`s3:PutBucketPolicy`, `s3:DeleteObject`, `s3:PutObjectTagging` and 2 more: 5 of `s3`");
}

TEST(EvaluatorTest, WhatIsDeniedIsNotFound) {
  EXPECT_THAT(
      Find(kSteps, Pass(R"("*")") + R"(, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"})"),
      IsEmpty());
}

TEST(EvaluatorTest, RulesLookAtTheirKindsOfPolicyOnly) {
  const std::string statement = Pass(R"("*")");
  EXPECT_THAT(Find(kSteps, statement, PolicyKind::kServiceControl), IsEmpty());
  EXPECT_THAT(Find(kSteps, statement, PolicyKind::kBoundary), IsEmpty());
}

TEST(EvaluatorTest, ABoundaryAloneIsOfMediumConfidence) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", "{allow: {actions: {any: ['iam:PassRole']}}}",
                                     "  applies_to: {kind: [boundary, identity-policy]}\n")));
  const auto& result = lint.Lint(Pass(R"("*")"), PolicyKind::kBoundary);
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].confidence, Confidence::kMedium);
}

constexpr std::string_view kStronger = "  supersedes: [rule-test1]\n";
std::string TwoRules() {
  return RuleYaml("TEST1", "{allow: {actions: {any: ['s3:GetObject']}}}") +
         RuleYaml("TEST2", "{allow: {actions: {by: star}}}", kStronger);
}

TEST(SupersedesTest, AFindingOfTheSameStatementIsDroppedAndCounted) {
  LintFixture lint(PackYaml(TwoRules()));
  const auto& result = lint.Lint(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
  EXPECT_THAT(Underlined(result), ElementsAre("TEST2 `*`"));
  EXPECT_EQ(result.superseded, 1U);
}

TEST(SupersedesTest, AFindingOfAnotherStatementStays) {
  EXPECT_THAT(
      Find(TwoRules(), R"({"Effect": "Allow", "Action": "*", "Resource": "*"},)"
                       R"( {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})"),
      ElementsAre("TEST2 `*`", "TEST1 `s3:GetObject`"));
}

TEST(SupersedesTest, IsTransitive) {
  const std::string rules =
      RuleYaml("TEST1", "{allow: {actions: {any: ['s3:GetObject']}}}") +
      RuleYaml("TEST2", "{allow: {actions: {any: ['sns:Publish'], by: literal}}}",
               "  supersedes: [TEST1]\n") +
      RuleYaml("TEST3", "{allow: {actions: {by: star}}}", "  supersedes: [TEST2]\n");
  EXPECT_THAT(Find(rules, R"({"Effect": "Allow", "Action": "*", "Resource": "*"})"),
              ElementsAre("TEST3 `*`"));
}

// Two roles that hold one customer managed policy, as an account dump shows them.
std::string Dump(std::string_view second_inline) {
  const auto role = [](std::string_view name, std::string_view inline_policies) {
    return R"({"Path": "/", "RoleName": ")" + std::string(name) +
           R"(", "Arn": "arn:aws:iam::111122223333:role/)" + std::string(name) +
           R"(", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},)" +
           R"("RolePolicyList": [)" + std::string(inline_policies) +
           R"(], "AttachedManagedPolicies": [{"PolicyName": "shared", "PolicyArn": )" +
           R"("arn:aws:iam::111122223333:policy/shared"}]})";
  };
  return R"({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [)" + role("one", "") +
         "," + role("two", second_inline) +
         R"(], "Policies": [{"PolicyName": "shared", "Arn": "arn:aws:iam::111122223333:policy/shared",)"
         R"( "DefaultVersionId": "v1", "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": true,)"
         R"( "Document": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": )"
         R"("iam:PassRole", "Resource": "*"}]}}]}]})";
}

TEST(HoldersTest, AStatementOfTwoRolesIsOneFindingWithTwoContainers) {
  LintFixture lint(PackYaml(kSteps));
  const auto& result = lint.Lint(Dump(""));
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_THAT(result.findings[0].containers, ElementsAre("one", "two"));
  EXPECT_EQ(result.findings[0].policy, "shared");
}

TEST(HoldersTest, OneHolderThatSaysYesIsEnough) {
  LintFixture lint(PackYaml(kSteps));
  const auto& result = lint.Lint(Dump(
      R"({"PolicyName": "deny", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}})"));
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_THAT(result.findings[0].containers, ElementsAre("one"));
}

TEST(HoldersTest, RulesAboutTrustNameTheRole) {
  LintFixture lint(
      PackYaml(RuleYaml("TEST1", "{allow: {principals: {kind: everyone}}}",
                        "  applies_to: {kind: trust-policy}\n  message: \"{principals}\"\n")));
  const auto& result = lint.Lint(
      R"({"RoleName": "open", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}})");
  EXPECT_THAT(Underlined(result), ElementsAre("TEST1 `*`"));
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_THAT(result.findings[0].containers, ElementsAre("open"));
  EXPECT_EQ(result.findings[0].message, "everyone");
}

TEST(EvaluatorTest, AnIdentityRuleMayAskForTrust) {
  const std::string rule = RuleYaml(
      "TEST1", "{identity: {kind: role}, allow: {scope: trust, principals: {kind: everyone}}}");
  EXPECT_THAT(
      Find(
          rule,
          R"({"RoleName": "open", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}})"),
      ElementsAre("TEST1 `*`"));
}

TEST(EvaluatorTest, ResultsDoNotDependOnTheNumberOfWorkers) {
  std::string statements = Pass(R"("*")");
  for (int i = 0; i < 50; ++i) {
    statements += "," + Pass("\"arn:aws:iam::111122223333:role/r" + std::to_string(i) + "-*\"");
  }
  std::vector<std::vector<std::string>> runs;
  for (const std::size_t workers : {1U, 4U}) {
    LintFixture lint(PackYaml(kSteps));
    for (const char* path : {"b.json", "a.json", "c.json"}) lint.Add(statements, {}, path);
    EvaluationOptions options;
    options.workers = workers;
    std::vector<std::string> lines;
    for (const Finding& finding : lint.Run(options).findings) {
      lines.push_back(finding.primary.location.file->path() + finding.message +
                      finding.fingerprint);
    }
    runs.push_back(std::move(lines));
  }
  EXPECT_EQ(runs[0], runs[1]);
  EXPECT_THAT(runs[0], SizeIs(153));
  EXPECT_EQ(runs[0].front().substr(0, 6), "a.json");
}

TEST(EvaluatorTest, ATextUnderADuplicateKeyIsOfLowConfidence) {
  LintFixture lint(PackYaml(kSteps));
  const auto& result = lint.Lint(
      R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Resource": "arn:aws:iam::111122223333:role/x"})");
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings[0].confidence, Confidence::kLow);
}

TEST(EvaluatorTest, RelatedPlacesAreInFileOrderWithoutThePrimaryOne) {
  LintFixture lint(PackYaml(RuleYaml(
      "TEST1",
      "{allow: {actions: {any: ['sqs:SendMessage', 'sqs:DeleteQueue']}, resources: {by: star}}}",
      "  labels: {primary: everything, action: acts}\n")));
  const auto& result = lint.Lint(
      R"({"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:DeleteQueue"], "Resource": "*"})");
  ASSERT_THAT(result.findings, SizeIs(1));
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.primary.location.text(), "\"*\"");
  EXPECT_EQ(finding.primary.label, "everything");
  ASSERT_THAT(finding.related, SizeIs(2));
  EXPECT_EQ(finding.related[0].location.text(), "\"sqs:SendMessage\"");
  EXPECT_EQ(finding.related[0].label, "acts");
  EXPECT_EQ(finding.related[1].location.text(), "\"sqs:DeleteQueue\"");
}

}  // namespace
}  // namespace leastwise::testing
