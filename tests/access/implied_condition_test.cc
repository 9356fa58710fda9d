#include "access/implied_condition.h"

#include <gtest/gtest.h>

#include <string>

#include "support/policy_fixture.h"

namespace leastwise {
namespace {

using testing::PolicyFixture;

// Whether the first operator with its values implies the second with its own, on one key.
bool ImpliesAll(const std::string& strong, const std::string& strong_values,
                const std::string& weak, const std::string& weak_values) {
  PolicyFixture fixture;
  const auto entry = [&](const std::string& op, const std::string& values) {
    const Policy* policy =
        fixture.Add(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {")" +
                    op + R"(": {"aws:SourceArn": )" + values + "}}}");
    return policy->statements.front().conditions.front();
  };
  return Implies(entry(strong, strong_values), entry(weak, weak_values));
}

TEST(ImpliedConditionTest, APatternIsImpliedByWhatItCovers) {
  EXPECT_TRUE(ImpliesAll("StringEquals", R"(["ab", "ac"])", "StringLike", R"("a*")"));
  EXPECT_FALSE(ImpliesAll("StringEquals", R"(["ab", "bc"])", "StringLike", R"("a*")"));
  EXPECT_FALSE(ImpliesAll("StringLike", R"("a*")", "StringEquals", R"("a*")"));
  EXPECT_TRUE(ImpliesAll("StringEquals", R"("a*")", "StringLike", R"("a*")"));
}

TEST(ImpliedConditionTest, VariablesStandForThemselves) {
  EXPECT_TRUE(
      ImpliesAll("StringEquals", R"("x-${aws:username}")", "StringLike", R"("*${AWS:UserName}")"));
  EXPECT_FALSE(
      ImpliesAll("StringEquals", R"("x-${aws:username}")", "StringLike", R"("*${aws:userid}")"));
  EXPECT_FALSE(
      ImpliesAll("StringEquals", R"("x-${aws:username}")", "StringLike", R"("*username*")"));
  EXPECT_FALSE(ImpliesAll("StringEquals", R"("x-${aws:username, 'a'}")", "StringLike",
                          R"("*${aws:username}")"));
}

TEST(ImpliedConditionTest, StarsOfArnOperatorsKeepWithinTheirPart) {
  const std::string narrow = R"("arn:aws:s3:*:*:b/${aws:username}")";
  EXPECT_TRUE(ImpliesAll("ArnLike", narrow, "StringLike", R"("arn:aws:s3:*/${aws:username}")"));
  EXPECT_FALSE(ImpliesAll("StringLike", narrow, "ArnLike", narrow));
  EXPECT_TRUE(ImpliesAll("ArnEquals", narrow, "ArnLike", R"("arn:*:s3:*:*:*")"));
  // What fills the variable may hold colons.
  EXPECT_FALSE(ImpliesAll("ArnLike", R"("arn:aws:s3::${aws:username}:b")", "ArnLike",
                          R"("arn:aws:s3::*:b")"));
  EXPECT_FALSE(ImpliesAll("ArnLike", R"("arn:aws:s3*")", "ArnLike", R"("arn:aws:*")"));
}

TEST(ImpliedConditionTest, NegationTurnsItAround) {
  EXPECT_TRUE(ImpliesAll("StringNotLike", R"("a*")", "StringNotEquals", R"(["ab", "ac"])"));
  EXPECT_FALSE(ImpliesAll("StringNotEquals", R"(["ab", "ac"])", "StringNotLike", R"("a*")"));
  EXPECT_FALSE(ImpliesAll("StringNotLike", R"("a*")", "StringEquals", R"("b")"));
  EXPECT_FALSE(ImpliesAll("StringNotLike", R"("arn:*")", "ArnNotLike", R"("arn:aws:s3:::b")"));
}

TEST(ImpliedConditionTest, AbsentKeysAndSetsAreMinded) {
  EXPECT_TRUE(ImpliesAll("StringEquals", R"("a")", "StringEqualsIfExists", R"("a")"));
  EXPECT_FALSE(ImpliesAll("StringEqualsIfExists", R"("a")", "StringEquals", R"("a")"));
  EXPECT_FALSE(ImpliesAll("ForAllValues:StringEquals", R"("a")", "StringEquals", R"("a")"));
  EXPECT_TRUE(ImpliesAll("ForAnyValue:StringEquals", R"("a")", "ForAnyValue:StringLike", R"("*")"));
  EXPECT_FALSE(ImpliesAll("StringEqualsIgnoreCase", R"("a")", "StringEquals", R"("a")"));
}

}  // namespace
}  // namespace leastwise
