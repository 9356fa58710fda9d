#include "access/condition_value.h"

#include <gtest/gtest.h>

#include "access/literal_pattern.h"
#include "iam/glob.h"
#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

Truth Eval(std::string_view op, std::string_view values, std::vector<std::string> request) {
  PolicyFixture fixture;
  const Policy* const policy =
      fixture.Add(R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {")" +
                  std::string(op) + R"(": {"aws:PrincipalTag/k": )" + std::string(values) + "}}}");
  return Evaluate(policy->statements.front().conditions.front(), {std::move(request), false});
}

TEST(EvaluateTest, StringEqualsTakesWildcardsAsLetters) {
  EXPECT_EQ(Eval("StringEquals", R"("a*")", {"ab"}), Truth::kNo);
  EXPECT_EQ(Eval("StringEquals", R"("a*")", {"a*"}), Truth::kYes);
  EXPECT_EQ(Eval("StringLike", R"("a*")", {"ab"}), Truth::kYes);
  EXPECT_EQ(Eval("StringLike", R"("a${*}")", {"ab"}), Truth::kNo);
  EXPECT_EQ(Eval("StringEquals", R"("A")", {"a"}), Truth::kNo);
  EXPECT_EQ(Eval("StringEqualsIgnoreCase", R"("A")", {"a"}), Truth::kYes);
}

TEST(EvaluateTest, NegatedOperatorsWantNoneOfTheirValues) {
  EXPECT_EQ(Eval("StringNotEquals", R"(["a", "b"])", {"b"}), Truth::kNo);
  EXPECT_EQ(Eval("StringNotEquals", R"(["a", "b"])", {"c"}), Truth::kYes);
}

TEST(EvaluateTest, ArnOperatorsKeepStarsWithinTheirPart) {
  EXPECT_EQ(Eval("ArnLike", R"("arn:aws:sqs:*:queue:x")", {"arn:aws:sqs:us-east-1:1:queue:x"}),
            Truth::kNo);
  EXPECT_EQ(Eval("ArnEquals", R"("arn:aws:iam::*:role/ml-*")", {"arn:aws:iam::1:role/ml-a"}),
            Truth::kYes);
  EXPECT_EQ(Eval("ArnLike", R"("arn:aws:sqs:*")", {"arn:aws:sqs:us-east-1:1:q"}), Truth::kUnknown);
}

TEST(EvaluateTest, QuantifiersOverSetsOfValues) {
  EXPECT_EQ(Eval("ForAnyValue:StringNotEquals", R"("a")", {"a", "b"}), Truth::kYes);
  EXPECT_EQ(Eval("ForAllValues:StringNotEquals", R"("a")", {"a", "b"}), Truth::kNo);
  EXPECT_EQ(Eval("ForAllValues:StringEquals", R"(["a", "b"])", {"a", "b"}), Truth::kYes);
  EXPECT_EQ(Eval("StringEquals", R"("a")", {"a", "b"}), Truth::kUnknown);
  EXPECT_EQ(Eval("ForAnyValue:StringEqualsIfExists", R"("a")", {}), Truth::kUnknown);
}

TEST(EvaluateTest, NumbersAreExactDecimals) {
  EXPECT_EQ(Eval("NumericLessThan", R"("9007199254740993")", {"9007199254740992"}), Truth::kYes);
  EXPECT_EQ(Eval("NumericEquals", R"("1.50")", {"01.5"}), Truth::kYes);
  EXPECT_EQ(Eval("NumericGreaterThanEquals", R"("-2")", {"-3"}), Truth::kNo);
  EXPECT_EQ(Eval("NumericLessThan", R"("10")", {"9"}), Truth::kYes);
  EXPECT_EQ(Eval("NumericLessThan", R"("ten")", {"9"}), Truth::kUnknown);
  EXPECT_EQ(Eval("NumericLessThanEquals", R"("10")", {"10\x05"}), Truth::kNo);
  EXPECT_EQ(Eval("NumericLessThanEquals", R"("-10")", {"\x05"}), Truth::kYes);
}

TEST(EvaluateTest, DatesAreIsoOrEpochSeconds) {
  EXPECT_EQ(Eval("DateLessThan", R"("2020-01-01T00:00:00Z")", {"2019-12-31T23:59:59Z"}),
            Truth::kYes);
  EXPECT_EQ(Eval("DateEquals", R"("1577836800")", {"2020-01-01T00:00:00Z"}), Truth::kYes);
  EXPECT_EQ(Eval("DateEquals", R"("2020-01-01T01:00:00+01:00")", {"2020-01-01"}), Truth::kYes);
  EXPECT_EQ(Eval("DateEquals", R"("tomorrow")", {"2020-01-01"}), Truth::kUnknown);
}

