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

std::string Document(std::string_view statements) {
  return R"({"Version": "2012-10-17", "Statement": [)" + std::string(statements) + "]}";
}

// Two documents of one kind: how they come out in either direction.
struct KindCase {
  std::string_view kind;
  std::string_view narrow;
  std::string_view wide;
  std::string_view added;  // what the text says of the wider one
};

constexpr KindCase kKinds[] = {
    {"identity", R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::d/*"})",
     R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*"})",
     "adds: `s3:GetObject` on `arn:aws:s3:::*`"},
    {"resource",
     R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::d/*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}})",
     R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::d/*"})",
     "adds: `s3:GetObject` on `arn:aws:s3:::d/*`"},
    {"trust",
     R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"})",
     R"({"Effect": "Allow", "Principal": {"AWS": ["111122223333", "444455556666"]},
         "Action": "sts:AssumeRole"})",
     "adds: `sts:AssumeRole`"},
    {"boundary",
     R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:*", "Resource": "*"})",
     R"({"Effect": "Allow", "Action": "*", "Resource": "*"})", "adds: `iam:"},
    {"scp", R"({"Effect": "Deny", "Action": ["iam:*", "organizations:*"], "Resource": "*"})",
     R"({"Effect": "Deny", "Action": "organizations:*", "Resource": "*"})", "adds: `iam:"},
    {"rcp", R"({"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "sqs:*"], "Resource": "*"})",
     R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"})", "adds: `sqs:"},
};

class DiffKindTest : public testing::TestWithParam<KindCase> {
 protected:
  DiffKindTest() {
    folder_.Write("narrow.json", Document(GetParam().narrow));
    folder_.Write("wide.json", Document(GetParam().wide));
  }
  ProgramRun Diff(const std::string& before, const std::string& after,
                  const std::vector<std::string>& more = {}) const {
    std::vector<std::string> call = {"diff", before, after, "--kind", std::string(GetParam().kind)};
    call.insert(call.end(), more.begin(), more.end());
    return Leastwise(folder_.path(), call);
  }

  ScratchFolder folder_;
};

TEST_P(DiffKindTest, WiderFailsAndSaysWhatItAdds) {
  const ProgramRun run = Diff("narrow.json", "wide.json");
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(StartsWith("FAIL wide.json"), HasSubstr(GetParam().added),
                             HasSubstr("for example: "), HasSubstr("1 compared: 1 FAIL"),
                             Not(HasSubstr("FullAWSAccess"))));
}

TEST_P(DiffKindTest, NarrowerPassesAndSaysWhatIsGone) {
  const ProgramRun run = Diff("wide.json", "narrow.json");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, AllOf(StartsWith("PASS narrow.json: no new access"),
                             HasSubstr("no longer: "), HasSubstr("1 compared: 1 PASS")));
}

TEST_P(DiffKindTest, SameDocumentInAnotherLayoutPasses) {
  folder_.Write("spaced.json", " \n" + Document(GetParam().narrow) + "\n\n");
  const ProgramRun run = Diff("narrow.json", "spaced.json");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, StartsWith("PASS spaced.json: the same access"));
}

TEST_P(DiffKindTest, EffectThatCannotBeReadIsAnError) {
  std::string text = Document(GetParam().narrow);
  const std::size_t effect = text.find("\"Effect\": \"");
  text.replace(effect, 12, "\"Effect\": \"X");
  folder_.Write("bad.json", text);
  const ProgramRun run = Diff("narrow.json", "bad.json");
  EXPECT_EQ(run.code, 3) << run.out;
  EXPECT_THAT(run.out, AllOf(StartsWith("ERROR bad.json: could not be compared"),
                             HasSubstr("no Effect that can be read")));
}

INSTANTIATE_TEST_SUITE_P(All, DiffKindTest, testing::ValuesIn(kKinds),
                         [](const auto& one) { return std::string(one.param.kind); });

class DiffVerdictTest : public testing::Test {
 protected:
  ProgramRun Diff(std::string_view before, std::string_view after,
                  const std::vector<std::string>& more = {}) const {
    folder_.Write("old.json", Document(before));
    folder_.Write("new.json", Document(after));
    std::vector<std::string> call = {"diff", "old.json", "new.json"};
    call.insert(call.end(), more.begin(), more.end());
    return Leastwise(folder_.path(), call);
  }

  ScratchFolder folder_;
};

constexpr std::string_view kLiteral =
    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::d/*",
        "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}})";
// An operator that AWS does not have: what it demands cannot be told.
constexpr std::string_view kOpen =
    R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
        "Resource": "arn:aws:s3:::d/*", "Condition": {"StringSounds": {"aws:RequestedRegion": "x"}}})";

TEST_F(DiffVerdictTest, WhatCannotBeToldIsUnknownWithItsReason) {
  const ProgramRun run = Diff(kLiteral, kOpen);
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(StartsWith("UNKNOWN new.json: cannot tell whether it adds access"),
                             HasSubstr("= why: "), HasSubstr("1 compared: 1 UNKNOWN")));
  EXPECT_EQ(Diff(kLiteral, kOpen, {"--allow-unknown"}).code, 0);
}

TEST_F(DiffVerdictTest, ConditionOfWhatIsAddedIsShown) {
  const ProgramRun run = Diff(R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})", kLiteral);
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr("= if: `StringEquals` `aws:RequestedRegion` is `eu-west-1`"));
}

TEST_F(DiffVerdictTest, NewPrincipalIsUnderlinedFirst) {
  const ProgramRun run = Diff(
      R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"})",
      "\n"
      R"({"Effect": "Allow", "Principal": {"AWS": ["111122223333",
"444455556666"]}, "Action": "sts:AssumeRole"})");
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("--> new.json:3:1\n"), HasSubstr(" | ^^^^^^^^^^^^^^ "),
                             HasSubstr("for this principal")));
}

TEST_F(DiffVerdictTest, NewResourceIsUnderlinedFirst) {
  const ProgramRun run =
      Diff(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::d/*"]})",
           R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::d/*",
"arn:aws:s3:::e/*"]})");
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("--> new.json:2:1\n"),
                             HasSubstr("^^^^^^^^^^^^^^^^^^ on this resource")));
}

TEST_F(DiffVerdictTest, AddedActionsAreToldFromThoseThatAwsMayAdd) {
  const ProgramRun run =
      Diff(R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"})",
           R"({"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:Zz*"], "Resource": "*"})");
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("adds access to actions that AWS may add later"),
                             HasSubstr("such as `sts:zz")));
}

}  // namespace
}  // namespace leastwise
