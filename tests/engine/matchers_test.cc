#include "engine/matchers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/lint_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kPersonas =
    "schema: leastwise/personas/1\n"
    "personas:\n"
    "- {id: training, title: t, recognise: {trust: [sagemaker.amazonaws.com], "
    "actions: ['sagemaker:Create*']}}\n"
    "- {id: app, title: t, recognise: {names: ['app-*'], attached: ['AmazonBedrock*']}}\n";

std::vector<std::string> Find(std::string_view match, std::string_view input,
                              std::optional<PolicyKind> kind = {}, std::string_view extra = {}) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", match, extra)), kPersonas);
  std::vector<std::string> found = Underlined(lint.Lint(input, kind));
  for (std::string& line : found) line.erase(0, 6);  // the id
  return found;
}

std::string Statement(std::string_view actions, std::string_view resource = "*") {
  return R"({"Effect": "Allow", "Action": )" + std::string(actions) + R"(, "Resource": ")" +
         std::string(resource) + R"("})";
}

TEST(MatcherKindsTest, AreSortedAndExplained) {
  const auto kinds = MatcherKinds();
  for (const MatcherKind& kind : kinds) EXPECT_FALSE(kind.help.empty()) << kind.name;
  EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST(AllowTest, UnderlinesTheActionWhereOnlyActionsAreAsked) {
  EXPECT_THAT(Find("{allow: {actions: {any: ['s3:GetObject']}}}",
                   Statement(R"(["ec2:RunInstances", "s3:Get*"])")),
              ElementsAre("`s3:Get*`"));
}

// What NotResource names is the only thing that is not meant.
TEST(AllowTest, UnderlinesTheActionWhereTheResourceIsAllButSome) {
  LintFixture lint(PackYaml(RuleYaml(
      "TEST1",
      "{allow: {actions: {any: ['sagemaker:CreateModel']}, resources: {at_least: open}}}")));
  const EvaluationResult& result = lint.Lint(R"({"Effect": "Allow", "Action": "sagemaker:*",
      "NotResource": ["arn:aws:sagemaker:*:*:domain/*", "arn:aws:sagemaker:*:*:app/*"]})");
  ASSERT_THAT(Underlined(result), ElementsAre("TEST1 `sagemaker:*`"));
  const std::vector<LabelledLocation>& related = result.findings.front().related;
  ASSERT_EQ(related.size(), 1U);
  EXPECT_EQ(related[0].location.text(), "\"arn:aws:sagemaker:*:*:domain/*\"");
  EXPECT_EQ(related[0].label, "every resource but what is named here");
}

TEST(AllowTest, UnderlinesTheResourceWhereItIsAsked) {
  EXPECT_THAT(Find("{allow: {actions: {any: ['s3:GetObject']}, resources: {breadth: every, of: "
                   "['s3:object']}}}",
                   Statement(R"("s3:GetObject")", "arn:aws:s3:::*")),
              ElementsAre("`arn:aws:s3:::*`"));
}

// More actions than evidence lists: those of the first service alone would fill it.
TEST(AllowTest, EveryServiceOfSeveralIsNamed) {
  LintFixture lint(PackYaml(
      RuleYaml("TEST1", "{allow: {actions: {share: {of: [bedrock, sagemaker], at_least: 70}}}}",
               "  message: \"{service} by {actions}\"\n")));
  const EvaluationResult& result =
      lint.Lint(R"({"Effect": "Allow", "Action": ["sagemaker:*", "bedrock:*"], "Resource": "*"})");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_THAT(result.findings[0].message, ::testing::StartsWith("`bedrock` and `sagemaker` by "));
}

TEST(AllowTest, UnlessTakesItsCellsAway) {
  constexpr std::string_view kRule =
      "{allow: {actions: {any: ['s3:PutObject']}, unless: {resources: {within: "
      "['arn:*:s3:::out/*']}}}}";
  EXPECT_THAT(Find(kRule, Statement(R"("s3:PutObject")", "arn:aws:s3:::out/a*")), IsEmpty());
  EXPECT_THAT(Find(kRule, Statement(R"("s3:PutObject")", "arn:aws:s3:::in/*")),
              ElementsAre("`s3:PutObject`"));
}

TEST(AllowTest, ALaterNodeNamesWhatAnEarlierOneFound) {
  constexpr std::string_view kRule =
      "{all: [{allow: {actions: {any: ['s3:PutObject']}, resources: {of: ['s3:object']}, as: $w}}, "
      "{allow: {actions: {any: ['s3:GetObject']}, resources: {of: ['s3:object'], overlaps: $w}}}]}";
  const std::string put = Statement(R"("s3:PutObject")", "arn:aws:s3:::a/*");
  EXPECT_THAT(Find(kRule, put + "," + Statement(R"("s3:GetObject")", "arn:aws:s3:::a/x")),
              ElementsAre("`arn:aws:s3:::a/*`"));
  EXPECT_THAT(Find(kRule, put + "," + Statement(R"("s3:GetObject")", "arn:aws:s3:::b/*")),
              IsEmpty());
}

