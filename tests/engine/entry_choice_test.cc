#include "engine/entry_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/lint_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Entries 0 to 5: s3, iam, any action, a problem, a trust policy, a text.
std::string Pack() {
  return PackYaml(RuleYaml("AAA1", "{allow: {actions: {any: 's3:PutObject'}}}") +
                  RuleYaml("AAA2", "{allow: {actions: {any: 'iam:PassRole'}}}") +
                  RuleYaml("AAA3", "{allow: {resources: {breadth: every}}}") +
                  RuleYaml("AAA4", "{problem: missing-effect}") +
                  RuleYaml("AAA5", "{allow: {actions: {any: 'sts:AssumeRole'}}}",
                           "  applies_to: {kind: trust-policy}\n") +
                  RuleYaml("AAA6",
                           "{text: {matches: '\\bhf_[a-z]{8,}|-----BEGIN [A-Z ]*KEY-----'}}",
                           "  applies_to: {kind: [identity-policy, trust-policy]}\n"));
}

class EntryChoiceTest : public ::testing::Test {
 protected:
  EntryChoiceTest() : pack_(Pack()), fixture_(pack_) {}

  std::vector<std::uint32_t> Choose(std::string_view text,
                                    std::optional<PolicyKind> kind = PolicyKind::kIdentity,
                                    const std::vector<bool>& enabled = {}) {
    fixture_.Add(text, kind);
    PerWorker<Arena> arenas(1);
    RunInput input;
    input.subjects = ListSubjects(fixture_.inventory(), &arenas);
    for (const Problem& problem : fixture_.inventory().problems()) {
      input.problems.push_back(&problem);
    }
    return ChooseEntries(fixture_.book().compiled(), input, enabled);
  }

  std::string pack_;
  LintFixture fixture_;
};

TEST_F(EntryChoiceTest, AServiceThatNoStatementNamesIsNotLookedFor) {
  EXPECT_THAT(Choose(R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})"),
              ElementsAre(0, 2));
}

TEST_F(EntryChoiceTest, WhatADenyNamesIsNotGranted) {
  EXPECT_THAT(Choose(R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})"), ElementsAre(2));
}

TEST_F(EntryChoiceTest, StarAndNotActionMayBeOfAnyService) {
  EXPECT_THAT(Choose(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})"),
              ElementsAre(0, 1, 2));
}

TEST_F(EntryChoiceTest, NotActionMayBeOfAnyService) {
  EXPECT_THAT(Choose(R"({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"})"),
              ElementsAre(0, 1, 2));
}

TEST_F(EntryChoiceTest, AProblemWakesItsEntries) {
  EXPECT_THAT(Choose(R"({"Version": "2012-10-17", "Statement": {"Action": "s3:*"}})"),
              ::testing::Contains(3));
}

TEST_F(EntryChoiceTest, OnlyKindsThatAreThereAreLookedAt) {
  EXPECT_THAT(Choose(R"({"Effect": "Allow", "Action": "sts:AssumeRole",
                         "Principal": {"AWS": "111122223333"}})",
                     PolicyKind::kTrust),
              ElementsAre(4));
}

TEST_F(EntryChoiceTest, ARuleThatIsNotAskedForIsLeftOut) {
  EXPECT_THAT(Choose(R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})",
                     PolicyKind::kIdentity, {false, true, true, true, true, true}),
              ElementsAre(2));
}

TEST_F(EntryChoiceTest, AnExpressionIsTriedWhereALiteralOfItStands) {
  EXPECT_THAT(Choose(R"({"Effect": "Allow", "Sid": "Hf_ABC", "Action": "*", "Resource": "*"})"),
              ElementsAre(0, 1, 2, 5));
}

TEST_F(EntryChoiceTest, AnExpressionIsTriedForAnyPartOfALiteralWithBlanks) {
  EXPECT_THAT(Choose(R"({"Effect": "Deny", "Action": "*", "Resource": "*",
                         "Condition": {"StringEquals": {"aws:userid": "-----BEGIN KEY-----"}}})"),
              ElementsAre(2, 5));
}

// Denies everything, and may grant nothing.
std::string DenyOf(std::string_view sid) {
  return R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Sid": ")" + std::string(sid) +
         R"("})";
}

TEST_F(EntryChoiceTest, AnExpressionIsTriedOnWhatOnlyRe2CanFold) {
  EXPECT_THAT(Choose(DenyOf("a\u0308")), ElementsAre(2, 5));
}

TEST_F(EntryChoiceTest, AnExpressionIsTriedOnManyTexts) {
  EXPECT_THAT(Choose(DenyOf(std::string(20'000, 'a'))), ElementsAre(2, 5));
}

// A user who may do nothing.
std::string User(std::string_view name, std::string_view tag) {
  return R"({"UserDetailList": [{"UserName": ")" + std::string(name) +
         R"(", "Arn": "arn:aws:iam::111122223333:user/ann", "UserPolicyList": [],
             "AttachedManagedPolicies": [], "GroupList": [], "Tags": [{"Key": "team", "Value": ")" +
         std::string(tag) +
         R"("}]}], "GroupDetailList": [], "RoleDetailList": [], "Policies": []})";
}

TEST_F(EntryChoiceTest, AnExpressionIsTriedForTagsOfAHolder) {
  EXPECT_THAT(Choose(User("ann", "the hf_ one"), std::nullopt), ElementsAre(2, 5));
}

TEST_F(EntryChoiceTest, AnExpressionIsTriedForTheNameOfAHolder) {
  EXPECT_THAT(Choose(User("hf_", "ml"), std::nullopt), ElementsAre(2, 5));
}

TEST_F(EntryChoiceTest, AnExpressionIsNotTriedForAHolderWithoutItsLiterals) {
  EXPECT_THAT(Choose(User("ann", "ml"), std::nullopt), ElementsAre(2));
}

TEST_F(EntryChoiceTest, WithoutInputNothingIsChosen) {
  EXPECT_THAT(ChooseEntries(fixture_.book().compiled(), {}, {}), IsEmpty());
}

}  // namespace
}  // namespace leastwise::testing
