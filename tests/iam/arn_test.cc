#include "iam/arn.h"

#include <gtest/gtest.h>

#include <string_view>

namespace leastwise {
namespace {

bool Matches(std::string_view pattern, std::string_view arn) {
  return ArnPattern(pattern).Matches(arn);
}
bool Covers(std::string_view outer, std::string_view inner) {
  return ArnPattern(outer).Covers(ArnPattern(inner));
}
bool Overlaps(std::string_view a, std::string_view b) {
  return ArnPattern(a).Overlaps(ArnPattern(b));
}

TEST(SplitArnTest, GivesThePartsAndLeavesColonsInTheResource) {
  const auto parts = SplitArn("arn:aws:logs:us-east-1:111122223333:log-group:/ml:log-stream:s");
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->partition, "aws");
  EXPECT_EQ(parts->service, "logs");
  EXPECT_EQ(parts->region, "us-east-1");
  EXPECT_EQ(parts->account, "111122223333");
  EXPECT_EQ(parts->resource, "log-group:/ml:log-stream:s");
}

TEST(SplitArnTest, RefusesWhatHasNoSixPartsOrOtherScheme) {
  EXPECT_FALSE(SplitArn("arn:aws:s3").has_value());
  EXPECT_FALSE(SplitArn("*").has_value());
  EXPECT_FALSE(SplitArn("urn:aws:s3:::b").has_value());
  EXPECT_FALSE(SplitArn("").has_value());
}

TEST(SplitArnTest, ColonsInAHoleSeparateNothing) {
  const auto parts = SplitArn(
      "arn:aws:sqs:\x01"
      "AWS::Region\x01:111122223333:q");
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->region,
            "\x01"
            "AWS::Region\x01");
  EXPECT_EQ(parts->resource, "q");
}

TEST(ArnPatternTest, StarDoesNotCrossAColonInTheFirstFiveParts) {
  EXPECT_FALSE(Matches("arn:aws:sqs:*:queue", "arn:aws:sqs:us-east-1:123456789012:queue"));
  EXPECT_FALSE(Matches("arn:aws:*:queue", "arn:aws:sqs:us-east-1:123456789012:queue"));
  EXPECT_TRUE(Matches("arn:aws:sqs:*:*:queue", "arn:aws:sqs:us-east-1:123456789012:queue"));
  EXPECT_FALSE(Matches("arn:aws:sqs*:queue:::", "arn:aws:sqs:us-east-1:123456789012:queue"));
}

TEST(ArnPatternTest, StarIsFreeInTheSixthPart) {
  EXPECT_TRUE(Matches("arn:aws:logs:*:*:log-group:*",
                      "arn:aws:logs:us-east-1:111122223333:log-group:/ml:log-stream:s"));
  EXPECT_FALSE(Matches("arn:aws:logs:*:*:log-group:/ml",
                       "arn:aws:logs:us-east-1:111122223333:log-group:/ml:log-stream:s"));
  EXPECT_TRUE(Matches("arn:aws:s3:::b/home/*/x", "arn:aws:s3:::b/home/a/b/x"));
  EXPECT_TRUE(Matches("arn:aws:s3:::b/home/*/x", "arn:aws:s3:::b/home//x"));
}

TEST(ArnPatternTest, BucketPatternsReachObjects) {
  EXPECT_TRUE(Matches("arn:aws:s3:::*", "arn:aws:s3:::bucket"));
  EXPECT_TRUE(Matches("arn:aws:s3:::*", "arn:aws:s3:::bucket/key"));
  EXPECT_TRUE(Matches("arn:aws:s3:::b*", "arn:aws:s3:::bucket/key"));
  EXPECT_TRUE(Matches("arn:aws:s3:::team-*", "arn:aws:s3:::team-a-evil/key"));
  EXPECT_FALSE(Matches("arn:aws:s3:::b/*", "arn:aws:s3:::b"));
  EXPECT_FALSE(Matches("arn:aws:s3:::b", "arn:aws:s3:::b/key"));
}

TEST(ArnPatternTest, OnlyStarAloneMatchesStar) {
  EXPECT_TRUE(Matches("*", "*"));
  EXPECT_TRUE(Matches("**", "arn:aws:s3:::b"));
  EXPECT_FALSE(Matches("arn:*", "*"));
  EXPECT_FALSE(Matches("arn:*:*:*:*:*", "*"));
  EXPECT_TRUE(Covers("*", "arn:*"));
  EXPECT_FALSE(Covers("arn:*:*:*:*:*", "*"));
  EXPECT_TRUE(Overlaps("*", "arn:aws:s3:::b"));
}

TEST(ArnPatternTest, MissingPartsAreStarsBehindAWildcard) {
  EXPECT_TRUE(Matches("arn:*", "arn:aws:s3:::b"));
  EXPECT_TRUE(Matches("arn:aws:*", "arn:aws:sqs:us-east-1:123456789012:queue"));
  EXPECT_TRUE(Matches("arn:aws:s3*", "arn:aws:s3:::b/key"));
  EXPECT_TRUE(Matches("arn:aws:s3*", "arn:aws:s3-outposts:us-east-1:123456789012:outpost/o"));
  EXPECT_FALSE(Matches("arn:aws:s3*", "arn:aws-cn:s3:::b"));
  EXPECT_TRUE(Matches("a*", "arn:aws:s3:::b"));
}

