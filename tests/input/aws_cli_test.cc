#include "input/aws_cli.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "input/read_text.h"

namespace leastwise {
namespace {

using testing::Document;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Quoted;
using testing::ReadText;
using testing::TrustDocument;
using testing::UrlEncoded;

TEST(AwsCliTest, GetPolicyVersion) {
  const ReadText read(R"({"PolicyVersion": {"Document": )" + Document() +
                      R"(, "VersionId": "v3", "IsDefaultVersion": true}})");
  EXPECT_EQ(read.outcome, ReadOutcome::kPolicies);
  EXPECT_EQ(read.policy().kind, PolicyKind::kIdentity);
  EXPECT_TRUE(read.policy().kind_is_certain);
  EXPECT_EQ(read.policy().pointer, "/PolicyVersion/Document");
}

TEST(AwsCliTest, GetPolicyVersionMayBeForcedToBeABoundary) {
  InputOptions options;
  options.kind = PolicyKind::kBoundary;
  const ReadText read(R"({"PolicyVersion": {"Document": )" + Document() + "}}", options);
  EXPECT_EQ(read.policy().kind, PolicyKind::kBoundary);
}

TEST(AwsCliTest, GetRolePolicyNamesItsRole) {
  const ReadText read(R"({"RoleName": "train", "PolicyName": "data", "PolicyDocument": )" +
                      Document() + "}");
  EXPECT_EQ(read.policy().name, "data");
  EXPECT_EQ(read.policy().container, "train");
  EXPECT_EQ(read.policy().pointer, "/PolicyDocument");
  EXPECT_THAT(read.inventory.identities(), IsEmpty());
}

TEST(AwsCliTest, DocumentMayBeAStringOrUrlEncodedOrBoth) {
  const std::string document = Document();
  for (const std::string& written :
       {document, Quoted(document), Quoted(UrlEncoded(document)), Quoted(Quoted(document)),
        Quoted(UrlEncoded(Quoted(document)))}) {
    const ReadText read(R"({"UserName": "ana", "PolicyName": "p", "PolicyDocument": )" + written +
                        "}");
    ASSERT_EQ(read.inventory.policies().size(), 1U) << written;
    EXPECT_THAT(read.Problems(), IsEmpty());
    const std::string_view underlined = read.policy().statements[0].actions[0].location.text();
    EXPECT_TRUE(underlined.find("GetObject") != std::string_view::npos) << underlined;
  }
}

TEST(AwsCliTest, PlacesLeadThroughBothLevelsOfWriting) {
  const ReadText string(R"({"UserName": "a", "PolicyName": "p", "PolicyDocument": )" +
                        Quoted(Document()) + "}");
  EXPECT_EQ(string.policy().statements[0].actions[0].location.text(), R"(\"s3:GetObject\")");
  EXPECT_EQ(string.policy().statements[0].effect_location.text(), R"(\"Allow\")");
  const ReadText encoded(R"({"UserName": "a", "PolicyName": "p", "PolicyDocument": )" +
                         Quoted(UrlEncoded(Document())) + "}");
  EXPECT_EQ(encoded.policy().statements[0].actions[0].location.text(), "%22s3%3AGetObject%22");
  EXPECT_EQ(encoded.policy().statements[0].resources[0].location.text(), "%22%2A%22");
}

TEST(AwsCliTest, StringThatIsNotJsonIsListedAndReported) {
  const ReadText read(
      R"({"RoleName": "r", "PolicyName": "p", "PolicyDocument": "{\"Version\": oops}"})");
  EXPECT_THAT(read.Problems(), ElementsAre("json-syntax: o"));
  ASSERT_EQ(read.inventory.not_analysed().size(), 1U);
  EXPECT_EQ(read.inventory.not_analysed()[0].pointer, "/PolicyDocument");
  EXPECT_EQ(read.outcome, ReadOutcome::kNoPolicy);
}

TEST(AwsCliTest, GetRoleShowsABoundary) {
  const ReadText read(R"({"Role": {"Path": "/ml/", "RoleName": "train",)"
                      R"( "Arn": "arn:aws:iam::123456789012:role/ml/train",)"
                      R"( "AssumeRolePolicyDocument": )" +
                      TrustDocument() + R"(, "MaxSessionDuration": 7200}})");
  const Identity& role = read.identity();
  EXPECT_EQ(role.kind, IdentityKind::kRole);
  EXPECT_EQ(role.name.value, "train");
  EXPECT_EQ(role.name.location.text(), R"("train")");
  EXPECT_EQ(role.path, "/ml/");
  EXPECT_EQ(role.account, "123456789012");
  EXPECT_TRUE(role.boundary_is_known);
  EXPECT_FALSE(role.boundary.has_value());
  EXPECT_FALSE(role.attachments_are_known);
  EXPECT_FALSE(role.keys_are_known);
  EXPECT_EQ(role.max_session_seconds, 7200U);
  ASSERT_NE(role.trust, nullptr);
  EXPECT_EQ(role.trust->kind, PolicyKind::kTrust);
  EXPECT_EQ(role.trust->container, "train");
  EXPECT_EQ(role.trust->pointer, "/Role/AssumeRolePolicyDocument");
}

TEST(AwsCliTest, ListRolesDoesNotShowBoundaries) {
  const ReadText read(R"({"Roles": [{"RoleName": "a", "AssumeRolePolicyDocument": )" +
                      TrustDocument() + R"(}, {"RoleName": "b"}]})");
  ASSERT_EQ(read.inventory.identities().size(), 2U);
  EXPECT_FALSE(read.identity(0).boundary_is_known);
  EXPECT_EQ(read.identity(0).trust->pointer, "/Roles/0/AssumeRolePolicyDocument");
  EXPECT_EQ(read.identity(1).trust, nullptr);
}

TEST(AwsCliTest, GetUserShowsABoundary) {
  const ReadText read(
      R"({"User": {"UserName": "ana", "PermissionsBoundary": {"PermissionsBoundaryType": "Policy",)"
      R"( "PermissionsBoundaryArn": "arn:aws:iam::123456789012:policy/cap"}}})");
  ASSERT_TRUE(read.identity().boundary.has_value());
  EXPECT_EQ(read.identity().boundary->name, "cap");
  EXPECT_EQ(read.identity().boundary->arn.location.text(),
            R"("arn:aws:iam::123456789012:policy/cap")");
  EXPECT_FALSE(read.identity().boundary->is_aws_managed);
}

TEST(AwsCliTest, ListAttachedPoliciesIsAnIdentityWithoutAName) {
  const ReadText read(
      R"({"AttachedPolicies": [{"PolicyName": "AmazonS3FullAccess",)"
      R"( "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3FullAccess"}, {"PolicyName": "x"}]})");
  EXPECT_EQ(read.outcome, ReadOutcome::kPolicies);
  const Identity& identity = read.identity();
  EXPECT_EQ(identity.name.value, "");
  EXPECT_TRUE(identity.attachments_are_known);
  EXPECT_FALSE(identity.boundary_is_known);
  ASSERT_EQ(identity.attachments.size(), 1U);
  EXPECT_TRUE(identity.attachments[0].is_aws_managed);
  EXPECT_EQ(identity.attachments[0].name, "AmazonS3FullAccess");
  EXPECT_THAT(read.NotAnalysedList(),
              ElementsAre("/AttachedPolicies/1: an attached policy without `PolicyArn`"));
}

TEST(AwsCliTest, ListAccessKeysIsKeptByUser) {
  const ReadText read(
      R"({"AccessKeyMetadata": [{"UserName": "ana", "AccessKeyId": "AKIAEXAMPLE1", "Status":)"
      R"( "Active"}, {"UserName": "bob", "AccessKeyId": "AKIAEXAMPLE2", "Status": "Inactive"}]})");
  EXPECT_EQ(read.outcome, ReadOutcome::kPolicies);
  const auto lists = read.inventory.key_lists();
  ASSERT_EQ(lists.size(), 2U);
  EXPECT_EQ(lists[0].user_name, "ana");
  EXPECT_TRUE(lists[0].keys[0].is_active);
  EXPECT_EQ(lists[0].keys[0].id.location.text(), R"("AKIAEXAMPLE1")");
  EXPECT_FALSE(lists[1].keys[0].is_active);
}

TEST(AwsCliTest, WhatStandsBesideAnOutputIsReadToo) {
  const ReadText read(R"({"Role": {"RoleName": "r"}, "Extra": [{"PolicyDocument": )" + Document() +
                      "}]}");
  EXPECT_EQ(read.inventory.identities().size(), 1U);
  ASSERT_EQ(read.inventory.policies().size(), 1U);
  EXPECT_EQ(read.policy().pointer, "/Extra/0/PolicyDocument");
}

TEST(AwsCliTest, GetPolicyHasNoDocument) {
  const ReadText read(R"({"Policy": {"PolicyName": "p", "Arn": "arn:aws:iam::1:policy/p"}})");
  EXPECT_EQ(read.outcome, ReadOutcome::kNoPolicy);
}

}  // namespace
}  // namespace leastwise
