#include <gtest/gtest.h>

#include "access/condition_strength.h"
#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

RequestKey Key(std::string key, ValueClass value, std::string text = {}) {
  return {std::move(key), {{value, std::move(text)}}};
}

RequestShape Lacks(std::initializer_list<std::string_view> keys) {
  const std::vector<std::string_view> list(keys);
  return LacksShape(list);
}

// The request of whom no policy names: any account of anyone.
RequestShape Outsider() {
  const ValueClass glob = ValueClass::kGlob;
  return {Key("aws:principalaccount", ValueClass::kStranger),
          Key("aws:principalorgid", ValueClass::kOther),
          Key("aws:principalorgpaths", ValueClass::kOther),
          Key("aws:principalarn", glob, "arn:aws:iam::{stranger}:role/*"),
          Key("aws:userid", ValueClass::kOther),
          Key("aws:principalisawsservice", glob, "false"),
          Key("aws:sourceaccount", ValueClass::kAbsent),
          Key("aws:sourcearn", ValueClass::kAbsent),
          {"aws:sourcevpc", {{ValueClass::kOther, {}}, {ValueClass::kAbsent, {}}}},
          {"aws:sourcevpce", {{ValueClass::kOther, {}}, {ValueClass::kAbsent, {}}}}};
}

class GrantsConditionsTest : public ::testing::Test {
 protected:
  // Whether some request of `shape` for `action` gets through `statements`.
  Truth Admits(std::string_view statements, std::string_view action, RequestShape shape,
               PolicyKind kind = PolicyKind::kIdentity) {
    PolicyFixture fixture;
    const Policy* const policy = fixture.Link(statements, kind);
    Query query;
    query.actions.any = fixture.Set({action});
    query.condition.admits = std::move(shape);
    return fixture.GrantsOf(policy).Ask(query).truth;
  }

  // A statement that allows everything in a bucket to everyone, under a condition.
  static std::string Public(std::string_view condition) {
    return R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*",
               "Condition": )" +
           std::string(condition) + "}";
  }
  // PassRole of every role, under a condition.
  static std::string PassRole(std::string_view condition) {
    return R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": )" +
           std::string(condition) + "}";
  }
  Truth AdmitsOutsider(std::string_view condition) {
    return Admits(Public(condition), "s3:GetObject", Outsider(), PolicyKind::kResource);
  }
};

// --- rule-language: must stay right -------------------------------------------------------------

TEST_F(GrantsConditionsTest, PassRoleIsGuardedByTheAssociatedResourceAlone) {
  const RequestShape lacks = Lacks({"iam:PassedToService", "iam:AssociatedResourceArn"});
  EXPECT_EQ(Admits(PassRole(R"({"ArnLike": {"iam:AssociatedResourceArn":
                "arn:aws:sagemaker:*:*:training-job/*"}})"),
                   "iam:PassRole", lacks),
            Truth::kNo);
  EXPECT_EQ(Admits(PassRole("{}"), "iam:PassRole", lacks), Truth::kYes);
}

TEST_F(GrantsConditionsTest, WhatIsOfOtherAccountsOnlyIsGuardedInTheCallersOwn) {
  const RequestShape lacks = Lacks({"aws:ResourceAccount"});
  const auto admits = [&](const std::string& condition) {
    return Admits(R"({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": )" +
                      condition + "}",
                  "kms:Decrypt", lacks);
  };
  EXPECT_EQ(admits(R"({"StringNotEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}})"),
            Truth::kNo);
  EXPECT_EQ(admits(R"({"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}})"),
            Truth::kNo);
  EXPECT_EQ(admits(R"({"StringNotEquals": {"aws:ResourceAccount": "111122223333"}})"), Truth::kYes);
}

