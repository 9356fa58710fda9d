#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/run_program.h"
#include "support/scratch_repository.h"

namespace leastwise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Policy(const std::string& sid, const std::string& action,
                   const std::string& resource = "*") {
  return "{\n \"Version\": \"2012-10-17\",\n \"Statement\": [{\"Sid\": \"" + sid +
         "\", \"Effect\": \"Allow\",\n  \"Action\": \"" + action + "\", \"Resource\": \"" +
         resource + "\"}]\n}\n";
}

class BaselineTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!repository_.Init()) GTEST_SKIP() << "no git here";
    repository_.Write("policies/read.json", Policy("Read", "s3:GetObject"));
    repository_.Write("policies/own.json", Policy("Own", "s3:GetObject", "arn:aws:s3:::a/b/*"));
    repository_.Write(".leastwise.yaml", "version: 1\nbaseline: known.json\n");
    ASSERT_TRUE(repository_.CommitAll());
  }
  ProgramRun Run(const std::vector<std::string>& arguments, const std::string& folder = "") const {
    return Leastwise(folder.empty() ? repository_.path() : repository_ / folder, arguments);
  }
  ProgramRun Check(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"check", "--format", "concise"});
    more.emplace_back("policies");
    return Run(more);
  }
  void Create() const {
    const ProgramRun run = Run({"baseline", "create", "policies"});
    ASSERT_EQ(run.code, 0) << run.err;
  }
  std::string Known() const { return ReadWholeFile(repository_ / "known.json"); }

  ScratchRepository repository_;
};

TEST_F(BaselineTest, KnownFindingsDoNotFailAndNewOnesDo) {
  Create();
  EXPECT_THAT(Known(),
              AllOf(StartsWith("{\"format\":\"leastwise-baseline-1\",\n"),
                    HasSubstr("\"rule\":\"LW1003\",\"path\":\"policies/read.json\",\"sid\":"
                              "\"Read\"")));
  const ProgramRun known = Check();
  EXPECT_EQ(known.code, 0) << known.out;
  EXPECT_THAT(known.err, HasSubstr("1 in baseline"));
  EXPECT_THAT(Check({"--show-baseline"}).out, HasSubstr("(in-baseline)"));
  EXPECT_EQ(Check({"--no-baseline"}).code, 1);
  repository_.Write("policies/new.json", Policy("New", "s3:GetObject"));
  const ProgramRun fresh = Check();
  EXPECT_EQ(fresh.code, 1);
  EXPECT_THAT(fresh.out, AllOf(HasSubstr("new.json"), Not(HasSubstr("read.json"))));
}

TEST_F(BaselineTest, CreateSaysHowChecksComeToGoByIt) {
  const std::string hint = "for checks to go by it";
  EXPECT_THAT(Run({"baseline", "create", "policies"}).err, Not(HasSubstr(hint)));
  repository_.Write(".leastwise.yaml", "version: 1\n");
  EXPECT_THAT(Run({"baseline", "create", "policies"}).err,
              HasSubstr("add `baseline: .leastwise-baseline.json` to `.leastwise.yaml` " + hint));
  repository_.Write("conf/ours.yaml", "version: 1\n");
  EXPECT_THAT(Run({"baseline", "create", "policies", "--force", "--config", "conf/ours.yaml"}).err,
              HasSubstr("add `baseline: ../.leastwise-baseline.json` to `conf/ours.yaml` " + hint));
}

TEST_F(BaselineTest, MovedLinesAndOtherFoldersChangeNoFingerprint) {
  Create();
  repository_.Write("policies/read.json", "\n\n\n" + Policy("Read", "s3:GetObject"));
  EXPECT_EQ(Check().code, 0);
  EXPECT_EQ(Run({"check", "read.json"}, "policies").code, 0);
  EXPECT_EQ(Run({"check", repository_ / "policies/read.json"}).code, 0);
}

TEST_F(BaselineTest, CreateWritesOverNothingUnlessForced) {
  Create();
  EXPECT_EQ(Run({"baseline", "create", "policies"}).code, 2);
  EXPECT_EQ(Run({"baseline", "create", "--force", "policies"}).code, 0);
}

