#include "base/path_glob.h"

#include <gtest/gtest.h>

#include <string>

namespace leastwise {
namespace {

TEST(PathGlobTest, StarStaysWithinOnePart) {
  EXPECT_TRUE(MatchesPath("roles/*.json", "roles/train.json"));
  EXPECT_TRUE(MatchesPath("roles/*.json", "roles/.json"));
  EXPECT_FALSE(MatchesPath("roles/*.json", "roles/a/train.json"));
  EXPECT_FALSE(MatchesPath("roles/*.json", "roles/train.yaml"));
  EXPECT_FALSE(MatchesPath("*", "roles/train.json"));
}

TEST(PathGlobTest, DoubleStarIsAnyNumberOfParts) {
  EXPECT_TRUE(MatchesPath("roles/**/*.json", "roles/train.json"));
  EXPECT_TRUE(MatchesPath("roles/**/*.json", "roles/a/b/train.json"));
  EXPECT_TRUE(MatchesPath("**/b/**", "a/b/c"));
  EXPECT_TRUE(MatchesPath("**", "a/b/c"));
  EXPECT_FALSE(MatchesPath("roles/**/x/*.json", "roles/a/train.json"));
  EXPECT_FALSE(MatchesPath("roles/a**", "roles/a/b"));
}

TEST(PathGlobTest, QuestionMarkIsOneByte) {
  EXPECT_TRUE(MatchesPath("a?.json", "ab.json"));
  EXPECT_FALSE(MatchesPath("a?.json", "a.json"));
  EXPECT_FALSE(MatchesPath("a?b", "a/b"));
}

TEST(PathGlobTest, FolderIsWhatStandsBeforeTheFirstWildcardPart) {
  EXPECT_EQ(FolderOfPattern("roles/ml/*.json"), "roles/ml");
  EXPECT_EQ(FolderOfPattern("roles/m*/a.json"), "roles");
  EXPECT_EQ(FolderOfPattern("*.json"), "");
  EXPECT_TRUE(IsPathPattern("roles/?"));
  EXPECT_FALSE(IsPathPattern("roles/a.json"));
}

TEST(PathGlobTest, ManyStarsEndInTime) {
  const std::string text(5000, 'a');
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  EXPECT_FALSE(MatchesPath(pattern + 'b', text));
}

}  // namespace
}  // namespace leastwise
