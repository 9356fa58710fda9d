#include "linter/assert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "linter/shipped_fixture.h"

namespace leastwise {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr ComparisonVerdict kHolds = ComparisonVerdict::kPass;
constexpr ComparisonVerdict kBroken = ComparisonVerdict::kFail;
constexpr ComparisonVerdict kCannotTell = ComparisonVerdict::kUnknown;

std::string Document(std::string_view statements) {
  return R"({"Version": "2012-10-17", "Statement": [)" + std::string(statements) + "]}";
}

std::string Allow(std::string_view action, std::string_view resource,
                  std::string_view condition = "{}") {
  return R"({"Effect": "Allow", "Action": )" + std::string(action) + R"(, "Resource": )" +
         std::string(resource) + R"(, "Condition": )" + std::string(condition) + "}";
}

class AssertTest : public testing::Test {
 protected:
  AssertTest() {
    ShippedData data = LinkedData();
    data.packs.clear();
    knowledge_ = Knowledge::Open(data, {}, files_);
  }

  void Add(std::string path, std::string_view statements) {
    files_.Add(std::move(path), Document(statements));
  }
  // The entries of a file that lies beside the policies.
  AssertResult Ask(const std::string& entries) {
    files_.Add("ml/expect.yaml", "version: 1\nexpectations:\n" + entries);
    return Assert({"ml/expect.yaml"}, *knowledge_, files_);
  }
  // The verdicts of one expectation about `p.json`: `demand` is a line of YAML.
  std::vector<ComparisonVerdict> Verdicts(std::string_view statements, const std::string& demand) {
    Add("ml/p.json", statements);
    last_ = Ask("  - name: one\n    policies: p.json\n    " + demand + "\n");
    std::vector<ComparisonVerdict> out;
    for (const AssertedExpectation& asserted : last_.expectations) {
      for (const Assertion& one : asserted.answers) out.push_back(one.comparison.verdict);
    }
    EXPECT_THAT(last_.errors, IsEmpty()) << last_.errors.front().message;
    return out;
  }
  std::vector<std::string> Complaints(const std::string& entries) {
    std::vector<std::string> out;
    for (const Error& error : Ask(entries).errors) {
      EXPECT_TRUE(error.where.has_value()) << error.message;
      out.push_back((error.where ? std::to_string(error.where->at.line) : "") + ": " +
                    error.message);
    }
    return out;
  }
  const Assertion& First() const { return last_.expectations.at(0).answers.at(0); }

