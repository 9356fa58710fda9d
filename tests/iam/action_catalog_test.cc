#include "iam/action_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "iam/arn.h"
#include "iam/glob.h"
#include "knowledge/blobs.h"

namespace leastwise {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class ActionCatalogTest : public ::testing::Test {
 protected:
  ActionCatalogTest() : catalog_(*ActionCatalog::FromBlob(CatalogBlob())) {}

  ActionSet Expand(std::string_view pattern, FutureBits future = FutureBits::kReached) const {
    ActionSet set(catalog_.universe_size());
    catalog_.Expand(pattern, &set, future);
    return set;
  }
  // Catalog actions by name, future actions as "s3:(later)".
  std::vector<std::string> Names(const ActionSet& set) const {
    std::vector<std::string> names;
    set.ForEach([this, &names](ActionId id) {
      names.push_back(id < catalog_.action_count()
                          ? catalog_.FullName(id)
                          : std::string(catalog_.ServiceName(catalog_.ServiceOf(id))) + ":(later)");
    });
    return names;
  }
  std::set<std::string> TypesOf(std::string_view action) const {
    std::set<std::string> types;
    for (const auto ref : catalog_.info(*catalog_.Find(action)).resource_types) {
      types.insert(std::string(catalog_.resource_type(ref.type).name) + (ref.required ? "!" : ""));
    }
    return types;
  }
  bool HasKey(std::string_view action, std::string_view key) const {
    return catalog_.HasConditionKey(*catalog_.Find(action), key);
  }