TEST(EvaluateTest, AddressesLieInBlocks) {
  EXPECT_EQ(Eval("IpAddress", R"("203.0.113.0/24")", {"203.0.113.7"}), Truth::kYes);
  EXPECT_EQ(Eval("IpAddress", R"("203.0.113.0/24")", {"203.0.114.7"}), Truth::kNo);
  EXPECT_EQ(Eval("NotIpAddress", R"("203.0.113.7")", {"203.0.113.7"}), Truth::kNo);
  EXPECT_EQ(Eval("IpAddress", R"("2001:db8::/32")", {"2001:db8::1"}), Truth::kYes);
  EXPECT_EQ(Eval("IpAddress", R"("2001:db8::/32")", {"203.0.113.7"}), Truth::kNo);
  EXPECT_EQ(Eval("IpAddress", R"("203.0.113.0/99")", {"203.0.113.7"}), Truth::kUnknown);
}

TEST(EvaluateTest, BooleansIgnoreCase) {
  EXPECT_EQ(Eval("Bool", R"("TRUE")", {"true"}), Truth::kYes);
  EXPECT_EQ(Eval("Bool", "true", {"true"}), Truth::kYes);
  EXPECT_EQ(Eval("Bool", "false", {"true"}), Truth::kNo);
}

TEST(EvaluateTest, HolesAreKnownOnlyWhereEveryReadingAgrees) {
  EXPECT_EQ(Eval("StringLike", R"("home/${s3:prefix}/*")", {"home/bob/x"}), Truth::kUnknown);
  EXPECT_EQ(Eval("StringLike", R"("home/${s3:prefix}/*")", {"work/bob/x"}), Truth::kNo);
}

TEST(ParseIpBlockTest, RefusesWhatIsNoAddress) {
  for (const std::string_view text :
       {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "1.2.3.x", ":",
        ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::1/129", "1:"}) {
    EXPECT_FALSE(ParseIpBlock(text).has_value()) << text;
  }
}

TEST(ParseIpBlockTest, ReadsEveryWritingOfAnAddress) {
  const auto format = [](std::string_view text) {
    const std::optional<IpBlock> block = ParseIpBlock(text);
    if (!block) return std::string("none");
    return FormatIp(block->first, block->is_v6) + "-" + FormatIp(block->last, block->is_v6);
  };
  EXPECT_EQ(format("10.1.2.3/8"), "10.0.0.0-10.255.255.255");
  EXPECT_EQ(format("::"),
            "0000:0000:0000:0000:0000:0000:0000:0000-"
            "0000:0000:0000:0000:0000:0000:0000:0000");
  EXPECT_EQ(format("2001:DB8::1:0/112"),
            "2001:0db8:0000:0000:0000:0000:0001:0000-"
            "2001:0db8:0000:0000:0000:0000:0001:ffff");
  EXPECT_EQ(format("::ffff:1.2.3.4"),
            "0000:0000:0000:0000:0000:ffff:0102:0304-"
            "0000:0000:0000:0000:0000:ffff:0102:0304");
}

TEST(SecondsOfTest, RefusesWhatIsNoDate) {
  for (const std::string_view text :
       {"", "20", "2020-13-01", "2020-01-01T", "2020-01-01T10:00", "2020-01-01T10:00:Z",
        "2020/01/01", "2020-01-01T10:00:00+1"}) {
    EXPECT_EQ(SecondsOf(text), std::nullopt) << text;
  }
  EXPECT_EQ(SecondsOf("1970-01-02"), "86400");
  EXPECT_EQ(SecondsOf("1970-01-01T00:00:00.5Z"), "0.5");
}

TEST(ConditionValueTest, EscapedTextMatchesItselfOnly) {
  EXPECT_TRUE(Glob(EscapeWildcards("a*?")).Matches("a*?"));
  EXPECT_FALSE(Glob(EscapeWildcards("a*?")).Matches("abc"));
  EXPECT_EQ(UnescapeWildcards(EscapeWildcards("a*?")), "a*?");
}

}  // namespace
}  // namespace leastwise::testing
