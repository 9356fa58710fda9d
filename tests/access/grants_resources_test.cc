#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Allow(std::string_view action, std::string_view resource,
                  std::string_view element = "Resource") {
  return R"({"Effect": "Allow", "Action": )" + std::string(action) + ", \"" + std::string(element) +
         "\": " + std::string(resource) + "}";
}

class GrantsResourcesTest : public ::testing::Test {
 protected:
  Answer Ask(std::string_view statements, std::string_view action, ResourceTest resources = {}) {
    const Policy* const policy = fixture_.Link(statements);
    Query query;
    query.actions.any = fixture_.Set({action});
    query.resources = std::move(resources);
    return fixture_.GrantsOf(policy).Ask(query);
  }
  static ResourceTest AtLeast(Breadth breadth) {
    ResourceTest test;
    test.at_least = breadth;
    return test;
  }
  static ResourceTest Exactly(Breadth breadth) {
    ResourceTest test = AtLeast(breadth);
    test.at_most = breadth;
    return test;
  }

  PolicyFixture fixture_;
};

TEST_F(GrantsResourcesTest, PassRoleOnASuffixIsOpenAndNotEvery) {
  const std::string statement = Allow(R"("iam:PassRole")", R"("arn:aws:iam::*:role/*-ml-exec")");
  EXPECT_EQ(Ask(statement, "iam:PassRole", AtLeast(Breadth::kEvery)).truth, Truth::kNo);
  EXPECT_EQ(Ask(statement, "iam:PassRole", Exactly(Breadth::kOpen)).truth, Truth::kYes);
}

TEST_F(GrantsResourcesTest, WordsAreNotLookedForInWhatNamesTheCaller) {
  const auto is_within = [this](std::string_view resource) {
    ResourceTest test;
    test.within = {"arn:*:s3:::*data*"};
    return Ask(Allow(R"("s3:GetObject")", resource), "s3:GetObject", test).truth;
  };
  EXPECT_EQ(is_within(R"("arn:aws:s3:::ml/home/${aws:username}/*")"), Truth::kNo);
  EXPECT_EQ(is_within(R"("arn:aws:s3:::${aws:PrincipalTag/data}/*")"), Truth::kNo);
  EXPECT_EQ(is_within(R"("arn:aws:s3:::ml-data/home/${aws:username}/*")"), Truth::kYes);
  EXPECT_EQ(is_within(R"("arn:aws:s3:::${example:data}/*")"), Truth::kUnknown);
}

// Each leaves something; the second pair is for the decision procedure, since a `?` needs a case
// split.
TEST_F(GrantsResourcesTest, DeniesThatTogetherLeaveNothingAreSeen) {
  const auto truth = [this](const std::string& first, const std::string& second) {
    const std::string deny = R"(, {"Effect": "Deny", "Action": "s3:PutObject", )";
    return Ask(Allow(R"(["s3:GetObject", "s3:PutObject"])", R"("arn:aws:s3:::*")") + deny + first +
                   "}" + deny + second + "}",
               "s3:PutObject")
        .truth;
  };
  EXPECT_EQ(truth(R"("Resource": "arn:aws:s3:::*a*")", R"("NotResource": "arn:aws:s3:::*a*")"),
            Truth::kNo);
  EXPECT_EQ(truth(R"("Resource": "arn:aws:s3:::?*")", R"("Resource": "arn:aws:s3:::")"),
            Truth::kNo);
  EXPECT_EQ(truth(R"("Resource": "arn:aws:s3:::??*")", R"("Resource": "arn:aws:s3:::")"),
            Truth::kYes);
  EXPECT_EQ(truth(R"("Resource": "*", "Condition": {"Null": {"aws:SourceVpc": "true"}})",
                  R"("Resource": "*", "Condition": {"StringLike": {"aws:SourceVpc": "*"}})"),
            Truth::kNo);
  EXPECT_EQ(truth(R"("Resource": "*", "Condition": {"Null": {"aws:SourceVpc": "true"}})",
                  R"("Resource": "*", "Condition": {"StringLike": {"aws:SourceVpc": "vpc-*"}})"),
            Truth::kYes);
}

// As many classes of actions as there are ways to be denied, not one for each Deny.
TEST_F(GrantsResourcesTest, DeniesOfOneActionAreOneClass) {
  std::string statements = Allow(R"("s3:*")", R"("*")");
  for (int i = 0; i < 3000; ++i) {
    statements += R"(, {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b)" +
                  std::to_string(i) + R"(/*"})";
  }
  EXPECT_EQ(Ask(statements, "s3:GetObject", AtLeast(Breadth::kEvery)).truth, Truth::kYes);
}

TEST_F(GrantsResourcesTest, ListBucketOnObjectsAndGetObjectOnABucketGrantNothing) {
  EXPECT_EQ(Ask(Allow(R"("s3:ListBucket")", R"("arn:aws:s3:::b/*")"), "s3:ListBucket").truth,
            Truth::kNo);
  EXPECT_EQ(Ask(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::b")"), "s3:GetObject").truth,
            Truth::kNo);
  EXPECT_EQ(Ask(Allow(R"("s3:*")", R"("arn:aws:s3:::b")"), "s3:GetObject").truth, Truth::kNo);
  EXPECT_EQ(Ask(Allow(R"("s3:*")", R"("arn:aws:s3:::b")"), "s3:ListBucket").truth, Truth::kYes);
}

TEST_F(GrantsResourcesTest, AnActionThatCannotBeScopedNeedsTheStar) {
  const auto truth = [&](std::string_view resource, std::string_view element) {
    return Ask(Allow(R"("s3:ListAllMyBuckets")", resource, element), "s3:ListAllMyBuckets").truth;
  };
  EXPECT_EQ(truth(R"("*")", "Resource"), Truth::kYes);
  EXPECT_EQ(truth(R"("arn:aws:s3:::*")", "Resource"), Truth::kNo);
  EXPECT_EQ(truth(R"("arn:*")", "Resource"), Truth::kNo);
  EXPECT_EQ(truth(R"("arn:aws:s3:::secret")", "NotResource"), Truth::kYes);
  EXPECT_EQ(truth(R"("*")", "NotResource"), Truth::kNo);
}

TEST_F(GrantsResourcesTest, ADenyOfAnActionThatCannotBeScopedNeedsTheStarToo) {
  const std::string allow = Allow(R"("s3:ListAllMyBuckets")", R"("*")");
  const auto truth = [&](std::string_view resource) {
    return Ask(allow + R"(, {"Effect": "Deny", "Action": "s3:*", "Resource": ")" +
                   std::string(resource) + "\"}",
               "s3:ListAllMyBuckets")
        .truth;
  };
  EXPECT_EQ(truth("arn:aws:s3:::*"), Truth::kYes);
  EXPECT_EQ(truth("*"), Truth::kNo);
}

TEST_F(GrantsResourcesTest, NoActionWithoutResourceTypesIsEverReportedByBreadth) {
  const ActionCatalog& catalog = ShippedCatalog();
  const Policy* const policy = fixture_.Link(Allow(R"("*")", R"("*")"));
  const Grants grants = fixture_.GrantsOf(policy);
  ActionSet bare(fixture_.actions().universe_size());
  for (ActionId id = 0; id < catalog.action_count(); ++id) {
    if (catalog.info(id).resource_types.empty()) bare.Set(id);
  }
  ASSERT_GT(bare.Count(), 6000U);
  Query query;
  query.actions.any = &bare;
  EXPECT_EQ(grants.Ask(query).evidence.at(0).action_count, bare.Count());
  query.resources.at_least = Breadth::kExact;
  EXPECT_EQ(grants.Ask(query).truth, Truth::kNo);
  query.resources = {};
  query.resources.by_star = true;
  EXPECT_EQ(grants.Ask(query).truth, Truth::kNo);
}

TEST_F(GrantsResourcesTest, EvidenceNamesOnlyTheStringsThatPass) {
  const Answer answer =
      Ask(Allow(R"(["s3:Get*", "s3:PutObject", "s3:GetObject", "ec2:RunInstances"])",
                R"(["arn:aws:s3:::ml/*", "arn:aws:s3:::*-data/*", "arn:aws:s3:::*/*"])"),
          "s3:GetObject", AtLeast(Breadth::kOpen));
  ASSERT_EQ(answer.evidence.size(), 1U);
  EXPECT_THAT(TextsOf(answer.evidence[0].action_texts), ElementsAre("s3:Get*", "s3:GetObject"));
  EXPECT_THAT(TextsOf(answer.evidence[0].resource_texts),
              ElementsAre("arn:aws:s3:::*-data/*", "arn:aws:s3:::*/*"));
  EXPECT_EQ(answer.evidence[0].breadth, Breadth::kEvery);
  EXPECT_EQ(answer.evidence[0].action_count, 1U);
}

