#include "access/shared_grants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "access/access_memo.h"
#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::Eq;
using ::testing::Ne;

std::string Trust(std::string_view service, std::string_view condition = "{}") {
  return R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ")" +
         std::string(service) + R"("}, "Condition": )" + std::string(condition) + "}";
}

class SharedGrantsTest : public ::testing::Test {
 protected:
  const Policy* Add(std::string_view text, PolicyKind kind = PolicyKind::kTrust) {
    return fixture_.Add(text, kind);
  }
  Subject Of(const Policy* policy, std::string_view account = "111122223333") {
    Subject subject;
    subject.policies = {&lists_.emplace_back(policy), 1};
    subject.account = account;
    return subject;
  }
  std::optional<std::string> ContentOf(const Subject& subject) {
    return SharedContent(fixture_.actions(), subject);
  }

  PolicyFixture fixture_;
  std::deque<const Policy*> lists_;
};

TEST_F(SharedGrantsTest, EqualDocumentsHaveEqualContent) {
  const Policy* first = Add(Trust("sagemaker.amazonaws.com"));
  const Policy* second = Add("\n  " + Trust("sagemaker.amazonaws.com"));
  fixture_.Link();
  ASSERT_TRUE(ContentOf(Of(first)));
  EXPECT_THAT(ContentOf(Of(first)), Eq(ContentOf(Of(second))));
}

TEST_F(SharedGrantsTest, WhateverMayDecideIsPartOfTheContent) {
  const std::string_view account = R"({"StringEquals": {"aws:SourceAccount": "111122223333"}})";
  const std::string trust = Trust("sagemaker.amazonaws.com", account);
  const auto with = [&trust](std::string_view what, std::string_view instead) {
    std::string other = trust;
    other.replace(other.find(what), what.size(), instead);
    return other;
  };
  const Policy* const base = Add(trust);
  std::vector<const Policy*> others;
  for (const auto& [what, instead] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"sagemaker.", "bedrock."},
           {"Allow", "Deny"},
           {"sts:AssumeRole", "sts:TagSession"},
           {R"("Action")", R"("NotAction")"},
           {R"("Principal")", R"("NotPrincipal")"},
           {"Service", "AWS"},
           {"StringEquals", "StringLike"},
           {"StringEquals", "StringNotEquals"},
           {"StringEquals", "StringEqualsIfExists"},
           {"StringEquals", "ForAnyValue:StringEquals"},
           {"aws:SourceAccount", "aws:SourceArn"},
           {"111122223333", "444455556666"}}) {
    others.push_back(Add(with(what, instead)));
  }
  others.push_back(Add(trust + ", " + trust));
  fixture_.Link();
  for (const Policy* other : others) {
    EXPECT_THAT(ContentOf(Of(other)), Ne(ContentOf(Of(base)))) << other->location.text();
  }
  EXPECT_THAT(ContentOf(Of(base, "444455556666")), Ne(ContentOf(Of(base))));
}

TEST_F(SharedGrantsTest, OnlyTrustPoliciesAloneHaveAContent) {
  const Policy* trust = Add(Trust("sagemaker.amazonaws.com"));
  const Policy* identity =
      Add(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})", PolicyKind::kIdentity);
  fixture_.Link();
  EXPECT_TRUE(ContentOf(Of(trust)));
  EXPECT_FALSE(ContentOf(Of(identity)));
  Subject capped = Of(trust);
  capped.boundary = identity;
  EXPECT_FALSE(ContentOf(capped));
  Subject unread = Of(trust);
  unread.has_unread_policies = true;
  EXPECT_FALSE(ContentOf(unread));
}

TEST_F(SharedGrantsTest, AnswersAreTheSameWhoeverAskedBefore) {
  const Policy* first = Add(Trust("sagemaker.amazonaws.com"));
  const Policy* second = Add(Trust("sagemaker.amazonaws.com"));
  const Policy* other = Add(Trust("bedrock.amazonaws.com"));
  fixture_.Link();
  Query query;
  query.principals.services = {"bedrock.amazonaws.com"};
  const QueryPlan plan(fixture_.actions(), query, 7);
  Query any;
  const QueryPlan of_any(fixture_.actions(), any, 8);
  const AccessMemo memo(ShippedCatalog());
  const auto ask = [&](const Policy* policy, const QueryPlan& asked) {
    return Grants(fixture_.actions(), memo, Of(policy)).Ask(asked);
  };
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(ask(first, plan).truth, Truth::kNo);
    EXPECT_EQ(ask(second, plan).truth, Truth::kNo);
    EXPECT_EQ(ask(other, plan).truth, Truth::kYes);
    for (const Policy* policy : {first, second, other}) {
      const Answer answer = ask(policy, of_any);
      ASSERT_EQ(answer.evidence.size(), 1U);
      EXPECT_EQ(answer.evidence[0].policy, policy);
    }
  }
  const Grants grants(fixture_.actions(), memo, Of(second));
  EXPECT_TRUE(grants.named_by_allow().Test(*ShippedCatalog().Find("sts:AssumeRole")));
  EXPECT_FALSE(grants.named_by_deny().Test(*ShippedCatalog().Find("sts:AssumeRole")));
}

TEST_F(SharedGrantsTest, WhatHasNoEvidenceIsKeptByTheNumberOfThePlan) {
  SharedGrants shared{NamedActions(), NamedActions()};
  const Query query;
  const ActionTable table(ShippedCatalog());
  const QueryPlan first(table, query, 3);
  const QueryPlan second(table, query, 67);
  const QueryPlan large(table, query, 100'000);
  const QueryPlan without(table, query);
  shared.NoteNothingFor(first);
  shared.NoteNothingFor(large);
  shared.NoteNothingFor(without);
  EXPECT_TRUE(shared.HasNothingFor(first));
  EXPECT_FALSE(shared.HasNothingFor(second));
  EXPECT_FALSE(shared.HasNothingFor(large));
  EXPECT_FALSE(shared.HasNothingFor(without));
}

TEST_F(SharedGrantsTest, PastTheLimitNothingIsKept) {
  const AccessMemo memo(ShippedCatalog());
  const auto grants = [] { return std::make_shared<SharedGrants>(NamedActions(), NamedActions()); };
  for (std::size_t i = 0; i < AccessMemo::kMaxShared; ++i) memo.Share(std::to_string(i), grants());
  const auto late = grants();
  EXPECT_EQ(memo.Share("late", late), late);
  EXPECT_EQ(memo.FindShared("late"), nullptr);
  const auto known = memo.FindShared("0");
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(memo.Share("0", late), known);
}

}  // namespace
}  // namespace leastwise::testing
