#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/lint_fixture.h"

// `exists`, `path`, `text` and the placeholders of the identity itself.

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Find(std::string_view match, std::string_view input,
                              std::optional<PolicyKind> kind = {}) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", match)));
  std::vector<std::string> found = Underlined(lint.Lint(input, kind));
  for (std::string& line : found) line.erase(0, 6);  // the id
  return found;
}

std::vector<std::string> ErrorsOf(std::string_view match) {
  return LoadErrors(PackYaml(RuleYaml("TEST1", match)));
}

std::string Role(std::string_view name, std::string_view service, std::string_view statement,
                 std::string_view more = {}) {
  return R"({"RoleName": ")" + std::string(name) + R"(", "Path": "/", "Arn":
    "arn:aws:iam::111122223333:role/)" +
         std::string(name) +
         R"(", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect":
    "Allow", "Principal": {"Service": ")" +
         std::string(service) +
         R"("}, "Action": "sts:AssumeRole"}]}, "RolePolicyList": [{"PolicyName": "own",
    "PolicyDocument": {"Version": "2012-10-17", "Statement": [)" +
         std::string(statement) + R"(]}}], "AttachedManagedPolicies": [])" + std::string(more) +
         "}";
}

std::string Account(const std::vector<std::string>& roles, std::string_view policies = {}) {
  std::string out = R"({"RoleDetailList": [)";
  for (const std::string& role : roles) out += (out.back() == '[' ? "" : ", ") + role;
  return out + "]" + std::string(policies) + "}";
}

constexpr std::string_view kPass =
    R"({"Effect": "Allow", "Action": "iam:PassRole",
        "Resource": "arn:aws:iam::111122223333:role/ml-*"})";
constexpr std::string_view kAdmin = R"({"Effect": "Allow", "Action": "iam:*", "Resource": "*"})";
constexpr std::string_view kRead =
    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})";

std::string Exists(std::string_view link) {
  return "{all: [{allow: {actions: {any: ['iam:PassRole']}, as: $p}}, {exists: {" +
         std::string(link) + "}}]}";
}

TEST(ExistsTest, APassedRoleIsOneWhoseArnTheGrantReaches) {
  const std::string rule = Exists("link: passed-by $p");
  EXPECT_THAT(Find(rule, Account({Role("ds", "ec2.amazonaws.com", kPass),
                                  Role("ml-a", "ec2.amazonaws.com", kRead)})),
              ElementsAre("`iam:PassRole`"));
  EXPECT_THAT(Find(rule, Account({Role("ds", "ec2.amazonaws.com", kPass),
                                  Role("web", "ec2.amazonaws.com", kRead)})),
              IsEmpty());
}

TEST(ExistsTest, MatchIsAskedOfTheOtherIdentity) {
  const std::string rule = Exists(
      "link: passed-by $p, match: {allow: {scope: trust, actions: {any: ['sts:AssumeRole']}, "
      "principals: {kind: service, service: ['sagemaker.amazonaws.com']}}}");
  EXPECT_THAT(Find(rule, Account({Role("ds", "ec2.amazonaws.com", kPass),
                                  Role("ml-a", "sagemaker.amazonaws.com", kRead)}))
                  .size(),
              1U);
  EXPECT_THAT(Find(rule, Account({Role("ds", "sagemaker.amazonaws.com", kPass),
                                  Role("ml-a", "ec2.amazonaws.com", kRead)})),
              IsEmpty());
}

TEST(ExistsTest, ExceedsAsksWhetherTheOtherMayDoMore) {
  const std::string rule = Exists("link: passed-by $p, exceeds: self");
  EXPECT_THAT(Find(rule, Account({Role("ds", "ec2.amazonaws.com", kPass),
                                  Role("ml-a", "ec2.amazonaws.com", kAdmin)}))
                  .size(),
              1U);
  EXPECT_THAT(Find(rule, Account({Role("ds", "ec2.amazonaws.com", kPass),
                                  Role("ml-a", "ec2.amazonaws.com", kPass)})),
              IsEmpty());
  const std::string by = Exists("link: passed-by $p, exceeds: self, by: ['iam:CreateUser']");
  EXPECT_THAT(Find(by, Account({Role("ds", "ec2.amazonaws.com", kPass),
                                Role("ml-a", "ec2.amazonaws.com", kRead)})),
              IsEmpty());
  // One action among all that there are.
  const std::string last =
      Exists("link: passed-by $p, exceeds: self, by: ['xray:PutTraceSegments']");
  EXPECT_THAT(Find(last, Account({Role("ds", "ec2.amazonaws.com", kPass),
                                  Role("ml-a", "ec2.amazonaws.com",
                                       R"({"Effect": "Allow", "Action": "*", "Resource": "*"})")}))
                  .size(),
              1U);
}

