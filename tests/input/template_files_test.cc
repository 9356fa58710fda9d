#include "input/template_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "input/read_text.h"

namespace leastwise {
namespace {

using testing::Document;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ReadText;

std::string Template() {
  return R"({"Resources": {"Role": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": )" +
         Document() + "}}}}";
}

TEST(TemplateFilesTest, CloudFormationIsListedAndNotRead) {
  const ReadText read(Template());
  EXPECT_EQ(read.outcome, ReadOutcome::kNoPolicy);
  EXPECT_THAT(read.inventory.policies(), IsEmpty());
  EXPECT_THAT(read.NotAnalysedList(),
              ElementsAre(": CloudFormation templates are not supported yet"));
}

TEST(TemplateFilesTest, TemplateInsideOfAnotherFileIsListed) {
  const ReadText read(R"({"TemplateBody": )" + Template() + "}");
  EXPECT_THAT(read.NotAnalysedList(),
              ElementsAre("/TemplateBody: CloudFormation templates are not supported yet"));
}

TEST(TemplateFilesTest, TemplateWithoutPoliciesIsSkipped) {
  const ReadText read(
      R"({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"T": {"Type": "AWS::SNS::Topic"}}})");
  EXPECT_EQ(read.outcome, ReadOutcome::kNoPolicy);
  EXPECT_THAT(read.NotAnalysedList(), IsEmpty());
}

TEST(TemplateFilesTest, FragmentOfATemplateIsListed) {
  const ReadText read(R"([{"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": )" +
                      Document() + "}}]");
  EXPECT_THAT(read.NotAnalysedList(),
              ElementsAre("/0: CloudFormation templates are not supported yet"));
}

TEST(TemplateFilesTest, DocumentWithTemplateFunctionsIsListed) {
  const ReadText read(
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*",)"
      R"( "Resource": {"Fn::GetAtt": ["Bucket", "Arn"]}}})");
  EXPECT_THAT(read.inventory.policies(), IsEmpty());
  EXPECT_THAT(
      read.NotAnalysedList(),
      ElementsAre(": the document holds CloudFormation functions, which are not supported yet"));
}

TEST(TemplateFilesTest, TerraformPlanIsListed) {
  const ReadText read(
      R"({"terraform_version": "1.9.0", "planned_values": {"root_module": {"resources": [)"
      R"({"type": "aws_iam_policy", "values": {"policy": "{}"}}]}}})");
  EXPECT_THAT(read.NotAnalysedList(), ElementsAre(": Terraform plans are not supported yet"));
}

TEST(TemplateFilesTest, TerraformPlanWithoutPoliciesIsSkipped) {
  const ReadText read(
      R"({"terraform_version": "1.9.0", "resource_changes": [{"type": "aws_vpc"}]})");
  EXPECT_THAT(read.NotAnalysedList(), IsEmpty());
}

TEST(TemplateFilesTest, TerraformStateAndConfigurationAreListed) {
  const ReadText state(
      R"({"terraform_version": "1.9.0", "serial": 3, "resources": [{"type": "aws_iam_role"}]})");
  EXPECT_THAT(state.NotAnalysedList(), ElementsAre(": Terraform state is not supported yet"));
  const ReadText configuration(R"({"resource": {"aws_iam_role": {"r": {"name": "r"}}}})");
  EXPECT_THAT(configuration.NotAnalysedList(),
              ElementsAre(": Terraform configuration is not supported yet"));
}

}  // namespace
}  // namespace leastwise
