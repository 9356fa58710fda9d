#include "access/condition_strength.h"

#include <gtest/gtest.h>

#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

struct Row {
  std::string_view condition;
  ConditionStrength strength;  // of the first entry
};

class ConditionStrengthTest : public ::testing::TestWithParam<Row> {};

TEST_P(ConditionStrengthTest, OfTheFirstEntry) {
  PolicyFixture fixture;
  const Policy* const policy =
      fixture.Add(R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )" +
                  std::string(GetParam().condition) + "}");
  const std::span<const ConditionEntry> all = policy->statements.front().conditions;
  EXPECT_EQ(Weigh(all.front(), all), GetParam().strength) << GetParam().condition;
}

using enum ConditionStrength;
INSTANTIATE_TEST_SUITE_P(
    Table, ConditionStrengthTest,
    ::testing::Values(
        Row{R"({"StringEquals": {"aws:PrincipalOrgID": "o-a"}})", kRestricting},
        Row{R"({"StringLike": {"aws:PrincipalOrgID": "*"}})", kRestricting},
        Row{R"({"StringLikeIfExists": {"aws:PrincipalOrgID": "*"}})", kVacuous},
        Row{R"({"StringLike": {"aws:RequestedRegion": "*"}})", kVacuous},
        Row{R"({"ForAllValues:StringLike": {"aws:TagKeys": "*"}})", kVacuous},
        Row{R"({"IpAddressIfExists": {"aws:SourceIp": "0.0.0.0/0"}})", kVacuous},
        Row{R"({"Null": {"aws:SourceIp": ["true", "false"]}})", kVacuous},
        Row{R"({"Null": {"aws:SourceIp": "false"}})", kRestricting},
        Row{R"({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a"}})", kWeak},
        Row{R"({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})", kWeak},
        Row{R"({"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}})", kRestricting},
        Row{R"({"ForAllValues:StringEquals": {"aws:CalledVia": "x.amazonaws.com"}})", kWeak},
        Row{R"({"ForAllValues:StringEquals": {"aws:CalledVia": "x.amazonaws.com"},
                "Null": {"aws:CalledVia": "false"}})",
            kRestricting},
        Row{R"({"StringLike": {"aws:UserAgent": "console*"}})", kCallerControlled},
        Row{R"({"StringEquals": {"aws:RequestTag/team": "ml"}})", kCallerControlled}));

TEST(LacksShapeTest, FoldsKeysAndAllowsOtherAndAbsent) {
  constexpr std::string_view kKeys[] = {"IAM:PassedToService"};
  const RequestShape shape = LacksShape(kKeys);
  ASSERT_EQ(shape.size(), 1U);
  EXPECT_EQ(shape[0].key, "iam:passedtoservice");
  EXPECT_EQ(shape[0].any_of.size(), 2U);
}

TEST(LacksShapeTest, AKeyThatOnlySomeResourcesHaveIsLackedByItsAbsenceAlone) {
  for (const std::string_view key :
       {"aws:ResourceTag/*", "secretsmanager:ResourceTag/*", "bedrock:InferenceProfileArn",
        "kms:ViaService", "aws:CalledViaLast", "s3:ExistingObjectTag/*"}) {
    const RequestShape shape = LacksShape({&key, 1});
    ASSERT_EQ(shape[0].any_of.size(), 1U) << key;
    EXPECT_EQ(shape[0].any_of[0].value_class, ValueClass::kAbsent) << key;
  }
}

}  // namespace
}  // namespace leastwise::testing
