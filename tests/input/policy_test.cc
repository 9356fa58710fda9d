#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "input/read_text.h"

namespace leastwise {
namespace {

using testing::Document;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ReadText;
using testing::TrustDocument;

TEST(PolicyInputTest, BareDocumentIsReadWithAGuessedKind) {
  const ReadText read(Document());
  EXPECT_EQ(read.outcome, ReadOutcome::kPolicies);
  EXPECT_EQ(read.policy().kind, PolicyKind::kIdentity);
  EXPECT_FALSE(read.policy().kind_is_certain);
  EXPECT_EQ(read.policy().pointer, "");
  EXPECT_EQ(ReadText(TrustDocument()).policy().kind, PolicyKind::kTrust);
}

TEST(PolicyInputTest, ForcedKindIsTaken) {
  InputOptions options;
  options.kind = PolicyKind::kServiceControl;
  const ReadText read(Document(), options);
  EXPECT_EQ(read.policy().kind, PolicyKind::kServiceControl);
  EXPECT_TRUE(read.policy().kind_is_certain);
}

TEST(PolicyInputTest, VersionOfTheLanguageIsMarkEnough) {
  const ReadText read(R"({"Version": "2012-10-17", "Statment": []})");
  EXPECT_EQ(read.outcome, ReadOutcome::kPolicies);
  EXPECT_THAT(read.Problems(),
              ElementsAre(R"(unknown-element: "Statment")",
                          R"(no-statement: {"Version": "2012-10-17", "Statment": []})"));
  EXPECT_THAT(read.NotAnalysedList(), ElementsAre(": the policy document has no `Statement`"));
}

TEST(PolicyInputTest, StatementOfAWrongTypeIsListed) {
  const ReadText read(R"({"Version": "2012-10-17", "Statement": "all"})");
  EXPECT_THAT(read.Problems(), ElementsAre(R"(wrong-type: "all")"));
  EXPECT_THAT(read.NotAnalysedList(), ElementsAre(": `Statement` is neither an object nor a list"));
  EXPECT_EQ(read.inventory.not_analysed()[0].at, (LineColumn{1, 40}));
}

TEST(PolicyInputTest, DuplicateKeysAreReportedInADocument) {
  const ReadText read(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Effect": "Deny",)"
      R"( "Action": "s3:*", "Resource": "*"}]})");
  ASSERT_EQ(read.inventory.problems().size(), 1U);
  const Problem& problem = read.inventory.problems()[0];
  EXPECT_EQ(problem.code, kDuplicateKey);
  EXPECT_GT(problem.where.span.begin, problem.related.span.begin);
}

TEST(PolicyInputTest, ByteOrderMarkAndCrLfDoNotMovePlaces) {
  const ReadText read(
      "\xEF\xBB\xBF{\r\n\"Statement\": {\"Effect\": \"Allow\",\r\n"
      "\"Action\": \"s3\", \"Resource\": \"*\"}}\r\n");
  EXPECT_THAT(read.Problems(), ElementsAre(R"(bad-action: "s3")"));
  const SourcePlace place = PlaceOf(read.inventory.problems()[0].where);
  EXPECT_EQ(place.at, (LineColumn{3, 11}));
}

TEST(PolicyInputTest, TypeOfAResourcePolicyComesFromItsResources) {
  const auto type = [](std::string_view action, std::string_view resource) {
    return std::string(
        ReadText(R"({"Statement": {"Effect": "Allow", "Principal": "*", "Action": ")" +
                 std::string(action) + R"(", "Resource": ")" + std::string(resource) + "\"}}")
            .policy()
            .resource_type);
  };
  EXPECT_EQ(type("s3:*", "arn:aws:s3:::b/*"), "s3:bucket");
  EXPECT_EQ(type("*", "arn:aws-cn:s3:::b"), "s3:bucket");
  EXPECT_EQ(type("kms:Decrypt", "*"), "kms:key");
  EXPECT_EQ(type("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:q"), "sqs:queue");
  EXPECT_EQ(type("*", "*"), "");
}

TEST(PolicyInputTest, ResourcesThatDisagreeNameNoType) {
  const ReadText read(
      R"({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource":)"
      R"( ["arn:aws:s3:::b", "arn:aws:sqs:eu-west-1:123456789012:q"]}})");
  EXPECT_EQ(read.policy().resource_type, "");
}

TEST(PolicyInputTest, AskedForByNameOtherJsonIsListed) {
  InputOptions options;
  options.format = "policy";
  const ReadText read("[]", options);
  EXPECT_EQ(read.outcome, ReadOutcome::kNoPolicy);
  EXPECT_THAT(read.NotAnalysedList(),
              ElementsAre(": a policy document is an object or a string that holds one"));
}

TEST(InputFormatsTest, AreFoundByName) {
  for (const InputFormat& format : InputFormats()) EXPECT_EQ(FindInputFormat(format.name), &format);
  EXPECT_EQ(FindInputFormat("yaml"), nullptr);
}

TEST(PolicyInputTest, CleanDocumentHasNoProblems) {
  EXPECT_THAT(ReadText(Document()).Problems(), IsEmpty());
  EXPECT_THAT(ReadText(TrustDocument()).Problems(), IsEmpty());
}

}  // namespace
}  // namespace leastwise
