#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/policy_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;

std::string Allow(std::string_view actions, std::string_view element = "Action") {
  return R"({"Effect": "Allow", ")" + std::string(element) + "\": " + std::string(actions) +
         R"(, "Resource": "*"})";
}

class GrantsActionsTest : public ::testing::Test {
 protected:
  Answer Ask(std::string_view statements, ActionTest actions) {
    const Policy* const policy = fixture_.Link(statements);
    Query query;
    query.actions = std::move(actions);
    return fixture_.GrantsOf(policy).Ask(query);
  }
  ActionTest Any(std::initializer_list<std::string_view> patterns) {
    ActionTest test;
    test.any = fixture_.Set(patterns);
    return test;
  }
  PolicyFixture fixture_;
};

TEST_F(GrantsActionsTest, IgnoreCase) {
  EXPECT_EQ(Ask(Allow(R"("s3:getobject")"), Any({"s3:GetObject"})).truth, Truth::kYes);
}

TEST_F(GrantsActionsTest, StringWithBlanksOrCommasMatchesNothing) {
  EXPECT_EQ(Ask(Allow(R"("s3:GetObject,s3:PutObject")"), Any({"s3:*"})).truth, Truth::kNo);
  EXPECT_EQ(Ask(Allow(R"(" s3:GetObject")"), Any({"s3:GetObject"})).truth, Truth::kNo);
}

TEST_F(GrantsActionsTest, NotActionGrantsEverythingElse) {
  const std::string statement = Allow(R"("iam:*")", "NotAction");
  EXPECT_EQ(Ask(statement, Any({"iam:PassRole"})).truth, Truth::kNo);
  EXPECT_EQ(Ask(statement, Any({"s3:GetObject"})).truth, Truth::kYes);
  const Answer answer = Ask(statement, Any({"s3:GetObject"}));
  EXPECT_THAT(TextsOf(answer.evidence.at(0).action_texts), ElementsAre("iam:*"));
}

TEST_F(GrantsActionsTest, NotActionOfATypingMistakeExcludesNothing) {
  EXPECT_EQ(Ask(Allow(R"("s3:GetObjekt")", "NotAction"), Any({"s3:GetObject"})).truth, Truth::kYes);
}

TEST_F(GrantsActionsTest, ADenyOfSomeVerbsLeavesTheLaterOnes) {
  const ActionCatalog& catalog = ShippedCatalog();
  ActionSet later(catalog.universe_size());
  later.Set(catalog.FutureAction(*catalog.FindService("s3")));
  ActionTest test;
  test.any = &later;
  const std::string all = Allow(R"("s3:*")");
  EXPECT_EQ(Ask(all, test).truth, Truth::kYes);
  EXPECT_EQ(Ask(all + R"(, {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"})", test).truth,
            Truth::kYes);
  EXPECT_EQ(Ask(all + R"(, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"})", test).truth,
            Truth::kNo);
}

TEST_F(GrantsActionsTest, AllMustBeGrantedByOneStatement) {
  ActionTest test;
  test.all = fixture_.Set({"s3:GetObject", "s3:PutObject"});
  EXPECT_EQ(Ask(Allow(R"(["s3:GetObject", "s3:PutObject"])"), test).truth, Truth::kYes);
  EXPECT_EQ(Ask(Allow(R"("s3:GetObject")") + ", " + Allow(R"("s3:PutObject")"), test).truth,
            Truth::kNo);
}

TEST_F(GrantsActionsTest, BeyondIsWhatLiesOutside) {
  ActionTest test;
  test.beyond = fixture_.Set({"s3:*"});
  EXPECT_EQ(Ask(Allow(R"("s3:GetObject")"), test).truth, Truth::kNo);
  const Answer answer = Ask(Allow(R"(["s3:GetObject", "ec2:RunInstances"])"), test);
  EXPECT_THAT(TextsOf(answer.evidence.at(0).action_texts), ElementsAre("ec2:RunInstances"));
}

TEST_F(GrantsActionsTest, ShareIsOfTheCataloguedActionsOfOneService) {
  ActionTest test;
  test.share_services = {"s3"};
  test.share_percent = 90;
  EXPECT_EQ(Ask(Allow(R"("s3:*")"), test).truth, Truth::kYes);
  EXPECT_EQ(Ask(Allow(R"("s3:Get*")"), test).truth, Truth::kNo);
  EXPECT_EQ(Ask(Allow(R"("s3:*")") + R"(, {"Effect": "Deny", "NotAction": "s3:Get*",
      "Resource": "*"})",
                test)
                .truth,
            Truth::kNo);
}

