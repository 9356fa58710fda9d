#include "iam/action_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <random>
#include <set>
#include <vector>

namespace leastwise {
namespace {

ActionSet Make(std::size_t universe, std::initializer_list<ActionId> ids) {
  ActionSet set(universe);
  for (const ActionId id : ids) set.Set(id);
  return set;
}

std::vector<ActionId> Members(const ActionSet& set) {
  std::vector<ActionId> ids;
  set.ForEach([&ids](ActionId id) { ids.push_back(id); });
  return ids;
}

TEST(ActionSetTest, StartsEmpty) {
  const ActionSet set(130);
  EXPECT_TRUE(set.None());
  EXPECT_EQ(set.Count(), 0U);
  EXPECT_EQ(set.universe_size(), 130U);
  EXPECT_TRUE(ActionSet().None());
}

TEST(ActionSetTest, WhatIsTakenOutIsNotThere) {
  ActionSet set = Make(5000, {7, 4999});
  set.Reset(7);
  EXPECT_TRUE(set.Any());
  set -= Make(5000, {4999});
  EXPECT_TRUE(set.None());
}

TEST(ActionSetTest, ComplementStaysWithinTheUniverse) {
  for (const std::size_t universe : {1U, 63U, 64U, 65U, 128U, 130U}) {
    const ActionSet set = Make(universe, {0});
    EXPECT_EQ(set.Complement().Count(), universe - 1);
    EXPECT_EQ(set.Complement().Complement(), set);
  }
}

TEST(ActionSetTest, RangesSetExactlyTheirMembers) {
  for (ActionId first = 0; first < 140; first += 7) {
    for (ActionId last = 0; last <= 140; last += 5) {
      ActionSet set(140);
      set.SetRange(first, last);
      ASSERT_EQ(set.Count(), first < last ? last - first : 0U);
      if (first < last) {
        ASSERT_TRUE(set.Test(first) && set.Test(last - 1));
      }
    }
  }
}

TEST(ActionSetTest, OperatorsAreThoseOfSets) {
  const ActionSet a = Make(100, {1, 2, 70});
  const ActionSet b = Make(100, {2, 70, 99});
  EXPECT_EQ(Members(a | b), (std::vector<ActionId>{1, 2, 70, 99}));
  EXPECT_EQ(Members(a & b), (std::vector<ActionId>{2, 70}));
  EXPECT_EQ(Members(a - b), (std::vector<ActionId>{1}));
  EXPECT_TRUE(a.Intersects(b));
  EXPECT_FALSE((a - b).Intersects(b));
  EXPECT_TRUE((a & b).IsSubsetOf(a));
  EXPECT_FALSE(a.IsSubsetOf(b));
}

// Sparse and dense sets over a universe of many blocks, against std::set.
TEST(ActionSetTest, OperatorsAgreeWithASetOfIds) {
  static constexpr unsigned kUniverse = 9'000;
  std::mt19937 random(20'261'122);
  const auto below = [&random](unsigned limit) { return static_cast<ActionId>(random() % limit); };
  const auto draw = [&](std::set<ActionId>* ids) {
    ActionSet set(kUniverse);
    for (unsigned left = below(40); left > 0; --left) {
      const ActionId first = below(kUniverse);
      const ActionId last = std::min<ActionId>(kUniverse, first + 1 + below(200));
      set.SetRange(first, last);
      for (ActionId id = first; id < last; ++id) ids->insert(id);
    }
    for (unsigned left = below(40); left > 0 && !ids->empty(); --left) {
      const ActionId gone = *ids->begin();
      set.Reset(gone);
      ids->erase(gone);
    }
    return set;
  };
  for (int round = 0; round < 200; ++round) {
    std::set<ActionId> ids_a;
    std::set<ActionId> ids_b;
    const ActionSet a = draw(&ids_a);
    const ActionSet b = draw(&ids_b);
    std::vector<ActionId> both;
    std::set_intersection(ids_a.begin(), ids_a.end(), ids_b.begin(), ids_b.end(),
                          std::back_inserter(both));
    std::vector<ActionId> either;
    std::set_union(ids_a.begin(), ids_a.end(), ids_b.begin(), ids_b.end(),
                   std::back_inserter(either));
    std::vector<ActionId> only;
    std::set_difference(ids_a.begin(), ids_a.end(), ids_b.begin(), ids_b.end(),
                        std::back_inserter(only));
    std::vector<ActionId> common;
    a.ForEachCommon(b, [&common](ActionId id) { common.push_back(id); });
    ASSERT_EQ(common, both);
    ASSERT_EQ(Members(a & b), both);
    ASSERT_EQ(Members(a | b), either);
    ASSERT_EQ(Members(a - b), only);
    ASSERT_EQ(a.Count(), ids_a.size());
    ASSERT_EQ(a.Intersects(b), !both.empty());
    ASSERT_EQ((a & b) == (b & a), true);
    ASSERT_EQ(a - (a - b), a & b);
  }
}

TEST(ActionSetTest, ResetAndClearTakeAway) {
  ActionSet set = Make(100, {1, 70});
  set.Reset(70);
  EXPECT_EQ(Members(set), (std::vector<ActionId>{1}));
  set.Clear();
  EXPECT_FALSE(set.Any());
}

}  // namespace
}  // namespace leastwise
