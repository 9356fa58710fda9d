#include <gmock/gmock.h>

#include "access/evaluator_fixture.h"

// Conditions as the evaluator weighs them for one request.

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;

TEST_F(EvaluatorTest, StringEqualsTakesStarLiterally) {
  request_.context["aws:useragent"] = {"cli"};
  EXPECT_EQ(AskWith(R"({"StringEquals": {"aws:UserAgent": "*"}})"), Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskWith(R"({"StringLike": {"aws:UserAgent": "*"}})"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, StringLikeStarNeedsTheKey) {
  EXPECT_EQ(AskWith(R"({"StringLike": {"aws:UserAgent": "*"}})"), Verdict::kImplicitlyDenied);
  request_.context["aws:useragent"] = {""};
  EXPECT_EQ(AskWith(R"({"StringLike": {"aws:UserAgent": "*"}})"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, KeyNamesFoldCaseAndValuesDoNot) {
  request_.context["aws:principaltag/team"] = {"ml"};
  EXPECT_EQ(AskWith(R"({"StringEquals": {"AWS:principalTag/TEAM": "ml"}})"), Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"StringEquals": {"aws:PrincipalTag/team": "ML"}})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskWith(R"({"StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "ML"}})"),
            Verdict::kAllowed);
}

struct AbsentCase {
  std::string_view condition;
  Verdict verdict;
};

class EvaluatorAbsentKeyTest : public EvaluatorTest,
                               public ::testing::WithParamInterface<AbsentCase> {};

TEST_P(EvaluatorAbsentKeyTest, FollowsTheTable) {
  EXPECT_EQ(AskWith(GetParam().condition), GetParam().verdict) << GetParam().condition;
}

INSTANTIATE_TEST_SUITE_P(
    Operators, EvaluatorAbsentKeyTest,
    ::testing::Values(
        AbsentCase{R"({"StringEquals": {"k:k": "x"}})", Verdict::kImplicitlyDenied},
        AbsentCase{R"({"NumericLessThan": {"k:k": "5"}})", Verdict::kImplicitlyDenied},
        AbsentCase{R"({"StringNotEquals": {"k:k": "x"}})", Verdict::kAllowed},
        AbsentCase{R"({"StringNotLike": {"k:k": "*"}})", Verdict::kAllowed},
        AbsentCase{R"({"NumericNotEquals": {"k:k": "5"}})", Verdict::kAllowed},
        AbsentCase{R"({"DateNotEquals": {"k:k": "2024-01-01"}})", Verdict::kAllowed},
        AbsentCase{R"({"NotIpAddress": {"k:k": "10.0.0.0/8"}})", Verdict::kAllowed},
        AbsentCase{R"({"ArnNotLike": {"k:k": "arn:aws:s3:::*"}})", Verdict::kAllowed},
        AbsentCase{R"({"StringEqualsIfExists": {"k:k": "x"}})", Verdict::kAllowed},
        AbsentCase{R"({"StringNotEqualsIfExists": {"k:k": "x"}})", Verdict::kAllowed},
        AbsentCase{R"({"Null": {"k:k": "true"}})", Verdict::kAllowed},
        AbsentCase{R"({"Null": {"k:k": "false"}})", Verdict::kImplicitlyDenied},
        AbsentCase{R"({"ForAllValues:StringEquals": {"k:k": "x"}})", Verdict::kAllowed},
        AbsentCase{R"({"ForAllValues:StringNotEquals": {"k:k": "x"}})", Verdict::kAllowed},
        AbsentCase{R"({"ForAnyValue:StringEquals": {"k:k": "x"}})", Verdict::kImplicitlyDenied},
        AbsentCase{R"({"ForAnyValue:StringNotEquals": {"k:k": "x"}})", Verdict::kImplicitlyDenied},
        AbsentCase{R"({"Bool": {"k:k": "false"}})", Verdict::kImplicitlyDenied},
        AbsentCase{R"({"BoolIfExists": {"k:k": "false"}})", Verdict::kAllowed},
        AbsentCase{R"({"ForAnyValue:StringEqualsIfExists": {"k:k": "x"}})", Verdict::kUnknown}));

