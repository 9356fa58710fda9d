#include "iam/condition.h"

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

TEST(ConditionOperatorTest, TakesNamesApart) {
  const auto like = ReadConditionOperator("ForAnyValue:StringNotLikeIfExists");
  ASSERT_TRUE(like.has_value());
  EXPECT_EQ(like->family, ConditionFamily::kStringLike);
  EXPECT_EQ(like->quantifier, Quantifier::kForAnyValue);
  EXPECT_TRUE(like->negated);
  EXPECT_TRUE(like->if_exists);

  const auto numeric = ReadConditionOperator("NumericLessThanEquals");
  ASSERT_TRUE(numeric.has_value());
  EXPECT_EQ(numeric->family, ConditionFamily::kNumeric);
  EXPECT_EQ(numeric->comparison, Comparison::kLessOrEqual);
  EXPECT_FALSE(numeric->negated);

  EXPECT_EQ(ReadConditionOperator("NotIpAddress")->negated, true);
  EXPECT_EQ(ReadConditionOperator("ArnEquals"), ReadConditionOperator("ArnLike"));
}

TEST(ConditionOperatorTest, IgnoresCase) {
  EXPECT_EQ(ReadConditionOperator("forallvalues:stringequalsIFEXISTS"),
            ReadConditionOperator("ForAllValues:StringEqualsIfExists"));
}

TEST(ConditionOperatorTest, RefusesWhatAwsDoesNotHave) {
  for (const char* name : {"StringMatches", "NullIfExists", "", "IfExists",
                           "ForAnyValue:", "For:StringEquals", "BinaryNotEquals"})
    EXPECT_FALSE(ReadConditionOperator(name).has_value()) << name;
}

ParsedPolicy ParseCondition(std::string_view condition) {
  return ParsedPolicy(OneStatement(R"("Effect": "Allow", "Action": "s3:*", "Resource": "*", )"
                                   R"("Condition": )" +
                                   std::string(condition)));
}

TEST(ConditionTest, KeepsOperatorKeyAndValuesWithPlaces) {
  const ParsedPolicy parsed =
      ParseCondition(R"({"StringEquals": {"aws:PrincipalOrgID": ["o-1", "o-2"]}})");
  EXPECT_THAT(parsed.problems, IsEmpty());
  ASSERT_EQ(parsed.statement().conditions.size(), 1U);
  const ConditionEntry& entry = parsed.statement().conditions[0];
  EXPECT_EQ(entry.op.location.text(), R"("StringEquals")");
  EXPECT_EQ(entry.key.location.text(), R"("aws:PrincipalOrgID")");
  EXPECT_EQ(entry.folded_key, "aws:principalorgid");
  EXPECT_THAT(Underlined(entry.values), ElementsAre(R"("o-1")", R"("o-2")"));
}

TEST(ConditionTest, NumbersAndBooleansAreTakenAsWritten) {
  const ParsedPolicy parsed = ParseCondition(
      R"({"Bool": {"aws:SecureTransport": true}, "NumericLessThan": {"s3:max-keys": 1.50e1}})");
  EXPECT_THAT(parsed.problems, IsEmpty());
  EXPECT_THAT(Values(parsed.statement().conditions[0].values), ElementsAre("true"));
  EXPECT_THAT(Values(parsed.statement().conditions[1].values), ElementsAre("1.50e1"));
}

