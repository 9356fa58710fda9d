#include "base/truth.h"

#include <gtest/gtest.h>

namespace leastwise {
namespace {

TEST(TruthTest, AndIsTheWeakestOfTheTwo) {
  EXPECT_EQ(And(Truth::kYes, Truth::kYes), Truth::kYes);
  EXPECT_EQ(And(Truth::kYes, Truth::kUnknown), Truth::kUnknown);
  EXPECT_EQ(And(Truth::kUnknown, Truth::kNo), Truth::kNo);
}

TEST(TruthTest, OrIsTheStrongestOfTheTwo) {
  EXPECT_EQ(Or(Truth::kNo, Truth::kNo), Truth::kNo);
  EXPECT_EQ(Or(Truth::kNo, Truth::kUnknown), Truth::kUnknown);
  EXPECT_EQ(Or(Truth::kUnknown, Truth::kYes), Truth::kYes);
}

TEST(TruthTest, NotOfUnknownIsUnknown) {
  EXPECT_EQ(Not(Truth::kUnknown), Truth::kUnknown);
  EXPECT_EQ(Not(Truth::kYes), Truth::kNo);
  EXPECT_EQ(Not(Truth::kNo), Truth::kYes);
  EXPECT_EQ(ToTruth(true), Truth::kYes);
}

}  // namespace
}  // namespace leastwise
