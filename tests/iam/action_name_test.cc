#include "iam/action_name.h"

#include <gtest/gtest.h>

#include <string_view>

namespace leastwise {
namespace {

TEST(SplitActionTest, TakesPrefixAndNameApart) {
  const auto parts = SplitAction("s3:GetObject*");
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->service, "s3");
  EXPECT_EQ(parts->name, "GetObject*");
}

TEST(SplitActionTest, RefusesWhatMatchesNothing) {
  for (const std::string_view text : {"", "s3", "s3:", ":GetObject", "s3:Get:Object",
                                      "s3:GetObject,s3:PutObject", " s3:GetObject", "s3:GetObject ",
                                      "s3: GetObject", "s3:${aws:username}", "s3:Get\tObject"}) {
    EXPECT_FALSE(SplitAction(text).has_value()) << text;
    EXPECT_FALSE(IsWellFormedAction(text)) << text;
  }
}

TEST(IsWellFormedActionTest, TakesStarAlone) {
  EXPECT_TRUE(IsWellFormedAction("*"));
  EXPECT_TRUE(IsWellFormedAction("*:*"));
  EXPECT_TRUE(IsWellFormedAction("aws-marketplace:ViewSubscriptions"));
  EXPECT_FALSE(IsWellFormedAction("s3*"));
}

TEST(IsLiteralActionTest, HasNoWildcard) {
  EXPECT_TRUE(IsLiteralAction("s3:GetObject"));
  EXPECT_FALSE(IsLiteralAction("s3:GetObjec?"));
}

}  // namespace
}  // namespace leastwise