TEST_F(GrantsActionsTest, ShareLeavesOutTheServicesThatDoNotReachIt) {
  ActionTest test;
  test.share_services = {"sagemaker", "bedrock"};
  test.share_percent = 90;
  const Answer answer = Ask(Allow(R"(["sagemaker:CreateModel", "bedrock:*"])"), test);
  EXPECT_THAT(TextsOf(answer.evidence.at(0).action_texts), ElementsAre("bedrock:*"));
}

TEST_F(GrantsActionsTest, FormsSelectTheStringsThatCount) {
  ActionTest test = Any({"s3:*"});
  test.forms = {ActionForm::kServiceStar};
  EXPECT_EQ(Ask(Allow(R"(["s3:GetObject", "s3:Get*"])"), test).truth, Truth::kNo);
  const Answer answer = Ask(Allow(R"(["s3:GetObject", "s3:*"])"), test);
  EXPECT_THAT(TextsOf(answer.evidence.at(0).action_texts), ElementsAre("s3:*"));
  test.forms.clear();
  test.by_not_action = true;
  EXPECT_EQ(Ask(Allow(R"("s3:*")"), test).truth, Truth::kNo);
  EXPECT_EQ(Ask(Allow(R"("ec2:*")", "NotAction"), test).truth, Truth::kYes);
}

TEST_F(GrantsActionsTest, UnknownNamesAreToldFromUnknownServices) {
  ActionTest test;
  test.is_unknown = true;
  const std::string statement = Allow(R"(["s3:GetObject", "s3:GetObjekt", "s4:Get*"])");
  EXPECT_THAT(TextsOf(Ask(statement, test).evidence.at(0).action_texts),
              ElementsAre("s3:GetObjekt", "s4:Get*"));
  test.unknown_service = true;
  EXPECT_THAT(TextsOf(Ask(statement, test).evidence.at(0).action_texts), ElementsAre("s4:Get*"));
  test.unknown_service = false;
  EXPECT_THAT(TextsOf(Ask(statement, test).evidence.at(0).action_texts),
              ElementsAre("s3:GetObjekt"));
}

TEST_F(GrantsActionsTest, AnUnknownActionIsGrantedButOfUnknownBreadth) {
  Query query;
  const Policy* const policy = fixture_.Link(Allow(R"("newservice:MakeThing")"));
  EXPECT_EQ(fixture_.GrantsOf(policy).Ask(query).truth, Truth::kYes);
  query.resources.at_least = Breadth::kEvery;
  EXPECT_EQ(fixture_.GrantsOf(policy).Ask(query).truth, Truth::kUnknown);
}

TEST_F(GrantsActionsTest, AWildcardInTheServicePrefixIsUnknown) {
  EXPECT_EQ(Ask(Allow(R"("s?:GetObject")"), Any({"s3:GetObject"})).truth, Truth::kUnknown);
}

TEST_F(GrantsActionsTest, EvidenceCountsAllAndListsSome) {
  const Answer answer = Ask(Allow(R"("*")"), {});
  EXPECT_EQ(answer.evidence.at(0).actions.size(), Evidence::kMaxActions);
  EXPECT_GT(answer.evidence.at(0).action_count, 20000U);
}

TEST_F(GrantsActionsTest, NamedSetsAreWhatStatementsSayBeforeAnythingIsTaken) {
  const Policy* const policy = fixture_.Link(
      Allow(R"("s3:*")") + R"(, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"})");
  const Grants grants = fixture_.GrantsOf(policy);
  const ActionId get = *ShippedCatalog().Find("s3:GetObject");
  EXPECT_TRUE(grants.named_by_allow().Test(get));
  EXPECT_TRUE(grants.named_by_deny().Test(get));
  EXPECT_FALSE(grants.named_by_allow().Test(*ShippedCatalog().Find("iam:PassRole")));
  EXPECT_EQ(grants.Ask({}).truth, Truth::kNo);
}

TEST_F(GrantsActionsTest, OneEvidenceForEachGrantingStatementInOrder) {
  const Answer answer = Ask(Allow(R"("s3:GetObject")") + ", " + Allow(R"("ec2:RunInstances")") +
                                ", " + Allow(R"("s3:PutObject")"),
                            Any({"s3:*"}));
  ASSERT_EQ(answer.evidence.size(), 2U);
  EXPECT_EQ(answer.evidence[0].statement->index, 0U);
  EXPECT_EQ(answer.evidence[1].statement->index, 2U);
}

}  // namespace
}  // namespace leastwise::testing
