#include "access/policy_comparison.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/policy_fixture.h"

namespace leastwise {
namespace {

using testing::PolicyFixture;

std::string Allow(const std::string& action, const std::string& resource,
                  const std::string& condition = "{}") {
  return R"({"Effect": "Allow", "Action": )" + action + R"(, "Resource": )" + resource +
         R"(, "Condition": )" + condition + "}";
}

std::string Deny(const std::string& action, const std::string& resource) {
  return R"({"Effect": "Deny", "Action": )" + action + R"(, "Resource": )" + resource + "}";
}

// Two documents and what came of comparing them.
struct Compared {
  PolicyFixture fixture;
  PolicyComparison comparison;

  Compared(const std::string& old_text, const std::string& new_text,
           PolicyKind kind = PolicyKind::kIdentity) {
    ComparisonSide old_side;
    ComparisonSide new_side;
    old_side.policies = {fixture.Add(old_text, kind)};
    new_side.policies = {fixture.Add(new_text, kind)};
    fixture.Link();
    comparison = Compare(fixture.actions(), old_side, new_side);
  }
};

ComparisonVerdict VerdictOf(const std::string& old_text, const std::string& new_text,
                            PolicyKind kind = PolicyKind::kIdentity) {
  return Compared(old_text, new_text, kind).comparison.verdict;
}

constexpr ComparisonVerdict kPass = ComparisonVerdict::kPass;
constexpr ComparisonVerdict kFail = ComparisonVerdict::kFail;

TEST(PolicyComparisonTest, UnionOfStatementsCoversWhatNoneCoversAlone) {
  const std::string both = Allow(R"("s3:GetObject")", R"("arn:aws:s3:::a*")") +
                           R"(, {"Effect": "Allow", "Action": "s3:GetObject",
                                 "NotResource": "arn:aws:s3:::a*"})";
  EXPECT_EQ(VerdictOf(both, Allow(R"("s3:GetObject")", R"("arn:aws:s3:::*")")), kPass);
  EXPECT_EQ(VerdictOf(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::a*")"), both), kFail);
}

// Keys that AWS sends together, or derives one from the other, are taken as free: that can only
// make an addition of what is none, never a pass of an addition.
TEST(PolicyComparisonTest, KeysThatDependOnEachOtherNeverMakeAPass) {
  const auto when = [](const std::string& condition) {
    return Allow(R"("sagemaker:CreateTrainingJob")", R"("*")", condition);
  };
  const std::string value = when(R"({"StringEquals": {"aws:RequestTag/team": "ml"}})");
  const std::string listed = when(R"({"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}})");
  const std::string both = when(R"({"StringEquals": {"aws:RequestTag/team": "ml"},
                                    "ForAnyValue:StringEquals": {"aws:TagKeys": "team"}})");
  EXPECT_EQ(VerdictOf(value, listed), kFail);  // any value of the tag
  EXPECT_EQ(VerdictOf(listed, value), kFail);
  EXPECT_EQ(VerdictOf(value, both), kPass);
  EXPECT_EQ(VerdictOf(both, value),
            kFail);  // AWS lists the key of each tag, which is not known here
  const std::string account = when(R"({"StringEquals": {"aws:PrincipalAccount": "111122223333"}})");
  const std::string role =
      when(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}})");
  EXPECT_EQ(VerdictOf(account, role), kFail);
  EXPECT_EQ(VerdictOf(role, account), kFail);
}

TEST(PolicyComparisonTest, NegationsOfSetsDifferByTheirQuantifier) {
  const auto when = [](const std::string& op) {
    return Allow(R"("sagemaker:AddTags")", R"("*")",
                 "{\"" + op + R"(": {"aws:TagKeys": ["secret"]}})");
  };
  const std::string none = when("ForAllValues:StringNotEquals");
  const std::string some = when("ForAnyValue:StringNotEquals");
  EXPECT_EQ(VerdictOf(none, some), kFail);  // `secret` and another key
  EXPECT_EQ(VerdictOf(some, none), kFail);  // no key at all
  EXPECT_EQ(VerdictOf(none, none), kPass);
}