TEST_F(GrantsResourcesTest, NotResourceIsEveryUnlessItTakesTheWholeType) {
  const auto truth = [&](std::string_view excluded) {
    return Ask(Allow(R"("s3:GetObject")", excluded, "NotResource"), "s3:GetObject",
               AtLeast(Breadth::kEvery))
        .truth;
  };
  EXPECT_EQ(truth(R"("arn:aws:s3:::secret/*")"), Truth::kYes);
  EXPECT_EQ(truth(R"(["arn:aws:s3:::a/*", "arn:aws:s3:::b*"])"), Truth::kYes);
  ResourceTest object = AtLeast(Breadth::kEvery);
  object.of = {"s3:object"};
  EXPECT_EQ(
      Ask(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::*")", "NotResource"), "s3:GetObject", object)
          .truth,
      Truth::kNo);
}

TEST_F(GrantsResourcesTest, ADenyWithResourceTakesWhatItCovers) {
  const std::string allow = Allow(R"("s3:GetObject")", R"(["arn:aws:s3:::ml-a/*", "*"])");
  const auto texts = [&](std::string_view denied) {
    const Answer answer = Ask(allow + R"(, {"Effect": "Deny", "Action": "s3:Get*", "Resource": )" +
                                  std::string(denied) + "}",
                              "s3:GetObject");
    return answer.evidence.empty() ? std::vector<std::string>{}
                                   : TextsOf(answer.evidence[0].resource_texts);
  };
  EXPECT_THAT(texts(R"("arn:aws:s3:::ml-*")"), ElementsAre("*"));
  EXPECT_THAT(texts(R"("arn:aws:s3:::ml-a/x/*")"), ElementsAre("arn:aws:s3:::ml-a/*", "*"));
  EXPECT_THAT(texts(R"("*")"), IsEmpty());
  // GetObject is also checked against access points, which this leaves.
  EXPECT_THAT(texts(R"(["arn:aws:s3:::*", "arn:aws:s3:*:*:accesspoint/*"])"), IsEmpty());
}

TEST_F(GrantsResourcesTest, ADenyWithNotResourceLeavesTheInside) {
  const std::string statements =
      Allow(R"("s3:GetObject")", R"(["arn:aws:s3:::*", "arn:aws:s3:::other/*"])") +
      R"(, {"Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::ml-*"})";
  EXPECT_EQ(Ask(statements, "s3:GetObject", AtLeast(Breadth::kEvery)).truth, Truth::kNo);
  const Answer answer = Ask(statements, "s3:GetObject", Exactly(Breadth::kPrefix));
  ASSERT_EQ(answer.truth, Truth::kYes);
  EXPECT_THAT(TextsOf(answer.evidence[0].resource_texts), ElementsAre("arn:aws:s3:::*"));
}

TEST_F(GrantsResourcesTest, DeniesThatTakeAllOnlyTogetherTakeAll) {
  EXPECT_EQ(Ask(Allow(R"("s3:GetObject")", R"("*")") +
                    R"(, {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::ml/*"},
                        {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::ml/*"})",
                "s3:GetObject")
                .truth,
            Truth::kNo);
}

TEST_F(GrantsResourcesTest, TwoDeniesOfNotActionDenyTheirUnion) {
  const std::string statements = Allow(R"("*")", R"("*")") +
                                 R"(, {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"},
                                     {"Effect": "Deny", "NotAction": "ec2:*", "Resource": "*"})";
  EXPECT_EQ(Ask(statements, "*").truth, Truth::kNo);
}

TEST_F(GrantsResourcesTest, RegionalLogGroupsOfAnyAccountHaveOpenParts) {
  ResourceTest test;
  test.open_parts = {ArnPart::kAccount};
  EXPECT_EQ(Ask(Allow(R"("logs:PutLogEvents")", R"("arn:aws:logs:us-east-1:*:log-group:/a:*")"),
                "logs:PutLogEvents", test)
                .truth,
            Truth::kYes);
  EXPECT_EQ(Ask(Allow(R"("logs:PutLogEvents")",
                      R"("arn:aws:logs:us-east-1:111122223333:log-group:/a:*")"),
                "logs:PutLogEvents", test)
                .truth,
            Truth::kNo);
}

constexpr std::string_view kInEveryPartition =
    R"("arn:*:logs:us-east-1:111122223333:log-group:/a:*")";

TEST_F(GrantsResourcesTest, AnotherOpenPartIsNotTheOneThatIsAskedFor) {
  ResourceTest test;
  test.open_parts = {ArnPart::kAccount};
  EXPECT_EQ(
      Ask(Allow(R"("logs:PutLogEvents")", kInEveryPartition), "logs:PutLogEvents", test).truth,
      Truth::kNo);
}

TEST_F(GrantsResourcesTest, WhatPartsAnUnknownActionTakesCannotBeTold) {
  ResourceTest test;
  test.open_parts = {ArnPart::kAccount};
  const std::string_view in_every_account = R"("arn:aws:logs:us-east-1:*:log-group:/a:*")";
  EXPECT_EQ(Ask(Allow(R"("logs:PutWhatIsNew")", in_every_account), "logs:PutWhatIsNew", test).truth,
            Truth::kUnknown);
  // Whatever it takes, the account is written out.
  EXPECT_EQ(
      Ask(Allow(R"("logs:PutWhatIsNew")", kInEveryPartition), "logs:PutWhatIsNew", test).truth,
      Truth::kNo);
}

TEST_F(GrantsResourcesTest, OnlyTheResourceWithTheOpenPartIsEvidence) {
  ResourceTest test;
  test.open_parts = {ArnPart::kAccount};
  const Answer answer =
      Ask(Allow(R"("logs:PutLogEvents")", R"(["arn:aws:logs:us-east-1:111122223333:log-group:/a:*",
                "arn:aws:logs:us-east-1:*:log-group:/b:*"])"),
          "logs:PutLogEvents", test);
  EXPECT_EQ(answer.truth, Truth::kYes);
  ASSERT_EQ(answer.evidence.size(), 1U);
  ASSERT_EQ(answer.evidence.front().resource_texts.size(), 1U);
  EXPECT_EQ(answer.evidence.front().resource_texts.front()->value,
            "arn:aws:logs:us-east-1:*:log-group:/b:*");
}

TEST_F(GrantsResourcesTest, ReachesCoversWithinAndBeyondCompareWithPatterns) {
  const std::string statement = Allow(R"("s3:GetObject")", R"("arn:aws:s3:::ml-*/*")");
  const auto truth = [&](void (*set)(ResourceTest*)) {
    ResourceTest test;
    set(&test);
    return Ask(statement, "s3:GetObject", test).truth;
  };
  EXPECT_EQ(truth([](ResourceTest* t) { t->reaches = {"arn:aws:s3:::ml-data/secret"}; }),
            Truth::kYes);
  EXPECT_EQ(truth([](ResourceTest* t) { t->reaches = {"arn:aws:s3:::hr/*"}; }), Truth::kNo);
  EXPECT_EQ(truth([](ResourceTest* t) { t->covers = {"arn:aws:s3:::ml-data/*"}; }), Truth::kYes);
  EXPECT_EQ(truth([](ResourceTest* t) { t->covers = {"arn:aws:s3:::m*/*"}; }), Truth::kNo);
  EXPECT_EQ(truth([](ResourceTest* t) { t->within = {"arn:aws:s3:::m*"}; }), Truth::kYes);
  EXPECT_EQ(truth([](ResourceTest* t) { t->within = {"arn:aws:s3:::ml-data/*"}; }), Truth::kNo);
  EXPECT_EQ(truth([](ResourceTest* t) { t->beyond = {"arn:aws:s3:::ml-data/*"}; }), Truth::kYes);
  EXPECT_EQ(truth([](ResourceTest* t) { t->beyond = {"arn:aws:s3:::ml-*"}; }), Truth::kNo);
}

TEST_F(GrantsResourcesTest, AStarReachesWhatOneOfTheActionsTypesHas) {
  ResourceTest test;
  test.reaches = {"arn:aws:s3:::ml-data/*"};
  for (const char* resource : {R"("*")", R"("arn:aws:s3:::*")", R"("arn:aws:s3:::ml-*")"}) {
    const std::string statement = Allow(R"("s3:GetObject")", resource);
    EXPECT_EQ(Ask(statement, "s3:GetObject", test).truth, Truth::kYes) << resource;
  }
  test.reaches = {"arn:aws:sqs:eu-west-1:111122223333:queue"};
  EXPECT_EQ(Ask(Allow(R"("s3:GetObject")", R"("*")"), "s3:GetObject", test).truth, Truth::kNo);
}

TEST_F(GrantsResourcesTest, AVariableIsUnknownAgainstAnotherName) {
  ResourceTest test;
  test.reaches = {"arn:aws:s3:::home/bob/x"};
  EXPECT_EQ(Ask(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::home/${aws:username}/*")"),
                "s3:GetObject", test)
                .truth,
            Truth::kUnknown);
  test.reaches = {"arn:aws:s3:::other/bob/x"};
  EXPECT_EQ(Ask(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::home/${aws:username}/*")"),
                "s3:GetObject", test)
                .truth,
            Truth::kNo);
}

TEST_F(GrantsResourcesTest, AnActionIsAsBroadAsItsNarrowestGrantedType) {
  const std::string statement = Allow(R"("ec2:AssociateIamInstanceProfile")",
                                      R"("arn:aws:ec2:us-east-1:111122223333:instance/*")");
  EXPECT_EQ(Ask(statement, "ec2:AssociateIamInstanceProfile", AtLeast(Breadth::kEvery)).truth,
            Truth::kYes);
  const std::string two =
      Allow(R"("ec2:AttachVolume")", R"(["arn:aws:ec2:us-east-1:111122223333:volume/*",
            "arn:aws:ec2:us-east-1:111122223333:instance/i-1"])");
  EXPECT_EQ(Ask(two, "ec2:AttachVolume", AtLeast(Breadth::kEvery)).truth, Truth::kNo);
  EXPECT_EQ(Ask(two, "ec2:AttachVolume", Exactly(Breadth::kExact)).truth, Truth::kYes);
  ResourceTest volumes = AtLeast(Breadth::kEvery);
  volumes.of = {"ec2:volume"};
  EXPECT_EQ(Ask(two, "ec2:AttachVolume", volumes).truth, Truth::kYes);
}

class GrantsCapsTest : public ::testing::Test {
 protected:
  Answer Ask(std::string_view statements, std::string_view boundary, std::string_view action,
             std::optional<Breadth> at_least = std::nullopt, std::string_view control = "") {
    PolicyFixture& fixture = fixtures_.emplace_back();
    const Policy* const policy = fixture.Add(statements);
    const Policy* const cap =
        boundary.empty() ? nullptr : fixture.Add(boundary, PolicyKind::kBoundary);
    std::vector<const Policy*> controls;
    if (!control.empty()) controls.push_back(fixture.Add(control, PolicyKind::kServiceControl));
    fixture.Link();
    Query query;
    query.actions.any = fixture.Set({action});
    query.resources.at_least = at_least;
    return fixture.GrantsOf(policy, cap, controls).Ask(query);
  }
  std::deque<PolicyFixture> fixtures_;
};

TEST_F(GrantsCapsTest, ABoundaryLetsThroughOnlyWhatItAllows) {
  const std::string all = Allow(R"("*")", R"("*")");
  const std::string boundary = Allow(R"("s3:Get*")", R"("arn:aws:s3:::ml-*")");
  EXPECT_EQ(Ask(all, boundary, "s3:PutObject").truth, Truth::kNo);
  EXPECT_EQ(Ask(all, boundary, "s3:GetObject").truth, Truth::kYes);
  EXPECT_EQ(Ask(all, boundary, "s3:GetObject", Breadth::kEvery).truth, Truth::kNo);
  EXPECT_EQ(Ask(all, boundary, "s3:GetObject", Breadth::kPrefix).truth, Truth::kYes);
}

TEST_F(GrantsCapsTest, ABoundaryOfDeniesAloneLetsNothingThrough) {
  EXPECT_EQ(Ask(Allow(R"("s3:*")", R"("*")"),
                R"({"Effect": "Deny", "Action": "iam:*", "Resource": "*"})", "s3:GetObject")
                .truth,
            Truth::kNo);
}

TEST_F(GrantsCapsTest, ServiceControlsOfDeniesAloneStandBesideFullAccess) {
  const std::string control = R"({"Effect": "Deny", "Action": "iam:*", "Resource": "*"})";
  EXPECT_EQ(Ask(Allow(R"("*")", R"("*")"), "", "s3:GetObject", {}, control).truth, Truth::kYes);
  EXPECT_EQ(Ask(Allow(R"("*")", R"("*")"), "", "iam:PassRole", {}, control).truth, Truth::kNo);
}

TEST_F(GrantsCapsTest, BoundaryAndStatementConditionsMustHoldTogether) {
  const std::string boundary = R"({"Effect": "Allow", "Action": "*", "Resource": "*",
      "Condition": {"StringEquals": {"aws:PrincipalTag/t": "a"}}})";
  const std::string own = R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
      "Condition": {"StringEquals": {"aws:PrincipalTag/t": "b"}}})";
  EXPECT_EQ(Ask(own, boundary, "s3:GetObject").truth, Truth::kNo);
}

TEST_F(GrantsCapsTest, AnUnreadBoundaryTurnsYesIntoUnknown) {
  PolicyFixture fixture;
  const Policy* const policy = fixture.Link(Allow(R"("s3:GetObject")", R"("*")"));
  const std::vector<const Policy*> list = {policy};
  Subject subject;
  subject.policies = list;
  subject.boundary_is_unread = true;
  const Answer answer = Grants(fixture.actions(), subject).Ask({});
  EXPECT_EQ(answer.truth, Truth::kUnknown);
  EXPECT_FALSE(answer.reason.empty());
}

}  // namespace
}  // namespace leastwise::testing
