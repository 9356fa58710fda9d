#include "access/data_review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/policy_fixture.h"

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::PolicyFixture;

class DataReviewTest : public ::testing::Test {
 protected:
  std::vector<Problem> Problems(const std::string& statements, PolicyKind kind) {
    const Policy* policy = fixture_.Link(statements, kind);
    return ReviewAgainstData(*policy, fixture_.actions(), memo_);
  }

  // "code: underlined text" for each problem, quotes left off.
  std::vector<std::string> Review(const std::string& statements,
                                  PolicyKind kind = PolicyKind::kIdentity) {
    std::vector<std::string> out;
    for (const Problem& problem : Problems(statements, kind)) {
      std::string text(problem.where.text());
      std::erase(text, '"');
      out.push_back(std::string(problem.code) + ": " + text);
    }
    return out;
  }

  static std::string On(const std::string& actions, const std::string& resource,
                        const std::string& effect = "Allow") {
    return R"({"Effect": ")" + effect + R"(", "Action": )" + actions + R"(, "Resource": )" +
           resource + "}";
  }
  static std::string Under(const std::string& effect, const std::string& actions,
                           const std::string& condition) {
    return R"({"Effect": ")" + effect + R"(", "Action": )" + actions +
           R"(, "Resource": "*", "Condition": )" + condition + "}";
  }

  PolicyFixture fixture_;
  AccessMemo memo_{testing::ShippedCatalog()};
};

// --- resources ---

