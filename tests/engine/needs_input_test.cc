#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/lint_fixture.h"

// `needs_input` of an entry. "What the words mean" 10 of the rule language: a fact or document that
// is not in the input is silent, and counted.

namespace leastwise::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kMatch = "{allow: {actions: {any: ['sagemaker:CreateTrainingJob']}}}";
constexpr std::string_view kStatement =
    R"({"Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*"})";

struct Outcome {
  std::vector<std::string> found;
  std::size_t cannot_tell = 0;
};

Outcome Lint(std::string_view needed, std::string_view input) {
  LintFixture lint(
      PackYaml(RuleYaml("TEST1", kMatch, "  needs_input: " + std::string(needed) + "\n")));
  const EvaluationResult& result = lint.Lint(input);
  return {Underlined(result), result.cannot_tell};
}

std::string Document(std::string_view statement) {
  return R"({"Version": "2012-10-17", "Statement": [)" + std::string(statement) + "]}";
}

// What get-account-authorization-details prints of one role.
std::string Account(std::string_view more) {
  return R"({"RoleDetailList": [{"RoleName": "train", "Path": "/", "Arn":
    "arn:aws:iam::111122223333:role/train", "RolePolicyList": [{"PolicyName": "own",
    "PolicyDocument": )" +
         Document(kStatement) + R"(}], "AttachedManagedPolicies": [])" + std::string(more) + "}]}";
}

std::string Trust() {
  return R"(, "AssumeRolePolicyDocument": )" +
         Document(R"({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                      "Action": "sts:AssumeRole"})");
}

TEST(NeedsInputTest, ADocumentAloneHasNoTrust) {
  const Outcome outcome = Lint("trust", kStatement);
  EXPECT_THAT(outcome.found, IsEmpty());
  EXPECT_EQ(outcome.cannot_tell, 1U);
}

TEST(NeedsInputTest, ARoleWithItsTrustIsTold) {
  const Outcome outcome = Lint("trust", Account(Trust()));
  EXPECT_THAT(outcome.found, ElementsAre("TEST1 `sagemaker:CreateTrainingJob`"));
  EXPECT_EQ(outcome.cannot_tell, 0U);
}

TEST(NeedsInputTest, ABoundaryThatWasNotReadIsLacking) {
  const std::string bounded =
      Account(R"(, "PermissionsBoundary": {"PermissionsBoundaryType": "Policy",
                 "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/ml"})");
  EXPECT_THAT(Lint("boundary", bounded).found, IsEmpty());
  EXPECT_EQ(Lint("[boundary-field]", bounded).cannot_tell, 1U) << "the document decides";
  EXPECT_EQ(Lint("[boundary, trust]", Account(Trust())).found.size(), 1U) << "there is none";
}

TEST(NeedsInputTest, AServiceControlPolicyAnywhereInTheInputWillDo) {
  EXPECT_EQ(Lint("scp", kStatement).cannot_tell, 1U);
  LintFixture lint(PackYaml(RuleYaml("TEST1", kMatch, "  needs_input: [scp]\n")));
  lint.Add(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})", PolicyKind::kServiceControl,
           "scp.json");
  lint.Add(kStatement, PolicyKind::kIdentity, "role.json");
  EXPECT_THAT(Underlined(lint.Run()), Contains(HasSubstr("sagemaker:CreateTrainingJob")));
}

std::string Dump(std::string_view lists, std::string_view more = {}) {
  std::string dump = Account(Trust());
  dump.pop_back();
  return dump + std::string(lists) + std::string(more) + "}";
}

constexpr std::string_view kOtherLists =
    R"(, "UserDetailList": [], "GroupDetailList": [], "Policies": [])";

TEST(NeedsInputTest, ACompleteAccountIsADumpWithAllOfItsLists) {
  EXPECT_EQ(Lint("complete-account", Dump(kOtherLists)).found.size(), 1U);
  EXPECT_EQ(Lint("complete-account", Dump(kOtherLists, R"(, "IsTruncated": false)")).found.size(),
            1U);
  const Outcome roles = Lint("complete-account", Dump({}));
  EXPECT_THAT(roles.found, IsEmpty());
  EXPECT_EQ(roles.cannot_tell, 1U);
  EXPECT_EQ(Lint("complete-account", kStatement).cannot_tell, 1U) << "one document";
}

TEST(NeedsInputTest, ADumpThatWasCutShortIsNoCompleteAccount) {
  for (const std::string_view more :
       {R"(, "IsTruncated": true, "Marker": "x")", R"(, "NextToken": "x")"}) {
    EXPECT_THAT(Lint("complete-account", Dump(kOtherLists, more)).found, IsEmpty()) << more;
  }
}

TEST(NeedsInputTest, AnotherAccountBesideACompleteOneIsNotComplete) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", kMatch, "  needs_input: [complete-account]\n")));
  lint.Add(Dump(kOtherLists), {}, "one.json");
  std::string other = Dump({});
  for (std::size_t at = 0; (at = other.find("111122223333", at)) != other.npos;) {
    other.replace(at, 12, "444455556666");
  }
  lint.Add(other, {}, "two.json");
  EXPECT_EQ(lint.Run().findings.size(), 1U);
}

TEST(NeedsInputTest, AnUnknownWordIsTold) {
  EXPECT_THAT(LoadErrors(PackYaml(RuleYaml("TEST1", kMatch, "  needs_input: trusts\n"))),
              ElementsAre(HasSubstr("did you mean `trust`?")));
}

}  // namespace
}  // namespace leastwise::testing