TEST_F(GrantsConditionsTest, PassRoleIsGuardedByTheServiceAndNotByAnyService) {
  const RequestShape lacks = Lacks({"iam:PassedToService"});
  EXPECT_EQ(
      Admits(PassRole(R"({"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}})"),
             "iam:PassRole", lacks),
      Truth::kNo);
  EXPECT_EQ(Admits(PassRole(R"({"StringLike": {"iam:PassedToService": "*.amazonaws.com"}})"),
                   "iam:PassRole", lacks),
            Truth::kYes);
  EXPECT_EQ(
      Admits(PassRole(R"({"StringLike": {"iam:PassedToService": "*"}})"), "iam:PassRole", lacks),
      Truth::kYes);
}

TEST_F(GrantsConditionsTest, PassedToServiceNeedsNoGuardAgainstAbsence) {
  EXPECT_EQ(Admits(PassRole(R"({"StringEqualsIfExists":
                {"iam:PassedToService": "sagemaker.amazonaws.com"}})"),
                   "iam:PassRole", Lacks({"iam:PassedToService"})),
            Truth::kNo);
}

constexpr std::string_view kNoBoundary =
    R"({"Effect": "Allow", "Action": ["iam:CreateRole", "iam:CreateUser"], "Resource": "*"})";

RequestShape UnapprovedBoundary() {
  return {{"iam:permissionsboundary", {{ValueClass::kAbsent, {}}, {ValueClass::kOther, {}}}}};
}

TEST_F(GrantsConditionsTest, CreateRoleIsGuardedByADenyOfOtherBoundaries) {
  const std::string deny = R"(, {"Effect": "Deny", "Action": ["iam:CreateRole", "iam:CreateUser"],
      "Resource": "*", "Condition": {"ArnNotEquals":
      {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/ml"}}})";
  EXPECT_EQ(Admits(std::string(kNoBoundary) + deny, "iam:Create*", UnapprovedBoundary()),
            Truth::kNo);
}

TEST_F(GrantsConditionsTest, ADenyOnCreateRoleOnlyLeavesCreateUserOpen) {
  const std::string deny = R"(, {"Effect": "Deny", "Action": "iam:CreateRole", "Resource": "*",
      "Condition": {"StringNotEquals":
      {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/ml"}}})";
  const std::string both = std::string(kNoBoundary) + deny;
  EXPECT_EQ(Admits(both, "iam:CreateRole", UnapprovedBoundary()), Truth::kNo);
  EXPECT_EQ(Admits(both, "iam:CreateUser", UnapprovedBoundary()), Truth::kYes);
}

TEST_F(GrantsConditionsTest, ADenyLimitedToSomeRolesDoesNotGuardCreateRole) {
  const std::string deny = R"(, {"Effect": "Deny", "Action": "iam:CreateRole",
      "Resource": "arn:aws:iam::*:role/prod/*", "Condition": {"StringNotEquals":
      {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/ml"}}})";
  EXPECT_EQ(Admits(std::string(kNoBoundary) + deny, "iam:CreateRole", UnapprovedBoundary()),
            Truth::kYes);
}

TEST_F(GrantsConditionsTest, AnyPolicyAsBoundaryGuardsNothing) {
  const std::string any = R"({"Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*",
      "Condition": {"StringLike": {"iam:PermissionsBoundary": "arn:aws:iam::*:policy/*"}}})";
  const RequestShape foreign = {
      Key("iam:permissionsboundary", ValueClass::kGlob, "arn:aws:iam::{stranger}:policy/*")};
  EXPECT_EQ(Admits(any, "iam:CreateRole", foreign), Truth::kYes);
}

constexpr std::string_view kTrain =
    R"({"Effect": "Allow", "Action": ["sagemaker:CreateTrainingJob",
        "sagemaker:CreateEndpointConfig", "sagemaker:UpdateDomain"], "Resource": "*"})";

TEST_F(GrantsConditionsTest, TrainingIsGuardedByADenyWithoutSubnets) {
  const RequestShape no_subnets = {Key("sagemaker:vpcsubnets", ValueClass::kAbsent)};
  const std::string everywhere = R"(, {"Effect": "Deny", "Action": "sagemaker:CreateTrainingJob",
      "Resource": "*", "Condition": {"Null": {"sagemaker:VpcSubnets": "true"}}})";
  EXPECT_EQ(Admits(std::string(kTrain) + everywhere, "sagemaker:CreateTrainingJob", no_subnets),
            Truth::kNo);
  const std::string some = R"(, {"Effect": "Deny", "Action": "sagemaker:CreateTrainingJob",
      "Resource": "arn:aws:sagemaker:*:*:training-job/prod-*",
      "Condition": {"Null": {"sagemaker:VpcSubnets": "true"}}})";
  EXPECT_EQ(Admits(std::string(kTrain) + some, "sagemaker:CreateTrainingJob", no_subnets),
            Truth::kYes);
  const std::string type = R"(, {"Effect": "Deny", "Action": "sagemaker:CreateTrainingJob",
      "Resource": "arn:aws:sagemaker:*:*:training-job/*",
      "Condition": {"Null": {"sagemaker:VpcSubnets": "true"}}})";
  EXPECT_EQ(Admits(std::string(kTrain) + type, "sagemaker:CreateTrainingJob", no_subnets),
            Truth::kNo);
}

