#include "input/embedded.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "input/read_text.h"

namespace leastwise {
namespace {

using testing::Document;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Quoted;
using testing::ReadText;
using testing::TrustDocument;

std::string BucketDocument() {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",)"
         R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]})";
}

TEST(EmbeddedTest, PolicyInAStringOfAnotherService) {
  const ReadText read(R"({"Policy": )" + Quoted(BucketDocument()) + "}");
  EXPECT_EQ(read.outcome, ReadOutcome::kPolicies);
  EXPECT_EQ(read.policy().kind, PolicyKind::kResource);
  EXPECT_FALSE(read.policy().kind_is_certain);
  EXPECT_EQ(read.policy().resource_type, "s3:bucket");
  EXPECT_EQ(read.policy().pointer, "/Policy");
  EXPECT_EQ(read.policy().statements[0].actions[0].location.text(), R"(\"s3:GetObject\")");
}

TEST(EmbeddedTest, NeighboursTellWhatAPolicyIsAttachedTo) {
  const ReadText queue(R"({"Attributes": {"QueueArn": "arn:aws:sqs:eu-west-1:123456789012:q",)"
                       R"( "Policy": )" +
                       Quoted(BucketDocument()) + "}}");
  EXPECT_TRUE(queue.policy().kind_is_certain);
  EXPECT_EQ(queue.policy().kind, PolicyKind::kResource);
  EXPECT_EQ(queue.policy().resource_type, "sqs:queue");
  EXPECT_EQ(queue.policy().container, "arn:aws:sqs:eu-west-1:123456789012:q");
  EXPECT_EQ(queue.policy().account, "123456789012");
  EXPECT_EQ(queue.policy().pointer, "/Attributes/Policy");

  const ReadText bucket(R"([{"Resource": "arn:aws:s3:::b", "Account": "123456789012", "Policy": )" +
                        BucketDocument() + "}]");
  EXPECT_EQ(bucket.policy().resource_type, "s3:bucket");
  EXPECT_EQ(bucket.policy().account, "123456789012");
  EXPECT_EQ(bucket.policy().pointer, "/0/Policy");
}

TEST(EmbeddedTest, KeysOfServicesTellTheKind) {
  const auto type = [](std::string_view key) {
    const ReadText read("{\"" + std::string(key) + "\": " + Quoted(Document()) + "}");
    EXPECT_EQ(read.policy().kind, PolicyKind::kResource) << key;
    return std::string(read.policy().resource_type);
  };
  EXPECT_EQ(type("policyText"), "ecr:repository");
  EXPECT_EQ(type("AccessPolicies"), "es:domain");
  EXPECT_EQ(type("KeyPolicy"), "kms:key");
  EXPECT_EQ(type("ResourcePolicy"), "s3:bucket");  // from its action
}

TEST(EmbeddedTest, VpcEndpointPolicyIsAResourcePolicy) {
  const ReadText read(R"({"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "PolicyDocument": )" +
                      Quoted(BucketDocument()) + "}]}");
  EXPECT_EQ(read.policy().kind, PolicyKind::kResource);
  EXPECT_EQ(read.policy().resource_type, "ec2:vpc-endpoint");
  EXPECT_EQ(read.policy().container, "vpce-1");
}

TEST(EmbeddedTest, OrganizationsSayWhichControlPolicyItIs) {
  const ReadText described(
      R"({"Policy": {"PolicySummary": {"Name": "deny", "Type": "SERVICE_CONTROL_POLICY"},)"
      R"( "Content": )" +
      Quoted(Document()) + "}}");
  EXPECT_EQ(described.policy().kind, PolicyKind::kServiceControl);
  EXPECT_EQ(described.policy().name, "deny");
  EXPECT_EQ(described.policy().pointer, "/Policy/Content");

  const ReadText listed(R"({"Policies": [{"Type": "RESOURCE_CONTROL_POLICY", "Content": )" +
                        Document() + "}]}");
  EXPECT_EQ(listed.policy().kind, PolicyKind::kResourceControl);
  EXPECT_TRUE(listed.policy().kind_is_certain);
}

TEST(EmbeddedTest, PoliciesOfOtherLanguagesAreLeftAlone) {
  const ReadText read(
      R"({"PolicySummary": {"Type": "TAG_POLICY"}, "Content": "{\"tags\": {\"Statement\": 1}}"})");
  EXPECT_EQ(read.outcome, ReadOutcome::kNoPolicy);
  EXPECT_THAT(read.NotAnalysedList(), IsEmpty());
}

TEST(EmbeddedTest, TrustPolicyIsToldByItsKey) {
  const ReadText read(R"({"InstanceProfile": {"Extra": {"AssumeRolePolicyDocument": )" +
                      TrustDocument() + "}}}");
  EXPECT_EQ(read.policy().kind, PolicyKind::kTrust);
  EXPECT_TRUE(read.policy().kind_is_certain);
}

TEST(EmbeddedTest, ListOfDocumentsIsRead) {
  const ReadText read("[" + Document() + ", " + Quoted(Document()) + "]");
  ASSERT_EQ(read.inventory.policies().size(), 2U);
  EXPECT_EQ(read.policy(0).pointer, "/0");
  EXPECT_EQ(read.policy(1).pointer, "/1");
}

TEST(EmbeddedTest, PointersEscapeSlashesAndTildes) {
  const ReadText read(R"({"a/b~c": {"x": )" + Document() + "}}");
  EXPECT_EQ(read.policy().pointer, "/a~1b~0c/x");
}

TEST(EmbeddedTest, OtherJsonIsSkippedWithoutAWord) {
  for (const char* text :
       {"[]", "{}", "7", "null", R"("text")", R"({"Statement": "SELECT 1"})",
        R"({"Policy": "retain", "Content": "{}", "Document": {"Statement": []}})",
        R"({"Policy": ""})", R"({"a": 1, "a": 2})"}) {
    const ReadText read(text);
    EXPECT_EQ(read.outcome, ReadOutcome::kNoPolicy) << text;
    EXPECT_THAT(read.Problems(), IsEmpty()) << text;
    EXPECT_THAT(read.NotAnalysedList(), IsEmpty()) << text;
  }
}

TEST(EmbeddedTest, DuplicateKeysOutsideOfDocumentsAreNoConcern) {
  const ReadText read(R"({"a": 1, "a": 2, "p": )" + Document() + "}");
  EXPECT_EQ(read.inventory.policies().size(), 1U);
  EXPECT_THAT(read.Problems(), IsEmpty());
}

TEST(EmbeddedTest, DuplicateKeysInAStringAreReportedThroughIt) {
  const ReadText read(R"({"Policy": "{\"Statement\": {\"Effect\": \"Deny\", \"Effect\":)"
                      R"( \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}}"})");
  EXPECT_THAT(read.Problems(), ElementsAre(R"(duplicate-key: \"Effect\")"));
}

TEST(EmbeddedTest, BrokenStringWithTheMarkOfAPolicyIsListed) {
  const ReadText read(R"({"Policy": "{\"Statement\": [{\"Effect\": \"Allow\"}"})");
  ASSERT_EQ(read.inventory.not_analysed().size(), 1U);
  EXPECT_EQ(read.inventory.not_analysed()[0].pointer, "/Policy");
  EXPECT_EQ(read.inventory.problems().size(), 1U);
}

TEST(EmbeddedTest, LooseStatementIsListed) {
  const ReadText read(R"([{"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}])");
  EXPECT_THAT(read.NotAnalysedList(), ElementsAre("/0: a statement that is in no policy document"));
}

}  // namespace
}  // namespace leastwise
