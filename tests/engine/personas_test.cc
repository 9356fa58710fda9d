#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/persona.h"
#include "support/lint_fixture.h"

// Personas, their baselines, and `identity: {holds}`: line 15 of "What the words mean" in the rule
// language.

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// `job` and `studio` are both what SageMaker takes on.
constexpr std::string_view kPersonas =
    "schema: leastwise/personas/1\n"
    "activities:\n"
    "  logs: ['logs:PutLogEvents', 'logs:CreateLogStream']\n"
    "personas:\n"
    "- {id: job, title: t, recognise: {trust: [sagemaker.amazonaws.com], names: ['job-*']}, "
    "allow: ['s3:GetObject', '@logs']}\n"
    "- {id: studio, title: t, recognise: {trust: [sagemaker.amazonaws.com]}, "
    "allow: ['sagemaker:CreateApp']}\n"
    "- {id: studio-reader, title: t, part_of: studio, allow: ['sagemaker:List*']}\n"
    "- {id: viewer, title: t, allow: ['sagemaker:Describe*'], "
    "require: ['sagemaker:DescribeModel', 'sagemaker:DescribeApp']}\n"
    "- {id: vague, title: t, recognise: {names: ['vague-*']}}\n";

struct RoleText {
  std::string name = "x";
  std::string service = "ec2.amazonaws.com";
  std::string tags{};  // "key=value"
  std::string actions = R"("s3:GetObject")";
  std::string resource = "*";
  std::string attached{};  // ARNs of AWS managed policies, as JSON
};

std::string Text(const RoleText& role) {
  std::string tags;
  if (const std::size_t equals = role.tags.find('='); equals != std::string::npos) {
    tags = R"({"Key": ")" + role.tags.substr(0, equals) + R"(", "Value": ")" +
           role.tags.substr(equals + 1) + R"("})";
  }
  return R"({"RoleName": ")" + role.name +
         R"(", "Path": "/", "Arn": "arn:aws:iam::111122223333:role/)" + role.name +
         R"(", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": )"
         R"("Allow", "Principal": {"Service": ")" +
         role.service + R"("}, "Action": "sts:AssumeRole"}]}, "AttachedManagedPolicies": [)" +
         role.attached + R"(], "Tags": [)" + tags +
         R"(], "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": {"Version": )"
         R"("2012-10-17", "Statement": [{"Effect": "Allow", "Action": [)" +
         role.actions + R"(], "Resource": ")" + role.resource + R"("}]}}]})";
}

std::vector<std::string> Find(std::string_view match, const RoleText& role) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", match)), kPersonas);
  std::vector<std::string> found = Underlined(lint.Lint(Text(role)));
  for (std::string& line : found) line.erase(0, 6);  // the id
  return found;
}

constexpr std::string_view kBeyond =
    "{identity: {persona: any, holds: {beyond: persona.allow, as: $extra}}}";

TEST(PersonasTest, ATagOrTheConfigurationDeclares) {
  const std::string_view match = "{identity: {persona: declared}}";
  EXPECT_THAT(Find(match, {.tags = "leastwise:persona=viewer"}), ElementsAre("`x`"));
  EXPECT_THAT(Find(match, {.tags = "persona=Viewer"}), ElementsAre("`x`"));
  EXPECT_THAT(Find(match, {.tags = "persona=astronaut"}), IsEmpty());
  EXPECT_THAT(Find(match, {.tags = "role=viewer"}), IsEmpty());
  EXPECT_THAT(Find(match, {.name = "job-1"}), IsEmpty());
  Persona persona;
  persona.declared = GlobList({"train-*"}, CaseMode::kFold);
  Identity identity;
  identity.name.value = "Train-1";
  EXPECT_EQ(Recognise(persona, identity), Recognition::kDeclared);
}

TEST(PersonasTest, InferredIsWhatNobodyDeclares) {
  const std::string_view match = "{identity: {persona: inferred}}";
  EXPECT_THAT(Find(match, {.service = "sagemaker.amazonaws.com"}), ElementsAre("`x`"));
  EXPECT_THAT(Find(match, {.name = "job-1"}), ElementsAre("`job-1`"));
  EXPECT_THAT(Find(match, {.service = "sagemaker.amazonaws.com", .tags = "persona=viewer"}),
              IsEmpty());
  EXPECT_THAT(Find(match, {}), IsEmpty());
  EXPECT_THAT(Find("{identity: {persona: any}}", {.tags = "persona=viewer"}), ElementsAre("`x`"));
  EXPECT_THAT(Find("{identity: {persona: [viewer]}}", {.tags = "persona=viewer"}),
              ElementsAre("`x`"));
}

