#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/run_program.h"
#include "support/scratch_folder.h"

namespace leastwise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string Policy(const std::string& actions, const std::string& resource = "*") {
  return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Sid\": \"ReadAll\", \"Effect\": "
         "\"Allow\",\n \"Action\": [" +
         actions + "], \"Resource\": \"" + resource + "\"}]}\n";
}

class SuppressionsTest : public testing::Test {
 protected:
  SuppressionsTest() { folder_.Write("policies/read.json", Policy("\"s3:GetObject\"")); }

  void Configure(const std::string& entries) const {
    folder_.Write(".leastwise.yaml", "version: 1\nsuppressions:\n" + entries);
  }
  ProgramRun Run(std::vector<std::string> arguments) const {
    ProgramCall call;
    call.arguments = std::move(arguments);
    call.folder = folder_.path();
    call.environment = {"LEASTWISE_TODAY=2026-06-01"};
    return RunProgramUnderTest(call);
  }
  ProgramRun Check(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"check", "--format", "concise"});
    more.emplace_back("policies");
    return Run(more);
  }

  ScratchFolder folder_;
};

constexpr const char* kGood =
    "- rule: LW1003\n  path: policies/read.json\n  sid: ReadAll\n"
    "  reason: the catalogue job reads every bucket\n  expires: 2026-12-31\n";

TEST_F(SuppressionsTest, EntryTakesItsFindingOutOfTheGate) {
  EXPECT_EQ(Check().code, 1);
  Configure(kGood);
  const ProgramRun run = Check();
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, HasSubstr("1 suppressed"));
  EXPECT_EQ(Check({"--no-suppressions"}).code, 1);
}

TEST_F(SuppressionsTest, ShownOnesSayWhoSuppressesThemAndWhy) {
  Configure(kGood);
  EXPECT_THAT(Check({"--show-suppressed"}).out,
              AllOf(HasSubstr("error[LW1003]"), HasSubstr(" (suppressed)\n")));
  const ProgramRun text = Run({"check", "--show-suppressed", "policies"});
  EXPECT_EQ(text.code, 0);
  EXPECT_THAT(text.out, HasSubstr("= suppressed: by .leastwise.yaml:3 (expires 2026-12-31): the"));
  EXPECT_THAT(Run({"check", "--format", "json", "policies"}).out,
              AllOf(HasSubstr("\"disposition\":\"suppressed\",\"suppression\":{\"reason\":\"the "
                              "catalogue job reads every bucket\",\"expires\":\"2026-12-31\""),
                    HasSubstr("\"path\":\".leastwise.yaml\",\"line\":3}")));
  EXPECT_THAT(Run({"check", "--format", "sarif", "policies"}).out,
              Not(HasSubstr("\"suppressions\":[{")));
  EXPECT_THAT(Run({"check", "--format", "sarif", "--show-suppressed", "policies"}).out,
              HasSubstr("\"suppressions\":[{\"kind\":\"external\",\"status\":\"accepted\","
                        "\"justification\":\"the catalogue job reads every bucket\"}]"));
}

TEST_F(SuppressionsTest, EntryThatHasEndedBringsItsFindingBackAndIsNamed) {
  Configure(kGood);
  const ProgramRun run = Check({"--today", "2027-01-01"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(HasSubstr("error[LW1003]"),
                             HasSubstr(".leastwise.yaml:7:12: warning[LW0002] the suppression of "
                                       "LW1003 in `policies/read.json` ended on 2026-12-31\n")));
  EXPECT_EQ(Check({"--today", "2026-12-31"}).code, 0);
  EXPECT_EQ(Check({"--today", "31.12.2026"}).code, 2);
}

TEST_F(SuppressionsTest, EntriesThatSayTooLittleOrNothingAreFindings) {
  Configure(
      "- {rule: LW1003, path: policies/read.json}\n"
      "- {rule: LW9999, path: policies/read.json, reason: not a rule at all}\n"
      "- {rule: LW1001, path: policies/read.json, reason: was here once}\n");
  const ProgramRun run = Check();
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(HasSubstr(".leastwise.yaml:3:10: warning[LW0004]"),
                             HasSubstr(".leastwise.yaml:3:10: note[LW0006]"),
                             HasSubstr(".leastwise.yaml:4:10: warning[LW0003]"),
                             HasSubstr(".leastwise.yaml:5:10: note[LW0001]")));
  EXPECT_THAT(run.out, Not(HasSubstr("LW1003]")));
}

