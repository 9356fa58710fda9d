#include "access/known_context.h"

#include <gtest/gtest.h>

#include <string>

#include "access/literal_pattern.h"
#include "support/policy_fixture.h"

namespace leastwise {
namespace {

using testing::PolicyFixture;

class KnownContextTest : public ::testing::Test {
 protected:
  // A policy of Allows as it reads for requests with the tag `team` and without `other`.
  const Policy* Read(const std::string& statements) {
    origin_ = fixture_.Link(statements);
    return context_.Apply(origin_);
  }
  const Policy* When(const std::string& condition) {
    return Read(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": )" +
                condition + "}");
  }

  PolicyFixture fixture_;
  Arena arena_;
  const Policy* origin_ = nullptr;
  KnownContext context_{{{"aws:principaltag/team", "a*"}, {"aws:principaltag/other", std::nullopt}},
                        &arena_};
};

TEST_F(KnownContextTest, APolicyThatSpeaksOfNoKeyIsItself) {
  EXPECT_EQ(When(R"({"StringEquals": {"aws:PrincipalTag/third": "x"}})"), origin_);
  EXPECT_TRUE(context_.used().empty());
}

TEST_F(KnownContextTest, ConditionsThatHoldAreLeftOut) {
  const Policy* const read = When(
      R"({"StringEquals": {"aws:PrincipalTag/Team": ["a*", "b"], "aws:PrincipalTag/third": "x"}})");
  ASSERT_EQ(read->statements.size(), 1U);
  ASSERT_EQ(read->statements[0].conditions.size(), 1U);
  EXPECT_EQ(read->statements[0].conditions[0].key.value, "aws:PrincipalTag/third");
  EXPECT_EQ(context_.used().size(), 1U);
}

TEST_F(KnownContextTest, StatementsThatNeverApplyAreLeftOut) {
  const Policy* const read = Read(
      R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
          "Condition": {"StringEquals": {"aws:PrincipalTag/team": "b"}}},
         {"Effect": "Allow", "Action": "s3:*", "Resource": "*",
          "Condition": {"StringLike": {"aws:PrincipalTag/other": "*"}}},
         {"Effect": "Allow", "Action": "s3:*", "Resource": "*",
          "Condition": {"StringNotEquals": {"aws:PrincipalTag/other": "x"}}})");
  ASSERT_EQ(read->statements.size(), 1U);
  EXPECT_TRUE(read->statements[0].conditions.empty());
  EXPECT_EQ(context_.OriginOf(read), origin_);
  EXPECT_EQ(context_.OriginOf(read, &read->statements[0]), &origin_->statements[2]);
}

TEST_F(KnownContextTest, VariablesBecomeLiteralText) {
  const Policy* const read = Read(R"({"Effect": "Allow", "Action": "s3:*",
      "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/team}/${aws:username}/*",
      "Condition": {"StringLike": {"s3:prefix": "${aws:PrincipalTag/team}/*"}}})");
  ASSERT_EQ(read->statements.size(), 1U);
  const Text& prefix = read->statements[0].conditions[0].values[0];
  EXPECT_FALSE(prefix.has_hole());
  EXPECT_EQ(prefix.pattern, EscapeWildcards("a*") + "/*");
  EXPECT_EQ(prefix.value, "${aws:PrincipalTag/team}/*");
  const Text& resource = read->statements[0].resources[0];
  EXPECT_TRUE(resource.has_hole());
  EXPECT_EQ(resource.pattern, "arn:aws:s3:::b/" + EscapeWildcards("a*") +
                                  "/\x01"
                                  "aws:username\x01/*");
  std::string joined;
  for (const TextPart& part : resource.parts) {
    if (part.kind == PartKind::kLiteral) joined += part.text;
  }
  EXPECT_EQ(joined, "arn:aws:s3:::b/" + EscapeWildcards("a*") + "//*");
}

TEST_F(KnownContextTest, WhatIsOpenStaysAsItIs) {
  // A variable before the fifth colon, one without a value, and a reading that AWS leaves open.
  const Policy* const read = Read(R"({"Effect": "Allow", "Action": "s3:*",
      "Resource": ["arn:aws:s3:${aws:PrincipalTag/team}::b", "arn:aws:s3:::${aws:PrincipalTag/other}"],
      "Condition": {"ForAnyValue:StringEqualsIfExists": {"aws:PrincipalTag/other": "x"}}})");
  ASSERT_EQ(read->statements.size(), 1U);
  EXPECT_EQ(read->statements[0].resources[0].pattern, origin_->statements[0].resources[0].pattern);
  EXPECT_EQ(read->statements[0].resources[1].pattern, origin_->statements[0].resources[1].pattern);
  EXPECT_EQ(read->statements[0].conditions.size(), 1U);
}

}  // namespace
}  // namespace leastwise
