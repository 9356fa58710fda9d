#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/run_program.h"
#include "support/scratch_folder.h"

namespace leastwise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kGoodPolicy =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::training-data/corpus/*"}]})";
constexpr std::string_view kBadPolicy =
    R"({"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

class CheckCommandTest : public testing::Test {
 protected:
  CheckCommandTest() {
    scratch_.Write("p/good.json", kGoodPolicy);
    scratch_.Write("p/bad.json", kBadPolicy);
  }
  ProgramRun Run(const std::vector<std::string>& arguments) {
    return Leastwise(scratch_.path(), arguments);
  }
  ScratchFolder scratch_;
};

TEST_F(CheckCommandTest, FindingAtTheThresholdExitsOneAndCleanInputExitsZero) {
  const ProgramRun bad = Run({"check", "p"});
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.out, HasSubstr("p/bad.json:2:"));
  EXPECT_THAT(bad.err, HasSubstr("2 policies"));
  const ProgramRun good = Run({"check", "p/good.json"});
  EXPECT_EQ(good.code, 0);
  EXPECT_THAT(good.out, IsEmpty());
}

TEST_F(CheckCommandTest, ProfileGoesToStandardErrorAndChangesNothingElse) {
  scratch_.Write("p/twice.json", R"({"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
      {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})");
  const ProgramRun plain = Run({"check", "p"});
  const ProgramRun profiled = Run({"check", "--profile", "p"});
  EXPECT_EQ(profiled.out, plain.out);
  EXPECT_EQ(profiled.code, plain.code);
  EXPECT_THAT(profiled.err, HasSubstr(" ms  rules\n"));
  EXPECT_THAT(profiled.err, HasSubstr(" % of all rules: LW"));
  EXPECT_THAT(profiled.err, HasSubstr(" 2     questions to the decision procedure"));
}

TEST_F(CheckCommandTest, ExitCodeIsTheSameForEveryFormat) {
  for (const char* format : {"text", "concise", "json", "sarif"}) {
    EXPECT_EQ(Run({"check", "--format", format, "p"}).code, 1) << format;
    EXPECT_EQ(Run({"check", "--format", format, "p/good.json"}).code, 0) << format;
    EXPECT_EQ(Run({"check", "--format", format, "p", "missing.json"}).code, 3) << format;
  }
}

TEST_F(CheckCommandTest, CheckIsTheDefaultCommand) {
  EXPECT_EQ(Run({"p"}).out, Run({"check", "p"}).out);
  EXPECT_EQ(Run({"--format", "concise", "p"}).out, Run({"check", "--format", "concise", "p"}).out);
}

TEST_F(CheckCommandTest, ExitZeroCoversFindingsOnly) {
  EXPECT_EQ(Run({"check", "--exit-zero", "p"}).code, 0);
  EXPECT_EQ(Run({"check", "--exit-zero", "p", "missing.json"}).code, 3);
}

TEST_F(CheckCommandTest, ThresholdDecidesTheExitCodeAndNotWhatIsShown) {
  scratch_.Write("q/secret.json",
                 R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
  "Action": ["s3:GetObject"], "Resource": "*"}]})");
  const ProgramRun high = Run({"check", "--format", "concise", "--fail-on", "high", "q"});
  const ProgramRun critical = Run({"check", "--format", "concise", "--fail-on", "critical", "q"});
  EXPECT_EQ(high.code, 1) << high.out;
  EXPECT_EQ(critical.code, 0);
  EXPECT_EQ(high.out, critical.out);
  const ProgramRun hidden =
      Run({"check", "--format", "concise", "--min-severity", "critical", "q"});
  EXPECT_THAT(hidden.out, IsEmpty());
  EXPECT_EQ(hidden.code, 0);
}

TEST_F(CheckCommandTest, SelectAndIgnoreTakeIdsStartsOfIdsAndNames) {
  const std::string all = Run({"check", "--format", "concise", "p"}).out;
  ASSERT_THAT(all, HasSubstr("[LW"));
  const std::string id = all.substr(all.find("[LW") + 1, 6);
  EXPECT_THAT(Run({"check", "--format", "concise", "--select", id, "p"}).out, HasSubstr(id));
  EXPECT_THAT(Run({"check", "--format", "concise", "--select", id.substr(0, 3), "p"}).out,
              HasSubstr(id));
  EXPECT_THAT(Run({"check", "--format", "concise", "--ignore", id, "p"}).out, Not(HasSubstr(id)));
  EXPECT_THAT(Run({"check", "--format", "concise", "--select", id, "--ignore", id, "p"}).out,
              IsEmpty());
}

TEST_F(CheckCommandTest, JobsAndOrderOfArgumentsDoNotChangeAByte) {
  for (int i = 0; i < 200; ++i) {
    const std::string number = std::to_string(i);
    scratch_.Write("many/" + number + ".json",
                   R"({"Version": "2012-10-17", "Statement": [{"Sid": "S)" + number +
                       R"(", "Effect": "Allow", "Action": "s)" + std::string(i % 2 ? "3" : "qs") +
                       R"(:*", "Resource": "*"}]})");
  }
  scratch_.Write("many/broken.json", kBadPolicy.substr(0, 70));
  for (const char* format : {"text", "concise", "json", "sarif"}) {
    const ProgramRun one = Run({"check", "--jobs", "1", "--format", format, "p", "many"});
    const ProgramRun eight = Run({"check", "--jobs", "8", "--format", format, "p", "many"});
    const ProgramRun turned =
        Run({"check", "many", "--format", format, "p/good.json", "--jobs", "3", "./p"});
    EXPECT_EQ(one.code, 3) << format;
    EXPECT_FALSE(one.out.empty()) << format;
    EXPECT_EQ(one.out, eight.out) << format;
    EXPECT_EQ(one.out, turned.out) << format;
    EXPECT_EQ(one.err, eight.err) << format;
  }
}

TEST_F(CheckCommandTest, SeveralReportsAreWrittenInOneRun) {
  const ProgramRun run = Run({"check", "--format", "concise", "--format", "json=a.json", "--format",
                              "sarif=b.sarif", "p"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr("p/bad.json:2:"));
  EXPECT_THAT(ReadWholeFile(scratch_ / "a.json"),
              AllOf(StartsWith("{"), HasSubstr("\"findings\"")));
  EXPECT_THAT(ReadWholeFile(scratch_ / "b.sarif"), HasSubstr("\"2.1.0\""));
  const ProgramRun output = Run({"check", "--format", "json", "-o", "c.json", "p"});
  EXPECT_THAT(output.out, IsEmpty());
  EXPECT_EQ(ReadWholeFile(scratch_ / "c.json"), ReadWholeFile(scratch_ / "a.json"));
  for (const auto& entry : std::filesystem::directory_iterator(scratch_.path())) {
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("tmp")));
  }
}

TEST_F(CheckCommandTest, StandardInputIsReadUnderItsName) {
  ProgramCall call;
  call.arguments = {"check", "--format", "concise", "-"};
  call.input = std::string(kBadPolicy);
  const ProgramRun plain = RunProgramUnderTest(call);
  EXPECT_EQ(plain.code, 1);
  EXPECT_THAT(plain.out, StartsWith("<stdin>:2:"));
  call.arguments = {"check", "--format", "concise", "--stdin-filename", "iam/x.json", "-"};
  EXPECT_THAT(RunProgramUnderTest(call).out, StartsWith("iam/x.json:2:"));
}

TEST_F(CheckCommandTest, KindOfABareDocumentCanBeForced) {
  const ProgramRun run =
      Run({"check", "--format", "json", "--kind", "scp", "--audience", "auditor", "p/bad.json"});
  EXPECT_EQ(run.code, 0) << run.out;
}

TEST_F(CheckCommandTest, QuietLeavesOutTheSummaryAndThenTheReport) {
  const ProgramRun quiet = Run({"check", "-q", "p"});
  EXPECT_EQ(quiet.code, 1);
  EXPECT_THAT(quiet.err, IsEmpty());
  EXPECT_THAT(quiet.out, HasSubstr("p/bad.json:2:"));
  const ProgramRun silent = Run({"check", "-qq", "p"});
  EXPECT_EQ(silent.code, 1);
  EXPECT_THAT(silent.out + silent.err, IsEmpty());
}

TEST_F(CheckCommandTest, ColourFollowsTheFlagAndThenTheEnvironment) {
  ProgramCall call;
  call.folder = scratch_.path();
  call.arguments = {"check", "p"};
  EXPECT_THAT(RunProgramUnderTest(call).out, Not(HasSubstr("\x1b[")));
  call.environment = {"FORCE_COLOR=1"};
  EXPECT_THAT(RunProgramUnderTest(call).out, HasSubstr("\x1b["));
  call.environment = {"FORCE_COLOR=1", "NO_COLOR=1"};
  EXPECT_THAT(RunProgramUnderTest(call).out, Not(HasSubstr("\x1b[")));
  call.environment = {"NO_COLOR=1"};
  call.arguments = {"check", "--color", "always", "p"};
  EXPECT_THAT(RunProgramUnderTest(call).out, HasSubstr("\x1b["));
}

TEST_F(CheckCommandTest, ListFilesPrintsTheFilesAndReadsNone) {
  scratch_.Write("p/broken.json", "{");
  const ProgramRun run = Run({"check", "--list-files", "p"});
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.out, "p/bad.json\np/broken.json\np/good.json\n");
}

TEST_F(CheckCommandTest, UserPackRunsBesideTheShippedRules) {
  scratch_.Write("mine.yaml", R"(schema: leastwise/pack/1
pack: mine
version: 1.2.0
rules:
- id: LW1901
  name: corpus-read
  title: The corpus can be read
  severity: high
  category: data-exfil-no-condition
  applies_to: {kind: identity-policy}
  match: {allow: {actions: {any: ["s3:GetObject"]}, resources: {reaches: ["arn:aws:s3:::training-data/*"]}}}
  message: "{actions} reads the corpus"
  why: the corpus is not for everybody
  help: ask the data team
)");
  const ProgramRun run =
      Run({"check", "--format", "concise", "--pack", "mine.yaml", "p/good.json"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(StartsWith("p/good.json:2:"), HasSubstr("[LW1901]"),
                             HasSubstr("reads the corpus")));
}

}  // namespace
}  // namespace leastwise
