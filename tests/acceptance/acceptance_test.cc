#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/checked.h"

namespace leastwise::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> IdsAbove(const Checked& checked, Severity floor) {
  std::vector<std::string> ids;
  for (const Found& found : checked.found) {
    if (found.severity > floor) ids.push_back(found.id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string Statement(std::string_view body) {
  return R"({"Version": "2012-10-17", "Statement": [)" + std::string(body) + "]}";
}

TEST(SeedTest, StudyGuidePolicyIsClean) {
  EXPECT_THAT(IdsAbove(CheckText(ReadTestData("acceptance/study-guide.json"), Audience::kAuditor),
                       Severity::kInfo),
              IsEmpty());
}

TEST(SeedTest, LessonPolicyHasFourFaultsForAuditors) {
  const Checked checked = CheckText(ReadTestData("acceptance/lesson.json"), Audience::kAuditor);
  EXPECT_THAT(checked.Ids(), ElementsAre("LW1008", "LW1010", "LW1011", "LW7101"));
  EXPECT_TRUE(checked.Has("LW1008", "arn:aws:s3:::ml-data-lake-*"));
  EXPECT_TRUE(checked.Has("LW1010", "arn:aws:s3:::ml-data-lake-*"));
  EXPECT_TRUE(checked.Has("LW1011", "arn:aws:ecr:*:*:repository/ml-*"));
  EXPECT_TRUE(checked.Has("LW1011", "arn:aws:logs:*:*:log-group:/aws/sagemaker/*"));
  EXPECT_TRUE(checked.Has("LW7101", "ecr:GetDownloadUrlForLayer"));
}

TEST(SeedTest, LessonPolicyShowsRegularReadersTheTwoOnData) {
  EXPECT_THAT(CheckText(ReadTestData("acceptance/lesson.json")).Ids(),
              ElementsAre("LW1008", "LW1010"));
}

TEST(SeedTest, HandbookAccountFoldsItsBundles) {
  const Checked checked = CheckText(ReadTestData("acceptance/handbook-account.json"));
  EXPECT_THAT(IdsAbove(checked, Severity::kLow),
              ElementsAre("LW3002", "LW3003", "LW3006", "LW3007", "LW3008"));
  EXPECT_THAT(checked.Find("LW3006")->containers, ElementsAre("SageMakerExecutionRoleLLM"));
  EXPECT_THAT(checked.Find("LW3007")->containers, ElementsAre("sagemaker-deployer"));
  EXPECT_EQ(checked.Find("LW3008")->underlined, "AKIAEXAMPLEDEPLOYER1");
  EXPECT_EQ(checked.Find("LW3002")->underlined, "SageMakerExecutionRoleLLM");
  EXPECT_EQ(checked.Find("LW3003")->underlined, "sagemaker-deployer");
}

TEST(ManagedPolicyTest, SageMakerFullAccessIsToldInAtMostTwentyFindings) {
  const Checked checked = CheckText(ManagedPolicyDocument("AmazonSageMakerFullAccess"));
  EXPECT_LE(checked.found.size(), 20U);
  // PassRole on every role to SageMaker, and with it any SageMaker role's permissions.
  EXPECT_TRUE(checked.Has("LW2002", "arn:aws:iam::*:role/*"));
  EXPECT_TRUE(checked.Has("LW2101", "arn:aws:iam::*:role/*"));
  // The whole service.
  EXPECT_TRUE(checked.Has("LW1002", "sagemaker:*"));
  // Objects of any bucket with the word in its name, in any account.
  ASSERT_NE(checked.Find("LW1008"), nullptr);
  EXPECT_THAT(checked.Find("LW1008")->message, HasSubstr("s3:PutObject"));
  EXPECT_THAT(checked.Find("LW1008")->underlined, HasSubstr("Maker*"));
  // Cognito, alarms, warehouses, Glue jobs on every resource.
  EXPECT_TRUE(checked.Has("LW1006", "*"));
}

std::vector<std::string> MessagesOf(const Checked& checked, std::string_view id) {
  std::vector<std::string> out;
  for (const Found& found : checked.found) {
    if (found.id == id) out.push_back(found.message);
  }
  return out;
}

struct Row {
  std::string_view id;
  std::string_view action;  // as the document writes it
  std::string_view underlined;
};

class SageMakerFullAccessTest : public ::testing::TestWithParam<Row> {};

// A message names three actions and counts the others: that it speaks of one shows when the
// document no longer grants it.
TEST_P(SageMakerFullAccessTest, RowIsToldByActionAndResource) {
  const Row& row = GetParam();
  std::string document = ManagedPolicyDocument("AmazonSageMakerFullAccess");
  const Checked whole = CheckText(document, Audience::kAuditor);
  EXPECT_TRUE(whole.Has(row.id, row.underlined));
  const std::string quoted = '"' + std::string(row.action) + '"';
  ASSERT_NE(document.find(quoted), std::string::npos);
  for (std::size_t at = document.find(quoted); at != std::string::npos;
       at = document.find(quoted, at)) {
    document.replace(at, quoted.size(), "\"ec2:DescribeVpcs\"");
  }
  const Checked without = CheckText(document, Audience::kAuditor);
  EXPECT_NE(MessagesOf(whole, row.id), MessagesOf(without, row.id));
}

constexpr Row kSageMakerRows[] = {
    {"LW2002", "iam:PassRole", "arn:aws:iam::*:role/*"},
    {"LW2101", "iam:PassRole", "arn:aws:iam::*:role/*"},
    {"LW1006", "glue:CreateJob", "*"},
    {"LW2131", "sagemaker:CreatePresignedDomainUrl", "*"},
    {"LW1006", "cognito-idp:AdminCreateUser", "*"},
    {"LW1006", "cognito-idp:AdminAddUserToGroup", "*"},
    {"LW1006", "cognito-idp:UpdateUserPool", "*"},
    {"LW1006", "cloudwatch:DeleteAlarms", "*"},
    {"LW1006", "athena:StartQueryExecution", "*"},
    {"LW1006", "redshift-data:ExecuteStatement", "*"},
    {"LW1008", "s3:PutObject", "arn:aws:s3:::*SageMaker*"},
    {"LW1008", "s3:DeleteObject", "arn:aws:s3:::*SageMaker*"},
    {"LW1031", "ecr:SetRepositoryPolicy", "arn:aws:ecr:*:*:repository/*sagemaker*"},
    {"LW1031", "ecr:PutImage", "arn:aws:ecr:*:*:repository/*sagemaker*"},
    {"LW1031", "ecr:BatchDeleteImage", "arn:aws:ecr:*:*:repository/*sagemaker*"},
    {"LW1011", "lambda:InvokeFunction", "arn:aws:lambda:*:*:function:*SageMaker*"},
};
INSTANTIATE_TEST_SUITE_P(Rows, SageMakerFullAccessTest, ::testing::ValuesIn(kSageMakerRows),
                         [](const auto& row) {
                           std::string name(row.param.id);
                           for (const char c : row.param.action) {
                             if (c != ':' && c != '-') name += c;
                           }
                           return name;
                         });

// Answers that other tools get wrong; each is a short policy.
TEST(WrongAnswerTest, WildcardsThatAreNotTheSingleStarCount) {
  const Checked checked = CheckText(Statement(
      R"({"Effect": "Allow", "Action": ["iam:PassRole", "s3:GetObject"],
          "Resource": ["arn:aws:iam::*:role/*", "arn:aws:s3:::*"]})"));
  EXPECT_TRUE(checked.Has("LW2001", "arn:aws:iam::*:role/*"));
  EXPECT_TRUE(checked.Has("LW1003", "arn:aws:s3:::*"));
  EXPECT_TRUE(
      CheckText(Statement(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "**"})"))
          .Has("LW1003", "**"));
}

TEST(WrongAnswerTest, StarColonStarIsEverything) {
  EXPECT_TRUE(CheckText(Statement(R"({"Effect": "Allow", "Action": "*:*", "Resource": "*"})"))
                  .Has("LW1001", "*"));
}

TEST(WrongAnswerTest, ActionsIgnoreCase) {
  EXPECT_TRUE(
      CheckText(Statement(R"({"Effect": "Allow", "Action": "IAM:passrole", "Resource": "*"})"))
          .Has("LW2001", "*"));
}

TEST(WrongAnswerTest, NotResourceLeavesEveryOtherRole) {
  EXPECT_NE(CheckText(Statement(
                          R"({"Effect": "Allow", "Action": "iam:PassRole",
                    "NotResource": "arn:aws:iam::111122223333:role/admin"})"))
                .Find("LW2001"),
            nullptr);
}

// All that is said is that the Allow has no effect.
TEST(WrongAnswerTest, ADenyOnEverythingSilences) {
  const Checked checked =
      CheckText(Statement(R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
                     {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"})"),
                Audience::kAuditor);
  EXPECT_EQ(checked.found.size(), 1U);
  EXPECT_TRUE(checked.Has("LW7201", "iam:PassRole"));
}

TEST(WrongAnswerTest, MistypedActionsAreNamed) {
  const Checked checked = CheckText(Statement(
      R"({"Effect": "Allow", "Action": ["sagemaker:CreateTrainingJobs", "sagmaker:CreateModel"],
          "Resource": "*"})"));
  EXPECT_TRUE(checked.Has("LW7003", "sagemaker:CreateTrainingJobs"));
  EXPECT_THAT(checked.Find("LW7003")->message, HasSubstr("sagmaker:CreateModel"));
}

TEST(WrongAnswerTest, EveryModelIsTooMany) {
  EXPECT_TRUE(
      CheckText(
          Statement(R"({"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*"})"))
          .Has("LW6101", "*"));
}

TEST(WrongAnswerTest, AFoundationModelArnIsRight) {
  EXPECT_THAT(CheckText(Statement(
                            R"({"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource":
                      "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"})"),
                        Audience::kAuditor)
                  .found,
              IsEmpty());
}

TEST(WrongAnswerTest, APolicyVariableInAnArnIsNoMismatch) {
  EXPECT_THAT(CheckText(Statement(
                            R"({"Effect": "Allow", "Action": "sagemaker:CreateApp", "Resource":
                      "arn:aws:sagemaker:eu-west-1:111122223333:app/${sagemaker:DomainId}/*"})"))
                  .found,
              Each(Field(&Found::id, "LW6000")));  // the note on missing guardrails
}

TEST(WrongAnswerTest, ReadAndWriteOnEveryBucketAreBothTold) {
  const Checked checked = CheckText(Statement(
      R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"})"));
  EXPECT_TRUE(checked.Has("LW1003", "*"));
  EXPECT_TRUE(checked.Has("LW1005", "*"));
}

TEST(WrongAnswerTest, PassRoleWithATrainingJobIsAnEscalation) {
  EXPECT_NE(
      CheckText(
          Statement(
              R"({"Effect": "Allow", "Action": ["iam:PassRole", "sagemaker:CreateNotebookInstance"],
                    "Resource": "*"})"))
          .Find("LW2101"),
      nullptr);
}

TEST(WrongAnswerTest, AGitHubProviderIsKnown) {
  EXPECT_THAT(
      CheckText(Statement(
                    R"({"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal":
                      {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
                      "Condition": {"StringEquals": {
                        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                        "token.actions.githubusercontent.com:sub": "repo:acme/ml:environment:prod"}}})"),
                Audience::kAuditor)
          .found,
      IsEmpty());
}

TEST(WrongAnswerTest, TheTokenOfARegistryIsNoCredentialLeak) {
  EXPECT_THAT(
      CheckText(
          Statement(
              R"({"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"})"),
          Audience::kAuditor)
          .found,
      IsEmpty());
}

TEST(WrongAnswerTest, ADuplicateActionIsAnErrorAndBothAreRead) {
  const Checked checked = CheckText(
      Statement(
          R"({"Effect": "Allow", "Action": "*", "Action": "s3:ListAllMyBuckets", "Resource": "*"})"),
      Audience::kAuditor);
  EXPECT_TRUE(checked.Has("LW7002", "Action"));
  EXPECT_NE(checked.Find("LW1001"), nullptr);
}

TEST(WrongAnswerTest, AnAdministratorIsNotSkipped) {
  const Checked checked = CheckText(
      R"({"RoleName": "notebook", "Path": "/", "Arn": "arn:aws:iam::111122223333:role/notebook",
          "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
            "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
          "AttachedManagedPolicies": [{"PolicyName": "AdministratorAccess",
            "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}]})");
  EXPECT_TRUE(checked.Has("LW3004", "arn:aws:iam::aws:policy/AdministratorAccess"));
}

}  // namespace
}  // namespace leastwise::testing
