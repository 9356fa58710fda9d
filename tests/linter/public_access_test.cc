#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "linter/assert.h"
#include "linter/shipped_fixture.h"

namespace leastwise {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// What `no-public-access` answers about resource and trust policies.
class PublicAccessTest : public testing::Test {
 protected:
  PublicAccessTest() {
    ShippedData data = LinkedData();
    data.packs.clear();
    knowledge_ = Knowledge::Open(data, {}, files_);
    files_.Add("e.yaml",
               "version: 1\nexpectations:\n"
               "  - {name: one, policies: p.json, no-public-access: true}\n");
  }
  ComparisonVerdict Of(const std::string& statements) {
    files_.Add("p.json", R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
    result_ = Assert({"e.yaml"}, *knowledge_, files_);
    EXPECT_THAT(result_.errors, IsEmpty()) << result_.errors.front().message;
    return Comparison().verdict;
  }
  // A bucket policy.
  ComparisonVerdict OfBucket(const std::string& principal, const std::string& condition = "{}") {
    return Of(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::m/*",
                  "Principal": )" +
              principal + R"(, "Condition": )" + condition + "}");
  }
  // One that names everyone and has the condition.
  ComparisonVerdict If(const std::string& op, const std::string& key, const std::string& value) {
    return OfBucket("\"*\"", "{\"" + op + "\": {\"" + key + "\": " + value + "}}");
  }
  const PolicyComparison& Comparison() const {
    return result_.expectations.at(0).answers.at(0).comparison;
  }

  MemoryFileReader files_;
  std::unique_ptr<Knowledge> knowledge_;
  AssertResult result_;
};

constexpr ComparisonVerdict kPrivate = ComparisonVerdict::kPass;
constexpr ComparisonVerdict kPublic = ComparisonVerdict::kFail;
constexpr ComparisonVerdict kCannotTell = ComparisonVerdict::kUnknown;

TEST_F(PublicAccessTest, EveryoneIsPublicAndNamedPrincipalsAreNot) {
  EXPECT_EQ(OfBucket("\"*\""), kPublic);
  EXPECT_EQ(OfBucket(R"({"AWS": "*"})"), kPublic);
  EXPECT_EQ(OfBucket(R"({"AWS": ["111122223333", "*"]})"), kPublic);
  EXPECT_EQ(OfBucket(R"({"AWS": "111122223333"})"), kPrivate);
  EXPECT_EQ(OfBucket(R"({"AWS": "arn:aws:iam::111122223333:role/r"})"), kPrivate);
  EXPECT_EQ(OfBucket(R"({"Service": "cloudtrail.amazonaws.com"})"), kPrivate);
  EXPECT_EQ(OfBucket(R"({"CanonicalUser":
      "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"})"),
            kPrivate);
}

TEST_F(PublicAccessTest, WitnessIsAStrangersRequest) {
  EXPECT_EQ(OfBucket("\"*\"", R"({"StringEquals": {"aws:UserAgent": "me"}})"), kPublic);
  const Request& witness = Comparison().added.at(0).witness;
  EXPECT_EQ(witness.action, "s3:GetObject");
  EXPECT_EQ(witness.context.at("aws:useragent"), std::vector<std::string>{"me"});
  EXPECT_THAT(witness.principal, Not(IsEmpty()));
}

TEST_F(PublicAccessTest, FixedValuesOfTrustedKeysKeepStrangersOut) {
  EXPECT_EQ(If("StringEquals", "aws:PrincipalOrgID", R"("o-a1b2c3d4e5")"), kPrivate);
  EXPECT_EQ(If("StringEquals", "aws:PrincipalAccount", R"(["111122223333"])"), kPrivate);
  EXPECT_EQ(If("ArnEquals", "aws:PrincipalArn", R"("arn:aws:iam::111122223333:role/r")"), kPrivate);
  EXPECT_EQ(If("ArnLike", "aws:SourceArn", R"("arn:aws:sns:us-east-1:111122223333:t")"), kPrivate);
  EXPECT_EQ(If("StringEquals", "aws:SourceAccount", R"("111122223333")"), kPrivate);
  EXPECT_EQ(If("StringEqualsIgnoreCase", "AWS:SourceVpce", R"("vpce-1")"), kPrivate);
  EXPECT_EQ(If("StringEquals", "s3:DataAccessPointAccount", R"("111122223333")"), kPrivate);
  EXPECT_EQ(If("ArnLike", "s3:DataAccessPointArn", R"("arn:aws:s3:us-east-1:111122223333:*")"),
            kPrivate);
  EXPECT_EQ(If("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", R"("o-a1b2c3d4e5/r-ab12/*")"),
            kPrivate);
}

TEST_F(PublicAccessTest, WildcardsOtherKeysAndAbsenceFixNothing) {
  EXPECT_EQ(If("StringLike", "aws:PrincipalOrgID", R"("o-*")"), kPublic);
  EXPECT_EQ(If("StringLike", "aws:SourceVpce", R"(["vpce-1", "vpce-*"])"), kPublic);
  EXPECT_EQ(If("ArnLike", "aws:SourceArn", R"("arn:aws:s3:::*")"), kPublic);
  EXPECT_EQ(If("StringEqualsIfExists", "aws:SourceVpce", R"("vpce-1")"), kPublic);
  EXPECT_EQ(If("ForAllValues:StringLike", "aws:PrincipalOrgPaths", R"("o-a1b2c3d4e5/*")"), kPublic);
  EXPECT_EQ(If("StringNotEquals", "aws:SourceVpce", R"("vpce-1")"), kPublic);
  EXPECT_EQ(If("Bool", "aws:SecureTransport", R"("true")"), kPublic);
  EXPECT_EQ(If("StringEquals", "aws:SourceAccount", R"("${aws:PrincipalAccount}")"), kPublic);
}

TEST_F(PublicAccessTest, AddressesAreFixedUpToASlashEight) {
  EXPECT_EQ(If("IpAddress", "aws:SourceIp", R"(["192.0.2.0/24", "198.51.100.7"])"), kPrivate);
  EXPECT_EQ(If("IpAddress", "aws:SourceIp", R"("10.0.0.0/8")"), kPrivate);
  EXPECT_EQ(If("IpAddress", "aws:SourceIp", R"("2001:db8::/32")"), kPrivate);
  EXPECT_EQ(If("IpAddress", "aws:SourceIp", R"("0.0.0.0/0")"), kPublic);
  EXPECT_EQ(If("IpAddress", "aws:SourceIp", R"(["192.0.2.0/24", "128.0.0.0/1"])"), kPublic);
  EXPECT_EQ(If("NotIpAddress", "aws:SourceIp", R"("192.0.2.0/24")"), kPublic);
}

TEST_F(PublicAccessTest, DeniesCount) {
  const std::string open = R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                               "Resource": "arn:aws:s3:::m/*"})";
  const auto deny = [&open](const std::string& rest) {
    return open + R"(, {"Effect": "Deny", "Action": "s3:*", "Resource": "*", )" + rest + "}";
  };
  EXPECT_EQ(Of(deny(R"("Principal": "*",
      "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})")),
            kPrivate);
  EXPECT_EQ(Of(deny(R"("Principal": "*",
      "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})")),
            kPrivate);
  EXPECT_EQ(Of(deny(R"("Principal": "*",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})")),
            kPublic);
  EXPECT_EQ(Of(deny(R"("NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:user/u",
      "arn:aws:iam::111122223333:root"]})")),
            kPrivate);
}

TEST_F(PublicAccessTest, NotPrincipalOfAnAllowLetsInEveryoneElse) {
  EXPECT_EQ(Of(R"({"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"},
                   "Action": "s3:GetObject", "Resource": "arn:aws:s3:::m/*"})"),
            kPublic);
}

TEST_F(PublicAccessTest, WhatAwsLeavesOpenIsNamed) {
  EXPECT_EQ(If("ArnLike", "aws:PrincipalArn", R"("arn:aws:iam::111122223333:role/*")"),
            kCannotTell);
  EXPECT_THAT(Comparison().reasons.at(0), HasSubstr("`aws:PrincipalArn`"));
  EXPECT_EQ(If("StringLike", "aws:userid", R"("AROAEXAMPLEEXAMPLE:*")"), kCannotTell);
  EXPECT_EQ(If("StringEquals", "aws:userid", R"("AROAEXAMPLEEXAMPLE:me")"), kPrivate);
  EXPECT_EQ(If("Bool", "aws:PrincipalIsAWSService", R"("true")"), kCannotTell);
}

TEST_F(PublicAccessTest, SharedIdentityProvidersNeedASubject) {
  const auto trust = [this](const std::string& condition) {
    return Of(R"({"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal":
        {"Federated":
         "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
        "Condition": )" +
              condition + "}");
  };
  const std::string host = "token.actions.githubusercontent.com";
  EXPECT_EQ(trust(R"({"StringEquals": {")" + host + R"(:aud": "sts.amazonaws.com"}})"),
            kCannotTell);
  EXPECT_THAT(Comparison().reasons.at(0), HasSubstr(host));
  EXPECT_EQ(trust(R"({"StringLike": {")" + host + R"(:sub": "repo:team/ml:*"}})"), kPrivate);
  EXPECT_EQ(trust(R"({"StringLike": {")" + host + R"(:sub": "*"}})"), kCannotTell);
  EXPECT_EQ(Of(R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}})"),
            kPublic);
}

}  // namespace
}  // namespace leastwise