  ActionCatalog catalog_;
};

TEST_F(ActionCatalogTest, HoldsWhatItsSourceHolds) {
  EXPECT_EQ(catalog_.service_count(), 456U);
  EXPECT_EQ(catalog_.action_count(), 22091U);
  EXPECT_EQ(catalog_.resource_type_count(), 2335U);
  EXPECT_EQ(catalog_.date(), "2026-09-26");
  EXPECT_EQ(catalog_.revision(), "0.21.202609261");
}

TEST_F(ActionCatalogTest, FindsActionsWithoutCase) {
  ASSERT_TRUE(catalog_.Find("S3:getobject").has_value());
  EXPECT_EQ(catalog_.FullName(*catalog_.Find("S3:getobject")), "s3:GetObject");
  EXPECT_FALSE(catalog_.Find("s3:GetObjects").has_value());
  EXPECT_FALSE(catalog_.Find("s4:GetObject").has_value());
  EXPECT_FALSE(catalog_.Find("s3:Get*").has_value());
  EXPECT_FALSE(catalog_.Find("*").has_value());
}

TEST_F(ActionCatalogTest, FindsEveryActionItNames) {
  for (ActionId id = 0; id < catalog_.action_count(); ++id) {
    ASSERT_EQ(catalog_.Find(catalog_.FullName(id)), id) << catalog_.FullName(id);
    ASSERT_EQ(catalog_.ServiceName(catalog_.ServiceOf(id)), catalog_.info(id).service);
  }
}

TEST_F(ActionCatalogTest, KnowsAccessLevels) {
  EXPECT_EQ(catalog_.info(*catalog_.Find("s3:GetObject")).access, kAccessRead);
  EXPECT_EQ(catalog_.info(*catalog_.Find("s3:ListBucket")).access, kAccessList);
  EXPECT_EQ(catalog_.info(*catalog_.Find("s3:PutBucketPolicy")).access,
            kAccessPermissions | kAccessWrite);
  EXPECT_EQ(catalog_.info(*catalog_.Find("sagemaker:AddTags")).access,
            kAccessTagging | kAccessWrite);
}

TEST_F(ActionCatalogTest, PartsOfAnActionAreThoseOfItsInfo) {
  for (ActionId id = 0; id < catalog_.action_count(); ++id) {
    const ActionInfo info = catalog_.info(id);
    ASSERT_EQ(catalog_.access(id), info.access) << catalog_.FullName(id);
    ASSERT_EQ(catalog_.resource_types(id).size(), info.resource_types.size());
    ASSERT_EQ(catalog_.condition_keys(id).size(), info.condition_keys.size());
  }
}

TEST_F(ActionCatalogTest, AddsActionsByLevelAndResource) {
  const auto count = static_cast<ActionId>(catalog_.action_count());
  for (const std::uint8_t levels : {std::uint8_t{0}, std::uint8_t{kAccessWrite}}) {
    for (const std::optional<bool> with_resource :
         {std::optional<bool>(), std::optional(true), std::optional(false)}) {
      ActionSet set(catalog_.universe_size());
      catalog_.AddActions({0, count}, levels, with_resource, &set);
      for (ActionId id = 0; id < count; ++id) {
        const ActionInfo info = catalog_.info(id);
        const bool has_level = levels == 0 || (info.access & levels) != 0;
        const bool has_resource = info.resource_types.size() > 0;
        ASSERT_EQ(set.Test(id), has_level && (!with_resource || *with_resource == has_resource))
            << catalog_.FullName(id);
      }
    }
  }
}

TEST_F(ActionCatalogTest, KnowsResourceTypes) {
  EXPECT_THAT(TypesOf("iam:PassRole"), ElementsAre("role!"));
  EXPECT_THAT(TypesOf("s3:GetObject"), Contains("object"));
  EXPECT_THAT(TypesOf("s3:ListAllMyBuckets"), ElementsAre());
  const auto bucket = catalog_.FindResourceType("s3", "bucket");
  ASSERT_TRUE(bucket.has_value());
  EXPECT_EQ(catalog_.resource_type(*bucket).service, "s3");
  EXPECT_EQ(catalog_.resource_type(*bucket).arn, "arn:${Partition}:s3:::${BucketName}");
  EXPECT_EQ(catalog_.resource_type(*bucket).pattern, "arn:*:s3:::*");
  EXPECT_FALSE(catalog_.FindResourceType("s3", "pail").has_value());
}

TEST_F(ActionCatalogTest, EveryResourceTypeHasAPatternThatIsAnArn) {
  for (ResourceTypeId id = 0; id < catalog_.resource_type_count(); ++id) {
    const ResourceType type = catalog_.resource_type(id);
    ASSERT_EQ(catalog_.FindResourceType(type.service, type.name), id);
    ASSERT_TRUE(SplitArn(type.pattern).has_value()) << type.pattern;
    ASSERT_EQ(type.pattern.find_first_of("${}"), std::string_view::npos) << type.pattern;
    ASSERT_EQ(type.pattern.find("**"), std::string_view::npos) << type.pattern;
  }
}

TEST_F(ActionCatalogTest, KnowsConditionKeysOfActionsPairsAndTypes) {
  EXPECT_TRUE(HasKey("iam:PassRole", "iam:passedtoservice"));
  EXPECT_FALSE(HasKey("iam:GetRole", "iam:PassedToService"));
  EXPECT_TRUE(HasKey("sagemaker:CreateTrainingJob", "sagemaker:VpcSubnets"));
  EXPECT_TRUE(HasKey("sagemaker:CreateTrainingJob", "aws:RequestTag/team"));
  EXPECT_TRUE(HasKey("sagemaker:CreateTrainingJob", "aws:RequestTag/${TagKey}"));
  EXPECT_FALSE(HasKey("sagemaker:CreateTrainingJob", "aws:RequestTag/"));
  EXPECT_TRUE(HasKey("s3:PutObject", "s3:RequestObjectTag/data:class"));
  EXPECT_TRUE(HasKey("iam:PassRole", "aws:ResourceTag/team"));  // listed for the type `role`
}

TEST_F(ActionCatalogTest, KnowsTypesOfKeys) {
  const auto type = [this](std::string_view key) {
    return catalog_.condition_key(*catalog_.FindConditionKey(key)).type;
  };
  EXPECT_EQ(type("aws:TagKeys"), ConditionKeyType::kArrayOfString);
  EXPECT_EQ(type("AWS:SOURCEIP"), ConditionKeyType::kIpAddress);
  EXPECT_EQ(type("aws:MultiFactorAuthPresent"), ConditionKeyType::kBool);
  EXPECT_EQ(type("aws:PrincipalTag/team"), ConditionKeyType::kString);
  EXPECT_EQ(type("aws:SourceArn"), ConditionKeyType::kArn);
  EXPECT_FALSE(catalog_.FindConditionKey("aws:SourceIps").has_value());
  EXPECT_FALSE(catalog_.FindConditionKey("").has_value());
  EXPECT_FALSE(catalog_.FindConditionKey("aws:").has_value());
  EXPECT_TRUE(catalog_.condition_key(*catalog_.FindConditionKey("aws:PrincipalOrgID")).is_global);
  EXPECT_FALSE(catalog_.condition_key(*catalog_.FindConditionKey("iam:PassedToService")).is_global);
}

TEST_F(ActionCatalogTest, FindsEveryKeyThatItHas) {
  for (ConditionKeyId id = 0; id < catalog_.condition_key_count(); ++id) {
    std::string name(catalog_.condition_key(id).name);
    EXPECT_TRUE(catalog_.FindConditionKey(name).has_value()) << name;
    for (std::size_t at = 0; (at = name.find("${")) != std::string::npos;) {
      name.replace(at, name.find('}', at) - at + 1, "Some-1");
    }
    EXPECT_TRUE(catalog_.FindConditionKey(name).has_value()) << name;
  }
}

TEST_F(ActionCatalogTest, ExpandsALiteralToOneAction) {
  EXPECT_THAT(Names(Expand("S3:getobject")), ElementsAre("s3:GetObject"));
  EXPECT_TRUE(Expand("s3:NoSuchAction").None());
}

TEST_F(ActionCatalogTest, ExpandsWildcardsWithTheFutureOfTheService) {
  EXPECT_THAT(Names(Expand("iam:pass*")), ElementsAre("iam:PassRole", "iam:(later)"));
  EXPECT_THAT(Names(Expand("iam:Pass?ole")), ElementsAre("iam:PassRole", "iam:(later)"));
  EXPECT_THAT(Names(Expand("iam:*PassR*le")), ElementsAre("iam:PassRole", "iam:(later)"));
  EXPECT_THAT(Names(Expand("iam:Nothing*")), ElementsAre("iam:(later)"));
}

TEST_F(ActionCatalogTest, CoveredFutureNeedsTheWholeService) {
  EXPECT_THAT(Names(Expand("iam:Pass*", FutureBits::kCovered)), ElementsAre("iam:PassRole"));
  EXPECT_THAT(Names(Expand("iam:*", FutureBits::kCovered)), Contains("iam:(later)"));
  EXPECT_EQ(Expand("*", FutureBits::kCovered).Count(), catalog_.universe_size());
}

TEST_F(ActionCatalogTest, ServiceStarIsTheServiceAndItsFuture) {
  const ActionSet set = Expand("s3:*");
  const ActionCatalog::Range range = catalog_.ServiceRange("s3");
  EXPECT_EQ(range.last - range.first, 180U);
  EXPECT_EQ(set.Count(), 181U);
  EXPECT_TRUE(set.Test(range.first) && set.Test(range.last - 1));
  EXPECT_TRUE(set.Test(catalog_.FutureAction(*catalog_.FindService("s3"))));
  EXPECT_THAT(Names(set), Not(Contains("s3express:CreateSession")));
}

TEST_F(ActionCatalogTest, StarsAreEverything) {
  for (const std::string_view pattern : {"*", "**", "*:*"}) {
    EXPECT_EQ(Expand(pattern).Count(), catalog_.universe_size()) << pattern;
  }
}

TEST_F(ActionCatalogTest, WildcardInThePrefixIsAGlob) {
  const std::vector<std::string> names = Names(Expand("s?:CreateBucket"));
  EXPECT_THAT(names, UnorderedElementsAre("s3:CreateBucket"));
  EXPECT_THAT(Names(Expand("*:PassRole")), ElementsAre("iam:PassRole"));
  EXPECT_THAT(Names(Expand("*:Invoke*")), Contains("bedrock:InvokeModel"));
}

TEST_F(ActionCatalogTest, WhatIsNotAnActionExpandsToNothing) {
  for (const std::string_view pattern :
       {"", "s3", "s3:", "s3: *", "s3:Get*,s3:Put*", "nosuch:*", "s3:Get:*"}) {
    EXPECT_TRUE(Expand(pattern).None()) << pattern;
  }
}

TEST_F(ActionCatalogTest, ExpandAgreesWithAPlainGlobOverAllNames) {
  for (const std::string_view pattern :
       {"s3:*", "s3:get*", "s3:*Object", "s3:*Object*", "sagemaker:*TrainingJob*", "*:*Tag*",
        "ec2:Describe?olumes", "ec2:?escribe*s", "iam:*", "s3*:Get*", "*:Delete*", "*:*delete*",
        "ec2:*Vol*me*s", "*:*x*y*", "iam:*zz*", "s3:?et*cl"}) {
    const ActionSet set = Expand(pattern);
    const Glob glob(pattern, CaseMode::kFold);
    for (ActionId id = 0; id < catalog_.action_count(); ++id) {
      const std::string name = catalog_.FullName(id);
      ASSERT_EQ(set.Test(id), glob.Matches(name)) << pattern << " " << name;
    }
  }
}

TEST_F(ActionCatalogTest, NearestMendsSpellingAndPrefix) {
  EXPECT_EQ(catalog_.Nearest("s3:GetObjct"), "s3:GetObject");
  EXPECT_EQ(catalog_.Nearest("sagemaker:CreateTraningJob"), "sagemaker:CreateTrainingJob");
  EXPECT_EQ(catalog_.Nearest("emr:RunJobFlow"), "elasticmapreduce:RunJobFlow");
  EXPECT_EQ(catalog_.Nearest("sagmaker:CreateTraningJob"), "sagemaker:CreateTrainingJob");
  EXPECT_EQ(catalog_.Nearest("bedrok:*"), "bedrock:*");
  EXPECT_EQ(catalog_.Nearest("s3:SomethingElseAltogether"), "");
  EXPECT_EQ(catalog_.Nearest("s3:Gett*"), "");
  EXPECT_EQ(catalog_.Nearest("s?:GetObjct"), "");
  EXPECT_EQ(catalog_.Nearest("nonsense"), "");
  // Another service has an action of this name, and that is all.
  EXPECT_EQ(catalog_.Nearest("trackmaker:GetTrack"), "");
}

}  // namespace
}  // namespace leastwise
