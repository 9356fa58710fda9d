#include "access/policy_review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/policy_fixture.h"

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::PolicyFixture;

// "code: underlined text" for each problem, quotes left off.
std::vector<std::string> Review(const std::string& statements,
                                PolicyKind kind = PolicyKind::kIdentity) {
  PolicyFixture fixture;
  const Policy* policy = fixture.Link(statements, kind);
  std::vector<std::string> out;
  for (const Problem& problem : ReviewPolicy(*policy, fixture.actions()).problems) {
    std::string text(problem.where.text());
    std::erase(text, '"');
    out.push_back(std::string(problem.code) + ": " + text);
  }
  return out;
}

std::size_t ExactQuestions(const std::string& statements) {
  PolicyFixture fixture;
  const Policy* policy = fixture.Link(statements);
  return ReviewPolicy(*policy, fixture.actions()).exact_questions;
}

std::string Under(const std::string& effect, const std::string& condition) {
  return R"({"Effect": ")" + effect +
         R"(", "Action": "s3:ListBucket", "Resource": "*", "Condition": )" + condition + "}";
}

TEST(PolicyReviewTest, UnionOfDeniesTakesAnAllowAway) {
  const std::string allow = R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})";
  const std::string on_a =
      R"({"Effect": "Deny", "Action": "s3:Get*", "Resource": "arn:aws:s3:::a*"})";
  const std::string elsewhere =
      R"({"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::a*"})";
  EXPECT_THAT(Review(allow + ", " + on_a + ", " + elsewhere),
              ElementsAre("allow-denied: s3:GetObject"));
  EXPECT_THAT(Review(allow + ", " + on_a), IsEmpty());
  EXPECT_THAT(Review(allow + ", " + elsewhere), IsEmpty());
}

TEST(PolicyReviewTest, ConditionalDenyLeavesSomething) {
  const std::string allow = R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})";
  EXPECT_THAT(Review(allow + R"(, {"Effect": "Deny", "Action": "*", "Resource": "*",
                "Condition": {"Bool": {"aws:SecureTransport": "false"}}})"),
              IsEmpty());
}

TEST(PolicyReviewTest, LaterOfTwoEqualAllowsIsTheRepeatedOne) {
  const std::string one = R"("Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})";
  PolicyFixture fixture;
  const Policy* policy = fixture.Link(R"({"Sid": "A", )" + one + R"(, {"Sid": "B", )" + one);
  const PolicyReview review = ReviewPolicy(*policy, fixture.actions());
  ASSERT_EQ(review.problems.size(), 1U);
  EXPECT_EQ(review.problems[0].detail, "`A` already allows all that `B` does");
  EXPECT_LT(review.problems[0].related.span.begin, review.problems[0].where.span.begin);
}

TEST(PolicyReviewTest, LaterActionsKeepAPatternFromBeingRepeated) {
  // All that s3 has today, but not what it will have.
  EXPECT_THAT(Review(R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
                        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:Get?*"],
                         "Resource": "arn:aws:s3:::a/*"})"),
              ElementsAre("allow-repeated: s3:GetObject"));
  EXPECT_THAT(Review(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
                        {"Effect": "Allow", "Action": "s3:GetObjec*", "Resource": "*"})"),
              ElementsAre("allow-repeated: s3:GetObject"));
}

TEST(PolicyReviewTest, PrincipalsAreWeighed) {
  const auto to = [](const std::string& account) {
    return R"({"Effect": "Allow", "Principal": {"AWS": ")" + account +
           R"("}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"})";
  };
  EXPECT_THAT(Review(to("111122223333") + ", " + to("444455556666"), PolicyKind::kResource),
              IsEmpty());
  EXPECT_THAT(Review(to("*") + ", " + to("444455556666"), PolicyKind::kResource),
              ElementsAre("allow-repeated: s3:GetObject"));
}

