#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "iam/inventory.h"
#include "iam/knowledge_fixture.h"

namespace leastwise {
namespace {

constexpr std::string_view kOwnArn = "arn:aws:iam::123456789012:policy/own";
constexpr std::string_view kAwsArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";

Text Plain(std::string_view value) {
  Text text;
  text.value = value;
  text.pattern = value;
  return text;
}

Attachment AttachmentOf(std::string_view arn) {
  Attachment attachment;
  attachment.arn = Plain(arn);
  attachment.is_aws_managed = arn.find("::aws:") != std::string_view::npos;
  return attachment;
}

// One AWS managed policy with the action that AWS would have added yesterday.
class OneManagedPolicy : public ManagedPolicySource {
 public:
  OneManagedPolicy() {
    action_ = Plain("s3:FrobObject");
    statement_.actions = {&action_, 1};
    policy_.statements = {&statement_, 1};
  }
  const Policy* Find(std::string_view arn_or_name) override {
    asked.emplace_back(arn_or_name);
    return arn_or_name == kAwsArn ? &policy_ : nullptr;
  }
  std::vector<std::string> asked;

 private:
  Text action_;
  Statement statement_;
  Policy policy_;
};

class LinkTest : public ::testing::Test {
 protected:
  Policy* AddPolicy(std::string_view arn, std::string_view action = "s3:GetObject") {
    const Text text = Plain(action);
    Statement statement;
    statement.actions = inventory_.arena().Copy(std::span<const Text>(&text, 1));
    Policy policy;
    policy.arn = arn;
    policy.statements = inventory_.arena().Copy(std::span<const Statement>(&statement, 1));
    return inventory_.Add(policy);
  }
  Identity* AddRole(const std::vector<std::string_view>& attached, std::string_view boundary = {}) {
    std::vector<Attachment> attachments;
    for (const std::string_view arn : attached) attachments.push_back(AttachmentOf(arn));
    Identity role;
    role.attachments = inventory_.arena().Copy(attachments);
    if (!boundary.empty()) role.boundary = AttachmentOf(boundary);
    return inventory_.Add(role);
  }
  Identity* AddNamed(IdentityKind kind, std::string_view name, std::string_view account,
                     const std::vector<std::string_view>& groups = {}) {
    Identity identity;
    identity.kind = kind;
    identity.name = Plain(name);
    identity.account = account;
    identity.group_names = inventory_.arena().Copy(groups);
    return inventory_.Add(identity);
  }
  void AddKeys(std::string_view user, const std::vector<std::string_view>& ids) {
    std::vector<AccessKey> keys;
    for (const std::string_view id : ids) keys.push_back({Plain(id), true});
    inventory_.AddKeys(user, keys);
  }
  void Run() { Link(inventory_, actions_, managed_); }

  ActionCatalog catalog_ = testing::ShippedCatalog();
  ActionTable actions_{catalog_};
  OneManagedPolicy managed_;
  Inventory inventory_;
};

TEST_F(LinkTest, AttachmentsFindDocumentsByArn) {
  Policy* const own = AddPolicy(kOwnArn);
  const Identity* const role = AddRole({kOwnArn, kAwsArn, "arn:aws:iam::123456789012:policy/gone"});
  Run();
  EXPECT_EQ(role->attachments[0].policy, own);
  ASSERT_NE(role->attachments[1].policy, nullptr);
  EXPECT_EQ(role->attachments[2].policy, nullptr);
  EXPECT_EQ(own->kind, PolicyKind::kIdentity);
  // AWS is not asked for what a customer owns.
  EXPECT_THAT(managed_.asked, ::testing::ElementsAre(std::string(kAwsArn)));
}

TEST_F(LinkTest, DocumentOfTheInputGoesBeforeTheCatalogs) {
  Policy* const read = AddPolicy(kAwsArn);
  const Identity* const role = AddRole({kAwsArn});
  Run();
  EXPECT_EQ(role->attachments[0].policy, read);
}

TEST_F(LinkTest, DocumentThatIsOnlyABoundaryBecomesOne) {
  Policy* const own = AddPolicy(kOwnArn);
  const Identity* const role = AddRole({}, kOwnArn);
  Run();
  EXPECT_EQ(role->boundary->policy, own);
  EXPECT_EQ(own->kind, PolicyKind::kBoundary);
}

TEST_F(LinkTest, DocumentThatIsAttachedTooStaysAnIdentityPolicy) {
  Policy* const own = AddPolicy(kOwnArn);
  AddRole({kOwnArn});
  AddRole({}, kOwnArn);
  Run();
  EXPECT_EQ(own->kind, PolicyKind::kIdentity);
}

TEST_F(LinkTest, ActionsOfAllDocumentsAreResolved) {
  Policy* const own = AddPolicy(kOwnArn, "s3:Frob*");
  const Identity* const role = AddRole({kAwsArn});
  Run();
  const Statement& managed = role->attachments[0].policy->statements[0];
  ASSERT_EQ(managed.action_patterns.size(), 1U);
  const ActionPattern& literal = actions_.pattern(managed.action_patterns[0]);
  ASSERT_TRUE(literal.literal.has_value());
  const ActionPattern& wildcard = actions_.pattern(own->statements[0].action_patterns[0]);
  EXPECT_TRUE(wildcard.set->Test(*literal.literal));
}

TEST_F(LinkTest, GroupsAreFoundInTheUsersAccount) {
  const Identity* const other = AddNamed(IdentityKind::kGroup, "ml", "222222222222");
  const Identity* const own = AddNamed(IdentityKind::kGroup, "ml", "111111111111");
  const Identity* const user =
      AddNamed(IdentityKind::kUser, "ana", "111111111111", {"ml", "not-read"});
  Run();
  EXPECT_THAT(user->groups, ::testing::ElementsAre(own));
  EXPECT_NE(other, own);
}

TEST_F(LinkTest, KeyListsJoinTheirUserOnce) {
  const Identity* const user = AddNamed(IdentityKind::kUser, "ana", "111111111111");
  AddKeys("ana", {"AKIA1", "AKIA2"});
  AddKeys("ana", {"AKIA2"});
  Run();
  EXPECT_TRUE(user->keys_are_known);
  EXPECT_EQ(user->keys.size(), 2U);
  EXPECT_EQ(inventory_.identities().size(), 1U);
}

TEST_F(LinkTest, KeyListWithoutItsUserIsAUserOfItsOwn) {
  AddKeys("ana", {"AKIA1"});
  Run();
  ASSERT_EQ(inventory_.identities().size(), 1U);
  const Identity& user = *inventory_.identities()[0];
  EXPECT_EQ(user.kind, IdentityKind::kUser);
  EXPECT_EQ(user.name.value, "ana");
  EXPECT_EQ(user.keys.size(), 1U);
  EXPECT_FALSE(user.boundary_is_known);
}

TEST_F(LinkTest, KeyListIsNotGivenToOneOfTwoUsersOfThatName) {
  const Identity* const one = AddNamed(IdentityKind::kUser, "ana", "111111111111");
  AddNamed(IdentityKind::kUser, "ana", "222222222222");
  AddKeys("ana", {"AKIA1"});
  Run();
  EXPECT_FALSE(one->keys_are_known);
  EXPECT_EQ(inventory_.identities().size(), 3U);
}

}  // namespace
}  // namespace leastwise
