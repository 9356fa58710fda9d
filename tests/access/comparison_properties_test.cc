#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/tiny_comparisons.h"
#include "support/tiny_universe.h"

// What must hold of comparisons whatever the policies are, tried on random ones.

namespace leastwise::testing {
namespace {

constexpr std::size_t kBatch = 25;

// The texts of one try, compared by number.
class Sample {
 public:
  Sample(const TinyComparisons& comparisons, std::size_t first)
      : comparisons_(comparisons), first_(first) {}

  ComparisonVerdict Verdict(std::size_t old_side, std::size_t new_side) const {
    return comparisons_.Compare(first_ + old_side, first_ + new_side).verdict;
  }
  bool Passes(std::size_t old_side, std::size_t new_side) const {
    return Verdict(old_side, new_side) == ComparisonVerdict::kPass;
  }
  std::string Show(std::size_t old_side, std::size_t new_side) const {
    return comparisons_.Show(first_ + old_side, first_ + new_side);
  }

 private:
  const TinyComparisons& comparisons_;
  std::size_t first_;
};

enum class Held : unsigned char { kVacuously, kYes, kNo };

using Texts = std::vector<std::string>;
using MakeTexts = std::function<Texts(TinyMaker&)>;
using CheckTexts = std::function<Held(const Sample&)>;

// Tries the property so many times; at least every eighth try must say something.
void Hold(int rounds, const MakeTexts& make, const CheckTexts& check) {
  TinyMaker maker(7130U + static_cast<unsigned>(rounds));
  int said = 0;
  for (int done = 0; done < rounds; done += static_cast<int>(kBatch)) {
    maker.PickKeys();
    TinyComparisons comparisons;
    std::vector<std::size_t> firsts;
    for (std::size_t i = 0; i < kBatch; ++i) {
      const Texts texts = make(maker);
      firsts.push_back(comparisons.Add(texts.front()));
      for (std::size_t j = 1; j < texts.size(); ++j) comparisons.Add(texts[j]);
    }
    comparisons.Link();
    for (const std::size_t first : firsts) {
      const Sample sample(comparisons, first);
      const Held held = check(sample);
      said += held == Held::kVacuously ? 0 : 1;
      ASSERT_NE(held, Held::kNo) << sample.Show(0, 0);
    }
  }
  EXPECT_GE(said, rounds / 8);
}

// Something that a policy likely covers: itself with one statement narrowed, or less of it.
TinyPolicy Narrowed(TinyPolicy policy, TinyMaker* maker) {
  const std::size_t way = maker->Below(3);
  TinyStatement& some = policy[maker->Below(policy.size())];
  if (way == 0) {
    TinyStatement deny = maker->Statement();
    deny.allows = false;
    policy.push_back(std::move(deny));
  } else if (way == 1 && some.allows && !some.not_resource) {
    some.resources.resize(1);
  } else if (some.allows && some.conditions.empty()) {
    some.conditions = maker->Statement().conditions;
  }
  return policy;
}

TinyStatement Some(bool allows, TinyMaker* maker) {
  TinyStatement statement = maker->Statement();
  statement.allows = allows;
  return statement;
}

Held FromVerdicts(bool premise, bool conclusion) {
  return !premise ? Held::kVacuously : (conclusion ? Held::kYes : Held::kNo);
}

// The text that `change` makes of a policy compares as the policy does, against it and others.
void HoldsUnder(int rounds, const std::function<std::string(const TinyPolicy&)>& change) {
  Hold(
      rounds,
      [&](TinyMaker& maker) {
        const TinyPolicy policy = maker.Policy();
        const TinyPolicy other = maker.Policy();
        return Texts{ToJson(policy), change(policy), ToJson(other)};
      },
      [](const Sample& sample) {
        const bool is_same = sample.Passes(0, 1) && sample.Passes(1, 0) &&
                             sample.Verdict(0, 2) == sample.Verdict(1, 2) &&
                             sample.Verdict(2, 0) == sample.Verdict(2, 1);
        return is_same ? Held::kYes : Held::kNo;
      });
}

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

TEST(ComparisonPropertyTest, APolicyAddsNothingToItself) {
  Hold(
      200, [](TinyMaker& maker) { return Texts{ToJson(maker.Policy())}; },
      [](const Sample& sample) { return sample.Passes(0, 0) ? Held::kYes : Held::kNo; });
}

TEST(ComparisonPropertyTest, ADenyMoreInNewKeepsAPass) {
  Hold(
      400,
      [](TinyMaker& maker) {
        const TinyPolicy old_policy = maker.Policy();
        TinyPolicy policy = Narrowed(old_policy, &maker);
        const std::string before = ToJson(policy);
        policy.push_back(Some(false, &maker));
        return Texts{ToJson(old_policy), before, ToJson(policy)};
      },
      [](const Sample& sample) { return FromVerdicts(sample.Passes(0, 1), sample.Passes(0, 2)); });
}

TEST(ComparisonPropertyTest, AnAllowMoreInOldKeepsAPass) {
  Hold(
      400,
      [](TinyMaker& maker) {
        TinyPolicy old_policy = maker.Policy();
        const std::string policy = ToJson(Narrowed(old_policy, &maker));
        const std::string before = ToJson(old_policy);
        old_policy.push_back(Some(true, &maker));
        return Texts{before, policy, ToJson(old_policy)};
      },
      [](const Sample& sample) { return FromVerdicts(sample.Passes(0, 1), sample.Passes(2, 1)); });
}

TEST(ComparisonPropertyTest, AnAllowLessInNewKeepsAPass) {
  Hold(
      400,
      [](TinyMaker& maker) {
        TinyPolicy old_policy = maker.Policy();
        old_policy.push_back(Some(true, &maker));
        TinyPolicy policy = Narrowed(old_policy, &maker);
        const std::string before = ToJson(policy);
        const auto is_allow = [](const TinyStatement& statement) { return statement.allows; };
        policy.erase(std::find_if(policy.begin(), policy.end(), is_allow));
        return Texts{ToJson(old_policy), before, ToJson(policy)};
      },
      [](const Sample& sample) { return FromVerdicts(sample.Passes(0, 1), sample.Passes(0, 2)); });
}

TEST(ComparisonPropertyTest, PassIsTransitive) {
  Hold(
      400,
      [](TinyMaker& maker) {
        const TinyPolicy first = maker.Policy();
        const TinyPolicy second = Narrowed(first, &maker);
        const TinyPolicy third = Narrowed(second, &maker);
        return Texts{ToJson(first), ToJson(second), ToJson(third)};
      },
      [](const Sample& sample) {
        return FromVerdicts(sample.Passes(0, 1) && sample.Passes(1, 2), sample.Passes(0, 2));
      });
}

TEST(ComparisonPropertyTest, OrderOfStatementsDoesNotMatter) {
  HoldsUnder(150, [](TinyPolicy policy) {
    std::reverse(policy.begin(), policy.end());
    return ToJson(policy);
  });
}

// Among Allows of other buckets; of many, statements are looked up and not gone through.
std::string Among(int others, TinyPolicy policy) {
  TinyStatement other;
  other.actions = {"s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets"};
  for (int i = 0; i < others; ++i) {
    other.resources = {"other-" + std::to_string(i)};
    policy.insert(policy.begin() + static_cast<std::ptrdiff_t>(policy.size() / 2), other);
  }
  return ToJson(policy);
}

TEST(ComparisonPropertyTest, AmongManyOtherStatementsAPolicyComparesAsItDoesAmongFew) {
  Hold(
      50,
      [](TinyMaker& maker) {
        const TinyPolicy old_policy = maker.Policy();
        const TinyPolicy policy =
            maker.Below(2) == 0 ? Narrowed(old_policy, &maker) : maker.Policy();
        return Texts{Among(1, old_policy), Among(1, policy), Among(33, old_policy),
                     Among(33, policy)};
      },
      [](const Sample& sample) {
        return sample.Verdict(0, 1) == sample.Verdict(2, 3) ? Held::kYes : Held::kNo;
      });
}

// Each statement once for every string of one of its elements.
std::string SplitBy(const TinyPolicy& policy, std::vector<std::string> TinyStatement::*element,
                    bool TinyStatement::*is_not) {
  TinyPolicy out;
  for (const TinyStatement& statement : policy) {
    if (statement.*is_not) {
      out.push_back(statement);
      continue;
    }
    for (const std::string& item : statement.*element) {
      TinyStatement& part = out.emplace_back(statement);
      part.*element = {item};
    }
  }
  return ToJson(out);
}

TEST(ComparisonPropertyTest, SplittingAndMergingByActionDoesNotMatter) {
  HoldsUnder(150, [](const TinyPolicy& policy) {
    return SplitBy(policy, &TinyStatement::actions, &TinyStatement::not_action);
  });
}

TEST(ComparisonPropertyTest, SplittingAndMergingByResourceDoesNotMatter) {
  HoldsUnder(150, [](const TinyPolicy& policy) {
    return SplitBy(policy, &TinyStatement::resources, &TinyStatement::not_resource);
  });
}

TEST(ComparisonPropertyTest, SidsAndWhitespaceDoNotMatter) {
  HoldsUnder(150, [](const TinyPolicy& policy) {
    return Replaced(Replaced(ToJson(policy), "{\"Effect\"", "{\"Sid\": \"S\", \"Effect\""), ", ",
                    "\r\n\t ,\n  ");
  });
}

TEST(ComparisonPropertyTest, CaseOfActionsDoesNotMatter) {
  HoldsUnder(150, [](TinyPolicy policy) {
    for (TinyStatement& statement : policy) {
      for (std::string& action : statement.actions) {
        action = Replaced(Replaced(action, "s3:", "S3:"), "Object", "oBJECT");
      }
    }
    return ToJson(policy);
  });
}

TEST(ComparisonPropertyTest, AListOfOneIsAsGoodAsItsItem) {
  HoldsUnder(150, [](const TinyPolicy& policy) {
    std::string text = ToJson(policy);
    for (std::size_t at = text.find("[\""); at != std::string::npos; at = text.find("[\"", at)) {
      const std::size_t end = text.find(']', at);
      if (text.substr(at, end - at).find(',') == std::string::npos) {
        text.erase(end, 1);
        text.erase(at, 1);
      } else {
        at = end;
      }
    }
    if (policy.size() > 1) return text;
    const std::size_t at = text.find('[');
    return text.erase(text.rfind(']'), 1).erase(at, 1);
  });
}

// A Deny of everything but three actions closes the universe: without it, NotAction reaches the
// actions that AWS has yet to add.
TEST(ComparisonPropertyTest, NotActionOfTheComplementIsTheActions) {
  const std::vector<std::string> all = {"s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets"};
  TinyStatement close;
  close.allows = false;
  close.not_action = true;
  close.actions = all;
  close.resources = {"*"};
  Hold(
      50,
      [&](TinyMaker& maker) {
        TinyPolicy policy = maker.Policy();
        policy.push_back(close);
        TinyPolicy turned = policy;
        for (std::size_t i = 0; i + 1 < policy.size(); ++i) {
          if (policy[i].not_action) continue;
          std::vector<std::string> rest;
          for (const std::string& action : all) {
            Request request;
            request.action = action;
            TinyStatement probe;
            probe.actions = policy[i].actions;
            probe.resources = {"*"};
            if (!AppliesToTarget(probe, request)) rest.push_back(action);
          }
          if (rest.empty()) continue;
          turned[i].actions = rest;
          turned[i].not_action = true;
        }
        return Texts{ToJson(policy), ToJson(turned)};
      },
      [](const Sample& sample) {
        return sample.Passes(0, 1) && sample.Passes(1, 0) ? Held::kYes : Held::kNo;
      });
}

TEST(ComparisonPropertyTest, IfExistsNeverMakesAnAllowNarrower) {
  Hold(
      300,
      [](TinyMaker& maker) {
        TinyPolicy policy = maker.Policy();
        const std::string before = ToJson(policy);
        for (TinyStatement& statement : policy) {
          for (TinyCondition& condition : statement.conditions) {
            const bool can = statement.allows && condition.op != "Null" &&
                             condition.op.find("IfExists") == std::string::npos;
            if (can) condition.op += "IfExists";
          }
          auto& conditions = statement.conditions;
          // Both under one operator would be one JSON key.
          if (conditions.size() == 2 && conditions[0].op == conditions[1].op) conditions.pop_back();
        }
        return Texts{before, ToJson(policy)};
      },
      [](const Sample& sample) { return sample.Passes(1, 0) ? Held::kYes : Held::kNo; });
}

// The last two look at requests, so they keep the policies themselves.
class ComparisonRequestPropertyTest : public ::testing::Test {
 protected:
  void Make(unsigned seed, int count) {
    maker_ = TinyMaker(seed);
    universe_.emplace(maker_);
    for (int i = 0; i < count; ++i) {
      const TinyPolicy policy = maker_.Policy();
      sides_.push_back({policy, {}});
      sides_.push_back({Narrowed(policy, &maker_), {}});
    }
    for (const TinySide& side : sides_) comparisons_.Add(side);
    comparisons_.Link();
  }

