#include "iam/policy_parser.h"

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
using testing::Underlined;
using testing::Values;

constexpr const char* kRead =
    R"("Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*")";

TEST(PolicyParserTest, KeepsThePlaceOfEveryElementBehindEscapes) {
  const ParsedPolicy parsed(
      R"({"Version": "2012-10-17", "Statement": [{"Sid": "\u0041b", "Effect": "Allow", )"
      R"("Action": ["s3:\u0047etObject", "s3:Put*"], "Resource": "arn:aws:s3:::\u0062/*"}]})");
  EXPECT_THAT(parsed.problems, IsEmpty());
  const Statement& statement = parsed.statement();
  EXPECT_EQ(statement.sid.value, "Ab");
  EXPECT_EQ(statement.sid.location.text(), R"("\u0041b")");
  EXPECT_EQ(statement.effect_location.text(), R"("Allow")");
  EXPECT_THAT(Values(statement.actions), ElementsAre("s3:GetObject", "s3:Put*"));
  EXPECT_THAT(Underlined(statement.actions), ElementsAre(R"("s3:\u0047etObject")", R"("s3:Put*")"));
  EXPECT_EQ(statement.resources[0].location.text(), R"("arn:aws:s3:::\u0062/*")");
  EXPECT_TRUE(statement.location.text().starts_with(R"({"Sid")"));
  EXPECT_TRUE(parsed.policy.location.text().starts_with(R"({"Version")"));
}

TEST(PolicyParserTest, StatementMayBeAnObjectOrAList) {
  const ParsedPolicy object(R"({"Version": "2012-10-17", "Statement": {)" + std::string(kRead) +
                            "}}");
  EXPECT_THAT(object.problems, IsEmpty());
  ASSERT_EQ(object.policy.statements.size(), 1U);
  EXPECT_EQ(object.statement().effect, Effect::kAllow);
  EXPECT_TRUE(object.statement().has_effect);
  EXPECT_TRUE(object.statement().has_resource);
}

TEST(PolicyParserTest, StatementsAreCountedAsTheyStandInTheFile) {
  const ParsedPolicy parsed(R"({"Version": "2012-10-17", "Statement": ["x", {)" +
                            std::string(kRead) + "}]}");
  ASSERT_EQ(parsed.policy.statements.size(), 1U);
  EXPECT_EQ(parsed.statement().index, 1U);
  EXPECT_THAT(parsed.Problems(), ElementsAre(R"(wrong-type: "x")"));
}

TEST(PolicyParserTest, ElementNamesAreCaseSensitive) {
  const ParsedPolicy parsed(OneStatement(
      R"("effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Effect": "Deny")"));
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.code, problem::kUnknownElement);
  EXPECT_EQ(problem.where.text(), R"("effect")");
  EXPECT_THAT(problem.detail, HasSubstr("did you mean `Effect`"));
  EXPECT_EQ(parsed.statement().effect, Effect::kDeny);
}

TEST(PolicyParserTest, UnknownElementOfTheDocumentIsReported) {
  const ParsedPolicy parsed(R"({"Version": "2012-10-17", "Statements": []})");
  EXPECT_THAT(parsed.Problems(),
              ElementsAre(R"(unknown-element: "Statements")",
                          R"(no-statement: {"Version": "2012-10-17", "Statements": []})"));
}

TEST(PolicyParserTest, EmptyStatementListIsReportedAtTheList) {
  const ParsedPolicy parsed(R"({"Version": "2012-10-17", "Statement": [ ]})");
  EXPECT_THAT(parsed.Problems(), ElementsAre("no-statement: [ ]"));
}

TEST(PolicyParserTest, WrongTypesAreReportedAndTheRestIsRead) {
  const ParsedPolicy parsed(OneStatement(
      R"("Effect": "Allow", "Action": ["s3:GetObject", 7, {"a": 1}, null], "Resource": "*")"));
  EXPECT_THAT(parsed.Problems(), ElementsAre("wrong-type: 7", R"(wrong-type: {"a": 1})",
                                             "wrong-type: null", "bad-action: 7"));
  EXPECT_THAT(Values(parsed.statement().actions), ElementsAre("s3:GetObject", "7"));
  EXPECT_TRUE(parsed.statement().low_confidence);
}

TEST(PolicyParserTest, StatementThatIsAStringIsAWrongType) {
  const ParsedPolicy parsed(R"({"Version": "2012-10-17", "Statement": "all"})");
  EXPECT_THAT(parsed.Problems(), ElementsAre(R"(wrong-type: "all")"));
}

TEST(PolicyParserTest, EmptyListIsReportedAtTheList) {
  const ParsedPolicy parsed(OneStatement(R"("Effect": "Allow", "Action": [], "Resource": ["*"])"));
  EXPECT_THAT(parsed.Problems(), ElementsAre("empty-list: []"));
}

TEST(PolicyParserTest, EffectMustBeSpelledExactly) {
  const ParsedPolicy parsed(
      OneStatement(R"("Effect": "allow", "Action": "s3:GetObject", "Resource": "*")"));
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.code, problem::kBadEffect);
  EXPECT_EQ(problem.where.text(), R"("allow")");
  EXPECT_THAT(problem.detail, HasSubstr("did you mean `Allow`"));
  EXPECT_FALSE(parsed.statement().has_effect);
  EXPECT_THAT(Values(parsed.statement().actions), ElementsAre("s3:GetObject"));
}

TEST(PolicyParserTest, MissingElementsAreReportedAtTheStatement) {
  const ParsedPolicy parsed(OneStatement(R"("Sid": "a")"));
  EXPECT_THAT(parsed.Problems(),
              ElementsAre(R"(missing-effect: {"Sid": "a"})", R"(missing-action: {"Sid": "a"})",
                          R"(missing-resource: {"Sid": "a"})"));
}

TEST(PolicyParserTest, ElementsThatExcludeEachOtherKeepThePositiveOne) {
  const ParsedPolicy parsed(OneStatement(
      R"("Effect": "Allow", "NotAction": "iam:*", "Action": "s3:*", "Resource": "*")"));
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.code, problem::kBothElements);
  EXPECT_EQ(problem.where.text(), R"("NotAction")");
  EXPECT_EQ(problem.related.text(), R"("Action")");
  EXPECT_FALSE(parsed.statement().is_not_action);
  EXPECT_THAT(Values(parsed.statement().actions), ElementsAre("s3:*"));
  EXPECT_TRUE(parsed.statement().low_confidence);
}

TEST(PolicyParserTest, NegatedElementsAreMarked) {
  const ParsedPolicy parsed(
      OneStatement(R"("Effect": "Deny", "NotAction": "iam:*", "NotResource": "*")"));
  EXPECT_THAT(parsed.problems, IsEmpty());
  EXPECT_TRUE(parsed.statement().is_not_action);
  EXPECT_TRUE(parsed.statement().is_not_resource);
}

TEST(PolicyParserTest, DuplicateKeysAreReadAsTheUnion) {
  const ParsedPolicy parsed(OneStatement(
      R"("Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Action": ["s3:Put*"])"));
  EXPECT_THAT(Values(parsed.statement().actions), ElementsAre("s3:Get*", "s3:Put*"));
  EXPECT_TRUE(parsed.statement().low_confidence);
}

TEST(PolicyParserTest, DuplicateEffectIsReadAsAllow) {
  const ParsedPolicy parsed(
      OneStatement(R"("Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Effect": "Deny")"));
  EXPECT_EQ(parsed.statement().effect, Effect::kAllow);
  EXPECT_TRUE(parsed.statement().low_confidence);
}

TEST(PolicyParserTest, DuplicateStatementIsReadAsTheUnion) {
  const std::string one = "{" + std::string(kRead) + "}";
  const ParsedPolicy parsed(R"({"Version": "2012-10-17", "Statement": )" + one +
                            R"(, "Statement": [)" + one + "]}");
  ASSERT_EQ(parsed.policy.statements.size(), 2U);
  EXPECT_EQ(parsed.statement(1).index, 1U);
  EXPECT_TRUE(parsed.statement(0).low_confidence);
}

TEST(PolicyParserTest, DuplicateSidPointsToTheFirst) {
  const std::string one = R"({"Sid": "A", )" + std::string(kRead) + "}";
  const ParsedPolicy parsed(R"({"Version": "2012-10-17", "Statement": [)" + one + "," + one + "]}");
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.code, problem::kDuplicateSid);
  EXPECT_GT(problem.where.span.begin, problem.related.span.begin);
  EXPECT_EQ(problem.related.text(), R"("A")");
}

TEST(PolicyParserTest, EmptySidsMayRepeat) {
  const std::string one = R"({"Sid": "", )" + std::string(kRead) + "}";
  const ParsedPolicy parsed(R"({"Version": "2012-10-17", "Statement": [)" + one + "," + one + "]}");
  EXPECT_THAT(parsed.problems, IsEmpty());
}

TEST(PolicyParserTest, VersionDecidesWhetherVariablesHaveAMeaning) {
  const std::string statement = R"("Statement": {"Effect": "Allow", "Action": "s3:GetObject",)"
                                R"( "Resource": "arn:aws:s3:::b/${aws:username}/*"}})";
  const ParsedPolicy with(R"({"Version": "2012-10-17", )" + statement);
  EXPECT_THAT(with.problems, IsEmpty());
  EXPECT_TRUE(with.policy.version_2012);
  EXPECT_TRUE(with.statement().resources[0].has_hole());

  for (const char* version : {"", R"("Version": "2008-10-17", )"}) {
    const ParsedPolicy without("{" + std::string(version) + statement);
    const Problem problem = without.OnlyProblem();
    EXPECT_EQ(problem.code, problem::kMissingVersionForVariable);
    EXPECT_EQ(problem.where.text(), R"("arn:aws:s3:::b/${aws:username}/*")");
    EXPECT_FALSE(without.statement().resources[0].has_hole());
  }
}

TEST(PolicyParserTest, TemplatePlaceholderIsNoReasonToAskForAVersion) {
  const ParsedPolicy parsed(R"({"Statement": {"Effect": "Allow", "Action": "s3:GetObject",)"
                            R"( "Resource": "arn:aws:s3:::${bucket}/*"}})");
  EXPECT_THAT(parsed.problems, IsEmpty());
}

TEST(PolicyParserTest, UnknownVersionIsReportedAtItsValue) {
  const ParsedPolicy parsed(R"({"Version": "2012-10-18", "Statement": {)" + std::string(kRead) +
                            "}}");
  EXPECT_THAT(parsed.Problems(), ElementsAre(R"(bad-version: "2012-10-18")"));
}

TEST(PolicyParserTest, ServiceControlPolicyNeedsTheNewVersion) {
  const ParsedPolicy parsed(
      R"({"Version": "2008-10-17", "Statement": {)" + std::string(kRead) + "}}",
      PolicyKind::kServiceControl);
  EXPECT_THAT(parsed.Problems(), ElementsAre(R"(bad-version: "2008-10-17")"));
}

TEST(PolicyParserTest, PrincipalIsForbiddenInAnIdentityPolicy) {
  const ParsedPolicy parsed(OneStatement(std::string(kRead) + R"(, "Principal": "*")"));
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.code, problem::kForbiddenElement);
  EXPECT_EQ(problem.where.text(), R"("Principal")");
  EXPECT_EQ(problem.detail, "`Principal` is not allowed in an identity policy");
}

TEST(PolicyParserTest, ResourceIsForbiddenInATrustPolicy) {
  const ParsedPolicy parsed(
      OneStatement(R"("Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"},)"
                   R"( "Action": "sts:AssumeRole", "Resource": "*")"),
      PolicyKind::kTrust);
  EXPECT_THAT(parsed.Problems(), ElementsAre(R"(forbidden-element: "Resource")"));
}

TEST(PolicyParserTest, ResourcePolicyMustSayWhomItIsFor) {
  const ParsedPolicy parsed(OneStatement(R"("Effect": "Deny", "Action": "ecr:*")"),
                            PolicyKind::kResource);
  EXPECT_EQ(parsed.OnlyProblem().code, problem::kMissingPrincipal);
}

TEST(PolicyParserTest, ResourceControlPolicyOnlyDeniesEveryone) {
  const ParsedPolicy parsed(
      OneStatement(R"("Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "*",)"
                   R"( "Resource": "*")"),
      PolicyKind::kResourceControl);
  EXPECT_THAT(parsed.Problems(),
              ElementsAre(R"(forbidden-element: "Allow")", R"(forbidden-element: "*")",
                          R"(bad-principal: "123456789012")"));
}

TEST(PolicyParserTest, NothingPointsIntoTheTree) {
  // ParsedPolicy has dropped the tree: this reads what is left of it.
  const ParsedPolicy parsed(OneStatement(
      R"("Effect": "Allow", "Action": "s3:\u0047et*", "Resource": "arn:aws:s3:::${aws:userid}",)"
      R"( "Condition": {"\u0053tringLike": {"aws:\u0055serId": "\u0041*"}})"));
  EXPECT_EQ(parsed.statement().actions[0].value, "s3:Get*");
  const ConditionEntry& condition = parsed.statement().conditions[0];
  EXPECT_EQ(condition.op.value, "StringLike");
  EXPECT_EQ(condition.folded_key, "aws:userid");
  EXPECT_EQ(condition.values[0].value, "A*");
  EXPECT_EQ(condition.values[0].location.text(), R"("\u0041*")");
}

TEST(GuessKindTest, TellsKindsByPrincipalResourceAndActions) {
  const auto guess = [](std::string_view members) {
    return ParsedPolicy(OneStatement(members)).guessed;
  };
  EXPECT_EQ(guess(kRead), PolicyKind::kIdentity);
  EXPECT_EQ(guess(R"("Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole")"),
            PolicyKind::kTrust);
  EXPECT_EQ(guess(R"("Effect": "Allow", "Principal": "*", "Action": "*")"), PolicyKind::kTrust);
  EXPECT_EQ(guess(R"("Effect": "Allow", "Principal": "*", "Action": ["sts:AssumeRole"],)"
                  R"( "Resource": "*")"),
            PolicyKind::kTrust);
  EXPECT_EQ(guess(R"("Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole",)"
                  R"( "Resource": "*")"),
            PolicyKind::kResource);
  EXPECT_EQ(guess(R"("Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage")"),
            PolicyKind::kResource);
  EXPECT_EQ(guess(std::string(kRead) + R"(, "NotPrincipal": "*")"), PolicyKind::kResource);
}

TEST(LooksLikePolicyTest, AsksForTheMarksOfAStatement) {
  const auto looks = [](std::string_view json) { return ParsedPolicy(json).looks_like_policy; };
  EXPECT_TRUE(looks(R"({"Statement": {"Effect": "Allow"}})"));
  EXPECT_TRUE(looks(R"({"Statement": [1, {"NotAction": "*"}]})"));
  EXPECT_TRUE(looks(R"({"Version": "2012-10-17", "Statement": []})"));
  EXPECT_FALSE(looks(R"({"Statement": []})"));
  EXPECT_FALSE(looks(R"({"Statement": "SELECT"})"));
  EXPECT_FALSE(looks(R"({"Statement": [{"Date": "today"}]})"));
  EXPECT_FALSE(looks(R"({"statement": [{"Effect": "Allow"}]})"));
}

}  // namespace
}  // namespace leastwise
