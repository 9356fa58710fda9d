#include "base/backticks.h"

#include <gtest/gtest.h>

namespace leastwise {
namespace {

TEST(BackticksTest, StandRoundTheWholeText) {
  EXPECT_EQ(InBackticks("s3:GetObject"), "`s3:GetObject`");
  EXPECT_EQ(InBackticks(""), "``");
  EXPECT_EQ(InBackticks("abc", 3), "`abc`");
}

TEST(BackticksTest, CutIsShownAndNeverInsideACharacter) {
  EXPECT_EQ(InBackticks("abcd", 3), "`abc…`");
  EXPECT_EQ(InBackticks("aé", 2), "`a…`");
  EXPECT_EQ(InBackticks("数据", 5), "`数…`");
  EXPECT_EQ(InBackticks("数", 1), "`…`");
}

}  // namespace
}  // namespace leastwise
