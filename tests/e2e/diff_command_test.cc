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

constexpr std::string_view kOld = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject"],
      "Resource": "arn:aws:s3:::data/*"
    }
  ]
}
)";
constexpr std::string_view kNew = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": "arn:aws:s3:::data/*"
    }
  ]
}
)";

class DiffCommandTest : public testing::Test {
 protected:
  DiffCommandTest() {
    folder_.Write("old/train.json", kOld);
    folder_.Write("new/train.json", kNew);
    folder_.Write("old/same.json", kOld);
    folder_.Write("new/same.json", kOld);
    folder_.Write("new/notes.json", "{\"a\": 1}");
  }
  ProgramRun Diff(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "diff");
    return Leastwise(folder_.path(), arguments);
  }

  ScratchFolder folder_;
};

TEST_F(DiffCommandTest, AddedAccessIsShownWhereItIsWritten) {
  const ProgramRun run = Diff({"old/train.json", "new/train.json"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_EQ(run.out,
            "FAIL new/train.json: adds access\n"
            "adds: `s3:PutObject` on `arn:aws:s3:::data/*`\n"
            "  --> new/train.json:6:34\n"
            "   |\n"
            " 6 |       \"Action\": [\"s3:GetObject\", \"s3:PutObject\"],\n"
            "   |                                  ^^^^^^^^^^^^^^ adds the action\n"
            " 7 |       \"Resource\": \"arn:aws:s3:::data/*\"\n"
            "   |                   --------------------- on this resource\n"
            "   |\n"
            "   = for example: `s3:PutObject` on `arn:aws:s3:::data/example`\n"
            "1 compared: 1 FAIL\n");
}

TEST_F(DiffCommandTest, NarrowerPolicyPassesAndSaysWhatIsGone) {
  const ProgramRun run = Diff({"new/train.json", "old/train.json"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("PASS old/train.json: no new access"),
                             HasSubstr("no longer: `s3:PutObject` on `arn:aws:s3:::data/*`")));
}

TEST_F(DiffCommandTest, FoldersAreMatchedByName) {
  const ProgramRun run = Diff({"old", "new"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("PASS same.json: the same access"),
                             HasSubstr("FAIL train.json: adds access"),
                             HasSubstr("2 compared: 1 FAIL, 1 PASS"), Not(HasSubstr("notes"))));
  EXPECT_EQ(run.err, "");
}

TEST_F(DiffCommandTest, PolicyThatIsNewAddsAllItGrants) {
  folder_.Write("new/fresh.json", kOld);
  EXPECT_THAT(Diff({"old", "new"}).out, HasSubstr("FAIL fresh.json: new, adds access"));
  EXPECT_THAT(Diff({"new", "old"}).out, HasSubstr("PASS fresh.json: removed"));
}

TEST_F(DiffCommandTest, BadCallsAreNamed) {
  EXPECT_EQ(Diff({"old/train.json"}).code, 2);
  EXPECT_EQ(Diff({"old", "new/train.json"}).code, 2);
  EXPECT_EQ(Diff({"old", "old"}).code, 2);
  const ProgramRun kind = Diff({"old", "new", "--kind", "identiy"});
  EXPECT_EQ(kind.code, 2);
  EXPECT_THAT(kind.err, HasSubstr("identity"));
  EXPECT_EQ(Diff({"old", "new", "--format", "sarf"}).code, 2);
}

TEST_F(DiffCommandTest, UnreadableInputIsNamedAndTheRestCompared) {
  folder_.Write("old/broken.json", R"({"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "s3:*", "Resource": )");
  const ProgramRun run = Diff({"old", "new"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("broken.json"));
  EXPECT_THAT(run.out, HasSubstr("FAIL train.json"));
  EXPECT_EQ(Diff({"none.json", "new/train.json"}).code, 3);
  EXPECT_EQ(Diff({"new/notes.json", "new/train.json"}).code, 3);
}

}  // namespace
}  // namespace leastwise
