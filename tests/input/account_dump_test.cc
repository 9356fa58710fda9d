#include "input/account_dump.h"

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

std::string Dump() {
  return R"({"UserDetailList": [{"UserName": "ana", "Path": "/",)"
         R"( "Arn": "arn:aws:iam::123456789012:user/ana", "GroupList": ["ml", "ops"],)"
         R"( "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": )" +
         Quoted(UrlEncoded(Document("s3:PutObject"))) +
         R"(}], "AttachedManagedPolicies": [], "AccessKeyMetadata": [{"AccessKeyId": "EXAMPLE",)"
         R"( "Status": "Active"}]}], "GroupDetailList": [{"GroupName": "ml",)"
         R"( "Arn": "arn:aws:iam::123456789012:group/ml", "GroupPolicyList": [],)"
         R"( "AttachedManagedPolicies": [{"PolicyName": "p",)"
         R"( "PolicyArn": "arn:aws:iam::123456789012:policy/p"}]}], "RoleDetailList": [{)"
         R"("RoleName": "train", "Arn": "arn:aws:iam::123456789012:role/train",)"
         R"( "AssumeRolePolicyDocument": )" +
         TrustDocument() +
         R"(, "InstanceProfileList": [{"Roles": [{"RoleName": "train",)"
         R"( "AssumeRolePolicyDocument": )" +
         TrustDocument() +
         R"(}]}], "RolePolicyList": []}], "Policies": [{"PolicyName": "p",)"
         R"( "Arn": "arn:aws:iam::123456789012:policy/p", "DefaultVersionId": "v2",)"
         R"( "PolicyVersionList": [{"VersionId": "v2", "IsDefaultVersion": true, "Document": )" +
         Document("s3:GetObject") +
         R"(}, {"VersionId": "v1", "IsDefaultVersion": false, "Document": )" + Document("*") +
         "}]}]}";
}

TEST(AccountDumpTest, EverythingIsReadOnce) {
  const ReadText read(Dump());
  EXPECT_EQ(read.outcome, ReadOutcome::kPolicies);
  EXPECT_THAT(read.Problems(), IsEmpty());
  EXPECT_THAT(read.NotAnalysedList(), IsEmpty());
  ASSERT_EQ(read.inventory.identities().size(), 3U);
  // The user's own, the trust policy and the default version; the profile repeats the role.
  ASSERT_EQ(read.inventory.policies().size(), 3U);
}

TEST(AccountDumpTest, UserHasGroupsKeysAndInlinePolicies) {
  const ReadText read(Dump());
  const Identity& user = read.identity(0);
  EXPECT_EQ(user.kind, IdentityKind::kUser);
  EXPECT_EQ(user.account, "123456789012");
  EXPECT_THAT(user.group_names, ElementsAre("ml", "ops"));
  EXPECT_TRUE(user.boundary_is_known);
  EXPECT_TRUE(user.attachments_are_known);
  EXPECT_TRUE(user.keys_are_known);
  EXPECT_EQ(user.keys.size(), 1U);
  ASSERT_EQ(user.inline_policies.size(), 1U);
  EXPECT_EQ(user.inline_policies[0]->pointer, "/UserDetailList/0/UserPolicyList/0/PolicyDocument");
  EXPECT_EQ(user.inline_policies[0]->statements[0].actions[0].location.text(),
            "%22s3%3APutObject%22");
}

TEST(AccountDumpTest, DumpWithoutKeysDoesNotKnowThem) {
  const ReadText read(R"({"UserDetailList": [{"UserName": "ana"}]})");
  EXPECT_FALSE(read.identity().keys_are_known);
}

TEST(AccountDumpTest, OnlyTheDefaultVersionCounts) {
  const ReadText read(Dump());
  const Policy& managed = read.policy(2);
  EXPECT_EQ(managed.name, "p");
  EXPECT_EQ(managed.arn, "arn:aws:iam::123456789012:policy/p");
  EXPECT_EQ(managed.account, "123456789012");
  EXPECT_EQ(managed.pointer, "/Policies/0/PolicyVersionList/0/Document");
  EXPECT_EQ(managed.statements[0].actions[0].value, "s3:GetObject");
  EXPECT_FALSE(managed.is_aws_managed);
}

TEST(AccountDumpTest, DefaultVersionMayBeNamedOnly) {
  const ReadText read(
      R"({"Policies": [{"PolicyName": "p", "DefaultVersionId": "v1", "PolicyVersionList": [)"
      R"({"VersionId": "v2", "Document": )" +
      Document("*") + R"(}, {"VersionId": "v1", "Document": )" + Document("s3:GetObject") +
      "}]}]}");
  ASSERT_EQ(read.inventory.policies().size(), 1U);
  EXPECT_EQ(read.policy().statements[0].actions[0].value, "s3:GetObject");
}

TEST(AccountDumpTest, PolicyWithoutItsDocumentIsListed) {
  const ReadText read(
      R"({"RoleDetailList": [], "Policies": [{"PolicyName": "p", "PolicyVersionList": []}]})");
  EXPECT_THAT(
      read.NotAnalysedList(),
      ElementsAre("/Policies/0: a managed policy without a document of its default version"));
}

TEST(AccountDumpTest, ProblemsOfAwsManagedDocumentsAreNotTheUsers) {
  const ReadText read(R"({"Policies": [{"PolicyName": "X", "Arn": "arn:aws:iam::aws:policy/X",)"
                      R"( "PolicyVersionList": [{"IsDefaultVersion": true, "Document": )" +
                      Document("oops") + "}]}]}");
  EXPECT_TRUE(read.policy().is_aws_managed);
  EXPECT_THAT(read.Problems(), IsEmpty());
}

TEST(AccountDumpTest, DuplicateKeyOfAnIdentityIsReported) {
  const ReadText read(R"({"RoleDetailList": [{"RoleName": "a", "RoleName": "b"}]})");
  EXPECT_THAT(read.Problems(), ElementsAre(R"(duplicate-key: "RoleName")"));
}

TEST(AccountDumpTest, IdentityThatIsNoObjectIsListed) {
  const ReadText read(R"({"RoleDetailList": ["train"]})");
  EXPECT_THAT(read.NotAnalysedList(),
              ElementsAre("/RoleDetailList/0: an identity that is not an object"));
}

TEST(AccountDumpTest, SeveralDumpsInAListAreRead) {
  const ReadText read("[" + Dump() + "," + Dump() + "]");
  EXPECT_EQ(read.inventory.identities().size(), 6U);
  EXPECT_EQ(read.policy(0).pointer, "/0/UserDetailList/0/UserPolicyList/0/PolicyDocument");
}

}  // namespace
}  // namespace leastwise
