#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/lint_fixture.h"

// `condition.key`, `bites` and `part`. The numbers are those of "What the words mean" in the rule
// language.

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

std::string Train(std::string_view condition, std::string_view effect = "Allow") {
  return R"({"Effect": ")" + std::string(effect) +
         R"(", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": )" +
         std::string(condition) + "}";
}

std::string Key(std::string_view key, std::string_view effect = "allow") {
  return "{" + std::string(effect) +
         ": {actions: {any: ['sagemaker:CreateTrainingJob']}, condition: {key: " +
         std::string(key) + "}}}";
}

constexpr std::string_view kSubnets =
    R"({"ForAllValues:StringEquals": {"sagemaker:VpcSubnets": ["subnet-1"]}})";

// 8. Underline: … condition key (`key`) …
TEST(ConditionKeyTest, UnderlinesTheKey) {
  EXPECT_THAT(Find(Key("{name: 'sagemaker:VpcSubnets'}"), Train(kSubnets)),
              ElementsAre("`sagemaker:VpcSubnets`"));
  EXPECT_THAT(Find(Key("{name: 'sagemaker:VpcSecurityGroupIds'}"), Train(kSubnets)), IsEmpty());
}

TEST(ConditionKeyTest, OperatorIsNamedWithoutItsQuantifier) {
  EXPECT_THAT(Find(Key("{operator: [StringEquals]}"), Train(kSubnets)).size(), 1U);
  EXPECT_THAT(Find(Key("{operator: ['StringNot*']}"), Train(kSubnets)), IsEmpty());
  EXPECT_THAT(Find(Key("{operator: ['*IfExists']}"),
                   Train(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}})")),
              ElementsAre("`aws:SourceVpc`"));
}

TEST(ConditionKeyTest, QuantifierIsThatOfTheSameEntry) {
  constexpr std::string_view kTwo =
      R"({"ForAnyValue:StringLike": {"sagemaker:InstanceTypes": ["ml.t3.*"]},
          "StringEquals": {"aws:RequestedRegion": "eu-west-1"}})";
  EXPECT_THAT(Find(Key("{quantifier: ForAnyValue}"), Train(kTwo)),
              ElementsAre("`sagemaker:InstanceTypes`"));
  EXPECT_THAT(Find(Key("{quantifier: none}"), Train(kTwo)), ElementsAre("`aws:RequestedRegion`"));
  EXPECT_THAT(Find(Key("{quantifier: ForAnyValue, name: 'aws:RequestedRegion'}"), Train(kTwo)),
              IsEmpty());
}

TEST(ConditionKeyTest, ValuesAndBeyondSpeakOfOneValue) {
  constexpr std::string_view kRegions =
      R"({"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}})";
  EXPECT_THAT(Find(Key("{values: ['us-*']}"), Train(kRegions)).size(), 1U);
  EXPECT_THAT(Find(Key("{values: ['ap-*']}"), Train(kRegions)), IsEmpty());
  EXPECT_THAT(Find(Key("{beyond: ['eu-*']}"), Train(kRegions)).size(), 1U);
  EXPECT_THAT(Find(Key("{beyond: ['eu-*', 'us-*']}"), Train(kRegions)), IsEmpty());
  EXPECT_THAT(Find(Key("{values: ['us-*'], beyond: ['us-east-1']}"), Train(kRegions)), IsEmpty());
}

// 3. Keys that are always in the request need no absence guard.
TEST(ConditionKeyTest, AbsencePassesOnlyWhereTheKeyMayBeAbsent) {
  const std::string absent = Key("{weak: absent-passes}");
  EXPECT_THAT(Find(absent, Train(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}})")).size(),
              1U);
  EXPECT_THAT(Find(absent, Train(R"({"StringEqualsIfExists": {"aws:RequestedRegion": "x"}})")),
              IsEmpty());
  EXPECT_THAT(Find(absent, Train(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"},
                                     "Null": {"aws:SourceVpc": "false"}})")),
              IsEmpty());
}

