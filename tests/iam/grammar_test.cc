#include "iam/grammar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/parsed_policy.h"

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::OneStatement;
using testing::ParsedPolicy;

std::vector<std::string> ProblemsOfAction(std::string_view action) {
  return ParsedPolicy(OneStatement(R"("Effect": "Allow", "Resource": "*", "Action": ")" +
                                   std::string(action) + "\""))
      .Problems();
}

std::vector<std::string> ProblemsOfResource(std::string_view resource,
                                            PolicyKind kind = PolicyKind::kIdentity) {
  const std::string principal = kind == PolicyKind::kResource ? R"("Principal": "*", )" : "";
  return ParsedPolicy(
             OneStatement(principal + R"("Effect": "Allow", "Action": "*", "Resource": ")" +
                          std::string(resource) + "\""),
             kind)
      .Problems();
}

TEST(ActionGrammarTest, TakesStarsAndPrefixedNames) {
  for (const char* action : {"*", "*:*", "s3:*", "s3:Get*", "s3:G?t", "aws-portal:*Billing"})
    EXPECT_THAT(ProblemsOfAction(action), IsEmpty()) << action;
}

TEST(ActionGrammarTest, RefusesWhatMatchesNothing) {
  for (const char* action : {"", "s3", "s3:", ":GetObject", "s3:Get:Object", "s3:Get, s3:Put",
                             " s3:GetObject", "s3:GetObject ", "s3:\\u00a0Get", "s?:GetObject"}) {
    const std::vector<std::string> problems = ProblemsOfAction(action);
    ASSERT_EQ(problems.size(), 1U) << action;
    EXPECT_EQ(problems[0], "bad-action: \"" + std::string(action) + "\"");
  }
}

TEST(ActionGrammarTest, SaysThatAListIsMeant) {
  const ParsedPolicy parsed(
      OneStatement(R"("Effect": "Allow", "Resource": "*", "Action": "s3:Get*,s3:Put*")"));
  EXPECT_EQ(parsed.OnlyProblem().detail,
            "`s3:Get*,s3:Put*` holds a comma, so it matches nothing; write a list of strings");
}

TEST(ResourceGrammarTest, TakesStarsAndArns) {
  for (const char* resource : {"*", "**", "arn:aws:s3:::b/*", "arn:aws:s3*", "arn:*",
                               "arn:aws:iam::123456789012:role/${aws:PrincipalTag/a:b:c}"})
    EXPECT_THAT(ProblemsOfResource(resource), IsEmpty()) << resource;
}

TEST(ResourceGrammarTest, RefusesOtherText) {
  for (const char* resource : {"", "my-bucket", "b/*", "Arn:aws:s3:::b", "arn:aws:s3", "s3:::b"}) {
    EXPECT_THAT(ProblemsOfResource(resource),
                ElementsAre("bad-resource: \"" + std::string(resource) + "\""));
  }
}

TEST(ResourceGrammarTest, ShortFormOfApiGatewayIsForResourcePolicies) {
  EXPECT_THAT(ProblemsOfResource("execute-api:/prod/GET/*", PolicyKind::kResource), IsEmpty());
  EXPECT_THAT(ProblemsOfResource("execute-api:/prod/GET/*"),
              ElementsAre(R"(bad-resource: "execute-api:/prod/GET/*")"));
}

TEST(SidGrammarTest, LettersAndDigitsWhereIamReadsIt) {
  const std::string members =
      R"("Sid": "Allow read", "Effect": "Allow", "Action": "s3:*", "Resource": "*")";
  EXPECT_THAT(ParsedPolicy(OneStatement(members)).Problems(),
              ElementsAre(R"(bad-sid: "Allow read")"));
  EXPECT_THAT(ParsedPolicy(OneStatement(members + R"(, "Principal": "*")"), PolicyKind::kResource)
                  .Problems(),
              IsEmpty());
}

TEST(CharacterGrammarTest, UnderlinesTheFirstForbiddenCharacter) {
  const ParsedPolicy parsed(
      OneStatement("\"Sid\": \"a\", \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": "
                   "\"arn:aws:s3:::caf\xC3\xA9/\xE2\x80\x93/\xE2\x80\x9C\""));
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.code, problem::kForbiddenCharacter);
  EXPECT_EQ(problem.where.text(), "\xE2\x80\x93");
  EXPECT_THAT(problem.detail, HasSubstr("U+2013"));
  EXPECT_THAT(problem.detail, HasSubstr("1 more"));
}

TEST(CharacterGrammarTest, LooksThroughEscapes) {
  const ParsedPolicy parsed(OneStatement(
      R"("Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::\\a\n\u00e9\ud83d\ude00")"));
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.where.text(), R"(\ud83d\ude00)");
  EXPECT_THAT(problem.detail, HasSubstr("U+01F600"));
}

TEST(CharacterGrammarTest, ControlCharactersAreForbidden) {
  const ParsedPolicy parsed(OneStatement(
      R"("Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a\u0001b\b")"));
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.where.text(), R"(\u0001)");
  // In a pattern it must not read as the mark of a hole.
  EXPECT_EQ(parsed.statement().resources[0].pattern,
            "arn:aws:s3:::a\x1a"
            "b\b");
}

}  // namespace
}  // namespace leastwise