TEST(ExistsTest, TrustedByNamesTheIdentityInATrustPolicy) {
  constexpr std::string_view kRule = "{exists: {link: trusted-by}}";
  const std::string trusting = R"({"RoleName": "b", "Path": "/", "Arn":
    "arn:aws:iam::111122223333:role/b", "AssumeRolePolicyDocument": {"Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/a"},
    "Action": "sts:AssumeRole"}]}, "RolePolicyList": []})";
  EXPECT_THAT(Find(kRule, Account({Role("a", "ec2.amazonaws.com", kRead), trusting})),
              ElementsAre("`a`"));
}

TEST(ExistsTest, MistakesAreToldWithAHint) {
  EXPECT_THAT(ErrorsOf("{exists: {link: pased-by}}"),
              ElementsAre(HasSubstr("no link is called `pased-by` (did you mean `passed-by`?)")));
  EXPECT_THAT(ErrorsOf("{exists: {link: passed-by}}"),
              ElementsAre(HasSubstr("this link names what an `allow` found")));
  EXPECT_THAT(ErrorsOf("{exists: {link: any, by: ['s3:GetObject']}}"),
              ElementsAre(HasSubstr("`by` says what must be gained")));
}

std::string Bounded(std::string_view statement, bool is_bounded = true) {
  const std::string boundary =
      R"(, "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn":
      "arn:aws:iam::111122223333:policy/cap"})";
  return Account({Role("ds", "ec2.amazonaws.com", statement, is_bounded ? boundary : "")},
                 R"(, "Policies": [{"PolicyName": "cap", "Arn":
      "arn:aws:iam::111122223333:policy/cap", "Path": "/", "DefaultVersionId": "v1",
      "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": true, "Document":
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource":
      "*"}]}}]}])");
}

TEST(SelfTest, OwnBoundaryAndArnStandInPatterns) {
  constexpr std::string_view kRule =
      "{allow: {actions: {any: ['iam:CreatePolicyVersion']}, resources: {reaches: "
      "['{self.boundary}']}}}";
  const std::string rewrite = R"({"Effect": "Allow", "Action": "iam:CreatePolicyVersion",
      "Resource": "arn:aws:iam::111122223333:policy/c*"})";
  EXPECT_THAT(Find(kRule, Bounded(rewrite)), ElementsAre("`arn:aws:iam::111122223333:policy/c*`"));
  EXPECT_THAT(Find(kRule, Bounded(rewrite, false)), IsEmpty());
  EXPECT_THAT(Find(kRule, Bounded(R"({"Effect": "Allow", "Action": "iam:CreatePolicyVersion",
      "Resource": "arn:aws:iam::111122223333:policy/team/*"})")),
              IsEmpty());
  EXPECT_THAT(Find("{allow: {actions: {any: ['iam:PutRolePolicy']}, resources: {reaches: "
                   "['{self.arn}']}}}",
                   Bounded(R"({"Effect": "Allow", "Action": "iam:PutRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/d*"})"))
                  .size(),
              1U);
}

TEST(PathTest, EveryStepMustBeGrantedAndTheServiceMustFit) {
  constexpr std::string_view kRule =
      "{path: {needs: [{actions: {any: ['iam:PassRole']}}, {actions: {any: "
      "['glue:CreateJob']}}], passes_to: {service: 'glue.amazonaws.com'}}}";
  const std::string create = R"(,{"Effect": "Allow", "Action": "glue:CreateJob", "Resource": "*"})";
  EXPECT_THAT(Find(kRule, std::string(kPass) + create), ElementsAre("`iam:PassRole`"));
  EXPECT_THAT(Find(kRule, kPass), IsEmpty());
  EXPECT_THAT(Find(kRule, std::string(kPass) + create +
                              R"(,{"Effect": "Deny", "Action": "glue:*", "Resource": "*"})"),
              IsEmpty());
  EXPECT_THAT(Find(kRule, R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
      "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}})" +
                              create),
              IsEmpty());
}

