#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

std::string Trust(std::string_view principal, std::string_view more = "") {
  return R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": )" +
         std::string(principal) + std::string(more) + "}";
}

class GrantsPrincipalsTest : public ::testing::Test {
 protected:
  Answer Ask(std::string_view statements, PrincipalTest principals, std::string_view account = "",
             PolicyKind kind = PolicyKind::kTrust) {
    policies_.assign(1, fixture_.Link(statements, kind));
    Subject subject;
    subject.policies = policies_;
    subject.account = account;
    Query query;
    query.principals = std::move(principals);
    return Grants(fixture_.actions(), subject).Ask(query);
  }
  static PrincipalTest Kind(PrincipalKind kind) {
    PrincipalTest test;
    test.kinds = {kind};
    return test;
  }
  static PrincipalTest Account(AccountRelation relation) {
    PrincipalTest test;
    test.account = relation;
    return test;
  }
  PolicyFixture fixture_;
  std::vector<const Policy*> policies_;
};

TEST_F(GrantsPrincipalsTest, AreMatchedByKind) {
  EXPECT_EQ(Ask(Trust(R"("*")"), Kind(PrincipalKind::kEveryone)).truth, Truth::kYes);
  EXPECT_EQ(Ask(Trust(R"({"AWS": "*"})"), Kind(PrincipalKind::kEveryone)).truth, Truth::kYes);
  EXPECT_EQ(Ask(Trust(R"({"AWS": "111122223333"})"), Kind(PrincipalKind::kEveryone)).truth,
            Truth::kNo);
  EXPECT_EQ(
      Ask(Trust(R"({"AWS": "arn:aws:iam::111122223333:root"})"), Kind(PrincipalKind::kAccount))
          .truth,
      Truth::kYes);
}

TEST_F(GrantsPrincipalsTest, WhatAwsRefusesIsNobody) {
  for (const std::string_view refused :
       {R"({"AWS": "arn:aws:iam::*:root"})", R"({"AWS": "1234567"})", R"(["1111111", "7777777"])",
        R"({"AWS": "arn:aws:iam::111122223333:role/ml-*"})"}) {
    for (const PrincipalKind kind : {PrincipalKind::kEveryone, PrincipalKind::kSession}) {
      EXPECT_EQ(Ask(Trust(refused), Kind(kind)).truth, Truth::kNo) << refused;
    }
  }
}

TEST_F(GrantsPrincipalsTest, EveryProviderIsNotNobody) {
  const std::string every = R"({"Federated": "*"})";
  EXPECT_EQ(Ask(Trust(every), Kind(PrincipalKind::kOidc)).truth, Truth::kUnknown);
}

TEST_F(GrantsPrincipalsTest, EvidenceListsThoseThatPass) {
  const Answer answer = Ask(
      Trust(
          R"({"Service": ["sagemaker.amazonaws.com", "ec2.amazonaws.com"], "AWS": "111122223333"})"),
      Kind(PrincipalKind::kService));
  ASSERT_EQ(answer.evidence.size(), 1U);
  ASSERT_EQ(answer.evidence[0].principals.size(), 2U);
  EXPECT_EQ(answer.evidence[0].principals[0]->name, "sagemaker.amazonaws.com");
}

TEST_F(GrantsPrincipalsTest, AreComparedWithTheSubjectsAccount) {
  const std::string trust = Trust(R"({"AWS": "arn:aws:iam::111122223333:role/a"})");
  EXPECT_EQ(Ask(trust, Account(AccountRelation::kOwn), "111122223333").truth, Truth::kYes);
  EXPECT_EQ(Ask(trust, Account(AccountRelation::kOther), "111122223333").truth, Truth::kNo);
  EXPECT_EQ(Ask(trust, Account(AccountRelation::kOther), "444455556666").truth, Truth::kYes);
  EXPECT_EQ(Ask(trust, Account(AccountRelation::kOther)).truth, Truth::kUnknown);
  PrincipalTest trusted = Account(AccountRelation::kOther);
  trusted.trusted_accounts = {"111122223333"};
  EXPECT_EQ(Ask(trust, trusted).truth, Truth::kNo);
}

TEST_F(GrantsPrincipalsTest, ServicesAndIssuersAreGlobs) {
  PrincipalTest service;
  service.services = {"sagemaker.*"};
  EXPECT_EQ(Ask(Trust(R"({"Service": "sagemaker.amazonaws.com"})"), service).truth, Truth::kYes);
  EXPECT_EQ(Ask(Trust(R"({"Service": "ec2.amazonaws.com"})"), service).truth, Truth::kNo);
  PrincipalTest issuer = Kind(PrincipalKind::kOidc);
  issuer.issuers = {"token.actions.githubusercontent.com*"};
  const std::string federated = R"({"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
      "Principal": {"Federated":
      "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}})";
  EXPECT_EQ(Ask(federated, issuer).truth, Truth::kYes);
}

TEST_F(GrantsPrincipalsTest, TheNameOfADeletedIdentityGrantsNothing) {
  EXPECT_EQ(Ask(Trust(R"({"AWS": "AROAEXAMPLEEXAMPLE123"})"), {}).truth, Truth::kNo);
}

TEST_F(GrantsPrincipalsTest, AllowOfNotPrincipalIsEveryoneElse) {
  const std::string statement = R"({"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"},
      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})";
  EXPECT_EQ(Ask(statement, Kind(PrincipalKind::kEveryone), "", PolicyKind::kResource).truth,
            Truth::kYes);
}

constexpr std::string_view kTwo = R"({"Effect": "Allow",
    "Principal": {"AWS": ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::444455556666:role/b"]},
    "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}, )";

TEST_F(GrantsPrincipalsTest, ADenyTakesOnlyThoseItNames) {
  const auto left = [&](std::string_view principal) {
    const Answer answer = Ask(std::string(kTwo) + R"({"Effect": "Deny", "Action": "s3:*",
        "Resource": "*", )" + std::string(principal) +
                                  "}",
                              Kind(PrincipalKind::kRole), "", PolicyKind::kResource);
    std::string names;
    for (const Evidence& evidence : answer.evidence) {
      for (const Principal* one : evidence.principals) names += std::string(one->name) + " ";
    }
    return names;
  };
  EXPECT_EQ(left(R"("Principal": {"AWS": "arn:aws:iam::111122223333:role/a"})"), "b ");
  EXPECT_EQ(left(R"("Principal": {"AWS": "444455556666"})"), "a ");
  EXPECT_EQ(left(R"("Principal": "*")"), "");
  EXPECT_EQ(left(R"("NotPrincipal": {"AWS": "arn:aws:iam::111122223333:role/a"})"), "a ");
}

TEST_F(GrantsPrincipalsTest, AnIdentityPolicyHasNone) {
  EXPECT_EQ(Ask(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})",
                Kind(PrincipalKind::kEveryone), "", PolicyKind::kIdentity)
                .truth,
            Truth::kNo);
}

TEST_F(GrantsPrincipalsTest, ATrustPolicyAnswersNoQuestionOfBreadth) {
  policies_.assign(1, fixture_.Link(Trust(R"("*")"), PolicyKind::kTrust));
  Subject subject;
  subject.policies = policies_;
  Query query;
  EXPECT_EQ(Grants(fixture_.actions(), subject).Ask(query).truth, Truth::kYes);
  query.resources.at_least = Breadth::kExact;
  EXPECT_EQ(Grants(fixture_.actions(), subject).Ask(query).truth, Truth::kNo);
}

}  // namespace
}  // namespace leastwise::testing