TEST_F(GrantsConditionsTest, SecureTransportIsNoRestriction) {
  EXPECT_EQ(AdmitsOutsider(R"({"Bool": {"aws:SecureTransport": "true"}})"), Truth::kYes);
}

TEST_F(GrantsConditionsTest, AWildcardAccountInAPrincipalArnLetsAnyAccountIn) {
  EXPECT_EQ(AdmitsOutsider(R"({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ml-*"}})"),
            Truth::kYes);
  EXPECT_EQ(AdmitsOutsider(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ml-*"}})"),
            Truth::kYes);
  EXPECT_EQ(
      AdmitsOutsider(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/ml-*"}})"),
      Truth::kNo);
}

TEST_F(GrantsConditionsTest, AnOrganizationPatternLetsAnyOrganizationIn) {
  EXPECT_EQ(AdmitsOutsider(R"({"StringLike": {"aws:PrincipalOrgID": "o-*"}})"), Truth::kYes);
  EXPECT_EQ(AdmitsOutsider(R"({"StringEquals": {"aws:PrincipalOrgID": "o-abc1234567"}})"),
            Truth::kNo);
  // With StringEquals the star is a star.
  EXPECT_EQ(AdmitsOutsider(R"({"StringEquals": {"aws:PrincipalOrgID": "o-*"}})"), Truth::kNo);
}