TEST(ConditionTest, VariablesAreHolesWhereTextIsCompared) {
  const ParsedPolicy parsed = ParseCondition(
      R"({"StringLike": {"s3:prefix": "${aws:username}/*"}, "NumericEquals": {"a:b": "${a:c}"}})");
  EXPECT_TRUE(parsed.statement().conditions[0].values[0].has_hole());
  EXPECT_FALSE(parsed.statement().conditions[1].values[0].has_hole());
}

TEST(ConditionTest, UnknownOperatorIsKeptAndReported) {
  const ParsedPolicy parsed = ParseCondition(R"({"StringEqual": {"aws:userid": "a"}})");
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.code, problem::kUnknownOperator);
  EXPECT_EQ(problem.where.text(), R"("StringEqual")");
  EXPECT_THAT(problem.detail, HasSubstr("did you mean `StringEquals`"));
  ASSERT_EQ(parsed.statement().conditions.size(), 1U);
  EXPECT_EQ(parsed.statement().conditions[0].family, ConditionFamily::kUnknown);
}

TEST(ConditionTest, WhatCannotBeReadMayHoldOrNot) {
  for (const char* condition :
       {R"("x")", R"({"StringEquals": "x"})", R"({"StringEquals": {"aws:userid": {"a": "b"}}})"}) {
    const ParsedPolicy parsed = ParseCondition(condition);
    EXPECT_EQ(parsed.OnlyProblem().code, problem::kWrongType) << condition;
    ASSERT_EQ(parsed.statement().conditions.size(), 1U) << condition;
    EXPECT_EQ(parsed.statement().conditions[0].family, ConditionFamily::kUnknown) << condition;
    EXPECT_TRUE(parsed.statement().low_confidence) << condition;
  }
}

TEST(ConditionTest, KeysThatDifferInCaseAreReportedAndBothHold) {
  const ParsedPolicy parsed = ParseCondition(
      R"({"StringEquals": {"aws:UserId": "a", "s3:prefix": "p", "AWS:userid": "b"}})");
  const Problem problem = parsed.OnlyProblem();
  EXPECT_EQ(problem.code, problem::kDuplicateConditionKey);
  EXPECT_EQ(problem.where.text(), R"("AWS:userid")");
  EXPECT_EQ(problem.related.text(), R"("aws:UserId")");
  EXPECT_EQ(parsed.statement().conditions.size(), 3U);
}

TEST(ConditionTest, SameKeyUnderDifferentOperatorsIsFine) {
  const ParsedPolicy parsed =
      ParseCondition(R"({"ArnLike": {"aws:SourceArn": "a"}, "ArnEquals": {"aws:sourcearn": "b"},)"
                     R"( "Null": {"aws:SourceArn": "false"}})");
  EXPECT_THAT(parsed.problems, IsEmpty());
  EXPECT_EQ(parsed.statement().conditions.size(), 3U);
}

TEST(ConditionTest, RepeatedKeyIsOneEntryWithTheValuesOfBoth) {
  const ParsedPolicy parsed =
      ParseCondition(R"({"StringEquals": {"aws:userid": "a", "aws:userid": ["b", "c"]}})");
  ASSERT_EQ(parsed.statement().conditions.size(), 1U);
  EXPECT_THAT(Values(parsed.statement().conditions[0].values), ElementsAre("a", "b", "c"));
  EXPECT_TRUE(parsed.statement().low_confidence);
}

TEST(ConditionTest, EmptyConditionIsNoCondition) {
  EXPECT_THAT(ParseCondition("{}").statement().conditions, IsEmpty());
  EXPECT_THAT(ParseCondition(R"({"StringEquals": {}})").statement().conditions, IsEmpty());
}

TEST(ConditionTest, EmptyValueListIsKeptAndReported) {
  const ParsedPolicy parsed = ParseCondition(R"({"StringEquals": {"aws:userid": []}})");
  EXPECT_THAT(parsed.Problems(), ElementsAre("empty-list: []"));
  EXPECT_EQ(parsed.statement().conditions.size(), 1U);
}

TEST(ConditionTest, VariableInAnOldDocumentIsReportedAtItsValue) {
  const ParsedPolicy parsed(
      R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*",)"
      R"( "Condition": {"StringLike": {"s3:prefix": "${aws:username}/*"}}}})");
  EXPECT_THAT(parsed.Problems(), ElementsAre(R"(version-without-variables: "${aws:username}/*")"));
}

}  // namespace
}  // namespace leastwise
