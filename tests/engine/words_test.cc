#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "support/lint_fixture.h"

// Lines of "What the words mean" in the rule language that no other test names; the numbers are
// those there.

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Find(std::string_view rules, std::string_view input,
                              std::optional<PolicyKind> kind = {}) {
  LintFixture lint(PackYaml(rules));
  return Underlined(lint.Lint(input, kind));
}

std::string Allow(std::string_view actions, std::string_view resource = "*",
                  std::string_view more = {}) {
  return R"({"Effect": "Allow", "Action": )" + std::string(actions) + R"(, "Resource": ")" +
         std::string(resource) + R"(")" + std::string(more) + "}";
}

std::string OneOf(std::string_view match) { return RuleYaml("TEST1", match); }

TEST(WordsTest, Line2LacksIsOneRequestThatHasAllKeysForeignOrAbsent) {
  const std::string both = OneOf(
      "{allow: {actions: {any: ['s3:GetObject']}, "
      "condition: {lacks: ['aws:ResourceAccount', 'aws:ResourceOrgID']}}}");
  const std::string one_guard = Allow(R"("s3:GetObject")", "*",
                                      R"(, "Condition": {"StringEquals": )"
                                      R"({"aws:ResourceAccount": "111122223333"}})");
  EXPECT_THAT(Find(both, Allow(R"("s3:GetObject")")), ElementsAre("TEST1 `s3:GetObject`"));
  EXPECT_THAT(Find(both, one_guard), IsEmpty());
  const std::string either = OneOf(
      "{any: [{allow: {actions: {any: ['s3:GetObject']}, condition: {lacks: "
      "['aws:ResourceAccount']}}}, "
      "{allow: {actions: {any: ['s3:GetObject']}, condition: {lacks: ['aws:ResourceOrgID']}}}]}");
  EXPECT_THAT(Find(either, one_guard), ElementsAre("TEST1 `s3:GetObject`"));
}

