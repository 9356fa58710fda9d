#include "access/breadth.h"

#include <gtest/gtest.h>

#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

TypeTemplate Type(std::string_view service, std::string_view name) {
  const auto id = ShippedCatalog().FindResourceType(service, name);
  EXPECT_TRUE(id.has_value()) << service << ":" << name;
  const ResourceType type = ShippedCatalog().resource_type(id.value_or(0));
  return TypeTemplate(type.arn, type.pattern);
}

struct Row {
  std::string_view service;
  std::string_view type;
  std::string_view pattern;
  std::optional<Breadth> breadth;  // none: the pattern meets no such resource
};

class BreadthTest : public ::testing::TestWithParam<Row> {};

TEST_P(BreadthTest, OfAPatternForAType) {
  const Row row = GetParam();
  const TypeTemplate type = Type(row.service, row.type);
  const ResourcePattern pattern(row.pattern);
  ASSERT_EQ(type.Fits(pattern), ToTruth(row.breadth.has_value())) << row.type << row.pattern;
  if (!row.breadth) return;
  EXPECT_EQ(type.BreadthOf(pattern), row.breadth) << row.type << row.pattern;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BreadthTest,
    ::testing::Values(
        Row{"s3", "bucket", "*", Breadth::kEvery}, Row{"s3", "object", "*", Breadth::kEvery},
        Row{"s3", "bucket", "arn:aws:s3:::*", Breadth::kEvery},
        Row{"s3", "object", "arn:aws:s3:::*", Breadth::kEvery},
        Row{"s3", "object", "arn:aws:s3:::*/*", Breadth::kEvery},
        Row{"s3", "bucket", "arn:aws:s3:::*/*", std::nullopt},
        Row{"s3", "object", "arn:*:s3*", Breadth::kEvery},
        Row{"s3", "object", "arn:aws:s3:::*/models/*", Breadth::kOpen},
        Row{"s3", "object", "arn:aws:s3:::*/model.bin", Breadth::kOpen},
        Row{"sagemaker", "user-profile", "arn:aws:sagemaker:*:*:user-profile/*/anna",
            Breadth::kOpen},
        Row{"sagemaker", "user-profile", "arn:aws:sagemaker:*:*:user-profile/*/*", Breadth::kEvery},
        Row{"logs", "log-group", "arn:aws:logs:*:*:log-group:*:*", Breadth::kEvery},
        Row{"s3", "object", "arn:aws:s3:::*-data/*", Breadth::kOpen},
        Row{"s3", "bucket", "arn:aws:s3:::*-data", Breadth::kOpen},
        Row{"s3", "object", "arn:aws:s3:::ml-*/*", Breadth::kPrefix},
        Row{"s3", "object", "arn:aws:s3:::ml-*", Breadth::kPrefix},
        Row{"s3", "bucket", "arn:aws:s3:::ml-*", Breadth::kPrefix},
        Row{"s3", "object", "arn:aws:s3:::ml/*", Breadth::kExact},
        Row{"s3", "object", "arn:aws:s3:::ml/train/*", Breadth::kExact},
        Row{"s3", "bucket", "arn:aws:s3:::ml", Breadth::kExact},
        Row{"s3", "object", "arn:aws:s3:::ml", std::nullopt},
        Row{"s3", "bucket", "arn:aws:s3:::ml/*", std::nullopt},
        Row{"s3", "bucket", "arn:aws:s3:::????", Breadth::kOpen},
        Row{"iam", "role", "arn:aws:iam::111122223333:role/*", Breadth::kEvery},
        Row{"iam", "role", "arn:aws:iam::*:*", Breadth::kEvery},
        Row{"iam", "role", "arn:aws:iam::111122223333:r*", Breadth::kEvery},
        Row{"iam", "role", "arn:aws:iam::111122223333:*-exec", Breadth::kOpen},
        Row{"iam", "role", "arn:aws:iam::*:role/*-ml-exec", Breadth::kOpen},
        Row{"iam", "role", "arn:aws:iam::*:role/ml-*", Breadth::kPrefix},
        Row{"iam", "role", "arn:aws:iam::*:role/team/*", Breadth::kPrefix},
        Row{"iam", "role", "arn:aws:iam::111122223333:role/ml", Breadth::kExact},
        Row{"iam", "role", "arn:aws:iam::111122223333:user/ml", std::nullopt},
        Row{"bedrock", "foundation-model", "arn:aws:bedrock:*::foundation-model/anthropic.*",
            Breadth::kPrefix},
        Row{"bedrock", "foundation-model", "arn:aws:bedrock:*::foundation-model/*",
            Breadth::kEvery},
        Row{"logs", "log-group", "arn:aws:logs:*:*:log-group:*", Breadth::kEvery},
        Row{"logs", "log-stream", "arn:aws:logs:*:*:log-group:*", Breadth::kEvery},
        Row{"logs", "log-group", "arn:aws:logs:*:*:log-group:/aws/sagemaker/*", Breadth::kPrefix},
        Row{"logs", "log-stream", "arn:aws:logs:*:*:log-group:/aws/sagemaker/*", Breadth::kPrefix},
        Row{"logs", "log-group", "arn:aws:logs:*:*:log-group:/aws/sagemaker/a:*", Breadth::kExact},
        Row{"sagemaker", "training-job", "arn:aws:sagemaker:*:*:training-job/*", Breadth::kEvery},
        Row{"sagemaker", "training-job", "arn:aws:sagemaker:*:*:endpoint/*", std::nullopt},
        Row{"s3", "object", "not-an-arn", std::nullopt}));