TEST(ConditionKeyTest, EmptyListsPassForAllValues) {
  const std::string empty = Key("{weak: empty-passes}");
  EXPECT_THAT(Find(empty, Train(kSubnets)).size(), 1U);
  EXPECT_THAT(
      Find(empty, Train(R"({"ForAnyValue:StringEquals": {"sagemaker:VpcSubnets": ["s"]}})")),
      IsEmpty());
}

TEST(ConditionKeyTest, ValueStarNeedsAnOperatorWithWildcards) {
  const std::string star = Key("{weak: value-star}");
  EXPECT_THAT(Find(star, Train(R"({"StringLike": {"aws:SourceVpc": "*"}})")).size(), 1U);
  EXPECT_THAT(Find(star, Train(R"({"StringEquals": {"aws:SourceVpc": "*"}})")), IsEmpty());
}

TEST(ConditionKeyTest, NatureIsThatOfTheCatalog) {
  EXPECT_THAT(Find(Key("{is: multivalued}"), Train(kSubnets)).size(), 1U);
  EXPECT_THAT(Find(Key("{is: single-valued}"), Train(kSubnets)), IsEmpty());
  EXPECT_THAT(
      Find(Key("{is: caller-chosen}"), Train(R"({"StringLike": {"aws:UserAgent": "boto*"}})"))
          .size(),
      1U);
}

// 1. All predicates of one `allow` hold of one cell: what is denied is not granted.
TEST(ConditionKeyTest, TheStatementMustGrantSomething) {
  EXPECT_THAT(Find(Key("{name: 'sagemaker:VpcSubnets'}"),
                   Train(kSubnets) + R"(,{"Effect": "Deny", "Action": "*", "Resource": "*"})"),
              IsEmpty());
}

// 10. A hole in the text: low confidence, for `auditor`, and not said as if it were so.
TEST(ConditionKeyTest, AVariableInAValueCannotBeTold) {
  LintFixture lint(
      PackYaml(RuleYaml("TEST1", Key("{values: ['vpc-9']}"), "  message: \"allows {actions}\"\n")));
  const EvaluationResult& result =
      lint.Lint(Train(R"({"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}})"));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].audience, Audience::kAuditor);
  EXPECT_EQ(result.findings[0].confidence, Confidence::kLow);
  EXPECT_EQ(result.findings[0].message, "perhaps allows `sagemaker:CreateTrainingJob`");
}