  TinyMaker maker_{1};
  std::optional<TinyUniverse> universe_;
  std::vector<TinySide> sides_;
  TinyComparisons comparisons_;
};

TEST_F(ComparisonRequestPropertyTest, WitnessesAreAllowedByTheNewSideOnly) {
  Make(9, 120);
  int witnesses = 0;
  for (std::size_t i = 0; i < sides_.size(); i += 2) {
    for (const AddedGrant& grant : comparisons_.Compare(i + 1, i).added) {
      ++witnesses;
      EXPECT_TRUE(Allows(sides_[i], grant.witness)) << comparisons_.Show(i + 1, i);
      EXPECT_FALSE(Allows(sides_[i + 1], grant.witness)) << comparisons_.Show(i + 1, i);
    }
  }
  EXPECT_GT(witnesses, 40);
}

TEST_F(ComparisonRequestPropertyTest, PassBothWaysMeansThatEveryRequestFaresTheSame) {
  Make(10, 150);
  int equal = 0;
  for (std::size_t i = 0; i < sides_.size(); i += 2) {
    if (comparisons_.Compare(i, i + 1).verdict != ComparisonVerdict::kPass ||
        comparisons_.Compare(i + 1, i).verdict != ComparisonVerdict::kPass) {
      continue;
    }
    ++equal;
    EXPECT_FALSE(universe_->FindNew(sides_[i], sides_[i + 1]).has_value());
    EXPECT_FALSE(universe_->FindNew(sides_[i + 1], sides_[i]).has_value());
  }
  EXPECT_GT(equal, 20);
}

}  // namespace
}  // namespace leastwise::testing
