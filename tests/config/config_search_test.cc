#include "config/config_search.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/scratch_folder.h"

namespace leastwise {
namespace {

namespace fs = std::filesystem;

// A folder of its own to work in.
class ConfigSearchTest : public testing::Test {
 protected:
  ConfigSearchTest() : before_(fs::current_path()) { fs::current_path(folder_.path()); }
  ~ConfigSearchTest() override { fs::current_path(before_); }

  static std::string Found(const std::vector<std::string>& paths) {
    return FindConfig(paths).value_or("none");
  }

  ScratchFolder folder_;
  fs::path before_;
};

TEST_F(ConfigSearchTest, NearestFolderWinsUpToTheTopOfTheWorkTree) {
  folder_.Write(".leastwise.yaml", "");
  folder_.Write("repo/.git/HEAD", "");
  folder_.Write("repo/leastwise.yaml", "");
  folder_.Write("repo/a/b/policy.json", "");
  EXPECT_EQ(Found({"repo/a/b/policy.json"}), "repo/leastwise.yaml");
  folder_.Write("repo/a/.github/leastwise.yaml", "");
  EXPECT_EQ(Found({"repo/a/b"}), "repo/a/.github/leastwise.yaml");
  fs::remove(folder_ / "repo/leastwise.yaml");
  fs::remove_all(folder_ / "repo/a/.github");
  EXPECT_EQ(Found({"repo/a/b"}), "none");
}

TEST_F(ConfigSearchTest, SeveralPathsHaveTheConfigOfTheFolderThatHoldsThemAll) {
  folder_.Write("x/.git/HEAD", "");
  folder_.Write("x/.leastwise.yaml", "");
  folder_.Write("x/a/.leastwise.yaml", "");
  folder_.Write("x/a/p.json", "");
  folder_.Write("x/b/p.json", "");
  EXPECT_EQ(Found({"x/a/p.json"}), "x/a/.leastwise.yaml");
  EXPECT_EQ(Found({"x/a/p.json", "x/b/p.json"}), "x/.leastwise.yaml");
}

TEST_F(ConfigSearchTest, OutsideOfAWorkTreeNothingAboveTheWorkingFolderCounts) {
  folder_.Write(".leastwise.yaml", "");
  folder_.Write("in/deep/p.json", "");
  EXPECT_EQ(Found({"in/deep/p.json"}), ".leastwise.yaml");
  fs::current_path(folder_ / "in");
  EXPECT_EQ(Found({"deep/p.json"}), "none");
  EXPECT_EQ(Found({}), "none");
}

TEST_F(ConfigSearchTest, FileAboveTheWorkingFolderIsNamedFromThere) {
  folder_.Write("repo/.git/HEAD", "");
  folder_.Write("repo/.leastwise.yaml", "");
  folder_.Write("repo/sub/p.json", "");
  fs::current_path(folder_ / "repo/sub");
  EXPECT_EQ(Found({"p.json"}), "../.leastwise.yaml");
}

TEST_F(ConfigSearchTest, RootIsTheTopOfTheWorkTreeElseTheWorkingFolder) {
  folder_.Write("repo/.git/HEAD", "");
  folder_.Write("repo/sub/p.json", "");
  const std::vector<std::string> inside = {"repo/sub/p.json"};
  EXPECT_EQ(RootOf(inside), fs::canonical(folder_ / "repo").string());
  EXPECT_EQ(RootOf({}), fs::canonical(folder_.path()).string());
}

}  // namespace
}  // namespace leastwise
