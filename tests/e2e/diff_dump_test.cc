#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/run_program.h"
#include "support/scratch_repository.h"

namespace leastwise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kBefore = R"({"RoleDetailList": [
  {"RoleName": "trainer", "Arn": "arn:aws:iam::111122223333:role/trainer",
   "RolePolicyList": [],
   "AttachedManagedPolicies": []}]}
)";
constexpr std::string_view kNow = R"({"RoleDetailList": [
  {"RoleName": "trainer", "Arn": "arn:aws:iam::111122223333:role/trainer",
   "RolePolicyList": [],
   "AttachedManagedPolicies": [
     {"PolicyName": "AmazonS3FullAccess",
      "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3FullAccess"}]}]}
)";

// A role of a dump to which a policy of AWS is attached: each format says whose it is, and where.
class DiffDumpTest : public testing::Test {
 protected:
  DiffDumpTest() {
    folder_.Write("old.json", kBefore);
    folder_.Write("new.json", kNow);
  }
  ProgramRun Diff(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"diff", "old.json", "new.json"});
    return Leastwise(folder_.path(), arguments);
  }

  ScratchRepository folder_;
};

TEST_F(DiffDumpTest, TextPointsAtTheAttachment) {
  const ProgramRun run = Diff({});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("FAIL new.json: role/trainer: adds access\n"),
                             HasSubstr("--> new.json:6:20\n"), HasSubstr(" adds what it grants\n"),
                             HasSubstr("1 compared: 1 FAIL")));
}

TEST_F(DiffDumpTest, JsonNamesTheIdentityAndThePolicy) {
  const ProgramRun run = Diff({"--format", "json"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr(R"("identity":{"kind":"role","name":"trainer",)"
                                       R"("arn":"arn:aws:iam::111122223333:role/trainer"})"),
                             HasSubstr(R"("policy":"AmazonS3FullAccess")"),
                             HasSubstr(R"("path":"new.json","line":6,"column":20)")));
}

TEST_F(DiffDumpTest, MarkdownAndSarifHaveThePlaceToo) {
  EXPECT_THAT(Diff({"--format", "markdown"}).out,
              AllOf(HasSubstr("### FAIL `new.json: role/trainer`: adds access"),
                    HasSubstr("  - at `new.json:6:20`, policy `AmazonS3FullAccess`\n")));
  EXPECT_THAT(Diff({"--format", "sarif"}).out,
              AllOf(HasSubstr(R"("startLine":6,"startColumn":20)"), HasSubstr("LW0101")));
}

TEST_F(DiffDumpTest, AgainstABaseRevisionAnAttachmentCountsToo) {
  if (!folder_.Init()) GTEST_SKIP() << "there is no git";
  folder_.Write("new.json", kBefore);
  ASSERT_TRUE(folder_.CommitAll());
  folder_.Write("new.json", kNow);
  const ProgramRun run = Leastwise(folder_.path(), {"diff", "--base", "HEAD"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("FAIL new.json: role/trainer"), Not(HasSubstr("old.json"))));
}

TEST_F(DiffDumpTest, DetachingAddsNothing) {
  const ProgramRun run = Leastwise(folder_.path(), {"diff", "new.json", "old.json"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("PASS old.json: role/trainer: no new access"));
}

}  // namespace
}  // namespace leastwise