// "Its locations are the granting statements in order".
TEST(PathTest, FlowIsWhereEachStepIsGrantedInOrder) {
  LintFixture lint(PackYaml(RuleYaml(
      "TEST1",
      "{path: {needs: [{actions: {any: ['iam:PassRole']}}, {actions: {any: ['glue:CreateJob']}}, "
      "{actions: {any: ['glue:StartJobRun']}}], passes_to: {service: 'glue.amazonaws.com'}}}")));
  const EvaluationResult& result =
      lint.Lint(R"({"Effect": "Allow", "Action": "glue:Start*", "Resource": "*"},
                   {"Effect": "Allow", "Action": "glue:StartJobRun", "Resource": "*"},
                   {"Effect": "Allow", "Action": ["glue:GetJob", "glue:CreateJob"],
                    "Resource": "*"},)" +
                std::string(kPass));
  ASSERT_EQ(result.findings.size(), 1U);
  std::vector<std::string> steps;
  for (const LabelledLocation& step : result.findings.front().flow) {
    steps.push_back(std::string(step.location.text()) + " " + step.label);
  }
  EXPECT_THAT(steps, ElementsAre("\"iam:PassRole\" allows `iam:PassRole`",
                                 "\"glue:CreateJob\" allows `glue:CreateJob`",
                                 "\"glue:Start*\" allows `glue:Start*`"));
}

TEST(PathTest, StepsThatMustMeetOnOneResourceSaySo) {
  constexpr std::string_view kRule =
      "{path: {needs: [{actions: {any: ['s3:PutObject']}, as: $w}, {actions: {any: "
      "['s3:GetObject']}, resources: {overlaps: $w}}]}}";
  const std::string write =
      R"({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"},)";
  EXPECT_THAT(Find(kRule, write + std::string(kRead)).size(), 1U);
  EXPECT_THAT(Find(kRule, write + R"({"Effect": "Allow", "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::other/*"})"),
              IsEmpty());
}

TEST(PathTest, MistakesAreTold) {
  EXPECT_THAT(ErrorsOf("{path: {needs: [{actions: {any: ['iam:PassRole']}}]}}"),
              ElementsAre(HasSubstr("`needs` of a path lists two grants or more")));
  EXPECT_THAT(ErrorsOf("{path: {needs: [{actions: {any: ['iam:PassRole']}}, {resources: {breadth: "
                       "every}}]}}"),
              ElementsAre(HasSubstr("a step of a path names its `actions`")));
}

constexpr std::string_view kToken =
    "{text: {in: any, matches: '\\bhf_[a-z]{8,}', except: 'sample'}}";

TEST(TextTest, LooksAtValuesNamesAndTags) {
  EXPECT_THAT(Find(kToken, R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
      "Condition": {"StringEquals": {"aws:userid": ["x", "hf_abcdefghij"]}}})"),
              ElementsAre("`hf_abcdefghij`"));
  EXPECT_THAT(Find(kToken, R"({"Effect": "Allow", "Sid": "hf_abcdefghij", "Action":
      "s3:GetObject", "Resource": "*"})"),
              ElementsAre("`hf_abcdefghij`"));
  const std::string tags = R"(, "Tags": [{"Key": "TOKEN", "Value": "hf_abcdefghij"}])";
  EXPECT_THAT(Find(kToken, Account({Role("a", "ec2.amazonaws.com", kRead, tags)})),
              ElementsAre("`hf_abcdefghij`"));
  EXPECT_THAT(Find("{text: {in: names, matches: 'hf_[a-z]+'}}",
                   Account({Role("a", "ec2.amazonaws.com", kRead, tags)})),
              IsEmpty());
}

TEST(TextTest, EscapesHideNothing) {
  EXPECT_THAT(Find(kToken, R"({"Effect": "Allow", "Sid": "\u0068f_abcdefghij", "Action":
      "s3:GetObject", "Resource": "*"})")
                  .size(),
              1U);
}

TEST(TextTest, ExceptTakesOneMatchAndNotTheNext) {
  EXPECT_THAT(Find(kToken, R"({"Effect": "Allow", "Sid": "hf_sampletext", "Action":
      "s3:GetObject", "Resource": "*"})"),
              IsEmpty());
  EXPECT_THAT(Find(kToken, R"({"Effect": "Allow", "Sid": "hf_sampletext hf_abcdefghij", "Action":
      "s3:GetObject", "Resource": "*"})")
                  .size(),
              1U);
}

TEST(TextTest, AWrongExpressionIsTold) {
  EXPECT_THAT(ErrorsOf("{text: {matches: '(a'}}"),
              ElementsAre(HasSubstr("this is no regular expression: missing ): (a")));
  EXPECT_THAT(ErrorsOf("{text: {in: any}}"), ElementsAre(HasSubstr("lacks `matches`")));
}

}  // namespace
}  // namespace leastwise::testing
