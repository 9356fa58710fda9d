#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace leastwise {
namespace {

Result<int> Half(int value) {
  if (value % 2 != 0) return Error{ErrorKind::kUsage, "odd", std::nullopt, "give an even one"};
  return value / 2;
}

Result<int> Quarter(int value) {
  LEASTWISE_TRY(half, Half(value));
  LEASTWISE_TRY(quarter, Half(half));
  return quarter;
}

TEST(ResultTest, HoldsAValueOrAnError) {
  EXPECT_TRUE(Half(4).has_value());
  EXPECT_EQ(*Half(4), 2);
  ASSERT_FALSE(Half(3));
  EXPECT_EQ(Half(3).error().message, "odd");
  EXPECT_EQ(Half(3).error().hint, "give an even one");
}

TEST(ResultTest, TryBindsTheValueOrReturnsTheError) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(Quarter(6).error().message, "odd");
}

TEST(ResultTest, ValuesThatCannotBeCopiedAreMovedOut) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  const std::unique_ptr<int> value = std::move(result).value();
  EXPECT_EQ(*value, 7);
}

TEST(ResultTest, ArrowReachesTheValue) {
  Result<std::string> result(std::string("abc"));
  EXPECT_EQ(result->size(), 3U);
  result->push_back('d');
  EXPECT_EQ(result.value(), "abcd");
}

}  // namespace
}  // namespace leastwise
