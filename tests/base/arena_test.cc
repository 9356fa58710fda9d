#include "base/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leastwise {
namespace {

TEST(ArenaTest, EveryAllocationIsAligned) {
  Arena arena(128);
  for (std::size_t i = 0; i < 100; ++i) {
    const std::size_t alignment = std::size_t{1} << (i % 5);
    const auto address = reinterpret_cast<std::uintptr_t>(arena.Allocate(i % 7 + 1, alignment));
    EXPECT_EQ(address % alignment, 0U);
  }
}

TEST(ArenaTest, AllocationsDoNotOverlap) {
  Arena arena(64);
  std::vector<std::string_view> copies;
  for (int i = 0; i < 200; ++i) copies.push_back(arena.Copy(std::to_string(i * 7919)));
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(copies[static_cast<std::size_t>(i)], std::to_string(i * 7919));
  }
}

TEST(ArenaTest, AllocationLargerThanABlockGetsItsOwn) {
  Arena arena(64);
  const std::string large(1000, 'x');
  EXPECT_EQ(arena.Copy(large), large);
  EXPECT_EQ(arena.Copy("small"), "small");
}

TEST(ArenaTest, EmptyCopiesTakeNoRoom) {
  Arena arena;
  EXPECT_TRUE(arena.Copy(std::string_view()).empty());
  EXPECT_TRUE(arena.Copy(std::vector<int>()).empty());
  EXPECT_EQ(arena.bytes_used(), 0U);
}

TEST(ArenaTest, CopyOfAVectorKeepsItsItems) {
  Arena arena(16);
  const std::vector<std::uint64_t> items = {1, 2, 3, 4, 5};
  const auto copy = arena.Copy(items);
  EXPECT_TRUE(std::equal(copy.begin(), copy.end(), items.begin(), items.end()));
}

TEST(ArenaTest, ResetReusesTheSameMemory) {
  Arena arena(64);
  void* const first = arena.Allocate(16, 8);
  arena.Allocate(1000, 8);
  EXPECT_EQ(arena.bytes_used(), 1016U);
  arena.Reset();
  EXPECT_EQ(arena.bytes_used(), 0U);
  EXPECT_EQ(arena.Allocate(16, 8), first);
}

TEST(ArenaTest, MakeBuildsInPlace) {
  struct Pair {
    int a;
    double b;
  };
  Arena arena;
  const Pair* const pair = arena.Make<Pair>(3, 0.5);
  EXPECT_EQ(pair->a, 3);
  EXPECT_EQ(pair->b, 0.5);
}

TEST(ArenaTest, MovedArenaKeepsWhatItHandedOut) {
  Arena arena;
  const std::string_view text = arena.Copy("kept");
  const Arena moved = std::move(arena);
  EXPECT_EQ(text, "kept");
}

}  // namespace
}  // namespace leastwise
