#include "engine/fingerprint.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/lint_fixture.h"

namespace leastwise::testing {
namespace {

constexpr std::string_view kStatement =
    R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"})";

std::vector<std::string> Fingerprints(std::string_view text) {
  LintFixture lint(
      PackYaml(RuleYaml("TEST1", "{allow: {actions: {any: ['s3:GetObject', 's3:PutObject']}}}")));
  std::vector<std::string> out;
  for (const Finding& finding : lint.Lint(text).findings) out.push_back(finding.fingerprint);
  return out;
}

std::string Document(std::string_view statements) {
  return R"({"Version": "2012-10-17", "Statement": [)" + std::string(statements) + "]}";
}

TEST(FingerprintTest, IsThePrefixAndThirtyTwoHexDigits) {
  const std::string fingerprint = Fingerprint({"LW1", "a", "b", "c", "d", "e"});
  EXPECT_EQ(fingerprint.size(), 36U);
  EXPECT_EQ(fingerprint.substr(0, 4), "lw1:");
  EXPECT_EQ(fingerprint.find_first_not_of("0123456789abcdef", 4), std::string::npos);
}

TEST(FingerprintTest, EveryPartCounts) {
  const std::string base = Fingerprint({"LW1", "a", "b", "c", "d", "e"});
  EXPECT_NE(base, Fingerprint({"LW2", "a", "b", "c", "d", "e"}));
  EXPECT_NE(base, Fingerprint({"LW1", "a", "b", "c", "d", "f"}));
  EXPECT_NE(base, RepeatedFingerprint(base, 1));
  EXPECT_NE(RepeatedFingerprint(base, 2), RepeatedFingerprint(base, 1));
  EXPECT_NE(Fingerprint({"LW1", "ab", "", "", "", ""}), Fingerprint({"LW1", "a", "b", "", "", ""}));
}

TEST(FingerprintTest, KeyPathHasNoIndexes) {
  EXPECT_EQ(KeyPath("/RoleDetailList/12/RolePolicyList/0/PolicyDocument", "Action"),
            "/RoleDetailList/RolePolicyList/PolicyDocument/Action");
  EXPECT_EQ(KeyPath("", "Action"), "/Action");
}

TEST(FingerprintTest, StaysWhenLinesAndNeighboursChange) {
  const std::vector<std::string> before = Fingerprints(Document(kStatement));
  const std::vector<std::string> after = Fingerprints(
      Document(R"({"Effect": "Allow", "Action": "ec2:DescribeSubnets", "Resource": "*"},)"
               "\n\n    " +
               std::string(kStatement)));
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before, after);
}

TEST(FingerprintTest, EqualStatementsAreCounted) {
  const std::string one(kStatement);
  const std::vector<std::string> found = Fingerprints(Document(one + "," + one));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NE(found[0], found[1]);
  EXPECT_EQ(found[0], Fingerprints(Document(one)).front());
}

TEST(FingerprintTest, ASidStandsForTheStatement) {
  const auto with_sid = [](std::string_view resource) {
    return Document(
        R"({"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": ")" +
        std::string(resource) + R"("})");
  };
  EXPECT_EQ(Fingerprints(with_sid("arn:aws:s3:::a/*")), Fingerprints(with_sid("arn:aws:s3:::b/*")));
}

}  // namespace
}  // namespace leastwise::testing
