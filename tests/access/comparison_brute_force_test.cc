#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/tiny_comparisons.h"
#include "support/tiny_universe.h"

// The decision procedure against complete enumeration: where it says PASS no request of the
// universe may be new, where it says FAIL its witness must be, by rules that share no code with it.

namespace leastwise::testing {
namespace {

constexpr std::size_t kBatch = 50;  // pairs that are linked together

struct TinyRun {
  const char* name;
  TinyOptions options;
  int rounds;
  bool with_boundaries;
  double unknown_share;  // at most

  friend void PrintTo(const TinyRun& run, std::ostream* out) { *out << run.name; }
};

struct Outcome {
  int pass = 0;
  int fail = 0;
  int unknown = 0;
  int unknown_with_witness = 0;
  std::map<std::string, int> reasons;
};

class ComparisonBruteForceTest : public ::testing::TestWithParam<TinyRun> {
 protected:
  // A side is often the other one, changed a little: what is close is harder to tell.
  static TinySide Near(const TinySide& side, TinyMaker* maker) {
    TinySide out = side;
    const std::size_t at = maker->Below(out.policy.size());
    const std::size_t way = maker->Below(4);
    if (way == 0) {
      out.policy.push_back(maker->Statement());
    } else if (way == 1) {
      out.policy[at] = maker->Statement();
    } else if (way == 2) {
      TinyStatement other = maker->Statement();
      out.policy[at].resources = other.resources;
      out.policy[at].not_resource = other.not_resource;
    } else {
      out.policy[at].conditions = maker->Statement().conditions;
    }
    return out;
  }

  static void Check(const TinyComparisons& comparisons, std::size_t first, const TinySide& old_side,
                    const TinySide& new_side, const TinyUniverse& universe, Outcome* outcome) {
    const PolicyComparison comparison = comparisons.Compare(first, first + 1);
    const std::string both = comparisons.Show(first, first + 1);
    ASSERT_TRUE(comparison.internal_errors.empty()) << comparison.internal_errors.front() << both;
    ASSERT_NE(comparison.verdict, ComparisonVerdict::kError) << both;
    if (comparison.verdict == ComparisonVerdict::kFail) {
      ++outcome->fail;
      for (const AddedGrant& grant : comparison.added) {
        EXPECT_TRUE(Allows(new_side, grant.witness)) << grant.witness.resource << both;
        EXPECT_FALSE(Allows(old_side, grant.witness)) << grant.witness.resource << both;
      }
      return;
    }
    const std::optional<Request> found = universe.FindNew(old_side, new_side);
    if (comparison.verdict == ComparisonVerdict::kPass) {
      ++outcome->pass;
      ASSERT_FALSE(found.has_value())
          << found->action << " on " << found->resource << " by " << found->principal << both;
      return;
    }
    ++outcome->unknown;
    outcome->unknown_with_witness += found ? 1 : 0;
    ASSERT_FALSE(comparison.reasons.empty()) << both;
    ++outcome->reasons[comparison.reasons.front()];
  }
};

TEST_P(ComparisonBruteForceTest, AgreesWithEveryRequestOfATinyUniverse) {
  const TinyRun& run = GetParam();
  TinyMaker maker(20261122U + static_cast<unsigned>(run.rounds), run.options);
  Outcome outcome;
  for (int done = 0; done < run.rounds; done += static_cast<int>(kBatch)) {
    maker.PickKeys();
    const TinyUniverse universe(maker);
    TinyComparisons comparisons(run.options.principals ? PolicyKind::kResource
                                                       : PolicyKind::kIdentity);
    std::vector<std::pair<TinySide, TinySide>> pairs;
    for (std::size_t i = 0; i < kBatch; ++i) {
      TinySide old_side;
      old_side.policy = maker.Policy();
      if (run.with_boundaries) old_side.boundary = maker.Policy();
      TinySide new_side = maker.Below(3) == 0 ? TinySide{maker.Policy(), old_side.boundary}
                                              : Near(old_side, &maker);
      if (run.with_boundaries && maker.Below(3) == 0) new_side.boundary = maker.Policy();
      comparisons.Add(old_side);
      comparisons.Add(new_side);
      pairs.emplace_back(std::move(old_side), std::move(new_side));
    }
    comparisons.Link();
    for (std::size_t i = 0; i < kBatch; ++i) {
      Check(comparisons, 2 * i, pairs[i].first, pairs[i].second, universe, &outcome);
      if (HasFatalFailure() || HasNonfatalFailure()) return;
    }
  }
  std::string reasons;
  for (const auto& [reason, count] : outcome.reasons) {
    reasons += "\n" + std::to_string(count) + " " + reason;
  }
  RecordProperty("pass", outcome.pass);
  RecordProperty("fail", outcome.fail);
  RecordProperty("unknown", outcome.unknown);
  // Neither verdict may be had by always giving the other.
  EXPECT_GT(outcome.pass, run.rounds / 6);
  EXPECT_GT(outcome.fail, run.rounds / 6);
  EXPECT_LE(outcome.unknown, run.unknown_share * run.rounds)
      << outcome.unknown_with_witness << " of them are failures" << reasons;
}

INSTANTIATE_TEST_SUITE_P(Universes, ComparisonBruteForceTest,
                         ::testing::Values(TinyRun{"identity", {false, false}, 5000, false, 0},
                                           TinyRun{"boundary", {false, false}, 2000, true, 0},
                                           TinyRun{"principal", {true, false}, 2000, false, 0.005},
                                           TinyRun{"variable", {false, true}, 2000, false, 0.02}),
                         [](const ::testing::TestParamInfo<TinyRun>& one) {
                           return std::string(one.param.name);
                         });

}  // namespace
}  // namespace leastwise::testing
