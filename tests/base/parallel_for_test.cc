#include "base/parallel_for.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
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

// More calls at once than there are threads: each does its own work where no other is free.
TEST(ParallelForTest, BodiesMayCallIt) {
  std::vector<std::atomic<int>> visits(30 * 40);
  ParallelFor(30, 3, [&](std::size_t outer, std::size_t) {
    ParallelFor(40, 4, [&](std::size_t inner, std::size_t) { ++visits[outer * 40 + inner]; });
  });
  for (const auto& count : visits) EXPECT_EQ(count.load(), 1);
}

TEST(ParallelForTest, ThreadsAreKeptFromCallToCall) {
  std::mutex mutex;
  std::set<std::thread::id> threads;
  for (int call = 0; call < 200; ++call) {
    ParallelFor(64, 2, [&](std::size_t, std::size_t) {
      const std::lock_guard lock(mutex);
      threads.insert(std::this_thread::get_id());
    });
  }
  // Those that any test of this program has started, and this one.
  EXPECT_LE(threads.size(), 50U);
}

TEST(ParallelForTest, CallersOfSeveralThreadsGetTheirOwnResults) {
  std::vector<std::thread> callers;
  std::vector<std::size_t> sums(8);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    callers.emplace_back([i, &sums] {
      std::atomic<std::size_t> sum{0};
      ParallelFor(1000, 3, [&](std::size_t index, std::size_t) { sum += index * i; });
      sums[i] = sum;
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (std::size_t i = 0; i < sums.size(); ++i) EXPECT_EQ(sums[i], i * 999 * 500) << i;
}

TEST(PerWorkerTest, EachWorkerHasAValueInCacheLinesOfItsOwn) {
  PerWorker<std::string> words(3, "start");
  ASSERT_EQ(words.size(), 3U);
  EXPECT_EQ(PerWorker<int>(0).size(), 1U);
  ParallelFor(300, 3, [&](std::size_t, std::size_t worker) { words[worker] += "x"; });
  std::size_t length = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    length += words[i].size();
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(&words[i]) % 64, 0U);
  }
  EXPECT_EQ(length, 3 * 5 + 300U);
}

TEST(ParallelForTest, ThereIsAtLeastOneHardwareWorker) { EXPECT_GE(HardwareWorkers(), 1U); }

}  // namespace
}  // namespace leastwise