TEST_F(GrantsConditionsTest, TheDataPerimeterIdiomIsClosed) {
  const std::string perimeter = R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::ml-data/*"},
      {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::ml-data",
      "arn:aws:s3:::ml-data/*"], "Condition": {
      "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abc1234567"},
      "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}})";
  EXPECT_EQ(Admits(perimeter, "s3:GetObject", Outsider(), PolicyKind::kResource), Truth::kNo);
  EXPECT_EQ(Admits(perimeter, "s3:GetObject", {}, PolicyKind::kResource), Truth::kYes);
}

TEST_F(GrantsConditionsTest, AnAddressEverywhereIsNoRestriction) {
  RequestShape shape = Outsider();
  shape.push_back(Key("aws:sourceip", ValueClass::kOther));
  const auto admits = [&](std::string_view block) {
    return Admits(Public(R"({"IpAddress": {"aws:SourceIp": ")" + std::string(block) + "\"}}"),
                  "s3:GetObject", shape, PolicyKind::kResource);
  };
  EXPECT_EQ(admits("0.0.0.0/0"), Truth::kYes);
  EXPECT_EQ(admits("203.0.113.0/24"), Truth::kNo);
}

// --- semantics 6: pitfalls ----------------------------------------------------------------------

TEST_F(GrantsConditionsTest, OneEntryOfSeveralInAWayThatTheyContradictGrantsNothing) {
  EXPECT_EQ(AdmitsOutsider(R"({"StringEquals": {"aws:PrincipalTag/a": "x"},
                               "StringNotEquals": {"aws:PrincipalTag/a": "x"}})"),
            Truth::kNo);
}

class AbsentKeyTest : public GrantsConditionsTest,
                      public ::testing::WithParamInterface<std::pair<std::string_view, bool>> {};

TEST_P(AbsentKeyTest, ConditionOnAnAbsentKey) {
  const RequestShape absent = {Key("aws:principaltag/team", ValueClass::kAbsent)};
  const std::string statement = R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
      "Condition": )" + std::string(GetParam().first) +
                                "}";
  EXPECT_EQ(Admits(statement, "s3:GetObject", absent), ToTruth(GetParam().second))
      << GetParam().first;
}

INSTANTIATE_TEST_SUITE_P(
    Table, AbsentKeyTest,
    ::testing::Values(
        std::pair(R"({"StringEquals": {"aws:PrincipalTag/team": "ml"}})", false),
        std::pair(R"({"StringLike": {"aws:PrincipalTag/team": "*"}})", false),
        std::pair(R"({"StringNotEquals": {"aws:PrincipalTag/team": "ml"}})", true),
        std::pair(R"({"StringEqualsIfExists": {"aws:PrincipalTag/team": "ml"}})", true),
        std::pair(R"({"Null": {"aws:PrincipalTag/team": "true"}})", true),
        std::pair(R"({"Null": {"aws:PrincipalTag/team": "false"}})", false),
        std::pair(R"({"ForAllValues:StringEquals": {"aws:PrincipalTag/team": "ml"}})", true),
        std::pair(R"({"ForAnyValue:StringEquals": {"aws:PrincipalTag/team": "ml"}})", false),
        std::pair(R"({"ForAllValues:StringEquals": {"aws:PrincipalTag/team": "ml"},
                      "Null": {"aws:PrincipalTag/team": "false"}})",
                  false),
        std::pair(R"({"Bool": {"aws:PrincipalTag/team": "false"}})", false),
        std::pair(R"({"BoolIfExists": {"aws:PrincipalTag/team": "false"}})", true)));

TEST_F(GrantsConditionsTest, ADenyOfMissingMfaDoesNotFireWithoutTheKey) {
  const std::string statements = R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
      {"Effect": "Deny", "Action": "*", "Resource": "*",
       "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})";
  const RequestShape absent = {Key("aws:multifactorauthpresent", ValueClass::kAbsent)};
  EXPECT_EQ(Admits(statements, "s3:GetObject", absent), Truth::kYes);
}

TEST_F(GrantsConditionsTest, KeyThatAwsDoesNotSendWithTheActionMakesTheAllowDead) {
  const std::string statement = R"({"Effect": "Allow", "Action": ["iam:PassRole", "iam:GetRole"],
      "Resource": "*", "Condition":
      {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}})";
  EXPECT_EQ(Admits(statement, "iam:PassRole", {}), Truth::kYes);
  EXPECT_EQ(Admits(statement, "iam:GetRole", {}), Truth::kNo);
}

TEST_F(GrantsConditionsTest, AnOperatorThatAwsDoesNotHaveIsUnknownWithAReason) {
  PolicyFixture fixture;
  const Policy* const policy = fixture.Link(R"({"Effect": "Allow", "Action": "s3:GetObject",
      "Resource": "*", "Condition": {"StringMatches": {"aws:PrincipalTag/team": "ml"}}})");
  const Answer answer = fixture.GrantsOf(policy).Ask({});
  EXPECT_EQ(answer.truth, Truth::kUnknown);
  EXPECT_NE(answer.reason.find("`StringMatches`"), std::string::npos) << answer.reason;
}

TEST_F(GrantsConditionsTest, TheCallersOwnAccountIsAGuard) {
  const std::string statement = R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
      "Condition": {"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}})";
  EXPECT_EQ(Admits(statement, "s3:GetObject", Lacks({"aws:ResourceAccount"})), Truth::kNo);
}

TEST_F(GrantsConditionsTest, AKeyWithStarsAsksOfEveryTagThatIsMentioned) {
  const std::string statement = R"({"Effect": "Allow", "Action": "sagemaker:DeleteEndpoint",
      "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "ml"}}})";
  EXPECT_EQ(Admits(statement, "sagemaker:DeleteEndpoint", Lacks({"aws:ResourceTag/*"})),
            Truth::kNo);
}

TEST_F(GrantsConditionsTest, HasIsThatNoRequestWithoutTheKeyGetsThrough) {
  PolicyFixture fixture;
  const Policy* const policy = fixture.Link(
      PassRole(R"({"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}})"));
  Query query;
  query.condition.refuses = Lacks({"iam:PassedToService"});
  EXPECT_EQ(fixture.GrantsOf(policy).Ask(query).truth, Truth::kYes);
  query.condition.refuses = Lacks({"iam:AssociatedResourceArn"});
  EXPECT_EQ(fixture.GrantsOf(policy).Ask(query).truth, Truth::kNo);
}

TEST_F(GrantsConditionsTest, HasIsNotOpenWhereNothingAsksForTheKey) {
  PolicyFixture fixture;
  const Policy* const policy = fixture.Link(PassRole(
      R"({"ArnLike": {"iam:AssociatedResourceArn": "arn:aws:sagemaker:*:*:app/${aws:userid}/*"}})"));
  Query query;
  query.condition.refuses = Lacks({"aws:ResourceTag/*"});
  EXPECT_EQ(fixture.GrantsOf(policy).Ask(query).truth, Truth::kNo);
}

TEST_F(GrantsConditionsTest, EvidenceNamesTheEntriesThatWereWeighedAndTheDenyThatFails) {
  PolicyFixture fixture;
  const Policy* const policy =
      fixture.Link(PassRole(R"({"StringLike": {"iam:PassedToService": "*"},
                   "Bool": {"aws:SecureTransport": "true"}})") +
                   R"(, {"Sid": "far", "Effect": "Deny", "Action": "iam:PassRole",
            "Resource": "arn:aws:iam::*:role/prod/*"})");
  Query query;
  query.condition.admits = Lacks({"iam:PassedToService"});
  const Answer answer = fixture.GrantsOf(policy).Ask(query);
  ASSERT_EQ(answer.evidence.size(), 1U);
  ASSERT_EQ(answer.evidence[0].conditions.size(), 1U);
  EXPECT_EQ(answer.evidence[0].conditions[0]->key.value, "iam:PassedToService");
  ASSERT_NE(answer.evidence[0].failed_deny, nullptr);
  EXPECT_EQ(answer.evidence[0].failed_deny->sid.value, "far");
}

TEST_F(GrantsConditionsTest, ADenyIsAskedForWhatItBites) {
  PolicyFixture fixture;
  const Policy* const policy = fixture.Link(R"({"Effect": "Deny", "Action": "*", "Resource": "*",
      "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}})",
                                            PolicyKind::kServiceControl);
  Query query;
  query.effect = Effect::kDeny;
  query.condition.admits = {Key("aws:requestedregion", ValueClass::kOther)};
  EXPECT_EQ(fixture.GrantsOf(policy).Ask(query).truth, Truth::kYes);
  query.condition.admits = {Key("aws:requestedregion", ValueClass::kGlob, "eu-west-1")};
  EXPECT_EQ(fixture.GrantsOf(policy).Ask(query).truth, Truth::kNo);
}

}  // namespace
}  // namespace leastwise::testing