TEST(ConditionKeyTest, AVariableThatIsUnderlinedIsDoubted) {
  LintFixture lint(PackYaml(
      RuleYaml("TEST1", "{allow: {actions: {any: ['s3:GetObject']}, resources: {at_least: open}}}",
               "  message: \"allows {actions}\"\n  labels: {primary: any bucket}\n")));
  const EvaluationResult& result = lint.Lint(
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${bucket}/*"})");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].message, "perhaps allows `s3:GetObject`");
  EXPECT_EQ(result.findings[0].primary.label, "perhaps any bucket");
}

// What is underlined stands there, whatever else cannot be told.
TEST(ConditionKeyTest, ATextThatIsKnownIsNotDoubted) {
  LintFixture lint(PackYaml(RuleYaml(
      "TEST1", "{allow: {actions: {any: ['sagemaker:CreateTrainingJob']}, resources: {by: star}}}",
      "  message: \"allows {actions}\"\n  labels: {primary: everything}\n")));
  const EvaluationResult& result =
      lint.Lint(Train(R"({"StringEqual": {"aws:SourceVpc": "vpc-9"}})"));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].message, "perhaps allows `sagemaker:CreateTrainingJob`");
  EXPECT_EQ(result.findings[0].primary.label, "everything");
}

TEST(BitesTest, ADenyBitesWhatItRefuses) {
  constexpr std::string_view kRule =
      "{deny: {actions: {any: ['sagemaker:CreateTrainingJob']}, "
      "condition: {bites: {aws:RequestedRegion: 'us-east-1'}}}}";
  constexpr std::string_view kEurope = R"({"StringNotLike": {"aws:RequestedRegion": "eu-*"}})";
  EXPECT_THAT(Find(kRule, Train(kEurope, "Deny")).size(), 1U);
  EXPECT_THAT(
      Find(kRule, Train(R"({"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}})", "Deny")),
      IsEmpty());
  EXPECT_THAT(Find(kRule, Train(kEurope)), IsEmpty());
}

std::string Presign(std::string_view profile) {
  return R"({"Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource":
    "arn:aws:sagemaker:eu-west-1:111122223333:user-profile/)" +
         std::string(profile) + R"("})";
}

// 5. Breadth is that of the first name placeholder; `part` asks for another.
TEST(PartTest, LaterPlaceholdersHaveTheirOwnBreadth) {
  constexpr std::string_view kOpen =
      "{allow: {actions: {any: ['sagemaker:CreatePresignedDomainUrl']}, resources: {of: "
      "['sagemaker:user-profile'], part: {UserProfileName: open}}}}";
  EXPECT_THAT(Find(kOpen, Presign("d-1/*")).size(), 1U);
  EXPECT_THAT(Find(kOpen, Presign("*")).size(), 1U);
  EXPECT_THAT(Find(kOpen, Presign("d-*/anna")), IsEmpty());
  EXPECT_THAT(Find(kOpen, Presign("d-1/team-*")), IsEmpty());
  EXPECT_THAT(Find(kOpen, Presign("d-1/${aws:username}-*")), IsEmpty());
}

// 4: "not carried is only concluded for a key of a catalogued service".
std::vector<std::string> FindNotCarried(std::string_view action, std::string_view key) {
  return Find("{allow: {actions: {any: ['*']}, condition: {key: {is: not-carried}}}}",
              R"({"Effect": "Allow", "Action": )" + std::string(action) +
                  R"(, "Resource": "*", "Condition": {"StringEqualsIfExists": {")" +
                  std::string(key) + R"(": "x"}}})");
}

TEST(NotCarriedTest, IsAKeyOfAServiceThatNoActionOfTheStatementHas) {
  EXPECT_THAT(FindNotCarried(R"("s3:GetObject")", "sagemaker:InstanceTypes"),
              ElementsAre("`sagemaker:InstanceTypes`"));
  EXPECT_THAT(FindNotCarried(R"("sagemaker:CreateTrainingJob")", "sagemaker:InstanceTypes"),
              IsEmpty());
  EXPECT_THAT(FindNotCarried(R"(["s3:GetObject", "sagemaker:CreateTrainingJob"])",
                             "sagemaker:InstanceTypes"),
              IsEmpty())
      << "one of them carries it";
  EXPECT_THAT(FindNotCarried(R"("s3:GetObject")", "s3:NoSuchKey"), ElementsAre("`s3:NoSuchKey`"));
}

TEST(NotCarriedTest, AStatementThatNeverHoldsIsNoGrantAndNoDeny) {
  for (const std::string_view effect : {"Allow", "Deny"}) {
    const std::string rule = std::string(effect == "Allow" ? "{allow: " : "{deny: ") +
                             "{actions: {any: ['s3:GetObject']}, condition: {key: {is: "
                             "not-carried}}}}";
    EXPECT_THAT(Find(rule, R"({"Effect": ")" + std::string(effect) +
                               R"(", "Action": "s3:GetObject", "Resource": "*", "Condition":
                               {"StringEquals": {"sagemaker:InstanceTypes": "ml.m5.large"}}})"),
                IsEmpty());
  }
}

TEST(NotCarriedTest, KeysThatAreValidEverywhereAreCarried) {
  for (const std::string_view key :
       {"aws:SourceIp", "aws:ResourceAccount", "aws:ResourceTag/team", "s3:ExistingObjectTag/team",
        "token.actions.githubusercontent.com:sub", "gitlab.com:sub", "nosuchservice:key"}) {
    EXPECT_THAT(FindNotCarried(R"("s3:GetObject")", key), IsEmpty()) << key;
  }
}