TEST(BreadthOfHolesTest, ACallersOwnNameIsExactAndAnyOtherHoleIsUnknown) {
  PolicyFixture fixture;
  const auto breadth = [&](std::string_view resource) {
    const Policy* const policy =
        fixture.Add(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": ")" +
                    std::string(resource) + "\"}");
    return Type("s3", "object")
        .BreadthOf(ResourcePattern(policy->statements.front().resources.front()));
  };
  EXPECT_EQ(breadth("arn:aws:s3:::${aws:username}/*"), Breadth::kExact);
  EXPECT_EQ(breadth("arn:aws:s3:::${aws:PrincipalTag/team}-*/*"), Breadth::kExact);
  EXPECT_EQ(breadth("arn:aws:s3:::home-${aws:username}/*"), Breadth::kExact);
  EXPECT_EQ(breadth("arn:aws:s3:::home/${aws:username}/*"), Breadth::kExact);
  EXPECT_EQ(breadth("arn:aws:s3:::*-${aws:username}/*"), Breadth::kOpen);
  EXPECT_EQ(breadth("arn:aws:s3:::${s3:prefix}/*"), std::nullopt);
}

TEST(TypeTemplateTest, PartsAreOpenOnlyWhereTheTypeHasThem) {
  const ResourcePattern star("*");
  EXPECT_FALSE(Type("s3", "object").LeavesOpen(star, ArnPart::kRegion));
  EXPECT_FALSE(Type("s3", "object").LeavesOpen(star, ArnPart::kAccount));
  EXPECT_TRUE(
      Type("iam", "role").LeavesOpen(ResourcePattern("arn:aws:iam::*:role/a"), ArnPart::kAccount));
  EXPECT_FALSE(
      Type("iam", "role")
          .LeavesOpen(ResourcePattern("arn:aws:iam::111122223333:role/a"), ArnPart::kAccount));
  EXPECT_TRUE(Type("sagemaker", "endpoint")
                  .LeavesOpen(ResourcePattern("arn:aws:sagemaker:*:111122223333:endpoint/a"),
                              ArnPart::kRegion));
}

}  // namespace
}  // namespace leastwise::testing
