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

// A role whose trust policy names the role `a`.
constexpr std::string_view kTrusting = R"({"RoleName": "b", "Path": "/", "Arn":
    "arn:aws:iam::111122223333:role/b", "AssumeRolePolicyDocument": {"Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/a"},
    "Action": "sts:AssumeRole"}]}, "RolePolicyList": []})";

TEST(ExistsTest, TrustedByNamesTheIdentityInATrustPolicy) {
  constexpr std::string_view kRule = "{exists: {link: trusted-by}}";
  EXPECT_THAT(Find(kRule, Account({Role("a", "ec2.amazonaws.com", kRead), std::string(kTrusting)})),
              ElementsAre("`a`"));
}

TEST(ExistsTest, NamedByIsAnArnInAPolicyOrATrustPolicy) {
  constexpr std::string_view kRule =
      "{all: [{identity: {name: a}}, {exists: {link: named-by, match: {identity: {name: b}}}}]}";
  const auto naming = [](std::string_view resource) {
    return Account({Role("a", "ec2.amazonaws.com", kRead),
                    Role("b", "ec2.amazonaws.com",
                         R"({"Effect": "Allow", "Action": "iam:GetRole", "Resource": ")" +
                             std::string(resource) + R"("})")});
  };
  EXPECT_THAT(Find(kRule, naming("arn:aws:iam::111122223333:role/a")), ElementsAre("`a`"));
  EXPECT_THAT(Find(kRule, naming("arn:aws:iam::111122223333:role/*")), IsEmpty())
      << "a pattern reaches it, but does not name it";
  EXPECT_THAT(Find(kRule, naming("arn:aws:iam::111122223333:role/b")), IsEmpty());
  EXPECT_THAT(Find(kRule, Account({Role("a", "ec2.amazonaws.com", kRead), std::string(kTrusting)})),
              ElementsAre("`a`"));
}

constexpr std::string_view kCap = "arn:aws:iam::111122223333:policy/cap";

std::string CarryingRole(std::string_view name, std::string_view boundary) {
  const std::string more =
      R"(, "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": ")" +
      std::string(boundary) + R"("})";
  return Role(name, "ec2.amazonaws.com", kRead, boundary.empty() ? "" : more);
}

std::string CapDocument(std::string_view action) {
  return R"(, "Policies": [{"PolicyName": "cap", "Arn": "arn:aws:iam::111122223333:policy/cap",
      "Path": "/", "DefaultVersionId": "v1", "PolicyVersionList": [{"VersionId": "v1",
      "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": [{"Effect":
      "Allow", "Action": ")" +
         std::string(action) + R"(", "Resource": "*"}]}}]}])";
}

TEST(ExistsTest, BoundByOfABoundaryIsWhoeverCarriesIt) {
  const auto find = [](std::string_view name, std::string_view boundary) {
    LintFixture lint(PackYaml(RuleYaml(
        "TEST1",
        "{all: [{allow: {actions: {any: ['iam:CreateUser']}}}, {exists: {link: bound-by, match: "
        "{identity: {name: 'train-*'}}}}]}",
        "  applies_to: {kind: boundary}\n  message: 'bounds {target}'\n")));
    const EvaluationResult& result = lint.Lint(
        Account({CarryingRole(name, boundary), CarryingRole("web", kCap)}, CapDocument("iam:*")));
    return result.findings.empty() ? std::string() : result.findings.front().message;
  };
  EXPECT_EQ(find("train-a", kCap), "bounds `train-a`");
  EXPECT_EQ(find("train-a", {}), "") << "the role has no boundary";
  EXPECT_EQ(find("batch-a", kCap), "") << "nobody of that name carries it";
}

TEST(ExistsTest, BoundByOfAnIdentityIsWhatItsBoundaryLetsThrough) {
  constexpr std::string_view kRule =
      "{exists: {link: bound-by, match: {allow: {actions: {any: ['iam:CreateUser']}}}}}";
  EXPECT_THAT(Find(kRule, Account({CarryingRole("a", kCap)}, CapDocument("iam:*"))),
              ElementsAre("`a`"));
  EXPECT_THAT(Find(kRule, Account({CarryingRole("a", kCap)}, CapDocument("s3:*"))), IsEmpty());
  EXPECT_THAT(Find(kRule, Account({CarryingRole("a", {})}, CapDocument("iam:*"))), IsEmpty());
  EXPECT_THAT(Find(kRule, Account({CarryingRole("a", kCap)})), IsEmpty())
      << "the document was not read";
}

