#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/run_program.h"
#include "support/scratch_folder.h"

namespace leastwise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kTrain = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "cloudtrail:*"],
      "Resource": "*"
    }
  ]
}
)";
constexpr std::string_view kRead = R"({
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
}
)";
constexpr std::string_view kTrail = R"(version: 1
expectations:
  - name: the audit trail stays on
    policies: [roles/*.json]
    never: {actions: [cloudtrail:StopLogging]}
)";

class AssertCommandTest : public testing::Test {
 protected:
  AssertCommandTest() {
    folder_.Write("iam/roles/train.json", kTrain);
    folder_.Write("iam/roles/read.json", kRead);
    folder_.Write("iam/roles/deeper/read.json", kRead);
    folder_.Write("iam/expect.yaml", kTrail);
  }
  ProgramRun Assert(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "assert");
    return Leastwise(folder_.path(), arguments);
  }
  // One entry that holds one demand, as a line of YAML.
  ProgramRun Expect(const std::string& policies, const std::string& demand) const {
    folder_.Write("iam/one.yaml", "version: 1\nexpectations:\n  - name: one\n    policies: " +
                                      policies + "\n    " + demand + "\n");
    return Assert({"iam/one.yaml"});
  }

  ScratchFolder folder_;
};

TEST_F(AssertCommandTest, BrokenExpectationIsShownInBothFiles) {
  const ProgramRun run = Assert({"iam/expect.yaml"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(run.out,
            "broken: the audit trail stays on (iam/roles/train.json)\n"
            "  --> iam/expect.yaml:5:23\n"
            "   |\n"
            " 5 |     never: {actions: [cloudtrail:StopLogging]}\n"
            "   |                       ^^^^^^^^^^^^^^^^^^^^^^ must never be allowed\n"
            "   |\n"
            "  ::: iam/roles/train.json:6:34\n"
            "   |\n"
            " 6 |       \"Action\": [\"s3:GetObject\", \"cloudtrail:*\"],\n"
            "   |                                  -------------- allows the action\n"
            " 7 |       \"Resource\": \"*\"\n"
            "   |                   --- on this resource\n"
            "   |\n"
            "   = for example: `cloudtrail:StopLogging` on\n"
            "                  `arn:aws:cloudtrail:us-east-1:123456789012:trail/example`\n"
            "1 expectation: 1 broken\n");
}

TEST_F(AssertCommandTest, ExpectationThatHoldsIsOneLine) {
  const ProgramRun run = Expect("roles/**/read.json", "never: {actions: [cloudtrail:*]}");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "holds: one (2 policies)\n1 expectation: 1 holds\n");
}

TEST_F(AssertCommandTest, PathsCountFromTheFileWhereverItIsCalledFrom) {
  const ProgramRun run = Leastwise(folder_ / "iam/roles", {"assert", "../expect.yaml"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, HasSubstr("train.json:6:34"));
  EXPECT_EQ(Assert({folder_ / "iam/expect.yaml"}).code, 1);
}

TEST_F(AssertCommandTest, WildcardStaysInItsFolderAndAFolderIsAllBelow) {
  EXPECT_THAT(Expect("roles/r*.json", "never: {actions: ['iam:*']}").out,
              HasSubstr("holds: one (iam/roles/read.json)"));
  EXPECT_THAT(Expect("roles", "never: {actions: ['iam:*']}").out,
              HasSubstr("holds: one (3 policies)"));
}

TEST_F(AssertCommandTest, WrongFileIsNamedInFullAndNothingIsAsked) {
  folder_.Write("iam/wrong.yaml",
                "version: 1\n"
                "expectations:\n"
                "  - name: one\n"
                "    policies: roles\n"
                "    nevr: {}\n"
                "    never: {actions: [iam:PasRole]}\n");
  const ProgramRun run = Assert({"iam/wrong.yaml", "iam/expect.yaml"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, AllOf(HasSubstr("wrong.yaml:5:5: unknown key `nevr` in expectation"),
                             HasSubstr("did you mean `never`?"),
                             HasSubstr("wrong.yaml:6:23: no action is called `iam:PasRole`"),
                             HasSubstr("did you mean `iam:PassRole`?"),
                             HasSubstr("6 |     never: {actions: [iam:PasRole]}")));
}

TEST_F(AssertCommandTest, MatchingNothingIsNeverAPass) {
  const ProgramRun run = Expect("'gone/*.json'", "never: {actions: ['iam:*']}");
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("one.yaml:4:15: `gone/*.json` matches no file"));
  EXPECT_THAT(run.out, AllOf(StartsWith("error: one"), Not(HasSubstr("holds"))));
  folder_.Write("iam/empty/notes.json", "{\"a\": 1}");
  EXPECT_EQ(Expect("empty", "never: {actions: ['iam:*']}").code, 2);
}

TEST_F(AssertCommandTest, UnreadablePolicyIsNamedAndTheRestAsked) {
  folder_.Write("iam/broken.json", R"({"Version": "2012-10-17", "Statement": [)");
  folder_.Write("iam/two.yaml", std::string(kTrail) +
                                    "  - {name: two, policies: broken.json, never: {actions: "
                                    "['iam:*']}}\n");
  const ProgramRun run = Assert({"iam/two.yaml"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("broken.json"));
  EXPECT_THAT(run.out, AllOf(HasSubstr("broken: the audit trail stays on"),
                             HasSubstr("error: two (not asked, see the errors)"),
                             HasSubstr("2 expectations: 1 broken, 1 error\n")));
  EXPECT_EQ(Expect("none.json", "never: {actions: ['iam:*']}").code, 3);
}

TEST_F(AssertCommandTest, WhatCannotBeToldFailsUnlessAllowed) {
  folder_.Write("iam/odd.json",
                R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
        "Action": "s3:GetObject", "Resource": "*", "Condition": {"ArnLike":
        {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}}})");
  const ProgramRun run = Expect("odd.json", "no-public-access: true");
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(HasSubstr("cannot tell: one (iam/odd.json)"),
                             HasSubstr("= why: AWS does not say whether `aws:PrincipalArn`")));
  EXPECT_EQ(Assert({"iam/one.yaml", "--allow-unknown"}).code, 0);
}

TEST_F(AssertCommandTest, BadCallsAreNamed) {
  EXPECT_EQ(Assert({}).code, 2);
  EXPECT_EQ(Assert({"none.yaml"}).code, 2);
  EXPECT_THAT(Assert({"iam/expect.yaml", "--format", "jsn"}).err, HasSubstr("json"));
  EXPECT_EQ(Assert({"iam/expect.yaml", "--format", "json"}).code, 1);
}

}  // namespace
}  // namespace leastwise
