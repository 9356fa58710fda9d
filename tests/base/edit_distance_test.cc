#include "base/edit_distance.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace leastwise {
namespace {

TEST(EditDistanceTest, CountsInsertionsDeletionsAndReplacements) {
  EXPECT_EQ(EditDistance("", "", 5), 0U);
  EXPECT_EQ(EditDistance("abc", "abc", 5), 0U);
  EXPECT_EQ(EditDistance("abc", "abxc", 5), 1U);
  EXPECT_EQ(EditDistance("abc", "ac", 5), 1U);
  EXPECT_EQ(EditDistance("abc", "axc", 5), 1U);
  EXPECT_EQ(EditDistance("kitten", "sitting", 5), 3U);
  EXPECT_EQ(EditDistance("", "abc", 5), 3U);
}

TEST(EditDistanceTest, SwappedNeighboursAreOneMistake) {
  EXPECT_EQ(EditDistance("Effcet", "Effect", 5), 1U);
  EXPECT_EQ(EditDistance("ab", "ba", 5), 1U);
}

TEST(EditDistanceTest, CaseIsNoMistake) { EXPECT_EQ(EditDistance("PASSROLE", "PassRole", 5), 0U); }

TEST(EditDistanceTest, StopsAboveTheLimit) {
  EXPECT_EQ(EditDistance("abcdef", "uvwxyz", 2), 3U);
  EXPECT_EQ(EditDistance("a", "abcdef", 2), 3U);
  EXPECT_EQ(EditDistance("abcd", "wxyz", 4), 4U);
  EXPECT_EQ(EditDistance("abc", "abd", 0), 1U);
}

TEST(EditDistanceTest, IsSymmetric) {
  EXPECT_EQ(EditDistance("sagemaker", "sagmeakre", 9), EditDistance("sagmeakre", "sagemaker", 9));
}

TEST(NearestWordTest, FindsTheNearest) {
  constexpr std::array<std::string_view, 3> kWords = {"select", "ignore", "severity"};
  EXPECT_EQ(NearestWord("slect", kWords), "select");
  EXPECT_EQ(NearestWord("IGNROE", kWords), "ignore");
  EXPECT_EQ(NearestWord("severty", kWords), "severity");
}

TEST(NearestWordTest, NothingIsNearEnough) {
  constexpr std::array<std::string_view, 2> kWords = {"select", "ignore"};
  EXPECT_EQ(NearestWord("zzzzzz", kWords), "");
  EXPECT_EQ(NearestWord("select", {}), "");
}

TEST(NearestWordTest, TheFirstOfEqualsWins) {
  constexpr std::array<std::string_view, 2> kWords = {"abcx", "abcy"};
  EXPECT_EQ(NearestWord("abcz", kWords), "abcx");
}

}  // namespace
}  // namespace leastwise