// "A persona inferred from trust alone is the union of all personas with that trust."
TEST(PersonasTest, Line15TrustAloneIsTheUnionOfAllThatHaveIt) {
  const std::string actions =
      R"("s3:GetObject", "logs:PutLogEvents", "sagemaker:CreateApp", "sagemaker:ListApps")";
  EXPECT_THAT(Find(kBeyond, {.service = "sagemaker.amazonaws.com", .actions = actions}), IsEmpty());
  EXPECT_THAT(Find(kBeyond, {.service = "sagemaker.amazonaws.com",
                             .actions = actions + R"(, "s3:PutObject")"}),
              ElementsAre("`s3:PutObject`"));
  // Its name says more than its trust, and a declaration more than both.
  EXPECT_THAT(
      Find(kBeyond, {.name = "job-1", .service = "sagemaker.amazonaws.com", .actions = actions}),
      ElementsAre("`sagemaker:CreateApp`"));
  EXPECT_THAT(Find(kBeyond, {.name = "job-1",
                             .service = "sagemaker.amazonaws.com",
                             .tags = "persona=studio-reader",
                             .actions = R"("sagemaker:ListApps", "s3:GetObject")"}),
              ElementsAre("`s3:GetObject`"));
}

// "`beyond: persona.allow` is about actions."
TEST(PersonasTest, Line15BeyondIsAboutActions) {
  EXPECT_THAT(Find(kBeyond, {.name = "job-1", .resource = "*"}), IsEmpty());
  EXPECT_THAT(Find(kBeyond, {.name = "job-1", .actions = R"("s3:Get*")"}),
              ElementsAre("`s3:Get*`"));
  EXPECT_THAT(Find(kBeyond, {.name = "job-1",
                             .attached = R"({"PolicyName": "AmazonSQSFullAccess", "PolicyArn": )"
                                         R"("arn:aws:iam::aws:policy/AmazonSQSFullAccess"})"}),
              IsEmpty())
      << "the document of the attached policy is not in the input";
}

TEST(PersonasTest, WhereABaselineIsNotKnownNothingIsBeyondIt) {
  EXPECT_THAT(Find(kBeyond, {.name = "vague-1", .actions = R"("iam:CreateUser")"}), IsEmpty());
  EXPECT_THAT(Find(kBeyond, {.actions = R"("iam:CreateUser")"}), IsEmpty());
}

TEST(PersonasTest, StepsNarrowWhatIsBeyond) {
  const std::string steps =
      "- match: {identity: {persona: any, holds: {beyond: persona.allow, as: $extra}}}\n"
      "  category: tool\n"
      "  severity: high\n"
      "  title: t\n  why: w\n  help: h\n"
      "  message: '{identity} is {persona}, but can {actions}'\n"
      "  steps:\n"
      "  - {id: TEST1, name: one, when: {$extra: {actions: {any: ['iam:*']}}}}\n"
      "  - {id: TEST2, name: two}\n";
  LintFixture lint(PackYaml(steps), kPersonas);
  const EvaluationResult& result = lint.Lint(
      Text({.name = "job-1", .actions = R"("s3:GetObject", "iam:CreateUser", "s3:PutObject")"}));
  EXPECT_THAT(Underlined(result),
              UnorderedElementsAre("TEST1 `iam:CreateUser`", "TEST2 `s3:PutObject`"));
  EXPECT_EQ(result.findings[0].message, "`job-1` is `job`, but can `iam:CreateUser`");
}

TEST(PersonasTest, TheWholeStandsForItsPartsInMessages) {
  const auto message = [](std::string_view persona) {
    LintFixture lint(PackYaml(RuleYaml("TEST1", kBeyond, "  message: 'is {persona}'\n")),
                     kPersonas);
    const EvaluationResult& result = lint.Lint(Text({.tags = "persona=" + std::string(persona)}));
    return result.findings.empty() ? std::string() : result.findings[0].message;
  };
  EXPECT_EQ(message("studio"), "is `studio`");
  EXPECT_EQ(message("studio-reader"), "is `studio-reader`");
}

// A step that asks for actions alone has them on whatever they are granted on.
TEST(PersonasTest, WhatAStepHasIsNotToldAgainForResourcesOfOtherActions) {
  const std::string steps =
      "- match: {identity: {persona: any, holds: {beyond: persona.allow, as: $extra}}}\n"
      "  category: tool\n  severity: high\n  title: t\n  why: w\n  help: h\n  message: m\n"
      "  steps:\n"
      "  - {id: TEST1, name: one, when: {$extra: {actions: {any: ['iam:PassRole']}}}}\n"
      "  - {id: TEST2, name: two}\n";
  LintFixture lint(PackYaml(steps), kPersonas);
  std::string text =
      Text({.name = "job-1", .actions = R"("iam:PassRole", "dynamodb:PutItem")", .resource = "@"});
  const std::size_t at = text.find("\"@\"");
  text.replace(at, 3,
               R"(["arn:aws:dynamodb:eu-west-1:111122223333:table/t", )"
               R"("arn:aws:iam::111122223333:role/r"])");
  EXPECT_THAT(Underlined(lint.Lint(text)),
              UnorderedElementsAre("TEST1 `iam:PassRole`", "TEST2 `dynamodb:PutItem`"));
}