TEST_F(SuppressionsTest, EntryIsUnusedOnlyWhereAllThatItSpeaksOfWasRead) {
  folder_.Write("policies/other.json", Policy("\"s3:GetObject\"", "arn:aws:s3:::a/b"));
  Configure("- {rule: LW1001, path: 'policies/*.json', reason: for no finding, expires: never}\n");
  const std::vector<std::string> one = {"check", "--format", "concise", "--exit-zero",
                                        "policies/read.json"};
  EXPECT_THAT(Run(one).out, Not(HasSubstr("LW0001")));
  EXPECT_THAT(Check({"--exit-zero"}).out, HasSubstr("LW0001"));
  EXPECT_THAT(Check({"--exit-zero", "--ignore", "LW1001"}).out, Not(HasSubstr("LW0001")));
}

TEST_F(SuppressionsTest, AddedEntriesHoldUntilTheStatementChanges) {
  folder_.Write(".leastwise.yaml", "# ours\nversion: 1\naudience: regular  # all of us\n");
  const std::vector<std::string> add = {
      "check",     "--add-suppressions", "--reason", "reviewed with the platform team",
      "--expires", "2026-12-31",         "policies"};
  const ProgramRun added = Run(add);
  EXPECT_EQ(added.code, 0) << added.err;
  const std::string config = ReadWholeFile(folder_ / ".leastwise.yaml");
  EXPECT_THAT(config,
              AllOf(HasSubstr("# ours\nversion: 1\naudience: regular  # all of us\n\n"
                              "suppressions:\n- rule: LW1003\n  path: "
                              "\"policies/read.json\"\n  fingerprint: lw1:"),
                    HasSubstr("\n  content: st1:"), HasSubstr("\n  expires: 2026-12-31\n")));
  EXPECT_EQ(Check().code, 0) << Check().out;
  EXPECT_THAT(Run(add).err, HasSubstr("nothing to suppress"));
  folder_.Write("policies/read.json", Policy("\"s3:GetObject\", \"s3:GetObjectVersion\""));
  const ProgramRun wider = Check();
  EXPECT_EQ(wider.code, 1);
  EXPECT_THAT(wider.out, AllOf(HasSubstr("error[LW1003]"), HasSubstr("warning[LW0007]")));
}

TEST_F(SuppressionsTest, AddingNeedsAReasonAndAnEnd) {
  EXPECT_EQ(Check({"--add-suppressions", "--expires", "never"}).code, 2);
  EXPECT_EQ(Check({"--add-suppressions", "--reason", "long enough"}).code, 2);
  EXPECT_EQ(Check({"--add-suppressions", "--reason", "long enough", "--expires", "soon"}).code, 2);
}

TEST_F(SuppressionsTest, PruneRemovesUnusedEntriesAndTheirCommentsOnly) {
  const std::string unused =
      "# was needed once\n- rule: LW1001\n  path: policies/read.json\n  reason: no such finding\n";
  Configure("# first\n" + std::string(kGood) + unused + "\n# last words\n");
  const ProgramRun run = Run({"suppressions", "prune", "policies"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("removed 1 suppression\n"));
  EXPECT_EQ(ReadWholeFile(folder_ / ".leastwise.yaml"),
            "version: 1\nsuppressions:\n# first\n" + std::string(kGood) + "\n# last words\n");
}

TEST_F(SuppressionsTest, ListInBracketsIsNotChanged) {
  folder_.Write(".leastwise.yaml",
                "version: 1\nsuppressions: [{rule: LW1001, path: policies/read.json, reason: is "
                "not there}]\n");
  const ProgramRun run = Run({"suppressions", "prune", "policies"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("is written in brackets"));
  EXPECT_EQ(Run({"suppressions"}).code, 2);
}

// Names in a configuration count from its folder and lead to nothing outside of it.
TEST_F(SuppressionsTest, ConfigurationOfAnotherFolderTakesNoEntries) {
  folder_.Write("conf/ours.yaml", "version: 1\n");
  const ProgramRun run = Check({"--add-suppressions", "--reason", "reviewed with the platform team",
                                "--expires", "never", "--config", "conf/ours.yaml"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("`policies/read.json` is not below the folder of"));
}

}  // namespace
}  // namespace leastwise
