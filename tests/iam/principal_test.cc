#include "iam/principal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/parsed_policy.h"

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::OneStatement;
using testing::ParsedPolicy;

PrincipalReading Read(PrincipalType type, std::string_view value) {
  Text text;
  text.value = value;
  text.pattern = value;
  return ReadPrincipal(type, text);
}

struct Case {
  PrincipalType type;
  const char* text;
  PrincipalKind kind;
  const char* account;
  const char* name;
};

TEST(PrincipalTest, ReadsEveryForm) {
  const Case cases[] = {
      {PrincipalType::kAws, "*", PrincipalKind::kEveryone, "", ""},
      {PrincipalType::kAws, "123456789012", PrincipalKind::kAccount, "123456789012", ""},
      {PrincipalType::kAws, "arn:aws:iam::123456789012:root", PrincipalKind::kAccount,
       "123456789012", ""},
      {PrincipalType::kAws, "arn:aws-cn:iam::123456789012:role/ml/train", PrincipalKind::kRole,
       "123456789012", "train"},
      {PrincipalType::kAws, "arn:aws:iam::123456789012:user/ana", PrincipalKind::kUser,
       "123456789012", "ana"},
      {PrincipalType::kAws, "arn:aws:iam::cloudfront:user/OAI E1", PrincipalKind::kUser, "",
       "OAI E1"},
      {PrincipalType::kAws, "arn:aws:sts::123456789012:assumed-role/train/job",
       PrincipalKind::kSession, "123456789012", "train"},
      {PrincipalType::kAws, "arn:aws:sts::123456789012:federated-user/bob", PrincipalKind::kSession,
       "123456789012", "bob"},
      {PrincipalType::kAws, "AROAEXAMPLEEXAMPLE123", PrincipalKind::kUniqueId, "",
       "AROAEXAMPLEEXAMPLE123"},
      {PrincipalType::kService, "sagemaker.amazonaws.com", PrincipalKind::kService, "",
       "sagemaker.amazonaws.com"},
      {PrincipalType::kFederated,
       "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
       PrincipalKind::kOidc, "123456789012", "token.actions.githubusercontent.com"},
      {PrincipalType::kFederated, "accounts.google.com", PrincipalKind::kOidc, "",
       "accounts.google.com"},
      {PrincipalType::kFederated, "arn:aws:iam::123456789012:saml-provider/Corp",
       PrincipalKind::kSaml, "123456789012", "Corp"},
  };
  for (const Case& expected : cases) {
    const PrincipalReading reading = Read(expected.type, expected.text);
    EXPECT_EQ(reading.principal.kind, expected.kind) << expected.text;
    EXPECT_EQ(reading.principal.account, expected.account) << expected.text;
    EXPECT_EQ(reading.principal.name, expected.name) << expected.text;
    EXPECT_EQ(reading.problem, "") << expected.text << ": " << reading.detail;
  }
}

TEST(PrincipalTest, WildcardInsideOfATextMeansNobodyKnownHere) {
  for (const char* text : {"arn:aws:iam::123456789012:role/ml-*", "arn:aws:iam::*:root", "*aine",
                           "arn:aws:sts::123456789012:assumed-role/train/*", "arn:aws:*"}) {
    const PrincipalReading reading = Read(PrincipalType::kAws, text);
    EXPECT_EQ(reading.problem, problem::kPartialPrincipal) << text;
    EXPECT_EQ(reading.principal.kind, PrincipalKind::kUnknown) << text;
  }
  EXPECT_EQ(Read(PrincipalType::kService, "*").problem, problem::kPartialPrincipal);
  EXPECT_EQ(Read(PrincipalType::kFederated, "*").problem, problem::kPartialPrincipal);
  EXPECT_EQ(Read(PrincipalType::kCanonicalUser, "*").problem, problem::kPartialPrincipal);
}