  MemoryFileReader files_;
  std::unique_ptr<Knowledge> knowledge_;
  AssertResult last_;
};

TEST_F(AssertTest, NeverIsBrokenByARequestOfItsSetAndPointsAtBothFiles) {
  EXPECT_THAT(Verdicts(Allow(R"(["s3:GetObject", "cloudtrail:*"])", R"("*")"),
                       "never: {actions: [iam:PassRole, cloudtrail:StopLogging]}"),
              ElementsAre(kBroken));
  ASSERT_THAT(First().violations, SizeIs(1));
  const Violation& violation = First().violations[0];
  EXPECT_EQ(violation.expected.text(), "cloudtrail:StopLogging");
  EXPECT_EQ(violation.grant->witness.action, "cloudtrail:StopLogging");
  ASSERT_THAT(violation.grant->elements, SizeIs(1));
  EXPECT_EQ(violation.grant->elements[0]->location.text(), "\"cloudtrail:*\"");
}

TEST_F(AssertTest, NeverHoldsWhereActionResourceOrDenyKeepsItOut) {
  const std::string own = Allow(R"("s3:*")", R"("arn:aws:s3:::data/*")");
  EXPECT_THAT(Verdicts(own, "never: {actions: ['iam:*']}"), ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(own, "never: {resources: ['arn:aws:s3:::secret/*']}"), ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(own, "never: {actions: [s3:GetObject], resources: ['arn:aws:s3:::d*']}"),
              ElementsAre(kBroken));
  const std::string denied =
      Allow(R"("*")", R"("*")") + R"(, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"})";
  EXPECT_THAT(Verdicts(denied, "never: {actions: [iam:PassRole]}"), ElementsAre(kHolds));
}

TEST_F(AssertTest, NeverUnderAContextAsksOnlyThere) {
  const std::string secure =
      Allow(R"("s3:GetObject")", R"("*")", R"({"Bool": {"aws:SecureTransport": "true"}})");
  EXPECT_THAT(
      Verdicts(secure, "never: {actions: [s3:GetObject], context: {aws:SecureTransport: false}}"),
      ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(secure, "never: {actions: [s3:GetObject], context: {aws:SourceVpce: null}}"),
              ElementsAre(kBroken));
}

TEST_F(AssertTest, AlwaysAsksEachActionOnResourcesOfItsOwnTypes) {
  const std::string both = Allow(R"("s3:ListBucket")", R"("arn:aws:s3:::ml")") + ", " +
                           Allow(R"("s3:GetObject")", R"("arn:aws:s3:::ml/*")");
  const std::string demand =
      "always: {actions: [s3:GetObject, s3:ListBucket],"
      " resources: ['arn:aws:s3:::ml', 'arn:aws:s3:::ml/*']}";
  EXPECT_THAT(Verdicts(both, demand), ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(Allow(R"("s3:GetObject")", R"("arn:aws:s3:::ml/*")"), demand),
              ElementsAre(kBroken));
  EXPECT_EQ(First().comparison.added[0].witness.action, "s3:ListBucket");
  EXPECT_EQ(First().violations[0].expected.text(), "s3:ListBucket");
}

TEST_F(AssertTest, AlwaysIsBrokenByADenyThatTheAnswerNames) {
  const std::string guarded =
      Allow(R"("s3:*")", R"("*")") +
      R"(, {"Sid": "Tls", "Effect": "Deny", "Action": "s3:*", "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}})";
  const std::string plain = "always: {actions: [s3:GetObject], resources: ['arn:aws:s3:::ml/*']}";
  EXPECT_THAT(Verdicts(guarded, plain), ElementsAre(kBroken));
  ASSERT_THAT(First().comparison.added[0].old_statements, SizeIs(1));
  EXPECT_EQ(First().comparison.added[0].old_statements[0]->sid.value, "Tls");
  EXPECT_THAT(Verdicts(guarded,
                       "always: {actions: [s3:GetObject], resources: ['arn:aws:s3:::ml/*'],"
                       " context: {aws:SecureTransport: true}}"),
              ElementsAre(kHolds));
}

TEST_F(AssertTest, ContextValuesAreTextsPatternsAndBlocks) {
  const auto limited = [](const std::string& condition) {
    return Allow(R"("s3:GetObject")", R"("*")", condition);
  };
  const auto demand = [](const std::string& context) {
    return "always: {actions: [s3:GetObject], context: {" + context + "}}";
  };
  const std::string block = limited(R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})");
  EXPECT_THAT(Verdicts(block, demand("aws:SourceIp: 10.1.2.3")), ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(block, demand("aws:SourceIp: 10.1.0.0/16")), ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(block, demand("aws:SourceIp: 10.0.0.0/7")), ElementsAre(kBroken));
  const std::string role =
      limited(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/ml/*"}})");
  EXPECT_THAT(
      Verdicts(role, demand("aws:PrincipalArn: 'arn:aws:iam::111122223333:role/ml/train-*'")),
      ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(role, demand("aws:PrincipalArn: 'arn:aws:iam::*:role/ml/*'")),
              ElementsAre(kBroken));
  const std::string tags =
      limited(R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "stage"]}})");
  EXPECT_THAT(Verdicts(tags, demand("aws:TagKeys: [team]")), ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(tags, demand("aws:TagKeys: [team, owner]")), ElementsAre(kBroken));
}

TEST_F(AssertTest, PoliciesTakenTogetherMayAllowWhatNoneAllowsAlone) {
  Add("ml/a.json", Allow(R"("s3:GetObject")", R"("*")"));
  Add("ml/b.json", Allow(R"("s3:PutObject")", R"("*")"));
  const std::string entry =
      "  - name: one\n    policies: [a.json, b.json]\n"
      "    always: {actions: [s3:GetObject, s3:PutObject]}\n";
  const AssertResult alone = Ask(entry);
  ASSERT_THAT(alone.expectations.at(0).answers, SizeIs(2));
  EXPECT_EQ(alone.expectations[0].answers[0].comparison.verdict, kBroken);
  const AssertResult together = Ask(entry + "    together: true\n");
  ASSERT_THAT(together.expectations.at(0).answers, SizeIs(1));
  EXPECT_EQ(together.expectations[0].answers[0].comparison.verdict, kHolds);
  EXPECT_EQ(together.expectations[0].answers[0].policy, "ml/a.json and 1 more");
}

TEST_F(AssertTest, CapsCountForTheAnswer) {
  Add("ml/boundary.json", Allow(R"("s3:*")", R"("*")"));
  Add("ml/scp.json", R"({"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"})");
  const std::string all = Allow(R"("*")", R"("*")");
  EXPECT_THAT(Verdicts(all, "with-boundary: boundary.json\n    never: {actions: ['iam:*']}"),
              ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(all, "with-scp: scp.json\n    never: {actions: [s3:PutObject]}"),
              ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(all, "with-scp: scp.json\n    never: {actions: [s3:GetObject]}"),
              ElementsAre(kBroken));
}

TEST_F(AssertTest, ServiceControlPoliciesLetThroughWhatTheyDoNotDeny) {
  const std::string deny = R"({"Effect": "Deny", "Action": "cloudtrail:*", "Resource": "*"})";
  EXPECT_THAT(Verdicts(deny, "kind: scp\n    never: {actions: [cloudtrail:StopLogging]}"),
              ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(deny, "kind: scp\n    never: {actions: [iam:CreateUser]}"),
              ElementsAre(kBroken));
}

TEST_F(AssertTest, NewAccessIsWhatTheReferencesTogetherDoNotAllow) {
  Add("ml/base/a.json", Allow(R"("s3:GetObject")", R"("*")"));
  Add("ml/base/b.json", Allow(R"("s3:PutObject")", R"("*")"));
  const std::string own = Allow(R"(["s3:GetObject", "s3:PutObject"])", R"("arn:aws:s3:::m/*")");
  EXPECT_THAT(Verdicts(own, "no-new-access-over: [base/a.json, base/b.json]"), ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(own, "no-new-access-over: base/a.json"), ElementsAre(kBroken));
  EXPECT_EQ(First().violations[0].expected.text(), "no-new-access-over");
}

TEST_F(AssertTest, ResourcePoliciesAreAskedForPrincipals) {
  const std::string shared =
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::m/*",
          "Principal": {"AWS": "111122223333"}})";
  EXPECT_THAT(Verdicts(shared, "never: {actions: ['s3:*'], principals: ['444455556666']}"),
              ElementsAre(kHolds));
  EXPECT_THAT(Verdicts(shared, "never: {actions: ['s3:*']}"), ElementsAre(kBroken));
  EXPECT_THAT(Verdicts(shared,
                       "always: {actions: [s3:GetObject], resources: ['arn:aws:s3:::m/*'],"
                       " principals: ['arn:aws:iam::111122223333:role/train']}"),
              ElementsAre(kHolds));
  EXPECT_THAT(Complaints("  - name: one\n    policies: p.json\n"
                         "    always: {actions: [s3:GetObject]}\n"),
              ElementsAre("5: `always` needs `principals` to be asked of resource and trust "
                          "policies"));
}

TEST_F(AssertTest, ExpectationsThatMatchNothingAreErrors) {
  Add("ml/p.json", Allow(R"("s3:GetObject")", R"("*")"));
  const std::string demand = "    never: {actions: ['iam:*']}\n";
  EXPECT_THAT(Complaints("  - name: one\n    policies: 'nothing/*.json'\n" + demand),
              ElementsAre("4: `nothing/*.json` matches no file"));
  EXPECT_THAT(Complaints("  - name: one\n    policies: p.json\n    no-public-access: true\n"),
              ElementsAre(HasSubstr("is about resource and trust policies")));
  EXPECT_THAT(Complaints("  - name: one\n    policies: p.json\n" + demand +
                         "    no-new-access-over: 'base/*'\n"),
              ElementsAre("6: `base/*` matches no file"));
  const AssertResult missing = Ask("  - name: one\n    policies: gone.json\n" + demand);
  ASSERT_THAT(missing.errors, SizeIs(1));
  EXPECT_EQ(missing.errors[0].kind, ErrorKind::kIo);
  EXPECT_THAT(missing.expectations.at(0).answers, IsEmpty());
}

TEST_F(AssertTest, FileWithoutPolicyIsAnError) {
  Add("ml/p.json", Allow(R"("s3:GetObject")", R"("*")"));
  files_.Add("ml/none.json", R"({"team": "ml"})");
  files_.Add("ml/two.json", "[" + Document(Allow(R"("s3:*")", R"("*")")) + "," +
                                Document(Allow(R"("sqs:*")", R"("*")")) + "]");
  const std::string demand = "    never: {actions: ['iam:*']}\n";
  const AssertResult none = Ask("  - name: one\n    policies: none.json\n" + demand);
  ASSERT_THAT(none.errors, SizeIs(1));
  EXPECT_EQ(none.errors[0].message, "`ml/none.json` holds no policy");
  EXPECT_THAT(
      Complaints("  - name: one\n    policies: p.json\n    with-boundary: two.json\n" + demand),
      ElementsAre("5: `two.json` holds 2 policies, and one was expected"));
}

TEST_F(AssertTest, WhatCannotBeToldNeitherHoldsNorIsBroken) {
  EXPECT_THAT(Verdicts(Allow(R"("s3:GetObject")", R"("*")",
                             R"({"StringBetween": {"aws:SourceVpce": "a"}})"),
                       "never: {actions: [s3:GetObject]}"),
              ElementsAre(kCannotTell));
  EXPECT_THAT(First().comparison.reasons, Not(IsEmpty()));
}

}  // namespace
}  // namespace leastwise
