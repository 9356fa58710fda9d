#include "iam/managed_policies.h"

#include <gtest/gtest.h>

#include <string_view>

#include "base/arena.h"
#include "base/source_file.h"
#include "knowledge/blobs.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

class ManagedPoliciesTest : public ::testing::Test {
 protected:
  ManagedPoliciesTest() : policies_(*ManagedPolicies::FromBlob(ManagedPoliciesBlob())) {}

  bool Has(std::string_view name_or_arn) const { return policies_.Find(name_or_arn).has_value(); }

  ManagedPolicies policies_;
};

TEST_F(ManagedPoliciesTest, HoldsWhatItsSourceHolds) {
  EXPECT_EQ(policies_.count(), 1594U);
  EXPECT_EQ(policies_.date(), "2026-08-21");
  EXPECT_EQ(policies_.revision(), "0.0.656");
}

TEST_F(ManagedPoliciesTest, FindsByName) {
  const auto policy = policies_.Find("AmazonSageMakerFullAccess");
  ASSERT_TRUE(policy.has_value());
  EXPECT_EQ(policy->name, "AmazonSageMakerFullAccess");
  EXPECT_EQ(policy->arn, "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess");
  EXPECT_EQ(policy->version, "v29");
  EXPECT_FALSE(policy->date.empty());
}

TEST_F(ManagedPoliciesTest, FindsByArnOfAnyPartitionAndPath) {
  EXPECT_TRUE(Has("arn:aws:iam::aws:policy/AdministratorAccess"));
  EXPECT_TRUE(Has("arn:aws-us-gov:iam::aws:policy/AdministratorAccess"));
  EXPECT_TRUE(Has("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
}

TEST_F(ManagedPoliciesTest, DoesNotTakeACustomersPolicyForAwss) {
  EXPECT_FALSE(Has("arn:aws:iam::111122223333:policy/AdministratorAccess"));
  EXPECT_FALSE(Has("arn:aws:iam::aws:role/AdministratorAccess"));
  EXPECT_FALSE(Has("arn:aws:s3:::AdministratorAccess"));
  EXPECT_FALSE(Has("administratoraccess"));
  EXPECT_FALSE(Has("arn:aws:iam::aws:policy/"));
  EXPECT_FALSE(Has(""));
}

TEST_F(ManagedPoliciesTest, EveryPolicyIsFoundAndItsDocumentIsJsonWithPadding) {
  JsonReader reader;
  Arena arena;
  for (std::size_t i = 0; i < policies_.count(); ++i) {
    const ManagedPolicy policy = policies_.policy(i);
    ASSERT_TRUE(Has(policy.name) && Has(policy.arn)) << policy.arn;
    const char* end = policy.document.data() + policy.document.size();
    ASSERT_EQ(std::string_view(end, 64).find_first_not_of('\0'), std::string_view::npos);
    const auto file = SourceFile::FromString(std::string(policy.name), policy.document);
    const SourceView view = SourceView::Whole(*file);
    const auto tree = reader.Read(view, arena);
    ASSERT_TRUE(tree.has_value()) << policy.name;
    ASSERT_NE(tree->root->Find("Statement"), nullptr) << policy.name;
    arena.Reset();
  }
}

TEST(ManagedPoliciesOpenTest, RefusesOtherBytes) {
  EXPECT_FALSE(ManagedPolicies::FromBlob("").has_value());
  EXPECT_FALSE(ManagedPolicies::FromBlob(CatalogBlob()).has_value());
  EXPECT_FALSE(ManagedPolicies::FromBlob(ManagedPoliciesBlob().substr(1)).has_value());
}

}  // namespace
}  // namespace leastwise
