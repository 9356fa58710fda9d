#include "access/exceeds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kRead =
    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"})";
constexpr std::string_view kWide =
    R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
        "Resource": ["arn:aws:s3:::data/*", "arn:aws:s3:::more/*"]})";
constexpr std::string_view kByVariable =
    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${aws:x}/y"})";

class ExceedsTest : public ::testing::Test {
 protected:
  ComparisonSide Side(std::string_view statements) {
    ComparisonSide side;
    side.policies = {fixture_.Add(std::string(statements))};
    return side;
  }
  Answer Ask(const ComparisonSide& grants, const ComparisonSide& reference,
             const ComparisonBudget& budget = kQuickBudget) {
    return Exceeds(fixture_.actions(), grants, reference, memo_, budget);
  }

  PolicyFixture fixture_;
  ComparisonMemo memo_;
};

TEST_F(ExceedsTest, LessOrTheSameDoesNotExceed) {
  const ComparisonSide read = Side(kRead);
  const ComparisonSide wide = Side(kWide);
  fixture_.Link();
  EXPECT_EQ(Ask(read, wide).truth, Truth::kNo);
  EXPECT_EQ(Ask(read, read).truth, Truth::kNo);
  EXPECT_THAT(Ask(read, wide).evidence, IsEmpty());
}

// Far more actions than an Evidence lists stand before the one that is asked for.
TEST_F(ExceedsTest, OnlyTheActionsAskedForCount) {
  const ComparisonSide read = Side(kRead);
  const ComparisonSide all = Side(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
  fixture_.Link();
  ActionSet secrets(fixture_.actions().universe_size());
  fixture_.actions().Expand("secretsmanager:GetSecretValue", &secrets);
  const Answer answer = Exceeds(fixture_.actions(), all, read, memo_, kQuickBudget, &secrets);
  EXPECT_EQ(answer.truth, Truth::kYes);
  ASSERT_THAT(answer.evidence, SizeIs(1));
  EXPECT_EQ(answer.evidence.front().action_count, 1U);
  const ComparisonSide wide = Side(kWide);
  fixture_.Link();
  EXPECT_EQ(Exceeds(fixture_.actions(), wide, read, memo_, kQuickBudget, &secrets).truth,
            Truth::kNo);
}

// A variable in what is compared may stand for what is asked about.
TEST_F(ExceedsTest, WhatIsLeftOpenIsNoAnswerForTheActionsAskedFor) {
  const ComparisonSide read = Side(kRead);
  const ComparisonSide open = Side(
      R"({"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "arn:aws:s3:::data/*"},
         {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${aws:x}/y"})");
  fixture_.Link();
  ActionSet reads(fixture_.actions().universe_size());
  fixture_.actions().Expand("s3:GetObject", &reads);
  EXPECT_NE(Exceeds(fixture_.actions(), open, read, memo_, kQuickBudget, &reads).truth, Truth::kNo);
}

TEST_F(ExceedsTest, EvidenceHasTheStringsThatGrantMoreOncePerStatement) {
  const ComparisonSide read = Side(kRead);
  const ComparisonSide wide = Side(kWide);
  fixture_.Link();
  const Answer answer = Ask(wide, read);
  EXPECT_EQ(answer.truth, Truth::kYes);
  ASSERT_THAT(answer.evidence, SizeIs(1));
  const Evidence& evidence = answer.evidence.front();
  EXPECT_EQ(evidence.statement, &wide.policies.front()->statements.front());
  EXPECT_EQ(evidence.policy, wide.policies.front());
  EXPECT_EQ(evidence.action_count, 2U);
  ASSERT_THAT(evidence.resource_texts, SizeIs(2));
  EXPECT_EQ(evidence.resource_texts[1]->value, "arn:aws:s3:::more/*");
}

TEST_F(ExceedsTest, BoundariesOfBothSidesCount) {
  ComparisonSide wide = Side(kWide);
  const ComparisonSide read = Side(kRead);
  const ComparisonSide cap = Side(kRead);
  fixture_.Link();
  wide.boundary = cap.policies.front();
  EXPECT_EQ(Ask(wide, read).truth, Truth::kNo);
}

TEST_F(ExceedsTest, WhatTheBudgetDoesNotReachIsUnknownWithAReason) {
  const ComparisonSide read = Side(kRead);
  const ComparisonSide wide = Side(kByVariable);
  fixture_.Link();
  ComparisonBudget nothing;
  nothing.max_work = 0;
  const Answer answer = Ask(wide, read, nothing);
  EXPECT_EQ(answer.truth, Truth::kUnknown);
  EXPECT_NE(answer.reason, "");
}

TEST_F(ExceedsTest, EqualContentIsAskedOnceAndAnsweredForTheDocumentsAtHand) {
  const ComparisonSide read = Side(kRead);
  const ComparisonSide read_again = Side(kRead);
  const ComparisonSide wide = Side(kWide);
  const ComparisonSide wide_again = Side(kWide);
  fixture_.Link();
  Ask(wide, read);
  EXPECT_EQ(memo_.asked(), 1U);
  const Answer answer = Ask(wide_again, read_again);
  EXPECT_EQ(memo_.asked(), 1U);
  ASSERT_THAT(answer.evidence, SizeIs(1));
  const Statement& own = wide_again.policies.front()->statements.front();
  EXPECT_EQ(answer.evidence.front().statement, &own);
  EXPECT_THAT(answer.evidence.front().resource_texts,
              ElementsAre(&own.resources[0], &own.resources[1]));
  EXPECT_EQ(Ask(read, wide).truth, Truth::kNo);
  EXPECT_EQ(memo_.asked(), 2U);
}

TEST_F(ExceedsTest, WhatDecidesIsPartOfTheContent) {
  const auto with = [](const std::string& condition) {
    return R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
               "Condition": )" +
           condition + "}";
  };
  const ComparisonSide equals = Side(with(R"({"StringEquals": {"aws:PrincipalTag/a": "*"}})"));
  const ComparisonSide like = Side(with(R"({"StringLike": {"aws:PrincipalTag/a": "*"}})"));
  const ComparisonSide if_exists =
      Side(with(R"({"StringLikeIfExists": {"aws:PrincipalTag/a": "*"}})"));
  const ComparisonSide reference = Side(with(R"({"StringEquals": {"aws:PrincipalTag/a": "*"}})"));
  fixture_.Link();
  EXPECT_EQ(Ask(equals, reference).truth, Truth::kNo);
  EXPECT_EQ(Ask(like, reference).truth, Truth::kYes);
  EXPECT_EQ(Ask(if_exists, like).truth, Truth::kYes);
  EXPECT_EQ(Ask(like, if_exists).truth, Truth::kNo);
  EXPECT_EQ(memo_.asked(), 4U);
}

TEST_F(ExceedsTest, VerdictsAreKeptApartFromAnswersInFull) {
  const ComparisonSide read = Side(kRead);
  const ComparisonSide wide = Side(kWide);
  fixture_.Link();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(memo_.Decide(fixture_.actions(), read, wide, {}), ComparisonVerdict::kFail);
    EXPECT_EQ(memo_.Compare(fixture_.actions(), read, wide, {}).added.size(), 2U);
  }
  EXPECT_EQ(memo_.asked(), 2U);
}

}  // namespace
}  // namespace leastwise::testing
