#include "access/evaluator.h"

#include <gmock/gmock.h>

#include "access/evaluator_fixture.h"

// Actions, resources and principals of single statements; conditions and layers have files of
// their own.

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(EvaluatorTest, NothingAllowsByItself) {
  const Ruling ruling = Rule(R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"})");
  EXPECT_EQ(ruling.verdict, Verdict::kImplicitlyDenied);
  EXPECT_EQ(ruling.reason, "no policy allows it");
  EXPECT_THAT(ruling.statements, IsEmpty());
}

TEST_F(EvaluatorTest, DenyWinsOverAllowAndIsNamed) {
  const Ruling ruling = Rule(R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
              {"Effect": "Deny", "Action": "s3:Get*", "Resource": "arn:aws:s3:::data/*"})");
  EXPECT_EQ(ruling.verdict, Verdict::kExplicitlyDenied);
  ASSERT_THAT(ruling.statements, SizeIs(1));
  EXPECT_EQ(ruling.statements[0].statement->index, 1U);
}

TEST_F(EvaluatorTest, NearestAllowSaysWhichPartFails) {
  const Ruling ruling =
      Rule(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::other/*"})");
  ASSERT_THAT(ruling.statements, SizeIs(1));
  EXPECT_EQ(ruling.statements[0].action, Truth::kYes);
  EXPECT_EQ(ruling.statements[0].resource, Truth::kNo);
}

TEST_F(EvaluatorTest, ActionsFoldCase) {
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "S3:getobject", "Resource": "*"})"),
            Verdict::kAllowed);
  request_.action = "s3:GETOBJECT";
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, ActionWithCommaOrBlankMatchesNothing) {
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "s3:GetObject,s3:PutObject", "Resource": "*"})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "s3:GetObject ", "Resource": "*"})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "NotAction": "s3:GetObject ", "Resource": "*"})"),
            Verdict::kAllowed);
}

TEST_F(EvaluatorTest, EscapedActionIsComparedUnescaped) {
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "s3:\u0047et\u002a", "Resource": "*"})"),
            Verdict::kAllowed);
}

TEST_F(EvaluatorTest, WildcardInServicePrefixIsAReading) {
  constexpr std::string_view kStatement =
      R"({"Effect": "Allow", "Action": "s?:GetObject", "Resource": "*"})";
  const Ruling ruling = Rule(kStatement);
  EXPECT_EQ(ruling.verdict, Verdict::kUnknown);
  EXPECT_THAT(ruling.readings, ElementsAre(Reading::kServiceWildcard));
  Choose(Reading::kServiceWildcard, Truth::kYes);
  EXPECT_EQ(Ask(kStatement), Verdict::kAllowed);
  Choose(Reading::kServiceWildcard, Truth::kNo);
  EXPECT_EQ(Ask(kStatement), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, AllowNotActionGrantsEverythingElse) {
  constexpr std::string_view kStatement =
      R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})";
  EXPECT_EQ(Ask(kStatement), Verdict::kAllowed);
  request_.action = "newservice:Anything";
  EXPECT_EQ(Ask(kStatement), Verdict::kAllowed);
  request_.action = "iam:CreateUser";
  EXPECT_EQ(Ask(kStatement), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, AllowNotResourceGrantsEveryOtherResource) {
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::secret/*"})"),
            Verdict::kAllowed);
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::data/*"})"),
            Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, TwoDenyNotActionsTogetherDenyAll) {
  constexpr std::string_view kStatements =
      R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
         {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"},
         {"Effect": "Deny", "NotAction": "sqs:*", "Resource": "*"})";
  EXPECT_EQ(Ask(kStatements), Verdict::kExplicitlyDenied);
  request_.action = "sqs:SendMessage";
  EXPECT_EQ(Ask(kStatements), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorTest, BucketAndItsObjectsAreDifferentResources) {
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data")"), Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/*")"), Verdict::kAllowed);
  request_.resource = "arn:aws:s3:::data";
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/*")"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, PrefixWithoutSlashReachesOtherNames) {
  request_.resource = "arn:aws:s3:::team-a-evil/x/y";
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::team-a*")"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, StarCrossesSlashes) {
  for (const std::string_view key : {"home/a/b/x", "home//x"}) {
    request_.resource = "arn:aws:s3:::data/" + std::string(key);
    EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/home/*/x")"), Verdict::kAllowed) << key;
  }
}

TEST_F(EvaluatorTest, StarStaysWithinOneOfTheFirstFiveParts) {
  request_.action = "sqs:SendMessage";
  request_.resource = "arn:aws:sqs:us-east-1:111111111111:queue";
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:queue"})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:queue"})"),
            Verdict::kAllowed);
}

TEST_F(EvaluatorTest, StarCrossesColonsInTheResourcePart) {
  request_.action = "logs:PutLogEvents";
  request_.resource = "arn:aws:logs:us-east-1:111111111111:log-group:g:log-stream:s";
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "logs:*",
                    "Resource": "arn:aws:logs:*:*:log-group:*"})"),
            Verdict::kAllowed);
}

TEST_F(EvaluatorTest, ArnsCompareWithCase) {
  for (const std::string_view resource :
       {"Arn:aws:s3:::data/*", "arn:aws:S3:::data/*", "arn:aws:s3:::Data/*"}) {
    EXPECT_EQ(AskOn('"' + std::string(resource) + '"'), Verdict::kImplicitlyDenied) << resource;
  }
}