// RunInstances is authorised on the image, the instance, its volumes and more, each for itself.
TEST(PolicyComparisonTest, EachResourceOfACallIsARequestOfItsOwn) {
  const auto on = [](const std::string& type, const std::string& condition = "{}") {
    return Allow(R"("ec2:RunInstances")", "\"arn:aws:ec2:*:*:" + type + "/*\"", condition);
  };
  const std::string small = R"({"StringEquals": {"ec2:InstanceType": "t3.micro"}})";
  const std::string image_only = on("image");
  const std::string both = image_only + ", " + on("instance");
  EXPECT_EQ(VerdictOf(image_only, both), kFail);
  EXPECT_EQ(VerdictOf(both, image_only), kPass);
  EXPECT_EQ(VerdictOf(image_only + ", " + on("instance", small), both), kFail);
  // The key is not sent with the image: what limits the instance limits nothing there.
  EXPECT_EQ(VerdictOf(on("image", small) + ", " + on("instance", small), both), kFail);
  EXPECT_EQ(VerdictOf(both, on("image", small) + ", " + on("instance", small)), kPass);
}

TEST(PolicyComparisonTest, QuestionMarksNeedACaseSplit) {
  const std::string split = Allow(R"("s3:GetObject")", R"(["arn:aws:s3:::", "arn:aws:s3:::?*"])");
  EXPECT_EQ(VerdictOf(split, Allow(R"("s3:GetObject")", R"("arn:aws:s3:::*")")), kPass);
}