TEST(ExistsTest, BoundByIsNoIdentityThatCouldExceed) {
  EXPECT_THAT(ErrorsOf("{exists: {link: bound-by, exceeds: self}}"),
              ElementsAre(HasSubstr("`exceeds` compares identities")));
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

// `paths:` of a pack beside `rules:`.
std::string PathsYaml(std::string_view members, std::string_view message = "m") {
  return "schema: leastwise/pack/1\npack: test\nversion: 1.0.0\npaths:\n"
         "- category: tool\n  title: t\n  why: w\n  help: h\n  message: '" +
         std::string(message) + "'\n" + std::string(members);
}

constexpr std::string_view kNotebook =
    "  id: TEST1\n  name: a\n  severity: high\n"
    "  needs: [{actions: {any: ['sagemaker:CreatePresignedNotebookInstanceUrl']}, resources: "
    "{at_least: prefix}}]\n"
    "  gains: role-of sagemaker:notebook-instance\n";

TEST(PathsTest, APathSaysWhatItGains) {
  LintFixture lint(PathsYaml(kNotebook, "gives {gains}"));
  const EvaluationResult& result = lint.Lint(
      R"({"Effect": "Allow", "Action": "sagemaker:CreatePresignedNotebookInstanceUrl",
          "Resource": "*"}, {"Effect": "Allow", "Action":
          "sagemaker:CreatePresignedNotebookInstanceUrl", "Resource":
          "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/own"})");
  ASSERT_EQ(result.findings.size(), 1U) << "one's own notebook is no way further";
  EXPECT_EQ(result.findings.front().message, "gives the role of a notebook instance");
  EXPECT_EQ(lint.book().Prose(lint.book().rules()[0]).why, "w");
}

TEST(PathsTest, StepsNarrowTheGrantsByName) {
  LintFixture lint(PathsYaml(
      "  needs: [{actions: {any: ['iam:PassRole']}, as: $pass}, {actions: {any: "
      "['sagemaker:CreateTrainingJob']}}]\n"
      "  passes_to: {kind: service, service: sagemaker.amazonaws.com}\n"
      "  steps:\n"
      "  - {id: TEST1, name: a, severity: critical, when: {$pass: {resources: {at_least: open}}}}\n"
      "  - {id: TEST2, name: b, severity: medium, when: {$pass: {resources: {at_least: "
      "prefix}}}}\n"));
  const std::string train =
      R"({"Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*"},)";
  EXPECT_THAT(Underlined(lint.Lint(train + std::string(kPass))),
              ElementsAre("TEST2 `arn:aws:iam::111122223333:role/ml-*`"));
}

TEST(PathsTest, MistakesAreToldWithAHint) {
  const auto errors = [](std::string_view gains, std::string_view message = "m") {
    std::string members(kNotebook);
    members.replace(members.find("role-of"), std::string::npos, std::string(gains) + "\n");
    return LoadErrors(PathsYaml(members, message));
  };
  EXPECT_THAT(errors("role-of sagemaker:notebook-instanse"),
              ElementsAre(HasSubstr("no resource type is called `sagemaker:notebook-instanse` (did "
                                    "you mean `sagemaker:notebook-instance`?)")));
  EXPECT_THAT(errors("everything"),
              ElementsAre(HasSubstr("`gains` of a path is the role of a type of resource")));
  EXPECT_THAT(ErrorsOf("{path: {needs: [{actions: {any: ['s3:GetObject']}}], gain: x}}"),
              ElementsAre(HasSubstr("two grants or more"), HasSubstr("did you mean `gains`?")));
  EXPECT_THAT(LoadErrors(PathsYaml("  id: TEST1\n  name: a\n  severity: low\n")),
              ElementsAre(HasSubstr("path lacks `needs`")));
  EXPECT_THAT(LoadErrors(PathsYaml(std::string(kNotebook) + "  match: {identity: {kind: role}}\n")),
              ElementsAre(HasSubstr("unknown key `match` in path")));
  EXPECT_THAT(
      LoadErrors(PathsYaml("  id: TEST1\n  name: a\n  severity: low\n  needs: [{actions: {any: "
                           "['iam:PassRole']}}, {actions: {any: ['glue:CreateJob']}}]\n",
                           "{gains}")),
      ElementsAre(HasSubstr("nothing fills in `{gains}` here")));
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