TEST(ArnPatternTest, ShortWithoutAWildcardAtTheEndMatchesNothing) {
  const ArnPattern pattern("arn:aws:s3");
  EXPECT_FALSE(pattern.is_well_formed());
  EXPECT_FALSE(pattern.Matches("arn:aws:s3:::b"));
  EXPECT_FALSE(pattern.Covers(ArnPattern("arn:aws:s3:::b")));
  EXPECT_FALSE(pattern.Overlaps(ArnPattern("*")));
  EXPECT_FALSE(ArnPattern("").is_well_formed());
  EXPECT_FALSE(ArnPattern("bucket").is_well_formed());
}

TEST(ArnPatternTest, CaseAndPartitionCount) {
  EXPECT_FALSE(Matches("arn:aws:s3:::Bucket", "arn:aws:s3:::bucket"));
  EXPECT_FALSE(Matches("Arn:aws:s3:::b", "arn:aws:s3:::b"));
  EXPECT_FALSE(Matches("arn:aws:s3:::b", "arn:aws-cn:s3:::b"));
  EXPECT_TRUE(Matches("arn:aws*:s3:::b", "arn:aws-us-gov:s3:::b"));
}

TEST(ArnPatternTest, EmptyPartsMatchOnlyEmptyParts) {
  EXPECT_TRUE(Matches("arn:aws:iam::*:role/x*", "arn:aws:iam::111122223333:role/xy"));
  EXPECT_FALSE(Matches("arn:aws:sqs:::q", "arn:aws:sqs:us-east-1:111122223333:q"));
  EXPECT_TRUE(Matches("arn:aws:s3:*:*:b", "arn:aws:s3:::b"));
}

TEST(ArnPatternTest, CoversPartByPart) {
  EXPECT_TRUE(Covers("arn:aws:s3:::b*", "arn:aws:s3:::b/key/*"));
  EXPECT_TRUE(Covers("arn:aws:s3:*:*:*", "arn:aws:s3:::b"));
  EXPECT_TRUE(Covers("arn:aws:*", "arn:aws:sqs:*:*:q"));
  EXPECT_FALSE(Covers("arn:aws:sqs:*:queue", "arn:aws:sqs:us-east-1:123456789012:queue"));
  EXPECT_FALSE(Covers("arn:aws:s3:::b/*", "arn:aws:s3:::b*"));
  EXPECT_TRUE(Covers("arn:aws:s3:::b", "arn:aws:s3"));  // malformed: nothing to cover
}

TEST(ArnPatternTest, OverlapsPartByPart) {
  EXPECT_TRUE(Overlaps("arn:aws:iam::*:role/ml-*", "arn:*:iam::111122223333:role/*-exec"));
  EXPECT_FALSE(Overlaps("arn:aws:iam::*:role/ml-*", "arn:aws:iam::*:user/*"));
  EXPECT_FALSE(Overlaps("arn:aws:sqs:us-*:*:q", "arn:aws:sqs:eu-*:*:q"));
}

TEST(ArnPatternTest, EscapedStarIsALiteral) {
  EXPECT_TRUE(Matches("arn:aws:s3:::b/\x02", "arn:aws:s3:::b/*"));
  EXPECT_FALSE(Matches("arn:aws:s3:::b/\x02", "arn:aws:s3:::b/x"));
  EXPECT_TRUE(ArnPattern("arn:aws:s3:::b/\x02").is_literal());
  EXPECT_FALSE(ArnPattern("arn:aws:s3:::b/*").is_literal());
}

TEST(ArnPatternTest, AStarAtTheEndOfAPartRunsOnPastTheColon) {
  const auto past = [](std::string_view pattern) { return ArnPattern(pattern).PastColons(); };
  EXPECT_EQ(past("arn:aws:secretsmanager:*:*:churn-*"), "arn:aws:secretsmanager:*:*:*:churn-*");
  EXPECT_EQ(past("arn:aws:sqs:eu-west-1:1*:q"), "arn:aws:sqs:eu-west-1:1*:*:q");
  EXPECT_EQ(past("arn:aws:sqs:eu-*:12:q"), std::nullopt);
  EXPECT_EQ(past("arn:aws:sqs:eu-west-1:12:q*"), std::nullopt);
  EXPECT_EQ(past("arn:aws:sqs:*-1:*2:q"), std::nullopt);
  EXPECT_EQ(past("*"), std::nullopt);
}

TEST(ArnPatternTest, GivesItsParts) {
  const ArnPattern pattern("arn:aws:iam::1111*:role/ml-*");
  EXPECT_EQ(pattern.service().pattern(), "iam");
  EXPECT_EQ(pattern.account().literal_prefix(), "1111");
  EXPECT_EQ(pattern.resource().pattern(), "role/ml-*");
  EXPECT_TRUE(ArnPattern("*").resource().is_everything());
}

}  // namespace
}  // namespace leastwise
