#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "input/identity_reader.h"
#include "input/read_text.h"

namespace leastwise {
namespace {

using testing::Document;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ReadText;

TEST(IdentityTest, RoleWithAttachmentsAndTags) {
  const ReadText read(
      R"({"RoleName": "train", "Tags": [{"Key": "env", "Value": "prod"}], "AttachedManagedPolicies":)"
      R"( [{"PolicyArn": "arn:aws:iam::aws:policy/job-function/DataScientist"}]})");
  EXPECT_EQ(read.outcome, ReadOutcome::kPolicies);
  const Identity& role = read.identity();
  EXPECT_EQ(role.kind, IdentityKind::kRole);
  EXPECT_TRUE(role.boundary_is_known);
  EXPECT_TRUE(role.attachments_are_known);
  ASSERT_EQ(role.tags.size(), 1U);
  EXPECT_EQ(role.tags[0].key, "env");
  EXPECT_EQ(role.tags[0].value, "prod");
  EXPECT_EQ(role.attachments[0].name, "DataScientist");
  EXPECT_EQ(role.attachments[0].arn.location.text(),
            R"("arn:aws:iam::aws:policy/job-function/DataScientist")");
}

TEST(IdentityTest, UserWithKeys) {
  const ReadText read(
      R"({"UserName": "deployer", "AccessKeys": [{"AccessKeyId": "EXAMPLE", "Status": "Active"}]})");
  const Identity& user = read.identity();
  EXPECT_EQ(user.kind, IdentityKind::kUser);
  EXPECT_TRUE(user.keys_are_known);
  ASSERT_EQ(user.keys.size(), 1U);
  EXPECT_EQ(user.keys[0].id.location.text(), R"("EXAMPLE")");
}

TEST(IdentityTest, EmptyListOfKeysSaysThatThereAreNone) {
  const ReadText read(R"({"UserName": "deployer", "AccessKeys": []})");
  EXPECT_TRUE(read.identity().keys_are_known);
  EXPECT_THAT(read.identity().keys, IsEmpty());
}

TEST(IdentityTest, NamelessObjectWithAttachmentsIsOne) {
  const ReadText read(
      R"({"AttachedManagedPolicies": [{"PolicyArn": "arn:aws:iam::aws:policy/IAMFullAccess"}]})");
  ASSERT_EQ(read.inventory.identities().size(), 1U);
  EXPECT_EQ(read.identity().name.value, "");
  EXPECT_TRUE(read.identity().name.location.valid());
}

TEST(IdentityTest, InlinePoliciesBelongToIt) {
  const ReadText read(R"({"GroupName": "ml", "GroupPolicyList": [{"PolicyName": "a",)"
                      R"( "PolicyDocument": )" +
                      Document() + R"(}, {"PolicyName": "b"}]})");
  const Identity& group = read.identity();
  EXPECT_EQ(group.kind, IdentityKind::kGroup);
  EXPECT_FALSE(group.boundary_is_known);
  ASSERT_EQ(group.inline_policies.size(), 1U);
  EXPECT_EQ(group.inline_policies[0]->name, "a");
  EXPECT_EQ(group.inline_policies[0]->container, "ml");
  EXPECT_EQ(group.inline_policies[0]->pointer, "/GroupPolicyList/0/PolicyDocument");
  EXPECT_THAT(read.NotAnalysedList(),
              ElementsAre("/GroupPolicyList/1: an inline policy without `PolicyDocument`"));
}

TEST(IdentityTest, UnreadableBoundaryIsNotAMissingOne) {
  const ReadText read(R"({"RoleName": "r", "PermissionsBoundary": {"Arn": 1}})");
  EXPECT_FALSE(read.identity().boundary_is_known);
  EXPECT_EQ(read.inventory.not_analysed().size(), 1U);
}

TEST(IdentityTest, NameAloneIsNoIdentity) {
  EXPECT_EQ(ReadText(R"({"UserName": "ana", "Password": "x"})").outcome, ReadOutcome::kNoPolicy);
}

}  // namespace
}  // namespace leastwise
