#include "linter/file_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "support/scratch_folder.h"

namespace leastwise {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

// Each test works in a folder of its own, as users do: paths are relative.
class FileFinderTest : public testing::Test {
 protected:
  FileFinderTest() : before_(fs::current_path()) { fs::current_path(scratch_.path()); }
  ~FileFinderTest() override { fs::current_path(before_); }

  void Git(const std::string& arguments) {
    ASSERT_EQ(std::system(("git -c user.name=t -c user.email=t@example.com " + arguments +
                           " >/dev/null 2>&1")
                              .c_str()),
              0)
        << arguments;
  }

  static std::vector<std::string> Find(const std::vector<std::string>& paths,
                                       bool force_exclude = false) {
    FindOptions options;
    options.force_exclude = force_exclude;
    std::vector<std::string> names;
    for (const InputFile& file : FindFiles(paths, options).files) names.push_back(file.path);
    return names;
  }

  ScratchFolder scratch_;

 private:
  fs::path before_;
};

TEST_F(FileFinderTest, WalkTakesJsonFilesOnlyAndSkipsGitAndNodeModules) {
  scratch_.Write("p/a.json", "{}");
  scratch_.Write("p/B.JSON", "{}");
  scratch_.Write("p/deep/er/c.json", "{}");
  scratch_.Write("p/readme.md", "");
  scratch_.Write("p/.json", "");
  scratch_.Write("p/.git/d.json", "{}");
  scratch_.Write("p/node_modules/e.json", "{}");
  EXPECT_THAT(Find({"p"}), ElementsAre("p/B.JSON", "p/a.json", "p/deep/er/c.json"));
}

TEST_F(FileFinderTest, NamedFileIsTakenWhateverItsName) {
  scratch_.Write("policy.txt", "{}");
  EXPECT_THAT(Find({"policy.txt"}), ElementsAre("policy.txt"));
  EXPECT_THAT(Find({"missing.json"}), ElementsAre("missing.json"));
}

TEST_F(FileFinderTest, OrderOfArgumentsAndRepetitionsDoNotMatter) {
  scratch_.Write("a.json", "{}");
  scratch_.Write("p/b.json", "{}");
  const std::vector<std::string> once = Find({"a.json", "p"});
  EXPECT_THAT(once, ElementsAre("a.json", "p/b.json"));
  EXPECT_EQ(Find({"p/../p", "./a.json", "p/b.json", "a.json", scratch_ / "p/b.json"}), once);
}

TEST_F(FileFinderTest, FileThatIsNamedAndMetCountsAsNamed) {
  scratch_.Write("p/a.json", "{}");
  const FoundFiles found = FindFiles(std::vector<std::string>{"p", "p/a.json"}, {});
  ASSERT_EQ(found.files.size(), 1U);
  EXPECT_TRUE(found.files[0].named);
  EXPECT_TRUE(found.walked);
}

TEST_F(FileFinderTest, LinksAreFollowedToFilesAndNotToFolders) {
  scratch_.Write("real/a.json", "{}");
  fs::create_directory("p");
  fs::create_symlink(scratch_ / "real/a.json", "p/link.json");
  fs::create_directory_symlink(scratch_ / "real", "p/folder");
  fs::create_symlink("nowhere", "p/broken.json");
  EXPECT_THAT(Find({"p"}), ElementsAre("p/link.json"));
}

TEST_F(FileFinderTest, DotDotBehindALinkIsNotTakenByTheLetter) {
  scratch_.Write("real/deep/x.json", "{}");
  scratch_.Write("real/a.json", "{}");
  fs::create_directory_symlink(scratch_ / "real/deep", "link");
  EXPECT_THAT(Find({"link/../a.json"}), ElementsAre("link/../a.json"));
}

TEST_F(FileFinderTest, WalkInAWorkTreeFollowsGitsIgnoreRules) {
  Git("init -q");
  scratch_.Write(".gitignore", "ignored/\n*.local.json\n");
  scratch_.Write("tracked.json", "{}");
  scratch_.Write("untracked.json", "{}");
  scratch_.Write("gone.json", "{}");
  scratch_.Write("ignored/x.json", "{}");
  scratch_.Write("y.local.json", "{}");
  Git("add tracked.json gone.json .gitignore");
  fs::remove("gone.json");
  EXPECT_THAT(Find({"."}), ElementsAre("tracked.json", "untracked.json"));
}

TEST_F(FileFinderTest, IgnoredFolderThatIsNamedIsWalked) {
  Git("init -q");
  scratch_.Write(".gitignore", "ignored/\n");
  scratch_.Write("ignored/deep/x.json", "{}");
  EXPECT_THAT(Find({"ignored"}), ElementsAre("ignored/deep/x.json"));
  EXPECT_THAT(Find({"ignored"}, true), IsEmpty());
}

TEST_F(FileFinderTest, RepositoryInARepositoryIsWalkedByItsOwnRules) {
  Git("init -q");
  Git("init -q inner");
  scratch_.Write("inner/.gitignore", "no.json\n");
  scratch_.Write("inner/yes.json", "{}");
  scratch_.Write("inner/no.json", "{}");
  EXPECT_THAT(Find({"."}), ElementsAre("inner/yes.json"));
}

TEST_F(FileFinderTest, ForceExcludeLeavesOutNamedFilesThatGitIgnores) {
  Git("init -q");
  scratch_.Write(".gitignore", "ignored/\n");
  scratch_.Write("ignored/x.json", "{}");
  scratch_.Write("a.json", "{}");
  EXPECT_THAT(Find({"ignored/x.json", "a.json"}), ElementsAre("a.json", "ignored/x.json"));
  EXPECT_THAT(Find({"ignored/x.json", "a.json"}, true), ElementsAre("a.json"));
}

}  // namespace
}  // namespace leastwise