// "`wider: persona.allow` about scope, silent until the user binds the persona's resources."
TEST(PersonasTest, Line15WiderIsSilentUntilResourcesAreBound) {
  EXPECT_THAT(Find("{identity: {persona: any, holds: {wider: persona.allow}}}", {.name = "job-1"}),
              IsEmpty());
}

TEST(PersonasTest, WhatAPersonaRequiresIsLackingWhereNothingGrantsIt) {
  const auto message = [](const RoleText& role) {
    LintFixture lint(
        PackYaml(RuleYaml("TEST1", "{identity: {persona: declared, lacks: persona.require}}",
                          "  message: '{persona} lacks {detail}'\n")),
        kPersonas);
    const EvaluationResult& result = lint.Lint(Text(role));
    return result.findings.empty() ? std::string() : result.findings[0].message;
  };
  const std::string tag = "persona=viewer";
  EXPECT_EQ(message({.tags = tag}),
            "`viewer` lacks `sagemaker:DescribeApp` and `sagemaker:DescribeModel`");
  EXPECT_EQ(message({.tags = tag, .actions = R"("sagemaker:DescribeApp*")"}),
            "`viewer` lacks `sagemaker:DescribeModel`");
  EXPECT_EQ(message({.tags = tag, .actions = R"("sagemaker:Describe*")"}), "");
  EXPECT_EQ(message({.tags = "persona=job"}), "") << "nothing is known of it";
  EXPECT_EQ(message({.name = "x"}), "");
  const std::string unread = R"({"PolicyName": "p", "PolicyArn": "arn:aws:iam::1:policy/p"})";
  EXPECT_EQ(message({.tags = tag, .attached = unread}), "") << "what is unread may grant it";
}

// The tag's value is underlined, and the nearest id is said.
TEST(PersonasTest, ATagThatNamesNoPersonaIsFound) {
  LintFixture lint(
      PackYaml(RuleYaml("TEST1", "{identity: {persona: unknown}}", "  message: 'is {detail}'\n")),
      kPersonas);
  const EvaluationResult& result = lint.Lint(Text({.tags = "leastwise:persona=veiwer"}));
  EXPECT_THAT(Underlined(result), ElementsAre("TEST1 `veiwer`"));
  EXPECT_EQ(result.findings[0].message, "is `veiwer`; did you mean `viewer`?");
  const std::string_view match = "{identity: {persona: unknown}}";
  EXPECT_THAT(Find(match, {.tags = "leastwise:persona=astronaut"}), ElementsAre("`astronaut`"));
  EXPECT_THAT(Find(match, {.tags = "leastwise:persona=VIEWER"}), IsEmpty());
  EXPECT_THAT(Find(match, {.tags = "persona=astronaut"}), IsEmpty());
  EXPECT_THAT(Find(match, {}), IsEmpty());
}

TEST(PersonasTest, MistakesAreToldWithTheirPlace) {
  const auto errors_of = [](std::string_view personas) {
    return LoadErrors(PackYaml(RuleYaml("TEST1", "{identity: {persona: any}}")), false,
                      "schema: leastwise/personas/1\n" + std::string(personas));
  };
  EXPECT_THAT(errors_of("personas: [{id: a, title: t, allow: ['@nothing']}]\n"),
              ElementsAre(HasSubstr("no activity is called `nothing`")));
  EXPECT_THAT(errors_of("personas: [{id: a, title: t, allow: [reading]}]\n"),
              ElementsAre(HasSubstr("expected an action or an `@activity`")));
  EXPECT_THAT(errors_of("personas: [{id: a, title: t, part_of: b}]\n"),
              ElementsAre(HasSubstr("no persona that is a whole is called `b`")));
}

TEST(PersonasTest, HoldsAsksForOneThing) {
  const auto errors_of = [](std::string_view holds) {
    return LoadErrors(
        PackYaml(RuleYaml("TEST1", "{identity: {holds: " + std::string(holds) + "}}")), false);
  };
  EXPECT_THAT(errors_of("{as: $x}"), ElementsAre(HasSubstr("`holds` asks for one of two things")));
  EXPECT_THAT(errors_of("{beyond: persona.allow, wider: persona.allow}"),
              ElementsAre(HasSubstr("`holds` asks for one of two things")));
  EXPECT_THAT(errors_of("{beyond: everything}"), ::testing::Not(IsEmpty()));
  EXPECT_THAT(LoadErrors(PackYaml(RuleYaml("TEST1", "{identity: {lacks: everything}}")), false),
              ElementsAre(HasSubstr("`lacks`")));
}

}  // namespace
}  // namespace leastwise::testing
