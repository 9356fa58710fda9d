#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
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

std::string Policy(std::string_view actions, std::string_view resource = "arn:aws:s3:::data/*") {
  return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": "
         "\"Allow\",\n      \"Action\": [" +
         std::string(actions) + "],\n      \"Resource\": \"" + std::string(resource) +
         "\"\n    }\n  ]\n}\n";
}

// A repository with three policies and a file that is none, committed.
class DiffBaseTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!repository_.Init()) GTEST_SKIP() << "no git here";
    repository_.Write("policies/train.json", Policy(R"("s3:GetObject")"));
    repository_.Write("policies/serve.json", Policy(R"("s3:GetObject", "s3:PutObject")"));
    repository_.Write("shared/base.json", Policy(R"("sqs:SendMessage")", "*"));
    repository_.Write("package.json", "{\"name\": \"a\"}\n");
    ASSERT_TRUE(repository_.CommitAll());
  }
  ProgramRun Diff(std::vector<std::string> arguments, const std::string& folder = "") const {
    arguments.insert(arguments.begin(), "diff");
    return Leastwise(folder.empty() ? repository_.path() : repository_ / folder, arguments);
  }

  ScratchRepository repository_;
};

TEST_F(DiffBaseTest, NothingChangedIsNothingToSay) {
  const ProgramRun run = Diff({"--base", "HEAD"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "0 compared\n");
}

TEST_F(DiffBaseTest, ChangedPolicyIsComparedWithItsRevision) {
  repository_.Write("policies/train.json", Policy(R"("s3:GetObject", "s3:DeleteObject")"));
  const ProgramRun run = Diff({"--base", "main"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_EQ(run.out,
            "FAIL policies/train.json: adds access\n"
            "adds: `s3:DeleteObject` on `arn:aws:s3:::data/*`\n"
            "  --> policies/train.json:6:34\n"
            "   |\n"
            " 6 |       \"Action\": [\"s3:GetObject\", \"s3:DeleteObject\"],\n"
            "   |                                  ^^^^^^^^^^^^^^^^^ adds the action\n"
            " 7 |       \"Resource\": \"arn:aws:s3:::data/*\"\n"
            "   |                   --------------------- on this resource\n"
            "   |\n"
            "   = for example: `s3:DeleteObject` on `arn:aws:s3:::data/example`\n"
            "1 compared: 1 FAIL\n");
}

TEST_F(DiffBaseTest, CommittedStagedAndUntrackedChangesCount) {
  repository_.Write("policies/train.json", Policy(R"("s3:*")"));
  ASSERT_TRUE(repository_.CommitAll());
  repository_.Write("policies/serve.json", Policy(R"("s3:*")"));
  ASSERT_TRUE(repository_.Git("add -A"));
  repository_.Write("new/fresh.json", Policy(R"("s3:GetObject")"));
  EXPECT_THAT(
      Diff({"--base", "HEAD~1"}).out,
      AllOf(HasSubstr("FAIL new/fresh.json: new, adds access"),
            HasSubstr("FAIL policies/serve.json: adds access"),
            HasSubstr("FAIL policies/train.json: adds access"), HasSubstr("3 compared: 3 FAIL")));
  EXPECT_THAT(Diff({"--base", "HEAD"}).out, Not(HasSubstr("train.json")));
}

TEST_F(DiffBaseTest, IgnoredFilesCountOnlyWhereNamed) {
  repository_.Write(".gitignore", "build/\n");
  repository_.Write("build/out.json", Policy(R"("s3:GetObject")"));
  EXPECT_EQ(Diff({"--base", "HEAD"}).out, "0 compared\n");
  EXPECT_THAT(Diff({"--base", "HEAD", "build/out.json"}).out, StartsWith("FAIL build/out.json"));
}

TEST_F(DiffBaseTest, RemovedPolicyPassesAndSaysWhatIsGone) {
  repository_.Remove("policies/serve.json");
  for (const std::vector<std::string>& call :
       {std::vector<std::string>{"--base", "HEAD"}, {"--base", "HEAD", "policies/serve.json"}}) {
    const ProgramRun run = Diff(call);
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_THAT(run.out, AllOf(HasSubstr("PASS policies/serve.json: removed"),
                               HasSubstr("no longer: `s3:GetObject` and `s3:PutObject`")));
  }
}

TEST_F(DiffBaseTest, MovedPolicyIsComparedWithWhatItWas) {
  repository_.Move("policies/serve.json", "shared/serve-v2.json");
  const std::string note = "= note: the file was `policies/serve.json`";
  EXPECT_THAT(Diff({"--base", "HEAD"}).out,
              AllOf(HasSubstr("PASS shared/serve-v2.json: the same access"), HasSubstr(note)));
  // With the move in the index it need not be the same.
  repository_.Write("shared/serve-v2.json", Policy(R"("s3:GetObject", "s3:PutObjectTagging")"));
  ASSERT_TRUE(repository_.CommitAll());
  const ProgramRun run = Diff({"--base", "HEAD~1"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(HasSubstr("FAIL shared/serve-v2.json: adds access"), HasSubstr(note),
                             HasSubstr("adds: `s3:PutObjectTagging`"),
                             HasSubstr("no longer: `s3:PutObject`"), HasSubstr("1 compared")));
}

TEST_F(DiffBaseTest, FilesWithoutPoliciesAreCounted) {
  repository_.Write("package.json", "{\"name\": \"b\"}\n");
  repository_.Write("tsconfig.json", "{ // not JSON\n}\n");
  const ProgramRun run = Diff({"--base", "HEAD"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "0 compared; 2 without a policy\n");
}

TEST_F(DiffBaseTest, PolicyThatIsNoJsonAnyLongerIsAnError) {
  repository_.Write("policies/train.json", "<<<<<<< ours\n");
  const ProgramRun run = Diff({"--base", "HEAD"});
  EXPECT_EQ(run.code, 3) << run.out;
  EXPECT_THAT(run.err, HasSubstr("policies/train.json"));
}

TEST_F(DiffBaseTest, SubfolderSeesTheWholeWorkTreeOrWhatIsNamed) {
  repository_.Write("policies/train.json", Policy(R"("s3:GetObject", "s3:DeleteObject")"));
  repository_.Write("shared/base.json", Policy(R"("sqs:*")", "*"));
  const ProgramRun all = Diff({"--base", "HEAD"}, "policies");
  EXPECT_THAT(all.out, AllOf(HasSubstr("FAIL train.json"), HasSubstr("--> train.json:6"),
                             HasSubstr("FAIL ../shared/base.json"), HasSubstr("2 compared")));
  EXPECT_THAT(Diff({"--base", "HEAD", "."}, "policies").out, HasSubstr("1 compared"));
  EXPECT_THAT(Diff({"--base", "HEAD", "../shared", "train.json"}, "policies").out,
              HasSubstr("2 compared"));
  EXPECT_THAT(Diff({"--base", "HEAD", repository_ / "shared"}, "policies").out,
              HasSubstr("1 compared"));
}

TEST_F(DiffBaseTest, NamesNeedNotBeUtf8) {
  repository_.Write("policies/caf\xE9.json", Policy(R"("s3:GetObject")"));
  ASSERT_TRUE(repository_.CommitAll());
  repository_.Write("policies/caf\xE9.json", Policy(R"("s3:*")"));
  repository_.Write("policies/a\n\"b.json", Policy(R"("s3:GetObject")"));
  const ProgramRun run = Diff({"--base", "HEAD"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("FAIL policies/caf\\x{e9}.json: adds access"),
                             HasSubstr("FAIL policies/a\\u{a}\"b.json: new, adds access")));
  EXPECT_EQ(Diff({"HEAD:policies/caf\xE9.json", "policies/caf\xE9.json"}).code, 1);
}

TEST_F(DiffBaseTest, LinkIsFollowedUnlessItIsTheSame) {
  std::filesystem::create_symlink("../shared/base.json", repository_ / "policies/link.json");
  ASSERT_TRUE(repository_.CommitAll());
  EXPECT_EQ(Diff({"--base", "HEAD"}).out, "0 compared\n");
  repository_.Remove("policies/train.json");
  std::filesystem::create_symlink("../shared/base.json", repository_ / "policies/train.json");
  EXPECT_THAT(Diff({"--base", "HEAD"}).out,
              AllOf(HasSubstr("FAIL policies/train.json: adds access"), HasSubstr("sqs:")));
}

TEST_F(DiffBaseTest, SparseFilesAreNotTakenForRemoved) {
  ASSERT_TRUE(repository_.Git("update-index --skip-worktree policies/train.json"));
  repository_.Remove("policies/train.json");
  const ProgramRun run = Diff({"--base", "HEAD"});
  EXPECT_EQ(run.out, "0 compared\n");
  EXPECT_THAT(run.err, HasSubstr("1 files were not compared: a sparse checkout"));
}

TEST_F(DiffBaseTest, RepositoryCannotNameAProgramToRun) {
  const std::string mark = repository_.Booby("*.json");
  repository_.Write("policies/train.json", Policy(R"("s3:*")"));
  repository_.Move("policies/serve.json", "shared/moved.json");
  repository_.Git("diff HEAD");
  EXPECT_TRUE(std::filesystem::exists(mark)) << "the trap does not work";
  std::filesystem::remove(mark);
  const ProgramRun run = Diff({"--base", "HEAD"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("FAIL policies/train.json: adds access"),
                             HasSubstr("PASS shared/moved.json: the same access")));
  EXPECT_EQ(Diff({"HEAD:policies/train.json", "policies/train.json"}).code, 1);
  EXPECT_EQ(Diff({"HEAD:policies", "policies"}).code, 1);
  EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST_F(DiffBaseTest, RevisionsAreNamedLikeFiles) {
  repository_.Write("policies/train.json", Policy(R"("s3:GetObject", "s3:DeleteObject")"));
  EXPECT_THAT(Diff({"HEAD:policies/train.json", "policies/train.json"}).out,
              StartsWith("FAIL policies/train.json: adds access"));
  const ProgramRun back = Diff({"policies/train.json", "HEAD:policies/train.json"});
  EXPECT_EQ(back.code, 0) << back.err;
  EXPECT_THAT(back.out, StartsWith("PASS HEAD:policies/train.json: no new access"));
  EXPECT_THAT(Diff({"HEAD:policies/", "policies"}).out,
              AllOf(HasSubstr("FAIL train.json"), HasSubstr("2 compared: 1 FAIL, 1 PASS")));
  ASSERT_TRUE(repository_.CommitAll());
  EXPECT_EQ(Diff({"HEAD~1:policies", "HEAD:policies"}).code, 1);
  EXPECT_EQ(Diff({"HEAD:policies", "HEAD~1:policies"}).code, 0);
}

TEST_F(DiffBaseTest, StagedContentIsNamedByAColonAlone) {
  repository_.Write("policies/train.json", Policy(R"("s3:GetObject", "s3:DeleteObject")"));
  ASSERT_TRUE(repository_.Git("add -A"));
  repository_.Write("policies/train.json", Policy(R"("s3:GetObject")"));
  EXPECT_EQ(Diff({"HEAD:policies/train.json", ":policies/train.json"}).code, 1);
  EXPECT_EQ(Diff({":policies/train.json", "policies/train.json"}).code, 0);
}

TEST_F(DiffBaseTest, FileOnTheDiskWinsOverARevision) {
  repository_.Write("HEAD:policies/train.json", Policy(R"("sqs:*")", "*"));
  EXPECT_THAT(Diff({"HEAD:policies/train.json", "policies/train.json"}).out,
              HasSubstr("no longer: `sqs:"));
}

TEST_F(DiffBaseTest, BadRevisionsAndPathsAreNamed) {
  const auto expect = [&](std::vector<std::string> call, int code, std::string_view words) {
    const ProgramRun run = Diff(std::move(call));
    EXPECT_EQ(run.code, code) << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_THAT(run.err, HasSubstr(words));
  };
  expect({"--base", "nope"}, 2, "git knows no revision `nope`");
  expect({"--base=--output=x"}, 2, "git knows no revision `--output=x`");
  expect({"nope:policies/train.json", "policies/train.json"}, 2, "git knows no revision `nope`");
  expect({"HEAD:none.json", "policies/train.json"}, 3, "`HEAD` has no file or folder `none.json`");
  expect({"--base", "HEAD", "none.json"}, 3, "`none.json` is neither in `HEAD` nor");
  expect({"--base", "HEAD", "/"}, 2, "`/` is outside the work tree");
  expect({"HEAD:policies", "policies/train.json"}, 2, "a file cannot be compared with a folder");
}

TEST(DiffOutsideTest, RevisionNeedsARepository) {
  const ScratchFolder folder;
  const std::string file = folder.Write("a.json", Policy(R"("s3:GetObject")"));
  for (const std::vector<std::string>& call :
       {std::vector<std::string>{"diff", "--base", "HEAD"}, {"diff", "HEAD:a.json", "a.json"}}) {
    const ProgramRun run = Leastwise(folder.path(), call);
    EXPECT_EQ(run.code, 2);
    EXPECT_THAT(run.err, HasSubstr("not a git repository"));
  }
}

}  // namespace
}  // namespace leastwise
