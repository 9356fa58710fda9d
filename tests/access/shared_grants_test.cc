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
    const auto content = SharedContentOf(fixture_.actions(), memo_, subject);
    return content ? std::optional(content->bytes) : std::nullopt;
  }
  // An identity with these documents, the first `own` of them inline.
  Subject Holding(std::vector<const Policy*> policies) {
    Subject subject;
    subject.policies = identity_lists_.emplace_back(std::move(policies));
    subject.account = "111122223333";
    subject.identity = &identity_;
    return subject;
  }
  const Policy* AddInline(std::string_view text) {
    Policy* policy = fixture_.Add(text, PolicyKind::kIdentity);
    policy->container = "train";
    return policy;
  }

  PolicyFixture fixture_;
  const AccessMemo memo_{ShippedCatalog()};
  const Identity identity_{};
  std::deque<const Policy*> lists_;
  std::deque<std::vector<const Policy*>> identity_lists_;
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

TEST_F(SharedGrantsTest, DocumentsWithoutHolderHaveNoContentButForTrustPoliciesAlone) {
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

std::string Reads(std::string_view resource, std::string_view action = "s3:GetObject",
                  std::string_view sid = "S1") {
  return R"({"Sid": ")" + std::string(sid) + R"(", "Effect": "Allow", "Action": ")" +
         std::string(action) + R"(", "Resource": ")" + std::string(resource) + R"("})";
}

TEST_F(SharedGrantsTest, PoliciesOfAnIdentityAreEqualButForDigitsOfNames) {
  const Policy* first = AddInline(Reads("arn:aws:s3:::models-12/run-7/*"));
  const std::vector<const Policy*> same = {
      AddInline(Reads("arn:aws:s3:::models-98/run-0/*")),
      AddInline(Reads("arn:aws:s3:::models-12/run-7/*", "s3:GetObject", "Other"))};
  std::vector<const Policy*> others;
  for (const std::string_view resource :
       {"arn:aws:s3:::models-12/run-77/*", "arn:aws:s3:::models-1a/run-7/*",
        "arn:aws:s3:::models-12/run-*/*", "arn:aws:s3:::models-12/run-?/*",
        "arn:aws-us-gov:s3:::models-12/run-7/*"}) {
    others.push_back(AddInline(Reads(resource)));
  }
  others.push_back(AddInline(Reads("arn:aws:s3:::models-12/run-7/*", "s3:PutObject")));
  fixture_.Link();
  const auto content = ContentOf(Holding({first}));
  ASSERT_TRUE(content);
  for (const Policy* policy : same) {
    EXPECT_THAT(ContentOf(Holding({policy})), Eq(content)) << policy->location.text();
  }
  for (const Policy* policy : others) {
    EXPECT_THAT(ContentOf(Holding({policy})), Ne(content)) << policy->location.text();
  }
  EXPECT_THAT(ContentOf(Holding({first, first})), Ne(content));
  EXPECT_THAT(ContentOf(Holding({})), Ne(content));
}

// What is taken away by name, what a wildcard grants and what has digits of its own is told apart
// by every digit.
TEST_F(SharedGrantsTest, DigitsCountWhereTheyMayDecide) {
  struct Pair {
    std::string one;
    std::string other;
  };
  std::vector<std::pair<const Policy*, const Policy*>> pairs;
  const std::string deny =
      R"(, {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::models-1/*"})";
  for (const auto& [one, other] : std::vector<Pair>{
           {Reads("arn:aws:s3:::models-1/*") + deny, Reads("arn:aws:s3:::models-2/*") + deny},
           {Reads("arn:aws:s3:::models-1/*", "s3:Get*"),
            Reads("arn:aws:s3:::models-2/*", "s3:Get*")},
           {Reads("arn:aws:s3:::models-1/*", "s3:NoSuchAction"),
            Reads("arn:aws:s3:::models-2/*", "s3:NoSuchAction")},
           {Reads("arn:aws:ec2:us-east-1:111122223333:ipv6pool-ec2/a1", "ec2:CreateVpc"),
            Reads("arn:aws:ec2:us-east-1:111122223333:ipv6pool-ec2/a2", "ec2:CreateVpc")},
           {Reads("arn:aws:s3:::b/${aws:PrincipalTag/t1}/*"),
            Reads("arn:aws:s3:::b/${aws:PrincipalTag/t2}/*")},
           {Reads("arn:aws:sqs:us-east-1:111122223333:q", "sqs:SendMessage"),
            Reads("arn:aws:sqs:us-east-2:111122223333:q", "sqs:SendMessage")}}) {
    pairs.emplace_back(AddInline(one), AddInline(other));
  }
  Subject capped = Holding({AddInline(Reads("arn:aws:s3:::models-1/*"))});
  Subject alike = Holding({AddInline(Reads("arn:aws:s3:::models-2/*"))});
  fixture_.Link();
  for (const auto& [one, other] : pairs) {
    const auto content = ContentOf(Holding({one}));
    ASSERT_TRUE(content) << one->location.text();
    EXPECT_THAT(ContentOf(Holding({other})), Ne(content)) << one->location.text();
  }
  capped.boundary = alike.boundary = pairs.front().first;
  EXPECT_THAT(ContentOf(capped), Ne(ContentOf(alike)));
}

TEST_F(SharedGrantsTest, QuestionsThatNameDigitsAreAskedOfEach) {
  const Policy* first = AddInline(Reads("arn:aws:s3:::models-1/*"));
  const Policy* second = AddInline(Reads("arn:aws:s3:::models-2/*"));
  fixture_.Link();
  Query of_second;
  of_second.resources.reaches = {"arn:aws:s3:::models-2/x"};
  Query of_data;
  of_data.resources.within = {"arn:*:s3:::*data*"};
  const QueryPlan names_digits(fixture_.actions(), of_second, 0);
  const QueryPlan names_none(fixture_.actions(), of_data, 1);
  EXPECT_TRUE(names_digits.asks_digits());
  EXPECT_FALSE(names_none.asks_digits());
  const Grants one(fixture_.actions(), memo_, Holding({first}));
  EXPECT_EQ(one.Ask(names_digits).truth, Truth::kNo);
  EXPECT_EQ(one.Ask(names_none).truth, Truth::kNo);
  const Grants other(fixture_.actions(), memo_, Holding({second}));
  ASSERT_TRUE(one.content());
  EXPECT_EQ(other.content(), one.content());
  EXPECT_FALSE(other.IsKnownToHaveNothing(names_digits));
  EXPECT_TRUE(other.IsKnownToHaveNothing(names_none));
  EXPECT_EQ(other.Ask(names_digits).truth, Truth::kYes);
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
  SharedGrants shared{NamedActions(), NamedActions(), false};
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
  const auto grants = [] {
    return std::make_unique<SharedGrants>(NamedActions(), NamedActions(), false);
  };
  for (std::size_t i = 0; i < AccessMemo::kMaxShared; ++i) {
    auto one = grants();
    const SharedGrants* const kept = memo.Share(std::to_string(i), one);
    ASSERT_NE(kept, nullptr);
    EXPECT_EQ(one, nullptr);
    EXPECT_EQ(kept->number(), i);
  }
  auto late = grants();
  EXPECT_EQ(memo.Share("late", late), nullptr);
  ASSERT_NE(late, nullptr);
  EXPECT_EQ(late->number(), std::nullopt);
  EXPECT_EQ(memo.FindShared("late"), nullptr);
  const SharedGrants* const known = memo.FindShared("0");
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(memo.Share("0", late), known);
  EXPECT_NE(late, nullptr);
}

}  // namespace
}  // namespace leastwise::testing