TEST(WordsTest, Line6EachActionIsJudgedAloneByItsRequiredTypes) {
  const std::string open =
      OneOf("{allow: {actions: {any: ['s3:*']}, resources: {at_least: open}}}");
  // ListBucket is on one bucket; only GetObject is on any object.
  LintFixture lint(PackYaml(open + "  at: action\n"));
  const std::string input = R"({"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"],)"
                            R"( "Resource": ["arn:aws:s3:::one", "arn:aws:s3:::*/*"]})";
  EXPECT_THAT(Underlined(lint.Lint(input)), ElementsAre("TEST1 `s3:GetObject`"));
  const std::string runs =
      OneOf("{allow: {actions: {any: ['iam:PassRole']}, resources: {breadth: every}}}");
  EXPECT_THAT(Find(runs, Allow(R"("iam:PassRole")", "arn:aws:iam::111122223333:role/one")),
              IsEmpty());
}

TEST(WordsTest, Line7ActionsPrintsTheTextOfThePolicyAndAtMostThree) {
  const std::string rule =
      RuleYaml("TEST1", "{allow: {actions: {any: ['s3:*']}}}", "  message: '{actions}'\n");
  LintFixture lint(PackYaml(rule));
  const EvaluationResult& result = lint.Lint(
      Allow(R"(["S3:getobject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:Get*"])"));
  ASSERT_EQ(result.findings.size(), 1U);
  const std::string& message = result.findings[0].message;
  EXPECT_EQ(std::count(message.begin(), message.end(), '`'), 6) << message;
  EXPECT_THAT(message, ::testing::EndsWith("and 2 more"));
}

constexpr std::string_view kTwoRoles =
    R"({"RoleDetailList": [
      {"RoleName": "a", "Arn": "arn:aws:iam::111122223333:role/a", "Path": "/", "RolePolicyList": [],
       "AttachedManagedPolicies": [{"PolicyName": "p",
         "PolicyArn": "arn:aws:iam::111122223333:policy/p"}]},
      {"RoleName": "b", "Arn": "arn:aws:iam::111122223333:role/b", "Path": "/", "RolePolicyList": [],
       "AttachedManagedPolicies": [{"PolicyName": "p",
         "PolicyArn": "arn:aws:iam::111122223333:policy/p"}]}],
     "Policies": [{"PolicyName": "p", "Arn": "arn:aws:iam::111122223333:policy/p", "Path": "/",
       "DefaultVersionId": "v1", "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": true,
         "Document": {"Version": "2012-10-17", "Statement": [
           {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}}]}]})";

TEST(WordsTest, Line9AStatementOfTwoIdentitiesIsOneFindingWithTwoContainers) {
  LintFixture lint(PackYaml(OneOf("{allow: {actions: {any: ['s3:GetObject']}}}")));
  const EvaluationResult& result = lint.Lint(kTwoRoles);
  ASSERT_THAT(Underlined(result), ElementsAre("TEST1 `s3:GetObject`"));
  EXPECT_EQ(result.findings[0].containers.size(), 2U);
}

constexpr std::string_view kSteps =
    "- match: {allow: {actions: {any: ['s3:*']}}}\n"
    "  category: tool\n  severity: high\n  title: t\n  why: w\n  help: h\n  message: m\n"
    "  steps:\n"
    "  - {id: TEST1, name: one, when: {actions: {any: ['s3:GetObject']}}}\n"
    "  - {id: TEST2, name: two}\n";

TEST(WordsTest, Line11StepsPartitionCells) {
  EXPECT_THAT(Find(kSteps, Allow(R"(["s3:GetObject", "s3:PutObject"])")),
              ElementsAre("TEST1 `s3:GetObject`", "TEST2 `s3:PutObject`"));
  EXPECT_THAT(Find(kSteps, Allow(R"("s3:GetObject")")), ElementsAre("TEST1 `s3:GetObject`"));
}

TEST(WordsTest, Line12SupersedesTakesAFindingWhoseStatementsAreTheStrongersOwn) {
  const std::string rules =
      RuleYaml("TEST1", "{allow: {actions: {any: ['s3:PutObject']}}}", "  supersedes: [TEST2]\n") +
      RuleYaml("TEST2", "{allow: {actions: {any: ['s3:GetObject']}}}");
  const std::string get = R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})";
  const std::string both =
      R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"})";
  EXPECT_THAT(Find(rules, both), ElementsAre("TEST1 `s3:PutObject`"));
  EXPECT_THAT(Find(rules, both + ", " + get),
              ElementsAre("TEST1 `s3:PutObject`", "TEST2 `s3:GetObject`"))
      << "another statement is not the stronger one's";
}

TEST(WordsTest, Line14AttachedIsThePolicyOfAwsInAnyPartition) {
  const std::string rule = OneOf("{identity: {attached: {any: [AmazonS3FullAccess]}}}");
  const auto role = [](std::string_view arn) {
    return R"({"RoleName": "x", "Path": "/", "AttachedManagedPolicies": [{"PolicyName": )"
           R"("AmazonS3FullAccess", "PolicyArn": ")" +
           std::string(arn) + R"("}]})";
  };
  EXPECT_EQ(Find(rule, role("arn:aws-cn:iam::aws:policy/AmazonS3FullAccess")).size(), 1U);
  EXPECT_EQ(Find(rule, role("arn:aws:iam::aws:policy/service-role/AmazonS3FullAccess")).size(), 1U);
  EXPECT_THAT(Find(rule, role("arn:aws:iam::111122223333:policy/AmazonS3FullAccess")), IsEmpty());
  // A boundary alone: `allow` means "lets through".
  const std::string lets = RuleYaml("TEST1", "{allow: {actions: {any: ['s3:GetObject']}}}",
                                    "  applies_to: {kind: boundary}\n");
  EXPECT_THAT(Find(lets, Allow(R"("s3:*")"), PolicyKind::kBoundary), ElementsAre("TEST1 `s3:*`"));
}

TEST(WordsTest, Line16AnActionCountsAtItsMostSevereAccessLevel) {
  // codestar:CreateProject is "Permissions management, Write".
  const std::string manages =
      OneOf("{allow: {actions: {any: [{where: {access: permissions-management}}]}}}");
  const std::string writes = OneOf("{allow: {actions: {any: [{where: {access: write}}]}}}");
  const std::string input = Allow(R"("codestar:CreateProject")");
  EXPECT_EQ(Find(manages, input).size(), 1U);
  EXPECT_EQ(Find(writes, input).size(), 1U);
  EXPECT_THAT(Find(manages, Allow(R"("s3:PutObject")")), IsEmpty());
}

}  // namespace
}  // namespace leastwise::testing
