#include "base/made_late.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "base/parallel_for.h"

namespace leastwise {
namespace {

TEST(MadeLateTest, IsMadeOnceAndKept) {
  int made = 0;
  const auto make = [&made] { return std::make_unique<int>(++made); };
  MadeLate<int> late;
  const int& first = late.Get(make);
  EXPECT_EQ(first, 1);
  EXPECT_EQ(&late.Get(make), &first);
  MadeLate<int> moved = std::move(late);
  EXPECT_EQ(&moved.Get(make), &first);
  EXPECT_EQ(late.Get(make), 2);
  late = std::move(moved);
  EXPECT_EQ(&late.Get(make), &first);
}

TEST(MadeLateTest, ThreadsThatAskAtOnceGetTheSame) {
  for (int round = 0; round < 200; ++round) {
    MadeLate<int> late;
    std::atomic<int> made{0};
    std::vector<const int*> got(8);
    ParallelFor(got.size(), 4, [&](std::size_t index, std::size_t) {
      got[index] = &late.Get([&] { return std::make_unique<int>(++made); });
    });
    EXPECT_EQ(std::set<const int*>(got.begin(), got.end()).size(), 1U);
  }
}

}  // namespace
}  // namespace leastwise