TEST(PolicyReviewTest, ContradictionOfOneKeyIsFound) {
  EXPECT_THAT(Review(Under("Allow", R"({"StringEquals": {"s3:prefix": "a"},
                                        "StringNotLike": {"S3:Prefix": "a*"}})")),
              ElementsAre("allow-condition-never-holds: S3:Prefix"));
  EXPECT_THAT(Review(Under("Deny", R"({"DateLessThan": {"aws:CurrentTime": "2024-01-01T00:00:00Z"},
                           "DateGreaterThan": {"aws:CurrentTime": "2025-01-01T00:00:00Z"}})")),
              ElementsAre("deny-condition-never-holds: aws:CurrentTime"));
  EXPECT_THAT(Review(Under("Allow", R"({"StringLike": {"s3:prefix": "a*"},
                                        "StringNotLike": {"s3:prefix": "ab*"}})")),
              IsEmpty());
}

TEST(PolicyReviewTest, PresenceBesideAValueIsNoContradiction) {
  EXPECT_THAT(Review(Under("Allow", R"({"Null": {"s3:prefix": "false"},
                                        "StringLike": {"s3:prefix": "a*"}})")),
              IsEmpty());
  EXPECT_THAT(Review(Under("Allow", R"({"Null": {"s3:prefix": "false"},
                                        "StringNotLike": {"s3:prefix": "*"}})")),
              ElementsAre("allow-condition-never-holds: s3:prefix"));
}

TEST(PolicyReviewTest, VacuousConditionIsFound) {
  EXPECT_THAT(Review(Under("Allow", R"({"BoolIfExists": {"aws:SecureTransport":
                                        ["true", "false"]}})")),
              ElementsAre("allow-condition-always-holds: aws:SecureTransport"));
  EXPECT_THAT(Review(Under("Deny", R"({"Null": {"s3:prefix": ["true", "false"]}})")),
              ElementsAre("deny-condition-always-holds: s3:prefix"));
  // Absent fails.
  EXPECT_THAT(Review(Under("Allow", R"({"StringLike": {"s3:prefix": "*"}})")), IsEmpty());
}

TEST(PolicyReviewTest, KeyThatEveryRequestHasMayHoldAlways) {
  EXPECT_THAT(Review(Under("Allow", R"({"StringLike": {"aws:RequestedRegion": "*"}})")),
              ElementsAre("allow-condition-always-holds: aws:RequestedRegion"));
}

TEST(PolicyReviewTest, WellScopedStatementsCostNoComparison) {
  EXPECT_EQ(ExactQuestions(R"({"Effect": "Allow", "Action": "s3:GetObject",
                               "Resource": "arn:aws:s3:::a/train/*"},
                              {"Effect": "Allow", "Action": "s3:GetObject",
                               "Resource": "arn:aws:s3:::a/test/*",
                               "Condition": {"StringEquals": {"aws:ResourceAccount":
                                                              "111122223333"}}},
                              {"Effect": "Deny", "Action": "s3:GetObject",
                               "Resource": "arn:aws:s3:::a/secret/*"})"),
            0U);
}

TEST(PolicyReviewTest, UnreadStatementsAreLeftOut) {
  EXPECT_THAT(Review(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
                        {"Effect": "Permit", "Action": "s3:GetObject", "Resource": "*"})"),
              IsEmpty());
  EXPECT_THAT(Review(R"({"Effect": "Allow", "Action": "s3:NoSuchThing", "Resource": "*"},
                        {"Effect": "Deny", "Action": "s3:Nothing*", "Resource": "*"})"),
              IsEmpty());
}

TEST(PolicyReviewTest, VariablesAreNotGuessed) {
  EXPECT_THAT(Review(R"({"Effect": "Allow", "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::a/${aws:username}/*"},
                        {"Effect": "Allow", "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::a/${aws:userid}/*"})"),
              IsEmpty());
  EXPECT_THAT(Review(R"({"Effect": "Allow", "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::a/*"},
                        {"Effect": "Allow", "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::a/${aws:userid}/*"})"),
              ElementsAre("allow-repeated: s3:GetObject"));
}

}  // namespace
}  // namespace leastwise