TEST_F(EvaluatorTest, OtherPartitionDoesNotMatch) {
  EXPECT_EQ(AskOn(R"("arn:aws-cn:s3:::data/*")"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, ActionWithoutResourceTypesNeedsStar) {
  request_.action = "s3:ListAllMyBuckets";
  request_.resource = "*";
  const auto ask = [this](std::string_view effect, std::string_view resource) {
    return Ask(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": ")" +
               std::string(effect) + R"(", "Action": "s3:*", "Resource": ")" +
               std::string(resource) + R"("})");
  };
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:*:*:*:*:*"})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(ask("Deny", "arn:aws:s3:::*"), Verdict::kAllowed);
  EXPECT_EQ(ask("Deny", "*"), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorTest, ShortResourceIsExpandedInIdentityPoliciesWhereItEndsOpen) {
  EXPECT_EQ(AskOn(R"("arn:aws:s3*")"), Verdict::kAllowed);
  EXPECT_EQ(AskOn(R"("arn:aws:sqs*")"), Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskOn(R"("arn:aws:s3")"), Verdict::kUnknown);
  Choose(Reading::kShortResource, Truth::kNo);
  EXPECT_EQ(AskOn(R"("arn:aws:s3")"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, VariableInResourceIsFilledInLiterally) {
  request_.context["aws:principaltag/team"] = {"tr*n"};
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${aws:PrincipalTag/team}/a.csv")"),
            Verdict::kImplicitlyDenied);
  request_.resource = "arn:aws:s3:::data/tr*n/a.csv";
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${aws:PrincipalTag/team}/a.csv")"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, VariableFallsBackToItsDefault) {
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${aws:PrincipalTag/team, 'train'}/*")"), Verdict::kAllowed);
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${aws:PrincipalTag/team, ''}train/*")"), Verdict::kAllowed);
  request_.context["aws:principaltag/team"] = {"test"};
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${aws:PrincipalTag/team, 'train'}/*")"),
            Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, UnresolvedVariableInResourceMatchesNothing) {
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${aws:username}*")"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, MultivaluedKeyDoesNotFillInAVariable) {
  request_.context["aws:tagkeys"] = {"train", "test"};
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${aws:TagKeys}/*")"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, UnresolvedVariableInNotResourceIsAReading) {
  constexpr std::string_view kStatement =
      R"({"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::${aws:username}/*"})";
  EXPECT_THAT(Rule(kStatement).readings, ElementsAre(Reading::kUnresolvedNotResource));
  Choose(Reading::kUnresolvedNotResource, Truth::kYes);
  EXPECT_EQ(Ask(kStatement), Verdict::kAllowed);
  Choose(Reading::kUnresolvedNotResource, Truth::kNo);
  EXPECT_EQ(Ask(kStatement), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, VariableBeforeTheFifthColonIsAReading) {
  request_.context["aws:requestedregion"] = {"us-east-1"};
  request_.action = "sqs:SendMessage";
  request_.resource = "arn:aws:sqs:us-east-1:111111111111:queue";
  const Ruling ruling = Rule(R"({"Effect": "Allow", "Action": "sqs:*",
                                 "Resource": "arn:aws:sqs:${aws:RequestedRegion}:*:queue"})");
  EXPECT_EQ(ruling.verdict, Verdict::kUnknown);
  EXPECT_THAT(ruling.readings, ElementsAre(Reading::kVariableInArnPart));
}

TEST_F(EvaluatorTest, EscapesStandForThemselves) {
  request_.resource = "arn:aws:s3:::data/*";
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${*}")"), Verdict::kAllowed);
  request_.resource = "arn:aws:s3:::data/x";
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::data/${*}")"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, Version2008HasNoVariables) {
  request_.principal = kUser;
  const auto document = [](std::string_view version) {
    return R"({"Version": ")" + std::string(version) +
           R"(", "Statement": {"Effect": "Allow", "Action": "s3:*",
                               "Resource": "arn:aws:s3:::data/${aws:username}"}})";
  };
  request_.resource = "arn:aws:s3:::data/ann";
  EXPECT_EQ(Ask(document("2012-10-17")), Verdict::kAllowed);
  EXPECT_EQ(Ask(document("2008-10-17")), Verdict::kImplicitlyDenied);
  request_.resource = "arn:aws:s3:::data/${aws:username}";
  EXPECT_EQ(Ask(document("2008-10-17")), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, MissingKeyOfAVariableIsNamed) {
  request_.is_context_complete = false;
  const Ruling ruling = Rule(R"({"Effect": "Allow", "Action": "s3:*",
                                 "Resource": "arn:aws:s3:::data/${aws:PrincipalTag/team}/*"})");
  EXPECT_EQ(ruling.verdict, Verdict::kUnknown);
  EXPECT_THAT(ruling.missing_keys, ElementsAre("aws:principaltag/team"));
  EXPECT_THAT(ruling.reason, HasSubstr("`aws:principaltag/team`"));
  EXPECT_EQ(AskOn(R"("arn:aws:s3:::other/${aws:PrincipalTag/team}/*")"),
            Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, StatementWithoutEffectTakesNoPart) {
  EXPECT_EQ(Ask(R"({"effect": "Allow", "Action": "*", "Resource": "*"})"),
            Verdict::kImplicitlyDenied);
}

}  // namespace
}  // namespace leastwise::testing
