#include "access/permissiveness.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "support/policy_fixture.h"

namespace leastwise {
namespace {

using testing::PolicyFixture;

Permissiveness Of(const std::string& statements, PolicyKind kind = PolicyKind::kIdentity) {
  PolicyFixture fixture;
  const Policy* const policy = fixture.Link(statements, kind);
  return PermissivenessOf(*policy, fixture.actions());
}

std::string Allow(const std::string& action, const std::string& resource,
                  const std::string& condition = "{}") {
  return R"({"Effect": "Allow", "Action": )" + action + R"(, "Resource": )" + resource +
         R"(, "Condition": )" + condition + "}";
}

std::string Deny(const std::string& action, const std::string& resource,
                 const std::string& condition = "{}") {
  return R"({"Effect": "Deny", "Action": )" + action + R"(, "Resource": )" + resource +
         R"(, "Condition": )" + condition + "}";
}

// Of one action that is allowed: 1 to 5; 0: it is not.
std::size_t BreadthOf(const std::string& statements) {
  const Permissiveness measured = Of(statements);
  std::size_t breadth = 0;
  for (const auto& level : measured.at_least) {
    for (std::size_t i = 0; i < level.size(); ++i) {
      if (level[i] > 0) breadth = std::max(breadth, i + 1);
    }
  }
  EXPECT_EQ(measured.actions, breadth == 0 ? 0U : 1U);
  return breadth;
}

// Whether no number of `a` exceeds that of `b`.
bool IsWithin(const Permissiveness& a, const Permissiveness& b) {
  for (std::size_t level = 0; level < Permissiveness::kLevels; ++level) {
    for (std::size_t i = 0; i < Permissiveness::kBreadths; ++i) {
      if (a.at_least[level][i] > b.at_least[level][i]) return false;
    }
  }
  return a.actions <= b.actions && a.unconditioned <= b.unconditioned && a.unpinned <= b.unpinned &&
         a.score <= b.score;
}

TEST(PermissivenessTest, EverythingIsTheTop) {
  const Permissiveness top = Of(Allow(R"("*")", R"("*")"));
  EXPECT_EQ(top.actions, testing::ShippedCatalog().action_count());
  EXPECT_EQ(top.unconditioned, top.actions);
  for (const auto& level : top.at_least) {
    EXPECT_GT(level.front(), 0U);
    EXPECT_EQ(level.front(), level.back());
  }
  EXPECT_TRUE(IsWithin(Of(Allow(R"("s3:*")", R"("*")")), top));
}

TEST(PermissivenessTest, NothingIsTheBottom) {
  EXPECT_EQ(Of(Deny(R"("*")", R"("*")")), Permissiveness());
  EXPECT_EQ(Of(Allow(R"("*")", R"("*")") + ", " + Deny(R"("*")", R"("*")")), Permissiveness());
}

TEST(PermissivenessTest, BreadthIsHowMuchOfATypeIsOpen) {
  const auto job = [](const std::string& part) {
    return BreadthOf(Allow(R"("sagemaker:StopTrainingJob")", "\"arn:aws:sagemaker:" + part + "\""));
  };
  EXPECT_EQ(job("us-east-1:111122223333:training-job/one"), 1U);
  EXPECT_EQ(job("us-east-1:111122223333:training-job/ml-*"), 2U);
  EXPECT_EQ(job("*:111122223333:training-job/one"), 2U);
  EXPECT_EQ(job("us-east-1:111122223333:training-job/*"), 3U);
  EXPECT_EQ(job("*:111122223333:training-job/*"), 4U);
  EXPECT_EQ(job("us-east-1:*:training-job/*"), 4U);
  EXPECT_EQ(job("*:*:training-job/*"), 5U);
  EXPECT_EQ(BreadthOf(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::b/*")")), 2U);
  EXPECT_EQ(BreadthOf(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::*")")), 5U);
}

TEST(PermissivenessTest, ActionsAreCountedOnlyOnResourcesThatTheyTake) {
  EXPECT_EQ(BreadthOf(Allow(R"("s3:ListAllMyBuckets")", R"("arn:aws:s3:::b")")), 0U);
  EXPECT_EQ(BreadthOf(Allow(R"("s3:ListAllMyBuckets")", R"("*")")), 5U);
  EXPECT_EQ(BreadthOf(Allow(R"("iam:GetRole")", R"("arn:aws:s3:::b")")), 0U);
}

TEST(PermissivenessTest, DeniesTakeAwayAndNarrow) {
  const std::string all = Allow(R"("s3:GetObject")", R"("*")");
  const std::string jobs = Allow(R"("sagemaker:StopTrainingJob")", R"("*")");
  EXPECT_EQ(BreadthOf(jobs + ", " +
                      Deny(R"("sagemaker:*")", R"("arn:aws:sagemaker:*:*:training-job/*")")),
            0U);
  EXPECT_EQ(BreadthOf(jobs + ", " +
                      Deny(R"("sagemaker:*")", R"("arn:aws:sagemaker:*:*:training-job/m*")")),
            5U);
  EXPECT_EQ(BreadthOf(all + ", " + Deny(R"("s3:*")", R"("arn:aws:s3:::b/*")")), 5U);
  EXPECT_EQ(BreadthOf(all + R"(, {"Effect": "Deny", "Action": "s3:*",
                                  "NotResource": "arn:aws:s3:::b/*"})"),
            2U);
  EXPECT_EQ(BreadthOf(all + R"(, {"Effect": "Deny", "Action": "s3:*",
                                  "NotResource": "arn:aws:s3:::b/one"})"),
            1U);
  EXPECT_EQ(BreadthOf(all + ", " +
                      Deny(R"("s3:*")", R"("*")", R"({"Bool": {"aws:SecureTransport": "false"}})")),
            5U);
}

TEST(PermissivenessTest, LevelIsThatOfTheCatalog) {
  const Permissiveness role = Of(Allow(R"("iam:PutRolePolicy")", R"("*")"));
  EXPECT_EQ(role.at_least[4][4], 1U);
  EXPECT_EQ(role.score, 5U * 16U);
  EXPECT_EQ(AccessLevelName(4), "permissions_management");
  EXPECT_EQ(Of(Allow(R"("s3:PutBucketTagging")", R"("*")")).at_least[2][4], 1U);
  EXPECT_EQ(Of(Allow(R"("s3:PutObject")", R"("*")")).at_least[3][4], 1U);
  const Permissiveness list = Of(Allow(R"("s3:ListAllMyBuckets")", R"("*")"));
  EXPECT_EQ(list.score, 5U);
}

TEST(PermissivenessTest, ConditionsAreNoneLooseOrPinned) {
  const auto with = [](const std::string& condition) {
    return Of(Allow(R"("s3:GetObject")", R"("*")", condition));
  };
  const Permissiveness none = with("{}");
  EXPECT_EQ(none.unconditioned, 1U);
  const Permissiveness loose = with(R"({"StringEquals": {"aws:RequestTag/team": "ml"}})");
  EXPECT_EQ(loose.unconditioned, 0U);
  EXPECT_EQ(loose.unpinned, 1U);
  const Permissiveness pinned = with(R"({"StringEquals": {"aws:SourceVpce": "vpce-1"}})");
  EXPECT_EQ(pinned.unpinned, 0U);
  EXPECT_EQ(pinned.actions, 1U);
  EXPECT_EQ(with(R"({"StringLikeIfExists": {"aws:SourceVpce": "*"}})").unconditioned, 1U);
  EXPECT_EQ(with(R"({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}})").unpinned, 1U);
}

TEST(PermissivenessTest, TrustPolicySpeaksOfOneRole) {
  const Permissiveness trust =
      Of(R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}})",
         PolicyKind::kTrust);
  EXPECT_EQ(trust.actions, 1U);
  EXPECT_EQ(trust.at_least[3][0] + trust.at_least[1][0], 1U);
  EXPECT_EQ(trust.at_least[3][1] + trust.at_least[1][1], 0U);
}

// One statement after the other, drawn at random: an Allow may only raise, a Deny only lower.
TEST(PermissivenessTest, AllowsNeverLowerAndDeniesNeverRaise) {
  const std::vector<std::string> actions = {R"("*")", R"("s3:*")", R"("s3:Get*")",
                                            R"(["s3:GetObject", "iam:PassRole"])",
                                            R"("sagemaker:*TrainingJob")"};
  const std::vector<std::string> resources = {
      R"("*")",
      R"("arn:aws:s3:::*")",
      R"("arn:aws:s3:::b")",
      R"("arn:aws:s3:::b/*")",
      R"(["arn:aws:s3:::b/x", "arn:aws:iam::111122223333:role/*"])",
      R"("arn:aws:sagemaker:*:111122223333:training-job/*")",
      R"("arn:aws:sagemaker:us-east-1:*:training-job/m*")"};
  const std::vector<std::string> conditions = {"{}", "{}",
                                               R"({"StringEquals": {"aws:SourceVpce": "vpce-1"}})",
                                               R"({"Bool": {"aws:SecureTransport": "true"}})"};
  std::mt19937 random(7);
  const auto pick = [&random](const std::vector<std::string>& from) {
    return from[random() % from.size()];
  };
  for (int round = 0; round < 20; ++round) {
    std::string text = Allow(pick(actions), pick(resources), pick(conditions));
    Permissiveness before = Of(text);
    for (int step = 0; step < 5; ++step) {
      const bool denies = random() % 2 == 0;
      const std::string action = random() % 3 == 0 ? R"("NotAction": )" : R"("Action": )";
      const std::string resource = random() % 3 == 0 ? R"("NotResource": )" : R"("Resource": )";
      text += std::string(R"(, {"Effect": ")") + (denies ? "Deny" : "Allow") + "\", " + action +
              pick(actions) + ", " + resource + pick(resources) + R"(, "Condition": )" +
              pick(conditions) + "}";
      const Permissiveness after = Of(text);
      EXPECT_TRUE(denies ? IsWithin(after, before) : IsWithin(before, after)) << text;
      before = after;
    }
  }
}

}  // namespace
}  // namespace leastwise