TEST_F(DataReviewTest, ObjectActionOnABucketMeetsNothing) {
  EXPECT_THAT(Review(On(R"(["s3:GetObject", "s3:ListBucket"])", R"("arn:aws:s3:::ml-data")")),
              ElementsAre("action-meets-no-resource: s3:GetObject"));
  EXPECT_THAT(Review(On(R"("s3:GetObject")", R"("arn:aws:s3:::ml-data/*")")), IsEmpty());
  EXPECT_THAT(Review(On(R"("s3:GetObject")", R"("arn:aws:s3:::ml-data*")")), IsEmpty());
}

TEST_F(DataReviewTest, BucketActionOnObjectsMeetsNothing) {
  EXPECT_THAT(Review(On(R"(["s3:GetObject", "s3:ListBucket"])", R"("arn:aws:s3:::ml-data/*")")),
              ElementsAre("action-meets-no-resource: s3:ListBucket"));
}

TEST_F(DataReviewTest, ActionWithoutResourceTypesNeedsAStar) {
  EXPECT_THAT(Review(On(R"("sagemaker:ListModels")", R"("arn:aws:sagemaker:*:*:model/*")")),
              ElementsAre("action-needs-star: sagemaker:ListModels"));
  EXPECT_THAT(Review(On(R"("sagemaker:ListModels")", R"("*")")), IsEmpty());
  EXPECT_THAT(Review(On(R"("sagemaker:ListModels")", R"(["arn:aws:s3:::a", "*"])")), IsEmpty());
}

TEST_F(DataReviewTest, TheListOfBucketsMayBeAskedOfEveryBucket) {
  EXPECT_THAT(Review(On(R"("s3:ListAllMyBuckets")", R"("arn:aws:s3:::*")")), IsEmpty());
  EXPECT_THAT(Review(On(R"("s3:ListAllMyBuckets")", R"("arn:aws:s3:::ml-data")")),
              ElementsAre("action-needs-star: s3:ListAllMyBuckets"));
}

TEST_F(DataReviewTest, ADenyThatMeetsNothingSaysSo) {
  const auto detail = [this](const std::string& action, const std::string& resource) {
    return Problems(On(action, resource, "Deny"), PolicyKind::kServiceControl).at(0).detail;
  };
  EXPECT_THAT(detail(R"("s3:DeleteObject")", R"("arn:aws:s3:::ml-data")"),
              HasSubstr("this Deny never stops it"));
  EXPECT_EQ(detail(R"(["lambda:InvokeFunction", "lambda:DeleteFunction"])",
                   R"("arn:aws:lambda:*:*:function/*")"),
            "`lambda:InvokeFunction` and `lambda:DeleteFunction` have no resource here that they "
            "can be used on: this Deny never stops them");
  EXPECT_THAT(detail(R"("sagemaker:ListModels")", R"("arn:aws:sagemaker:*:*:model/*")"),
              HasSubstr("is only ever denied on `*`"));
}

TEST_F(DataReviewTest, AStarThatRunsOnOverTheTypeMeetsIt) {
  const auto review = [this](const std::string& resource) {
    return Review(On(R"("secretsmanager:GetSecretValue")", resource));
  };
  EXPECT_THAT(review(R"("arn:aws:secretsmanager:*:*:churn-*")"), IsEmpty());
  const std::string told = "action-meets-no-resource: secretsmanager:GetSecretValue";
  EXPECT_THAT(review(R"("arn:aws:secretsmanager:*:111122223333:churn-*")"), ElementsAre(told));
  EXPECT_THAT(review(R"("arn:aws:secretsmanager:*:*:secrets/churn-*")"), ElementsAre(told));
}

TEST_F(DataReviewTest, ACallThatMakesWhatTheStatementNamesIsNotDead) {
  const auto review = [this](const std::string& action, const std::string& resource) {
    return Review(On(action, resource));
  };
  EXPECT_THAT(review(R"("eks:CreateCluster")", R"("arn:aws:eks:*:*:cluster/*")"), IsEmpty());
  EXPECT_THAT(review(R"("eks:CreateCluster")", R"("arn:aws:eks:*:*:nodegroup/*")"),
              ElementsAre("action-needs-star: eks:CreateCluster"));
}

TEST_F(DataReviewTest, WildcardIsToldOnlyWhereNoneOfItsActionsFits) {
  EXPECT_THAT(Review(On(R"("s3:GetObject*")", R"("arn:aws:s3:::ml-data")")),
              ElementsAre("action-meets-no-resource: s3:GetObject*"));
  EXPECT_THAT(Review(On(R"("s3:Get*")", R"("arn:aws:s3:::ml-data")")), IsEmpty());
  EXPECT_THAT(Review(On(R"("s3:*")", R"("arn:aws:iam::111122223333:role/x")")), IsEmpty());
}

TEST_F(DataReviewTest, OneStatementIsToldOnce) {
  const std::vector<Problem> problems =
      Problems(On(R"(["s3:GetObject", "s3:PutObject", "s3:GetObjectTagging", "s3:DeleteObject"])",
                  R"("arn:aws:s3:::ml-data")"),
               PolicyKind::kIdentity);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].detail,
            "`s3:GetObject`, `s3:PutObject`, `s3:GetObjectTagging` and 1 more have no resource "
            "here that they can be used on");
}

TEST_F(DataReviewTest, NamesTheTypesThatTheActionIsAbout) {
  const std::vector<Problem> problems =
      Problems(On(R"("s3:ListBucket")", R"("arn:aws:s3:::ml-data/*")"), PolicyKind::kIdentity);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(
      problems[0].detail,
      "`s3:ListBucket` is about `accesspoint` and `bucket` resources, and this statement names "
      "none");
}

TEST_F(DataReviewTest, PrefixOfTwoServicesIsNotJudged) {
  EXPECT_THAT(Review(On(R"("elasticloadbalancing:AddTags")",
                        R"("arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*")")),
              IsEmpty());
}

TEST_F(DataReviewTest, CaseOfTheTypeIsNotJudged) {
  EXPECT_THAT(Review(On(R"("states:StartExecution")",
                        R"("arn:aws:states:eu-west-1:111122223333:statemachine:train")")),
              IsEmpty());
}

TEST_F(DataReviewTest, VariableMayBeAnything) {
  EXPECT_THAT(Review(On(R"("s3:GetObject")", R"("arn:aws:s3:::ml-data${aws:username}")")),
              IsEmpty());
}

TEST_F(DataReviewTest, UnknownActionsAndOtherKindsAreLeftAlone) {
  EXPECT_THAT(Review(On(R"("s3:GetObjct")", R"("arn:aws:s3:::ml-data")")), IsEmpty());
  EXPECT_THAT(Review(R"({"Effect": "Allow", "NotAction": "s3:GetObject",
                         "Resource": "arn:aws:s3:::ml-data"})"),
              IsEmpty());
  EXPECT_THAT(Review(R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::ml-data"})",
                     PolicyKind::kResource),
              IsEmpty());
}

// --- keys ---

TEST_F(DataReviewTest, KeyThatNoActionCarries) {
  EXPECT_THAT(Review(Under("Deny", R"("sagemaker:CreateTransformJob")",
                           R"({"Bool": {"sagemaker:NetworkIsolation": "false"}})")),
              ElementsAre("deny-absent-key-never-holds: sagemaker:NetworkIsolation"));
  EXPECT_THAT(Review(Under("Deny", R"("sagemaker:CreateTrainingJob")",
                           R"({"Bool": {"sagemaker:NetworkIsolation": "false"}})")),
              IsEmpty());
  EXPECT_THAT(Review(Under("Allow", R"("sagemaker:CreateTransformJob")",
                           R"({"BoolIfExists": {"sagemaker:NetworkIsolation": "true"}})")),
              ElementsAre("allow-absent-key-always-holds: sagemaker:NetworkIsolation"));
}

TEST_F(DataReviewTest, KeyThatAwsDoesNotHave) {
  EXPECT_THAT(Review(Under("Allow", R"("bedrock:InvokeModel")",
                           R"({"StringEquals": {"bedrock:ModelId": "m"}})")),
              ElementsAre("allow-absent-key-never-holds: bedrock:ModelId"));
  EXPECT_THAT(Review(Under("Deny", R"("bedrock:InvokeModel")",
                           R"({"StringNotEquals": {"bedrock:ModelId": "m"}})")),
              ElementsAre("deny-absent-key-always-holds: bedrock:ModelId"));
}

TEST_F(DataReviewTest, KeysOfOthersAreNotJudged) {
  EXPECT_THAT(Review(R"({"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
                 "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/idp.example"},
                 "Condition": {"StringEquals": {"idp.example:sub": "job"}}})",
                     PolicyKind::kTrust),
              IsEmpty());
  EXPECT_THAT(Review(Under("Allow", R"("s3:GetObject")",
                           R"({"StringEquals": {"aws:ResourceTag/team": "ml",
                               "s3:ExistingObjectTag/team": "ml", "aws:PrincipalOrgID": "o-1"}})")),
              IsEmpty());
}

// AWS has the key and says of no action that it carries it.
TEST_F(DataReviewTest, KeysThatAwsListsForNoActionAreNotJudged) {
  EXPECT_THAT(Review(Under("Allow", R"("a4b:RegisterAVSDevice")",
                           R"({"StringEquals": {"a4b:amazonId": "A1"}})")),
              IsEmpty());
}

TEST_F(DataReviewTest, KeyOfSomeOfTheNamedActions) {
  EXPECT_THAT(
      Review(Under("Deny", R"(["sagemaker:CreateTrainingJob", "sagemaker:CreateTransformJob"])",
                   R"({"Bool": {"sagemaker:NetworkIsolation": "false"}})")),
      ElementsAre("key-of-some-actions: sagemaker:NetworkIsolation"));
  EXPECT_THAT(Review(Under("Deny", R"("sagemaker:Create*")",
                           R"({"Bool": {"sagemaker:NetworkIsolation": "false"}})")),
              IsEmpty());
}

// --- operators and values ---

TEST_F(DataReviewTest, SeveralValuesNeedASetOperator) {
  const std::string action = R"("sagemaker:CreateTrainingJob")";
  EXPECT_THAT(Review(Under("Allow", action,
                           R"({"StringEquals": {"sagemaker:InstanceTypes": "ml.m5.large"}})")),
              ElementsAre("set-operator-missing: StringEquals"));
  EXPECT_THAT(Review(Under("Allow", action,
                           R"({"ForAllValues:StringLike": {"sagemaker:InstanceTypes": "ml.g5.*"},
                       "Null": {"sagemaker:InstanceTypes": "false"}})")),
              IsEmpty());
}

TEST_F(DataReviewTest, WildcardIsNoWildcardUnderEquals) {
  EXPECT_THAT(
      Review(Under("Allow", R"("s3:ListBucket")", R"({"StringEquals": {"s3:prefix": "home/*"}})")),
      ElementsAre("wildcard-under-equals: home/*"));
  EXPECT_THAT(
      Review(Under("Allow", R"("s3:ListBucket")", R"({"StringLike": {"s3:prefix": "home/*"}})")),
      IsEmpty());
  EXPECT_THAT(Review(Under("Allow", R"("s3:ListBucket")",
                           R"({"StringEquals": {"s3:prefix": "home/${*}"}})")),
              IsEmpty());
  EXPECT_THAT(Review(Under("Allow", R"("s3:ListBucket")",
                           R"({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}})")),
              IsEmpty());
}

TEST_F(DataReviewTest, OperatorsOfAnotherType) {
  EXPECT_THAT(Review(Under("Allow", R"("s3:ListBucket")", R"({"Bool": {"s3:prefix": "true"}})")),
              ElementsAre("operator-of-another-type: Bool"));
  EXPECT_THAT(
      Review(Under("Allow", R"("s3:ListBucket")", R"({"StringLike": {"aws:SourceIp": "10.*"}})")),
      ElementsAre("operator-of-another-type: StringLike"));
  EXPECT_THAT(Review(Under("Allow", R"("s3:ListBucket")",
                           R"({"StringEquals": {"aws:SecureTransport": "true"}})")),
              IsEmpty());
}

TEST_F(DataReviewTest, ValuesOfAnotherType) {
  EXPECT_THAT(
      Review(Under("Allow", R"("s3:ListBucket")", R"({"IpAddress": {"aws:SourceIp": "office"}})")),
      ElementsAre("value-of-another-type: office"));
  EXPECT_THAT(
      Review(Under("Allow", R"("s3:ListBucket")", R"({"Bool": {"aws:SecureTransport": "yes"}})")),
      ElementsAre("value-of-another-type: yes"));
  EXPECT_THAT(Review(Under("Allow", R"("s3:ListBucket")",
                           R"({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]},
                               "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"},
                               "DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}})")),
              IsEmpty());
}

// --- placeholders ---

TEST_F(DataReviewTest, PlaceholdersOfExamples) {
  EXPECT_THAT(Review(On(R"("sagemaker:CreateTrainingJob")",
                        R"("arn:aws:sagemaker:region:acct:training-job/*")")),
              ElementsAre("placeholder-left: arn:aws:sagemaker:region:acct:training-job/*"));
  EXPECT_THAT(Review(On(R"("sagemaker:CreateTrainingJob")",
                        R"("arn:aws:sagemaker:eu-west-1:555566667777:training-job/region-x")")),
              IsEmpty());
}

TEST_F(DataReviewTest, SaysWhy) {
  const std::vector<Problem> problems =
      Problems(Under("Deny", R"("sagemaker:CreateTransformJob")",
                     R"({"Bool": {"sagemaker:NetworkIsolation": "false"}})"),
               PolicyKind::kIdentity);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0].detail,
              HasSubstr("no request for `sagemaker:CreateTransformJob` has the key"));
  EXPECT_THAT(problems[0].detail, HasSubstr("this condition never holds"));
}

}  // namespace
}  // namespace leastwise
