#include "access/named_actions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

// The actions of each statement of the text, as one.
class NamedActionsTest : public ::testing::Test {
 protected:
  NamedActions Named(std::string_view statements) {
    const Policy* policy = fixture_.Link(statements);
    std::vector<StatementActions> read;
    for (const Statement& one : policy->statements) read.emplace_back(fixture_.actions(), one);
    std::vector<const StatementActions*> each;
    for (const StatementActions& one : read) each.push_back(&one);
    return NamedActions(fixture_.actions(), each);
  }
  static std::string Allow(std::string_view actions, std::string_view key = "Action") {
    return R"({"Effect": "Allow", ")" + std::string(key) + R"(": [)" + std::string(actions) +
           R"(], "Resource": "*"})";
  }
  static ActionId Id(std::string_view action) { return *ShippedCatalog().Find(action); }
  static void ExpectOnly(const NamedActions& named, const ActionSet& set, bool meets) {
    EXPECT_EQ(named.Intersects(set), meets);
    bool any = false;
    set.ForEach([&](ActionId id) { any = any || named.Test(id); });
    EXPECT_EQ(any, meets);
  }

  PolicyFixture fixture_;
};

TEST_F(NamedActionsTest, AreThoseOfAllStatements) {
  const NamedActions named =
      Named(Allow(R"("s3:GetObject")") + ", " + Allow(R"("iam:PassRole", "s3:PutObject")"));
  for (const std::string_view action : {"s3:GetObject", "iam:PassRole", "s3:PutObject"}) {
    EXPECT_TRUE(named.Test(Id(action))) << action;
  }
  EXPECT_FALSE(named.Test(Id("s3:DeleteObject")));
  ExpectOnly(named, *fixture_.Set({"iam:*"}), true);
  ExpectOnly(named, *fixture_.Set({"ec2:*"}), false);
}

TEST_F(NamedActionsTest, WildcardsAndComplementsAreWhole) {
  const NamedActions wild = Named(Allow(R"("s3:GetObject")") + ", " + Allow(R"("ec2:Describe*")"));
  ExpectOnly(wild, *fixture_.Set({"s3:GetObject"}), true);
  ExpectOnly(wild, *fixture_.Set({"ec2:DescribeInstances"}), true);
  ExpectOnly(wild, *fixture_.Set({"ec2:RunInstances"}), false);
  const NamedActions complement = Named(Allow(R"("s3:*")", "NotAction"));
  ExpectOnly(complement, *fixture_.Set({"ec2:RunInstances"}), true);
  ExpectOnly(complement, *fixture_.Set({"s3:GetObject"}), false);
}

TEST_F(NamedActionsTest, LongListsAreTheSame) {
  const ActionCatalog::Range range = ShippedCatalog().ServiceRange(std::string_view("s3"));
  std::string many;
  for (ActionId id = range.first; id < range.first + 40; ++id) {
    many += (many.empty() ? "\"" : ", \"") + ShippedCatalog().FullName(id) + "\"";
  }
  const NamedActions named = Named(Allow(R"("iam:PassRole")") + ", " + Allow(many));
  EXPECT_TRUE(named.Test(Id("iam:PassRole")));
  for (ActionId id = range.first; id < range.last; ++id) {
    EXPECT_EQ(named.Test(id), id < range.first + 40) << ShippedCatalog().FullName(id);
  }
  ExpectOnly(named, *fixture_.Set({"ec2:*"}), false);
}

TEST_F(NamedActionsTest, NoneOfNoStatement) {
  const NamedActions none;
  ExpectOnly(none, *fixture_.Set({"*"}), false);
}

}  // namespace
}  // namespace leastwise::testing
