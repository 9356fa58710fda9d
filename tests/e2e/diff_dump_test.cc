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

// A role that may read what its tag names, under a trust policy with these actions.
std::string Tagged(std::string_view team, std::string_view trusted_action,
                   std::string_view resource = "arn:aws:s3:::${aws:PrincipalTag/team}/*") {
  return std::string(R"({"RoleDetailList": [
  {"RoleName": "trainer", "Arn": "arn:aws:iam::111122223333:role/trainer",
   "Tags": [{"Key": "team", "Value": ")") +
         std::string(team) + R"("}],
   "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
     "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": ")" +
         std::string(trusted_action) + R"("}]},
   "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17",
     "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
       "Resource": ")" +
         std::string(resource) + R"("},
      {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::results/*",
       "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["ml", "ops"]}}}]}}],
   "AttachedManagedPolicies": []}]}
)";
}

TEST_F(DiffDumpTest, ANewTagAddsWhatItOpens) {
  folder_.Write("old.json", Tagged("web", "sts:AssumeRole"));
  folder_.Write("new.json", Tagged("ml", "sts:AssumeRole"));
  const ProgramRun run = Diff({});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out,
              AllOf(HasSubstr("FAIL new.json: role/trainer: adds access\n"),
                    HasSubstr("`s3:PutObject` on `arn:aws:s3:::results/*`"),
                    HasSubstr("`s3:GetObject` on `arn:aws:s3:::${aws:PrincipalTag/team}/*`"),
                    HasSubstr("`s3:GetObject` on `arn:aws:s3:::ml/example`"),
                    HasSubstr("`aws:principaltag/team` = `ml`"),
                    HasSubstr("note: `aws:PrincipalTag/…` has the tags of `role/trainer`")));
}

TEST_F(DiffDumpTest, ATagIsAsGoodAsWhatItSays) {
  folder_.Write("old.json", Tagged("ml", "sts:AssumeRole"));
  folder_.Write("new.json", Tagged("ml", "sts:AssumeRole", "arn:aws:s3:::ml/*"));
  EXPECT_EQ(Diff({}).code, 0);
  folder_.Write("new.json", Tagged("ml", "sts:AssumeRole", "arn:aws:s3:::mlx/*"));
  EXPECT_EQ(Diff({}).code, 1);
}

TEST_F(DiffDumpTest, SessionsThatBringTagsAlongMayHaveAny) {
  folder_.Write("old.json", Tagged("web", "sts:*"));
  folder_.Write("new.json", Tagged("ml", "sts:*"));
  const ProgramRun same = Diff({});
  EXPECT_EQ(same.code, 0) << same.out;
  EXPECT_THAT(same.out, Not(HasSubstr("has the tags of")));
  folder_.Write("old.json", Tagged("ml", "sts:*"));
  folder_.Write("new.json", Tagged("ml", "sts:*", "arn:aws:s3:::ml/*"));
  EXPECT_EQ(Diff({}).code, 1);
}

TEST_F(DiffDumpTest, DetachingAddsNothing) {
  const ProgramRun run = Leastwise(folder_.path(), {"diff", "new.json", "old.json"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("PASS old.json: role/trainer: no new access"));
}

}  // namespace
}  // namespace leastwise