TEST_F(BaselineTest, UpdateRefusesToGrowAndFollowsRenames) {
  Create();
  repository_.Move("policies/read.json", "policies/renamed.json");
  repository_.Write("policies/new.json", Policy("New", "s3:GetObject"));
  const std::string before = Known();
  const ProgramRun refused = Run({"baseline", "update", "policies"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("policies/new.json:4:41: new: LW1003"),
                                 HasSubstr("the baseline would grow by 1 finding\n"),
                                 Not(HasSubstr("renamed.json"))));
  EXPECT_EQ(Known(), before);
  const ProgramRun taken = Run({"baseline", "update", "--accept-new", "policies"});
  EXPECT_EQ(taken.code, 0) << taken.err;
  EXPECT_THAT(taken.err, HasSubstr("0 kept, 1 moved, 0 removed, 1 added"));
  EXPECT_EQ(Check().code, 0);
}

TEST_F(BaselineTest, PruneForgetsWhatIsGoneAndKeepsWhatWasNotRead) {
  repository_.Write("policies/other.json", Policy("Other", "s3:GetObject"));
  Create();
  repository_.Write("policies/read.json", Policy("Read", "s3:GetObject", "arn:aws:s3:::a/b"));
  EXPECT_THAT(Check().err, HasSubstr("1 finding of the baseline is gone"));
  EXPECT_THAT(Run({"baseline", "prune", "policies/own.json"}).err, HasSubstr("2 kept"));
  EXPECT_THAT(Run({"baseline", "prune", "policies"}).err, HasSubstr("1 kept, 0 moved, 1 removed"));
  EXPECT_THAT(Known(), AllOf(HasSubstr("other.json"), Not(HasSubstr("read.json"))));
}

TEST_F(BaselineTest, FileThatIsNoBaselineIsAMistakeWithItsPlace) {
  EXPECT_EQ(Check().code, 2);
  repository_.Write("known.json",
                    "{\"format\": \"other\",\n \"fingerprints\": \"lw1\",\n"
                    " \"findings\": [{\"rule\": 1}]}\n");
  const ProgramRun run = Check();
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("known.json:1:12: this is not a baseline that this program"),
                             HasSubstr("known.json:3:15: finding lacks `fingerprint`")));
  repository_.Write("known.json", "{");
  EXPECT_EQ(Check().code, 2);
  EXPECT_EQ(Run({"baseline", "creat", "policies"}).code, 2);
}

TEST_F(BaselineTest, SarifSaysWhatIsNewAndWhatIsKnown) {
  Create();
  repository_.Write("policies/new.json", Policy("New", "s3:GetObject"));
  const std::string shown = Run({"check", "--format", "sarif", "--show-baseline", "policies"}).out;
  EXPECT_THAT(shown, AllOf(HasSubstr("\"baselineState\":\"new\""),
                           HasSubstr("\"baselineState\":\"unchanged\"")));
  EXPECT_THAT(Run({"check", "--format", "sarif", "policies"}).out,
              Not(HasSubstr("\"baselineState\":\"unchanged\"")));
}

class DiffBaseFindingsTest : public BaselineTest {
 protected:
  ProgramRun Since(const std::string& revision) const {
    return Check({"--no-baseline", "--diff-base", revision});
  }
};

TEST_F(DiffBaseFindingsTest, OnlyFindingsThatTheRevisionDoesNotHaveCount) {
  EXPECT_EQ(Check({"--no-baseline"}).code, 1);
  EXPECT_EQ(Since("HEAD").code, 0);
  repository_.Write("policies/own.json", Policy("Own", "s3:GetObject"));
  const ProgramRun wider = Since("HEAD");
  EXPECT_EQ(wider.code, 1);
  EXPECT_THAT(wider.out, AllOf(HasSubstr("own.json"), Not(HasSubstr("read.json"))));
  ASSERT_TRUE(repository_.CommitAll());
  EXPECT_EQ(Since("HEAD").code, 0);
  EXPECT_EQ(Since("HEAD~1").code, 1);
  const ProgramRun wrong = Since("no-such-branch");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("no-such-branch"));
}

TEST_F(DiffBaseFindingsTest, NewFilesCountAndMovedOnesDoNot) {
  repository_.Move("policies/read.json", "policies/moved.json");
  EXPECT_EQ(Since("HEAD").code, 0) << Since("HEAD").out;
  repository_.Write("policies/new.json", Policy("New", "s3:GetObject"));
  const ProgramRun run = Since("HEAD");
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(HasSubstr("new.json"), Not(HasSubstr("moved.json"))));
}

}  // namespace
}  // namespace leastwise