TEST(NotCarriedTest, NothingIsConcludedOfActionsThatTheCatalogLacks) {
  EXPECT_THAT(FindNotCarried(R"(["s3:GetObject", "s3:NoSuchAction"])", "sagemaker:InstanceTypes"),
              IsEmpty());
  EXPECT_THAT(FindNotCarried(R"("s3:*")", "sagemaker:InstanceTypes"), IsEmpty());
}

std::string Subject(std::string_view value, std::string_view op = "StringLike") {
  return R"({"Effect": "Allow", "Principal": {"Federated":
    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
    "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {")" +
         std::string(op) + R"(": {"token.actions.githubusercontent.com:sub": ")" +
         std::string(value) + R"("}}})";
}

std::vector<std::string> FindSubject(std::string_view part, const std::string& input) {
  const std::string rule =
      "- match: {allow: {actions: {any: ['sts:AssumeRoleWithWebIdentity']}, condition: {key: "
      "{name: '*:sub', form: 'repo:{org}/{repo}:{ref}', part: " +
      std::string(part) +
      "}}}}\n  applies_to: {kind: trust-policy}\n  id: TEST1\n  name: a\n  title: t\n  why: w\n"
      "  help: h\n  category: tool\n  severity: low\n  message: m\n";
  LintFixture lint(PackYaml(rule));
  return Underlined(lint.Lint(input, PolicyKind::kTrust));
}

TEST(FormTest, PartsOfAValueHaveABreadth) {
  EXPECT_EQ(FindSubject("{org: prefix}", Subject("repo:acme*")).size(), 1U);
  EXPECT_EQ(FindSubject("{org: prefix}", Subject("repo:acme/*")).size(), 0U);
  EXPECT_EQ(FindSubject("{repo: every}", Subject("repo:acme/*")).size(), 1U);
  EXPECT_EQ(FindSubject("{repo: every}", Subject("repo:acme/*:ref:refs/heads/main")).size(), 1U);
  EXPECT_EQ(FindSubject("{repo: every}", Subject("repo:acme/ml-*:*")).size(), 0U);
  EXPECT_EQ(FindSubject("{ref: every}", Subject("repo:acme/ml:*")).size(), 1U);
  EXPECT_EQ(FindSubject("{org: every, ref: every}", Subject("*")).size(), 1U);
}

TEST(FormTest, AnotherFormAndAnotherOperatorDoNotMatch) {
  EXPECT_EQ(FindSubject("{repo: every}", Subject("project_path:acme/*")).size(), 0U);
  EXPECT_EQ(FindSubject("{repo: every}", Subject("repo:acme/*", "StringEquals")).size(), 0U);
  EXPECT_EQ(FindSubject("{repo: every}", Subject("repo:acme")).size(), 0U);
}

// "`forms:` give a key … a template for `part:`".
constexpr std::string_view kForms =
    "forms:\n"
    "  'token.actions.githubusercontent.com:sub': 'repo:{org}/{repo}:{ref}'\n"
    "  'gitlab.com:sub': 'project_path:{group}/{project}:{ref}'\n";

std::string TrustRule(std::string_view key) {
  return "- match: {allow: {actions: {any: ['sts:AssumeRoleWithWebIdentity']}, condition: {key: " +
         std::string(key) +
         "}}}\n  applies_to: {kind: trust-policy}\n  id: TEST1\n  name: a\n  title: t\n  why: w\n"
         "  help: h\n  category: tool\n  severity: low\n  message: m\n";
}

