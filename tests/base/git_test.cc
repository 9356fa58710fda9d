#include "base/git.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "support/scratch_folder.h"

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// A repository with a tracked, an untracked and an ignored file, names that need quoting included.
class GitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Git("init -q")) GTEST_SKIP() << "no git here";
    folder_.Write(".gitignore", "*.log\n/build/\n");
    folder_.Write("policies/b.json", "{}");
    folder_.Write("policies/a \"quoted\" \xC3\xA9.json", "{}");
    ASSERT_TRUE(Git("add -A"));
    folder_.Write("policies/new.json", "{}");
    folder_.Write("policies/run.log", "");
    folder_.Write("build/out.json", "{}");
  }
  bool Git(const std::string& arguments) const {
    const std::string command = "git -C '" + folder_.path() + "' " + arguments + " >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
  }

  ScratchFolder folder_;
};

TEST_F(GitTest, ListsTrackedAndUntrackedButNotIgnoredFiles) {
  const auto files = GitListFiles(folder_.path());
  ASSERT_TRUE(files.has_value());
  EXPECT_THAT(*files, ElementsAre(".gitignore", "policies/a \"quoted\" \xC3\xA9.json",
                                  "policies/b.json", "policies/new.json"));
}

TEST_F(GitTest, ListsOnlyBelowTheFolderAndRelativeToIt) {
  const auto files = GitListFiles(folder_ / "policies");
  ASSERT_TRUE(files.has_value());
  EXPECT_THAT(*files, ElementsAre("a \"quoted\" \xC3\xA9.json", "b.json", "new.json"));
}

TEST_F(GitTest, TopLevelIsTheFolderOfTheWorkTree) {
  const auto top = GitTopLevel(folder_ / "policies");
  ASSERT_TRUE(top.has_value());
  EXPECT_TRUE(std::filesystem::equivalent(*top, folder_.path()));
}

TEST_F(GitTest, NamesWhatIsIgnored) {
  const std::vector<std::string> paths = {"policies/b.json", "policies/run.log", "build/out.json"};
  EXPECT_THAT(GitIgnored(folder_.path(), paths),
              UnorderedElementsAre("policies/run.log", "build/out.json"));
}

TEST_F(GitTest, ManyPathsAreAskedAtOnceWithoutBlocking) {
  std::vector<std::string> paths;
  for (int i = 0; i < 20000; ++i) {
    paths.push_back("policies/a/rather/long/name/" + std::to_string(i) + ".log");
  }
  EXPECT_EQ(GitIgnored(folder_.path(), paths).size(), paths.size());
}

TEST_F(GitTest, VariablesOfAHookDoNotNameTheRepository) {
  ::setenv("GIT_DIR", ".git", 1);
  ::setenv("GIT_INDEX_FILE", ".git/index", 1);
  const auto files = GitListFiles(folder_ / "policies");
  ::unsetenv("GIT_DIR");
  ::unsetenv("GIT_INDEX_FILE");
  ASSERT_TRUE(files.has_value());
  EXPECT_EQ(files->size(), 3U);
}

TEST_F(GitTest, RepositoryCannotNameAProgramToRun) {
  const std::string mark = folder_ / "mark";
  folder_.Write("hook.sh", "#!/bin/sh\ntouch '" + mark + "'\n");
  std::filesystem::permissions(folder_ / "hook.sh", std::filesystem::perms::owner_all);
  ASSERT_TRUE(Git("config core.fsmonitor ./hook.sh"));
  EXPECT_TRUE(GitListFiles(folder_.path()).has_value());
  EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST(GitOutsideTest, FolderInNoWorkTreeHasNoAnswer) {
  const ScratchFolder folder;
  EXPECT_FALSE(GitListFiles(folder.path()).has_value());
  EXPECT_FALSE(GitTopLevel(folder.path()).has_value());
  EXPECT_TRUE(GitIgnored(folder.path(), {"a"}).empty());
}

TEST(GitOutsideTest, InputThatGitDoesNotReadEndsNothing) {
  const ScratchFolder folder;
  const std::vector<std::string> paths(50000, "some/rather/long/path.json");
  EXPECT_TRUE(GitIgnored(folder.path(), paths).empty());
}

TEST(GitOutsideTest, MissingFolderHasNoAnswer) {
  EXPECT_FALSE(GitListFiles("/no/such/folder").has_value());
}

}  // namespace
}  // namespace leastwise