TEST(PrincipalTest, SaysWhereAMisplacedPrincipalBelongs) {
  EXPECT_THAT(Read(PrincipalType::kAws, "ec2.amazonaws.com").detail, HasSubstr("`Service`"));
  EXPECT_THAT(Read(PrincipalType::kAws, "arn:aws:iam::123456789012:saml-provider/x").detail,
              HasSubstr("`Federated`"));
  EXPECT_THAT(Read(PrincipalType::kAws, "arn:aws:iam::123456789012:group/x").detail,
              HasSubstr("cannot be a principal"));
}

TEST(PrincipalTest, RefusesWhatIsNoPrincipal) {
  EXPECT_EQ(Read(PrincipalType::kAws, "1234").problem, problem::kBadPrincipal);
  EXPECT_EQ(Read(PrincipalType::kAws, "arn:aws:s3:::b").problem, problem::kBadPrincipal);
  EXPECT_EQ(Read(PrincipalType::kService, "sagemaker").problem, problem::kBadPrincipal);
  EXPECT_EQ(Read(PrincipalType::kFederated, "github").problem, problem::kBadPrincipal);
  EXPECT_EQ(Read(PrincipalType::kCanonicalUser, "abc").problem, problem::kBadPrincipal);
}

ParsedPolicy ParseTrust(std::string_view principal) {
  return ParsedPolicy(
      OneStatement(R"("Effect": "Allow", "Action": "sts:AssumeRole", "Principal": )" +
                   std::string(principal)),
      PolicyKind::kTrust);
}

TEST(PrincipalsTest, ReadsTheMapWithPlaces) {
  const ParsedPolicy parsed =
      ParseTrust(R"({"Service": ["sagemaker.amazonaws.com"], "AWS": "123456789012"})");
  EXPECT_THAT(parsed.problems, IsEmpty());
  const auto principals = parsed.statement().principals;
  ASSERT_EQ(principals.size(), 2U);
  EXPECT_EQ(principals[0].text.location.text(), R"("sagemaker.amazonaws.com")");
  EXPECT_EQ(principals[1].kind, PrincipalKind::kAccount);
}

TEST(PrincipalsTest, StarAloneIsEveryone) {
  const ParsedPolicy parsed = ParseTrust(R"("*")");
  EXPECT_THAT(parsed.problems, IsEmpty());
  ASSERT_EQ(parsed.statement().principals.size(), 1U);
  EXPECT_EQ(parsed.statement().principals[0].kind, PrincipalKind::kEveryone);
}

TEST(PrincipalsTest, BareArnIsReportedAndStillRead) {
  const ParsedPolicy parsed = ParseTrust(R"("arn:aws:iam::123456789012:root")");
  EXPECT_THAT(parsed.Problems(), ElementsAre(R"(bad-principal: "arn:aws:iam::123456789012:root")"));
  EXPECT_EQ(parsed.statement().principals[0].kind, PrincipalKind::kAccount);
}

TEST(PrincipalsTest, UnknownTypeIsReportedAtItsKey) {
  const ParsedPolicy parsed = ParseTrust(R"({"Aws": "*"})");
  EXPECT_THAT(parsed.Problems(), ElementsAre(R"(bad-principal: "Aws")"));
  EXPECT_THAT(parsed.problems[0].detail, HasSubstr("did you mean `AWS`"));
  EXPECT_TRUE(parsed.statement().low_confidence);
}

TEST(PrincipalsTest, NumbersAreReadWithAComplaint) {
  const ParsedPolicy parsed = ParseTrust(R"({"AWS": 123456789012})");
  EXPECT_THAT(parsed.Problems(), ElementsAre("wrong-type: 123456789012"));
  EXPECT_EQ(parsed.statement().principals[0].kind, PrincipalKind::kAccount);
}

TEST(PrincipalsTest, EmptyMapNamesNobody) {
  EXPECT_THAT(ParseTrust("{}").Problems(), ElementsAre("empty-list: {}"));
}

}  // namespace
}  // namespace leastwise