TEST(AllowTest, SetsAreDrawnFromTheCatalog) {
  constexpr std::string_view kRule =
      "{allow: {actions: {any: [{minus: [{where: {service: sqs, access: [write]}}, "
      "['sqs:SendMessage']]}]}}}";
  EXPECT_THAT(Find(kRule, Statement(R"(["sqs:SendMessage", "sqs:DeleteQueue"])")),
              ElementsAre("`sqs:DeleteQueue`"));
  EXPECT_THAT(Find(kRule, Statement(R"(["sqs:SendMessage", "sqs:ListQueues"])")), IsEmpty());
}

TEST(DenyTest, FindsTheDenyItself) {
  EXPECT_THAT(Find("{deny: {actions: {any: ['s3:DeleteObject']}}}",
                   R"({"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"})"),
              ElementsAre("`s3:Delete*`"));
}

TEST(AnyTest, OneStatementFoundTwiceIsOneFinding) {
  EXPECT_THAT(Find("{any: [{allow: {actions: {any: ['s3:GetObject']}}}, {allow: {actions: {any: "
                   "['s3:PutObject']}}}]}",
                   Statement(R"(["s3:PutObject", "s3:GetObject"])")),
              ElementsAre("`s3:PutObject`"));
}

TEST(NotTest, HoldsWhereNothingIsFound) {
  constexpr std::string_view kRule =
      "{all: [{allow: {actions: {any: ['ecr:BatchGetImage']}}}, {not: {allow: {actions: {any: "
      "['ecr:GetAuthorizationToken']}}}}]}";
  EXPECT_THAT(Find(kRule, Statement(R"("ecr:BatchGetImage")")), ElementsAre("`ecr:BatchGetImage`"));
  EXPECT_THAT(Find(kRule, Statement(R"(["ecr:BatchGetImage", "ecr:GetAuthorizationToken"])")),
              IsEmpty());
}

TEST(AtLeastTest, FoldsWhatHoldsIntoOneFinding) {
  constexpr std::string_view kRule =
      "{at_least: {n: 2, of: [{allow: {actions: {any: ['sqs:SendMessage']}}}, {allow: {actions: "
      "{any: ['sns:Publish']}}}, {allow: {actions: {any: ['kms:Decrypt']}}}]}}";
  EXPECT_THAT(Find(kRule, Statement(R"("kms:Decrypt")") + "," + Statement(R"("sns:Publish")")),
              ElementsAre("`sns:Publish`"));
  EXPECT_THAT(Find(kRule, Statement(R"("kms:Decrypt")")), IsEmpty());
}

TEST(UnlessTest, SilencesTheEntry) {
  constexpr std::string_view kRule = "{allow: {actions: {any: ['sqs:SendMessage']}}}";
  constexpr std::string_view kUnless = "  unless: {allow: {actions: {any: ['sns:Publish']}}}\n";
  EXPECT_THAT(Find(kRule, Statement(R"("sqs:SendMessage")"), {}, kUnless),
              ElementsAre("`sqs:SendMessage`"));
  EXPECT_THAT(Find(kRule, Statement(R"(["sqs:SendMessage", "sns:Publish"])"), {}, kUnless),
              IsEmpty());
}

TEST(ProblemTest, IsFoundAtItsPlaceWithTheOtherOne) {
  LintFixture lint(
      PackYaml(RuleYaml("TEST1", "{problem: duplicate-key}",
                        "  message: \"{detail}\"\n  labels: {primary: again, related: first}\n")));
  const auto& result = lint.Lint(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Action": "*", "Resource": "*"}]})");
  EXPECT_THAT(Underlined(result), ElementsAre("TEST1 `Action`"));
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.primary.label, "again");
  ASSERT_EQ(finding.related.size(), 1U);
  EXPECT_EQ(finding.related[0].label, "first");
  EXPECT_LT(finding.related[0].location.span.begin, finding.primary.location.span.begin);
  EXPECT_EQ(finding.statement, 0U);
}

// A role as `get-role` and `list-attached-role-policies` show it.
std::string Role(std::string_view name, std::string_view service, std::string_view attached = {},
                 std::string_view more = {}) {
  std::string attachments;
  if (!attached.empty()) {
    attachments = R"({"PolicyName": ")" + std::string(attached) +
                  R"(", "PolicyArn": "arn:aws:iam::aws:policy/)" + std::string(attached) + R"("})";
  }
  return R"({"RoleName": ")" + std::string(name) +
         R"(", "Path": "/", "Arn": "arn:aws:iam::111122223333:role/)" + std::string(name) +
         R"(", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": )" +
         R"("Allow", "Principal": {"Service": ")" + std::string(service) +
         R"("}, "Action": "sts:AssumeRole"}]}, "AttachedManagedPolicies": [)" + attachments + "]" +
         std::string(more) + "}";
}

