#include "base/boxed.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace leastwise {
namespace {

TEST(BoxedTest, CopiesHaveTheirOwnValue) {
  Boxed<std::string> first(std::string("a"));
  Boxed<std::string> second = first;
  *second += "b";
  EXPECT_EQ(*first, "a");
  EXPECT_EQ(*second, "ab");
  first = second;
  second->clear();
  EXPECT_EQ(*first, "ab");
}

TEST(BoxedTest, MovingLeavesNothingBehind) {
  Boxed<std::string> first(std::string("a"));
  const std::string* const value = &*first;
  const Boxed<std::string> second = std::move(first);
  EXPECT_EQ(&*second, value);
  EXPECT_FALSE(first.has_value());  // NOLINT(bugprone-use-after-move)
}

TEST(BoxedTest, NoneStaysNone) {
  const Boxed<std::string> none;
  Boxed<std::string> copy = none;
  EXPECT_FALSE(copy);
  copy = std::string("x");
  EXPECT_TRUE(copy);
  copy = none;
  EXPECT_FALSE(copy);
}

}  // namespace
}  // namespace leastwise