TEST(PolicyComparisonTest, ArnStarsOfConditionsKeepWithinTheirPart) {
  const auto statement = [](const std::string& op, const std::string& value) {
    return Allow(R"("s3:GetObject")", R"("*")",
                 "{\"" + op + R"(": {"aws:SourceArn": ")" + value + "\"}}");
  };
  const std::string arn = statement("ArnLike", "arn:aws:codecommit:*:*:*");
  const std::string flat = statement("StringLike", "arn:aws:codecommit:*");
  EXPECT_EQ(VerdictOf(flat, arn), kPass);
}

TEST(PolicyComparisonTest, ActionsWithoutResourceTypesAreAskedOnStarOnly) {
  const std::string every = Allow(R"("cloudformation:DescribeStack*")", R"("*")");
  const std::string stacks =
      Allow(R"("cloudformation:DescribeStack*")", R"("arn:aws:cloudformation:*:*:stack/*")");
  EXPECT_EQ(VerdictOf(stacks, every), kFail);
  EXPECT_EQ(VerdictOf(every, stacks), kPass);
  EXPECT_EQ(VerdictOf(Allow(R"("s3:GetObject")", R"("*")"),
                      Allow(R"("s3:ListAllMyBuckets")", R"("arn:aws:s3:::b")")),
            kPass);
}

TEST(PolicyComparisonTest, AccountOfAnArnIsNotFixed) {
  EXPECT_EQ(VerdictOf(Deny(R"("sqs:*")", R"("*")"),
                      Allow(R"("sqs:SendMessage")", R"("arn:aws:sqs:us-east-1:111111111111:q")")),
            kFail);
}

TEST(PolicyComparisonTest, LiteralActionsThatTheCatalogLacksCount) {
  const std::string unknown = Allow(R"("s3:BrandNewThing")", R"("*")");
  EXPECT_EQ(VerdictOf(Allow(R"("s3:GetObject")", R"("*")"), unknown), kFail);
  EXPECT_EQ(VerdictOf(unknown, unknown), kPass);
}

TEST(PolicyComparisonTest, PatternForTodaysListAddsFutureActionsOnly) {
  const std::string list = Allow(
      R"(["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
          "sts:AssumeRoot"])",
      R"("*")");
  const Compared compared(list, Allow(R"("sts:AssumeRo*")", R"("*")"));
  EXPECT_EQ(compared.comparison.verdict, kFail);
  EXPECT_TRUE(compared.comparison.only_future);
  ASSERT_EQ(compared.comparison.added.size(), 1U);
  EXPECT_TRUE(compared.comparison.added[0].actions.empty());
  EXPECT_EQ(VerdictOf(Allow(R"("sts:AssumeRo*")", R"("*")"), list), kPass);
}

TEST(PolicyComparisonTest, LaterActionsAreApartFromThoseOfToday) {
  const Compared both(Allow(R"("sts:Get*")", R"("*")"),
                      Allow(R"(["sts:GetCallerIdentity", "sts:Assume*"])", R"("*")"));
  EXPECT_EQ(both.comparison.verdict, kFail);
  EXPECT_FALSE(both.comparison.only_future);
  ASSERT_EQ(both.comparison.added.size(), 2U);
  const AddedGrant& today = both.comparison.added[0];
  EXPECT_FALSE(today.actions.empty());
  EXPECT_TRUE(today.future_actions.empty());
  const AddedGrant& later = both.comparison.added[1];
  EXPECT_TRUE(later.only_future());
  ASSERT_FALSE(later.future_actions.empty());
  EXPECT_TRUE(later.future_actions[0].starts_with("sts:assume")) << later.future_actions[0];
  EXPECT_EQ(later.witness.action, later.future_actions[0]);
  ASSERT_EQ(later.elements.size(), 1U);
  EXPECT_EQ(later.elements[0]->value, "sts:Assume*");
  // Without a wildcard nothing grows.
  const Compared literal(Allow(R"("sts:Get*")", R"("*")"), Allow(R"("sts:AssumeRole")", R"("*")"));
  EXPECT_EQ(literal.comparison.added.size(), 1U);
}

TEST(PolicyComparisonTest, ServicesThatTheCatalogLacksHaveFutureActions) {
  EXPECT_EQ(VerdictOf(Allow(R"("nosuch:*")", R"("*")"),
                      Allow(R"(["nosuch:*", "nosuchtoo:*"])", R"("*")")),
            kFail);
  EXPECT_EQ(VerdictOf(Allow(R"("s3:*")", R"("*")"), Allow(R"("*")", R"("*")")), kFail);
}

TEST(PolicyComparisonTest, AbsentKeysAreClassesOfTheirOwn) {
  const auto statement = [](const std::string& condition) {
    return Allow(R"("s3:GetObject")", R"("*")", condition);
  };
  const std::string equals = statement(R"({"StringEquals": {"aws:SourceVpce": "vpce-1"}})");
  const std::string if_exists =
      statement(R"({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}})");
  const std::string like = statement(R"({"StringLike": {"aws:SourceVpce": "*"}})");
  EXPECT_EQ(VerdictOf(equals, if_exists), kFail);
  EXPECT_EQ(VerdictOf(if_exists, equals), kPass);
  EXPECT_EQ(VerdictOf(like, statement("{}")), kFail);
  EXPECT_EQ(VerdictOf(like, statement(R"({"Null": {"aws:SourceVpce": "false"}})")), kPass);
}

TEST(PolicyComparisonTest, LimitsOfNumbersAndBlocksAreExact) {
  const auto number = [](const std::string& op, const std::string& value) {
    return Allow(R"("s3:ListBucket")", R"("*")",
                 "{\"" + op + R"(": {"s3:max-keys": ")" + value + "\"}}");
  };
  EXPECT_EQ(VerdictOf(number("NumericLessThanEquals", "10"), number("NumericLessThan", "10.0")),
            kPass);
  EXPECT_EQ(VerdictOf(number("NumericLessThan", "10"), number("NumericLessThanEquals", "10")),
            kFail);
  EXPECT_EQ(
      VerdictOf(number("NumericLessThan", "10"), number("NumericLessThan", "10.0000000000000001")),
      kFail);
  const auto block = [](const std::string& value) {
    return Allow(R"("s3:ListBucket")", R"("*")",
                 R"({"IpAddress": {"aws:SourceIp": )" + value + "}}");
  };
  EXPECT_EQ(VerdictOf(block(R"(["10.0.0.0/9", "10.128.0.0/9"])"), block(R"("10.0.0.0/8")")), kPass);
  EXPECT_EQ(VerdictOf(block(R"("10.0.0.0/9")"), block(R"("10.0.0.0/8")")), kFail);
}

TEST(PolicyComparisonTest, SetsOfValuesAreSplitByTheirQuantifiers) {
  const auto tags = [](const std::string& op, const std::string& values) {
    return Allow(R"("ec2:CreateTags")", R"("*")",
                 "{\"" + op + R"(": {"aws:TagKeys": )" + values + "}}");
  };
  const std::string all = tags("ForAllValues:StringEquals", R"(["a", "b"])");
  const std::string any = tags("ForAnyValue:StringEquals", R"(["a", "b"])");
  EXPECT_EQ(VerdictOf(all, tags("ForAllValues:StringEquals", R"(["a"])")), kPass);
  EXPECT_EQ(VerdictOf(all, any), kFail);  // one inside, one outside
  EXPECT_EQ(VerdictOf(any, all), kFail);  // none at all
}

TEST(PolicyComparisonTest, VariablesPassOnlyWhereTheyAreTheSame) {
  const auto home = [](const std::string& path) {
    return Allow(R"("s3:GetObject")", "\"arn:aws:s3:::homes/" + path + "\"");
  };
  EXPECT_EQ(VerdictOf(home("${aws:username}/*"), home("${AWS:UserName}/x")), kPass);
  EXPECT_EQ(VerdictOf(home("${aws:username}/*"), home("${aws:userid}/*")), kFail);
  EXPECT_EQ(VerdictOf(home("*"), home("${aws:username}/*")), kPass);
  EXPECT_EQ(VerdictOf(home("${aws:username}/*"), home("*")), kFail);
}

// The name of a variable is not its value, and neither is what a witness binds it to.
TEST(PolicyComparisonTest, PatternsDoNotMatchTheNamesOfVariables) {
  const auto on = [](const std::string& path) {
    return Allow(R"("s3:GetObject")", "\"arn:aws:s3:::homes/" + path + "\"");
  };
  EXPECT_EQ(VerdictOf(on("*team*"), on("${aws:PrincipalTag/team}")), kFail);
  EXPECT_NE(VerdictOf(on("*username*") + ", " + on("*alice*"), on("${aws:username}")), kPass);
}

TEST(PolicyComparisonTest, OneVariableIsTheSameInConditionsOfOtherOperators) {
  const auto when = [](const std::string& op, const std::string& value) {
    return Allow(R"("ec2:CreateSnapshots")", R"("*")",
                 "{\"" + op + R"(": {"ec2:SourceInstanceARN": ")" + value + "\"}}");
  };
  const std::string flat = when("StringLike", "*${ec2:InstanceId}");
  const std::string arn = when("ArnLike", "arn:aws:ec2:*:*:instance/${ec2:InstanceId}");
  EXPECT_EQ(VerdictOf(flat, arn), kPass);
  EXPECT_EQ(VerdictOf(arn, flat), kFail);
  EXPECT_NE(VerdictOf(when("StringLike", "*${ec2:InstanceID2}"), arn), kPass);
  EXPECT_NE(VerdictOf(when("StringLike", "*nstanceid*"), arn), kPass);
  EXPECT_EQ(VerdictOf(when("StringNotLike", "a-${ec2:InstanceId}"),
                      when("StringNotLike", "*-${ec2:InstanceId}")),
            kPass);
  EXPECT_NE(VerdictOf(when("StringNotLike", "*-${ec2:InstanceId}"),
                      when("StringNotLike", "a-${ec2:InstanceId}")),
            kPass);
}

// AWS leaves open whether ForAnyValue:…IfExists holds without its key; it is seen not to.
TEST(PolicyComparisonTest, FailuresMayRestOnWhatAwsIsSeenToDo) {
  const auto when = [](const std::string& op) {
    return Allow(R"("codestar-connections:PassConnection")", R"("*")",
                 "{\"" + op + R"(": {"codestar-connections:PassedToService": "a"}})");
  };
  const Compared fails(when("ForAnyValue:StringEqualsIfExists"), when("StringEqualsIfExists"));
  EXPECT_EQ(fails.comparison.verdict, kFail);
  ASSERT_EQ(fails.comparison.notes.size(), 1U);
  EXPECT_NE(fails.comparison.notes[0].find("as AWS is seen to do"), std::string::npos);
  EXPECT_EQ(VerdictOf(when("StringEqualsIfExists"), when("ForAnyValue:StringEqualsIfExists")),
            kPass);
  // What only the other reading adds is no failure, and no pass.
  EXPECT_EQ(VerdictOf(when("ForAnyValue:StringEquals"), when("ForAnyValue:StringEqualsIfExists")),
            ComparisonVerdict::kUnknown);
}

TEST(PolicyComparisonTest, WhatCannotBeToldIsNeverAPass) {
  const auto open = [](const std::string& value) {
    return Allow(R"("s3:GetObject")", R"("*")",
                 R"({"StringBetween": {"aws:SourceVpce": ")" + value + "\"}}");
  };
  EXPECT_EQ(VerdictOf(open("a"), open("a")), kPass);
  EXPECT_EQ(VerdictOf(open("a"), open("b")), ComparisonVerdict::kUnknown);
}

TEST(PolicyComparisonTest, PrincipalsOfTrustPoliciesAreOneMoreVariable) {
  const auto trust = [](const std::string& principal) {
    return R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": )" + principal + "}";
  };
  const std::string account = trust(R"({"AWS": "111111111111"})");
  const std::string role = trust(R"({"AWS": "arn:aws:iam::111111111111:role/r"})");
  EXPECT_EQ(VerdictOf(account, role, PolicyKind::kTrust), kPass);
  EXPECT_EQ(VerdictOf(role, account, PolicyKind::kTrust), kFail);
  EXPECT_EQ(VerdictOf(account, trust(R"("*")"), PolicyKind::kTrust), kFail);
}

TEST(PolicyComparisonTest, BoundaryOnBothSidesCapsWhatIsAdded) {
  PolicyFixture fixture;
  ComparisonSide old_side;
  ComparisonSide new_side;
  old_side.policies = {fixture.Add(Allow(R"("s3:GetObject")", R"("*")"))};
  new_side.policies = {fixture.Add(Allow(R"("s3:*")", R"("*")"))};
  const Policy* const boundary =
      fixture.Add(Allow(R"("s3:GetObject")", R"("*")"), PolicyKind::kBoundary);
  fixture.Link();
  EXPECT_EQ(Compare(fixture.actions(), old_side, new_side).verdict, kFail);
  old_side.boundary = boundary;
  new_side.boundary = boundary;
  EXPECT_EQ(Compare(fixture.actions(), old_side, new_side).verdict, kPass);
}

TEST(PolicyComparisonTest, OnlyRequestsInTheScopeAreAskedAbout) {
  PolicyFixture fixture;
  ComparisonSide new_side;
  new_side.policies = {fixture.Add(Allow(R"("s3:*")", R"("arn:aws:s3:::a/*")"))};
  const Policy* const inside = fixture.Add(Allow(R"("s3:Get*")", R"("arn:aws:s3:::*/x")"));
  const Policy* const outside = fixture.Add(Allow(R"("s3:Get*")", R"("arn:aws:s3:::b/*")"));
  fixture.Link();
  new_side.scope = outside;
  EXPECT_EQ(Compare(fixture.actions(), {}, new_side).verdict, kPass);
  new_side.scope = inside;
  const PolicyComparison comparison = Compare(fixture.actions(), {}, new_side);
  ASSERT_EQ(comparison.verdict, kFail);
  EXPECT_EQ(comparison.added.at(0).witness.resource, "arn:aws:s3:::a/x");
}

TEST(PolicyComparisonTest, WitnessIsOfATypeOfTheAction) {
  const Compared compared(
      Allow(R"("s3:GetObject")", R"("arn:aws:s3:::a/*")"),
      Allow(R"("s3:GetObject")", R"(["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"])"));
  ASSERT_EQ(compared.comparison.added.size(), 1U);
  const AddedGrant& grant = compared.comparison.added[0];
  EXPECT_EQ(grant.resource->value, "arn:aws:s3:::b/*");
  EXPECT_EQ(grant.witness.action, "s3:GetObject");
  EXPECT_EQ(grant.witness.resource, "arn:aws:s3:::b/example");
  EXPECT_TRUE(grant.witness.context.empty());
  EXPECT_FALSE(grant.outside_catalog_types);
}

TEST(PolicyComparisonTest, WitnessIsOnAResourceWithAName) {
  const Compared compared(Allow(R"("iam:GetRole")", R"("arn:aws:iam::*:role/team")"),
                          Allow(R"("iam:GetRole")", R"("arn:aws:iam::*:role/team*")"));
  ASSERT_EQ(compared.comparison.added.size(), 1U);
  EXPECT_EQ(compared.comparison.added[0].witness.resource, "arn:aws:iam::123456789012:role/team1");
  const Compared path(Allow(R"("iam:GetRole")", R"("arn:aws:iam::*:role/a")"),
                      Allow(R"("iam:GetRole")", R"("arn:aws:iam::*:role/b/*")"));
  ASSERT_EQ(path.comparison.added.size(), 1U);
  EXPECT_EQ(path.comparison.added[0].witness.resource, "arn:aws:iam::123456789012:role/b/1");
}

TEST(PolicyComparisonTest, WitnessIsOfTheTypeForWhichAwsListsItsKeys) {
  const Compared compared(
      Allow(R"("ec2:RunInstances")", R"("arn:aws:ec2:*:*:instance/*")"),
      Allow(R"("ec2:RunInstances")", R"("*")",
            R"({"ArnLike": {"ec2:Vpc": "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1"}})"));
  ASSERT_EQ(compared.comparison.added.size(), 1U);
  EXPECT_EQ(compared.comparison.added[0].witness.resource,
            "arn:aws:ec2:us-east-1:123456789012:subnet/example");
}

// `*` is the shorter example, and says less.
TEST(PolicyComparisonTest, WitnessNamesAResourceWhereItCan) {
  const Compared compared(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::data/train/*")"),
                          Allow(R"("s3:GetObject")", R"("*")"));
  ASSERT_EQ(compared.comparison.added.size(), 1U);
  EXPECT_EQ(compared.comparison.added[0].witness.resource, "arn:aws:s3:::example/example");
}

}  // namespace
}  // namespace leastwise