TEST(IdentityTest, MatchesNamesAndPathsWithoutCase) {
  EXPECT_THAT(Find("{identity: {kind: role, name: 'TRAIN-*', path: {not: '/aws-service-role/*'}}}",
                   Role("train-1", "ec2.amazonaws.com")),
              ElementsAre("`train-1`"));
  EXPECT_THAT(Find("{identity: {name: {not: ['train-*']}}}", Role("train-1", "ec2.amazonaws.com")),
              IsEmpty());
  EXPECT_THAT(Find("{identity: {kind: user}}", Role("train-1", "ec2.amazonaws.com")), IsEmpty());
}

TEST(IdentityTest, RecognisesPersonas) {
  EXPECT_THAT(Find("{identity: {persona: any}}", Role("x", "sagemaker.amazonaws.com")),
              ElementsAre("`x`"));
  EXPECT_THAT(Find("{identity: {persona: any}}", Role("app-1", "ec2.amazonaws.com")),
              ElementsAre("`app-1`"));
  EXPECT_THAT(Find("{identity: {persona: [app]}}", Role("x", "sagemaker.amazonaws.com")),
              IsEmpty());
  EXPECT_THAT(Find("{identity: {persona: any}}", Role("x", "ec2.amazonaws.com")), IsEmpty());
}

TEST(IdentityTest, AStarIsNoMarkOfAPersona) {
  const auto role = [](std::string_view action) {
    return Role("x", "ec2.amazonaws.com", {},
                R"(, "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": {"Version": )"
                R"("2012-10-17", "Statement": [{"Effect": "Allow", "Action": ")" +
                    std::string(action) + R"(", "Resource": "*"}]}}])");
  };
  EXPECT_THAT(Find("{identity: {persona: any}}", role("*")), IsEmpty());
  EXPECT_THAT(Find("{identity: {persona: any}}", role("sagemaker:*")), ElementsAre("`x`"));
  EXPECT_THAT(Find("{identity: {persona: any}}", role("sagemaker:List*")), IsEmpty());
}

TEST(IdentityTest, AttachmentsAreThoseOfAws) {
  constexpr std::string_view kRule =
      "{identity: {attached: {any: ['AmazonS3Full*', AdministratorAccess]}}}";
  EXPECT_THAT(Find(kRule, Role("x", "ec2.amazonaws.com", "AmazonS3FullAccess")),
              ElementsAre("`arn:aws:iam::aws:policy/AmazonS3FullAccess`"));
  EXPECT_THAT(Find(kRule, R"({"RoleName": "x", "AttachedManagedPolicies": [{"PolicyName": )"
                          R"("AmazonS3FullAccess", "PolicyArn": )"
                          R"("arn:aws:iam::111122223333:policy/AmazonS3FullAccess"}]})"),
              IsEmpty());
  EXPECT_THAT(Find("{identity: {attached: {at_least: {n: 2, of: ['Amazon*']}}}}",
                   Role("x", "ec2.amazonaws.com", "AmazonS3FullAccess")),
              IsEmpty());
}

TEST(IdentityTest, NamesWhatIsAttached) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", "{identity: {attached: {any: ['Amazon*']}}}",
                                     "  message: \"{attached} on {identity_kind} {identity}\"\n")));
  const auto& result = lint.Lint(Role("x", "ec2.amazonaws.com", "AmazonS3FullAccess"));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].message, "`AmazonS3FullAccess` on role `x`");
  EXPECT_EQ(result.findings[0].policy, "AmazonS3FullAccess");
  EXPECT_THAT(result.findings[0].containers, ElementsAre("x"));
}

TEST(IdentityTest, AListOfAttachmentsDoesNotNameItsIdentity) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", "{identity: {attached: {any: ['Amazon*']}}}",
                                     "  message: \"{attached} on {identity_kind} {identity}\"\n")));
  const auto& result = lint.Lint(R"({"AttachedPolicies": [{"PolicyName": "AmazonS3FullAccess", )"
                                 R"("PolicyArn": "arn:aws:iam::aws:policy/AmazonS3FullAccess"}]})");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].message,
            "`AmazonS3FullAccess` on an identity whose name is not given");
  EXPECT_THAT(result.findings[0].containers, IsEmpty());
}

TEST(IdentityTest, ABoundaryThatTheExportDoesNotShowIsNotMissing) {
  LintFixture unknown(PackYaml(RuleYaml("TEST1", "{identity: {boundary: missing}}")));
  const auto& result = unknown.Lint(
      R"({"Roles": [{"RoleName": "x", "Path": "/", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}}]})");
  EXPECT_THAT(Underlined(result), IsEmpty());
  EXPECT_EQ(result.cannot_tell, 1U);
}

TEST(IdentityTest, ActiveKeysAreUnderlined) {
  constexpr std::string_view kUser =
      R"({"UserName": "u", "AccessKeys": [{"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Active"}]})";
  EXPECT_THAT(Find("{identity: {kind: user, keys: active}}", kUser),
              ElementsAre("`AKIAIOSFODNN7EXAMPLE`"));
  EXPECT_THAT(Find("{identity: {kind: user, keys: active}}", kUser, {}, "  at: identity.name\n"),
              ElementsAre("`u`"));
}

}  // namespace
}  // namespace leastwise::testing
