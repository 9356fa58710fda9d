#include "base/parallel_for.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace leastwise {
namespace {

TEST(ParallelForTest, VisitsEveryIndexOnce) {
  for (const std::size_t workers : {0U, 1U, 2U, 8U, 100U}) {
    std::vector<std::atomic<int>> visits(50);
    ParallelFor(visits.size(), workers, [&](std::size_t index, std::size_t) { ++visits[index]; });
    for (const auto& count : visits) EXPECT_EQ(count.load(), 1);
  }
}

TEST(ParallelForTest, NothingToDoCallsNothing) {
  ParallelFor(0, 4, [](std::size_t, std::size_t) { ADD_FAILURE(); });
}

TEST(ParallelForTest, WorkersAreNumberedAndNeverRunTwoBodies) {
  constexpr std::size_t kWorkers = 4;
  std::vector<std::atomic<bool>> busy(kWorkers);
  ParallelFor(2000, kWorkers, [&](std::size_t, std::size_t worker) {
    ASSERT_LT(worker, kWorkers);
    EXPECT_FALSE(busy[worker].exchange(true));
    busy[worker] = false;
  });
}

TEST(ParallelForTest, OneWorkerRunsInlineAndInOrder) {
  const auto caller = std::this_thread::get_id();
  std::vector<std::size_t> order;
  ParallelFor(5, 1, [&](std::size_t index, std::size_t) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    order.push_back(index);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(ParallelForTest, ThereIsAtLeastOneHardwareWorker) { EXPECT_GE(HardwareWorkers(), 1U); }

}  // namespace
}  // namespace leastwise