TEST(FormTest, ThePackNamesTheFormOfAKeyOnce) {
  const auto find = [](std::string_view key, const std::string& input) {
    LintFixture lint(PackYaml(TrustRule(key), kForms));
    return Underlined(lint.Lint(input, PolicyKind::kTrust)).size();
  };
  constexpr std::string_view kKey =
      "{name: 'token.actions.githubusercontent.com*:sub', part: {repo: every}}";
  EXPECT_EQ(find(kKey, Subject("repo:acme/*")), 1U);
  EXPECT_EQ(find(kKey, Subject("repo:acme/ml:*")), 0U);
  EXPECT_EQ(find("{name: 'token.actions.githubusercontent.com:sub', form: 'repo:{all}', part: "
                 "{all: prefix}}",
                 Subject("repo:acme/ml:*")),
            1U)
      << "a form of one's own goes before";
}

TEST(FormTest, AKeyWithoutAFormIsToldWithTheNearest) {
  const auto errors = [](std::string_view key, std::string_view forms = kForms) {
    return LoadErrors(PackYaml(TrustRule(key), forms));
  };
  EXPECT_THAT(errors("{name: 'gitlab.co:sub', part: {group: open}}"),
              ElementsAre(HasSubstr("the pack has no form for `gitlab.co:sub` (did you mean "
                                    "`gitlab.com:sub`?)")));
  EXPECT_THAT(errors("{name: ['gitlab.com:sub', 'token.actions.githubusercontent.com:sub'], part: "
                     "{ref: open}}"),
              ElementsAre(HasSubstr("the keys of `name` have several forms")));
  EXPECT_THAT(errors("{name: 'gitlab.com:sub', part: {org: open}}"),
              ElementsAre(HasSubstr("the form has no part `org`")));
  EXPECT_THAT(errors("{name: 'gitlab.com:sub'}", "forms: {'s3:nope': '{a}', 'b:c': d}\n"),
              ElementsAre(HasSubstr("no condition key is called `s3:nope`"),
                          HasSubstr("a form is a text with names of its parts")));
}

std::vector<std::string> ErrorsOf(std::string_view match) {
  return LoadErrors(PackYaml(RuleYaml("TEST1", match)));
}

TEST(WordingErrorsTest, NameTheNearestRightWord) {
  EXPECT_THAT(ErrorsOf(Key("{operator: [StringEqual]}")),
              ElementsAre(HasSubstr("no condition operator is called `StringEqual` (did you mean "
                                    "`StringEquals`?)")));
  EXPECT_THAT(ErrorsOf(Key("{weak: absent-passed}")),
              ElementsAre(HasSubstr("did you mean `absent-passes`?")));
  EXPECT_THAT(ErrorsOf(Key("{nmae: 'aws:SourceIp'}")),
              ElementsAre(HasSubstr("did you mean `name`?")));
  EXPECT_THAT(ErrorsOf(Key("{name: 'sagemaker:VpcSubnet'}")),
              ElementsAre(HasSubstr("no condition key is called `sagemaker:VpcSubnet`")));
}

TEST(WordingErrorsTest, WordsThatMeanNothingHereAreTold) {
  EXPECT_THAT(ErrorsOf(Key("{}")), ElementsAre(HasSubstr("`key` asks for nothing")));
  EXPECT_THAT(ErrorsOf(Key("{part: {org: open}}")),
              ElementsAre(HasSubstr("`part` of `key` is a mapping of parts of a `form`")));
  EXPECT_THAT(ErrorsOf(Key("{form: 'a:{org}', part: {repo: open}}")),
              ElementsAre(HasSubstr("the form has no part `repo`")));
  EXPECT_THAT(
      ErrorsOf("{allow: {actions: {any: ['s3:GetObject']}, condition: {bites: "
               "{aws:SourceIp: other}}}}"),
      ElementsAre(HasSubstr("`bites` is asked of a `deny` (write `admits` of an `allow`)")));
  EXPECT_THAT(ErrorsOf("{allow: {actions: {any: ['s3:GetObject']}, resources: {part: "
                       "{BucketNam: open}}}}"),
              ElementsAre(HasSubstr("no resource type has a part `BucketNam`")));
}

}  // namespace
}  // namespace leastwise::testing