TEST_F(EvaluatorTest, PresentWithoutValuesIsAbsent) {
  request_.context["k:k"] = {};
  EXPECT_EQ(AskWith(R"({"Null": {"k:k": "true"}})"), Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"ForAllValues:StringEquals": {"k:k": "x"}})"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, DenyOnMissingMfaDoesNotFireWithoutTheKey) {
  constexpr std::string_view kDeny =
      R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
         {"Effect": "Deny", "Action": "*", "Resource": "*",
          "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})";
  EXPECT_EQ(Ask(kDeny), Verdict::kAllowed);
  request_.context["aws:multifactorauthpresent"] = {"false"};
  EXPECT_EQ(Ask(kDeny), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorTest, ValuesOfANegatedOperatorAreAllExcluded) {
  request_.context["k:k"] = {"b"};
  EXPECT_EQ(AskWith(R"({"StringNotEquals": {"k:k": ["a", "b"]}})"), Verdict::kImplicitlyDenied);
  request_.context["k:k"] = {"c"};
  EXPECT_EQ(AskWith(R"({"StringNotEquals": {"k:k": ["a", "b"]}})"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, QuantifiersOfNegatedOperatorsDiffer) {
  request_.context["k:k"] = {"a", "z"};
  EXPECT_EQ(AskWith(R"({"ForAnyValue:StringNotEquals": {"k:k": ["a", "b"]}})"), Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"ForAllValues:StringNotEquals": {"k:k": ["a", "b"]}})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskWith(R"({"ForAllValues:StringEquals": {"k:k": ["a", "b"]}})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskWith(R"({"ForAnyValue:StringEquals": {"k:k": ["a", "b"]}})"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, OneKeyUnderTwoOperatorsNeedsBoth) {
  request_.context["k:k"] = {"ab"};
  EXPECT_EQ(AskWith(R"({"StringLike": {"k:k": "a*"}, "StringNotLike": {"k:k": "*b"}})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskWith(R"({"StringLike": {"k:k": "a*", "K:K": "*c"}})"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, SeveralValuesWithoutSetOperatorAreAReading) {
  request_.context["k:k"] = {"a", "b"};
  EXPECT_EQ(AskWith(R"({"StringEquals": {"k:k": "a"}})"), Verdict::kUnknown);
  Choose(Reading::kManyValues, Truth::kYes);
  EXPECT_EQ(AskWith(R"({"StringEquals": {"k:k": "a"}})"), Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"StringNotEquals": {"k:k": "a"}})"), Verdict::kImplicitlyDenied);
  Choose(Reading::kManyValues, Truth::kNo);
  EXPECT_EQ(AskWith(R"({"StringEquals": {"k:k": "a"}})"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, ArnOperatorsCompareByParts) {
  request_.context["aws:sourcearn"] = {"arn:aws:sqs:us-east-1:111111111111:queue"};
  EXPECT_EQ(AskWith(R"({"ArnLike": {"aws:SourceArn": "arn:aws:sqs:*:queue"}})"),
            Verdict::kUnknown);  // five parts
  EXPECT_EQ(AskWith(R"({"ArnEquals": {"aws:SourceArn": "arn:aws:sqs:*:*:q*"}})"),
            Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"ArnLike": {"aws:SourceArn": "arn:aws:*:111111111111:*:queue"}})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskWith(R"({"StringLike": {"aws:SourceArn": "arn:aws:sqs:*:queue"}})"),
            Verdict::kAllowed);
}

TEST_F(EvaluatorTest, ShortTextUnderAnArnOperatorHoldsNeverInOneReading) {
  request_.context["aws:sourcearn"] = {"arn:aws:s3:::data"};
  for (const std::string_view op : {"ArnLike", "ArnNotLike"}) {
    const std::string condition = "{\"" + std::string(op) + R"(": {"aws:SourceArn": "*"}})";
    Choose(Reading::kShortArn, Truth::kUnknown);
    EXPECT_EQ(AskWith(condition), Verdict::kUnknown) << op;
    Choose(Reading::kShortArn, Truth::kNo);
    EXPECT_EQ(AskWith(condition), Verdict::kImplicitlyDenied) << op;
  }
}

TEST_F(EvaluatorTest, IllTypedValuesAreAReading) {
  request_.context["aws:multifactorauthage"] = {"10"};
  request_.context["aws:securetransport"] = {"true"};
  EXPECT_EQ(AskWith(R"({"NumericNotEquals": {"aws:MultiFactorAuthAge": "ten"}})"),
            Verdict::kUnknown);
  EXPECT_EQ(AskWith(R"({"Bool": {"aws:SecureTransport": ["TRUE", "yes"]}})"), Verdict::kAllowed);
  Choose(Reading::kIllTypedValue, Truth::kNo);
  EXPECT_EQ(AskWith(R"({"NumericNotEquals": {"aws:MultiFactorAuthAge": "ten"}})"),
            Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, NumbersDatesAndAddressesCompareByValue) {
  request_.context["s3:max-keys"] = {"10.0"};
  request_.context["aws:epochtime"] = {"1717200000"};
  request_.context["aws:sourceip"] = {"2001:db8::1"};
  EXPECT_EQ(AskWith(R"({"NumericEquals": {"s3:max-keys": "10"}})"), Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"DateEquals": {"aws:EpochTime": "2024-06-01T00:00:00Z"}})"),
            Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:DB8::/32"]}})"),
            Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})"), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, SourceIpIsAbsentBehindAnEndpoint) {
  constexpr std::string_view kNetwork = R"({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}})";
  request_.context["aws:vpcsourceip"] = {"10.0.0.1"};
  EXPECT_EQ(AskWith(kNetwork), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, VariableInAConditionIsFilledInLiterally) {
  request_.context["s3:prefix"] = {"home/*/x"};
  request_.context["aws:principaltag/team"] = {"*"};
  EXPECT_EQ(AskWith(R"({"StringLike": {"s3:prefix": "home/${aws:PrincipalTag/team}/*"}})"),
            Verdict::kAllowed);
  request_.context["s3:prefix"] = {"home/ann/x"};
  EXPECT_EQ(AskWith(R"({"StringLike": {"s3:prefix": "home/${aws:PrincipalTag/team}/*"}})"),
            Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, UnresolvedVariableMatchesNothingSoNegationHolds) {
  request_.context["s3:prefix"] = {"home"};
  EXPECT_EQ(AskWith(R"({"StringEquals": {"s3:prefix": "${aws:username}"}})"),
            Verdict::kImplicitlyDenied);
  EXPECT_EQ(AskWith(R"({"StringNotEquals": {"s3:prefix": "${aws:username}"}})"), Verdict::kAllowed);
}

TEST_F(EvaluatorTest, UnknownKeyIsNamedUnlessItCannotDecide) {
  request_.is_context_complete = false;
  const Ruling ruling = Rule(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
      "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"},
                    "Bool": {"aws:SecureTransport": "true"}}})");
  EXPECT_EQ(ruling.verdict, Verdict::kUnknown);
  EXPECT_THAT(ruling.missing_keys, ElementsAre("aws:securetransport", "aws:sourcevpce"));
  request_.context["aws:sourcevpce"] = {"vpce-2"};
  EXPECT_EQ(AskWith(R"({"StringEquals": {"aws:SourceVpce": "vpce-1"},
                        "Bool": {"aws:SecureTransport": "true"}})"),
            Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorTest, KeysThatFollowFromTheRequestAreFilledIn) {
  request_.is_context_complete = false;
  EXPECT_EQ(AskWith(R"({"ArnEquals": {"aws:PrincipalArn":
                         "arn:aws:iam::111111111111:role/trainer"}})"),
            Verdict::kAllowed);
  EXPECT_EQ(AskWith(R"({"StringEquals": {"aws:PrincipalAccount": "111111111111",
                         "aws:ResourceAccount": "111111111111"},
                        "Bool": {"aws:PrincipalIsAWSService": "false"},
                        "Null": {"aws:username": "true"}})"),
            Verdict::kAllowed);
  options_.derives_keys = false;
  EXPECT_EQ(AskWith(R"({"StringEquals": {"aws:PrincipalAccount": "111111111111"}})"),
            Verdict::kUnknown);
}

TEST_F(EvaluatorTest, OperatorThatAwsLacksCannotBeTold) {
  const Ruling ruling = Rule(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
      "Condition": {"StringMatches": {"aws:UserAgent": "x"}}})");
  EXPECT_EQ(ruling.verdict, Verdict::kUnknown);
  EXPECT_EQ(ruling.reason, "the condition operator `StringMatches` is not one of IAM's");
}

}  // namespace
}  // namespace leastwise::testing
