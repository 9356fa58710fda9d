#include "base/git_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/scratch_repository.h"

namespace leastwise {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

// One commit with two files, a link, and a name that is neither UTF-8 nor fit for a line.
class GitHistoryTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!repository_.Init()) GTEST_SKIP() << "no git here";
    repository_.Write("policies/a.json", "{\"a\": 1}\n");
    repository_.Write("policies/caf\xE9\n\"x.json", "{}\n");
    repository_.Write("b.json", "{\"b\":\0 2}");
    std::filesystem::create_symlink("b.json", repository_ / "link.json");
    ASSERT_TRUE(repository_.CommitAll());
  }
  std::string Tree() const {
    const Result<std::string> tree = GitTreeOf(folder(), "HEAD");
    return tree ? *tree : "";
  }
  std::string folder() const { return repository_.path(); }

  ScratchRepository repository_;
};

TEST_F(GitHistoryTest, TreeListsFilesOfEveryNameWithSizeAndKind) {
  const auto entries = GitListTree(folder(), Tree());
  ASSERT_TRUE(entries.has_value());
  std::vector<std::string> paths;
  for (const GitEntry& entry : *entries) paths.push_back(entry.path);
  EXPECT_THAT(paths,
              ElementsAre("b.json", "link.json", "policies/a.json", "policies/caf\xE9\n\"x.json"));
  EXPECT_EQ((*entries)[1].kind, GitEntryKind::kLink);
  EXPECT_EQ((*entries)[2].kind, GitEntryKind::kFile);
  EXPECT_EQ((*entries)[2].size, 9U);
}

TEST_F(GitHistoryTest, TreeListsAllFromWithinASubfolder) {
  const auto entries = GitListTree(repository_ / "policies", Tree());
  ASSERT_TRUE(entries.has_value());
  EXPECT_THAT(*entries, SizeIs(4));
}

TEST_F(GitHistoryTest, FilesAreReadInTheOrderAsked) {
  const auto entries = GitListTree(folder(), Tree());
  ASSERT_TRUE(entries.has_value());
  const auto texts =
      GitReadFiles(folder(), {(*entries)[2].object, (*entries)[1].object, (*entries)[2].object});
  ASSERT_TRUE(texts.has_value());
  EXPECT_THAT(*texts, ElementsAre("{\"a\": 1}\n", "b.json", "{\"a\": 1}\n"));
}

TEST_F(GitHistoryTest, MissingObjectIsAnError) {
  const auto texts = GitReadFiles(folder(), {std::string(40, '1')});
  ASSERT_FALSE(texts.has_value());
  EXPECT_EQ(texts.error().kind, ErrorKind::kIo);
}

TEST_F(GitHistoryTest, RevisionThatIsNoneIsAUsageError) {
  for (const char* word : {"nope", "", "--all", "HEAD^9", "-C/", "HEAD:b.json"}) {
    const auto tree = GitTreeOf(folder(), word);
    ASSERT_FALSE(tree.has_value()) << word;
    EXPECT_EQ(tree.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(tree.error().message, HasSubstr("`" + std::string(word) + "`"));
  }
}

TEST_F(GitHistoryTest, NameFindsFilesFoldersAndTheIndex) {
  const auto file = GitFind(folder(), "HEAD:policies/a.json");
  ASSERT_TRUE(file.has_value());
  EXPECT_FALSE(file->is_tree);
  EXPECT_EQ(file->size, 9U);
  const auto tree = GitFind(folder(), "HEAD:policies");
  ASSERT_TRUE(tree.has_value());
  EXPECT_TRUE(tree->is_tree);
  repository_.Write("b.json", "{}");
  ASSERT_TRUE(repository_.Git("add b.json"));
  const auto staged = GitFind(repository_ / "policies", ":b.json");
  ASSERT_TRUE(staged.has_value());
  EXPECT_EQ(staged->size, 2U);
  EXPECT_TRUE(GitFind(repository_ / "policies", "HEAD:./a.json").has_value());
}

TEST_F(GitHistoryTest, NameTellsAMissingPathFromAMissingRevision) {
  EXPECT_EQ(GitFind(folder(), "HEAD:none.json").error().kind, ErrorKind::kIo);
  EXPECT_EQ(GitFind(folder(), ":none.json").error().kind, ErrorKind::kIo);
  EXPECT_EQ(GitFind(folder(), "nope:b.json").error().kind, ErrorKind::kUsage);
}

TEST_F(GitHistoryTest, HashesOfTheDiskAreThoseOfTheTree) {
  const auto entries = GitListTree(folder(), Tree());
  ASSERT_TRUE(entries.has_value());
  const auto ids =
      GitHashFiles(folder(), {"b.json", "policies/caf\xE9\n\"x.json", "policies/a.json"});
  EXPECT_THAT(ids, ElementsAre((*entries)[0].object, "", (*entries)[2].object));
}

TEST_F(GitHistoryTest, FileThatCannotBeReadHasNoHash) {
  EXPECT_THAT(GitHashFiles(folder(), {"none.json", "b.json"}), ElementsAre("", ""));
}

TEST_F(GitHistoryTest, RenameInTheIndexIsKnownByLikeness) {
  std::string text = "{\n";
  for (int i = 0; i < 30; ++i) text += "  \"key" + std::to_string(i) + "\": true,\n";
  repository_.Write("long.json", text + "  \"last\": 1\n}\n");
  ASSERT_TRUE(repository_.CommitAll());
  repository_.Move("long.json", "policies/moved.json");
  repository_.Write("policies/moved.json", text + "  \"last\": 2\n}\n");
  EXPECT_THAT(GitRenames(folder(), Tree()), IsEmpty());  // git was not told yet
  ASSERT_TRUE(repository_.Git("add -A"));
  EXPECT_THAT(GitRenames(folder(), Tree()), ElementsAre(Pair("long.json", "policies/moved.json")));
}

TEST_F(GitHistoryTest, SparseCheckoutNamesWhatItHides) {
  EXPECT_THAT(GitSparseFiles(folder()), IsEmpty());
  ASSERT_TRUE(repository_.Git("update-index --skip-worktree b.json"));
  EXPECT_THAT(GitSparseFiles(folder()), ElementsAre("b.json"));
}

TEST_F(GitHistoryTest, RepositoryCannotNameAProgramToRun) {
  const std::string mark = repository_.Booby();
  repository_.Move("b.json", "c.json");
  repository_.Git(
      "-c filter.evil.clean=cat -c filter.evil.process= -c core.fsmonitor=false add -A");
  repository_.Git("diff HEAD");
  EXPECT_TRUE(std::filesystem::exists(mark)) << "the trap does not work";
  std::filesystem::remove(mark);
  const std::string tree = Tree();
  const auto entries = GitListTree(folder(), tree);
  ASSERT_TRUE(entries.has_value());
  EXPECT_TRUE(GitReadFiles(folder(), {entries->front().object}).has_value());
  EXPECT_TRUE(GitFind(folder(), "HEAD:b.json").has_value());
  EXPECT_THAT(GitHashFiles(folder(), {"c.json"}), ElementsAre(entries->front().object));
  GitRenames(folder(), tree);
  GitSparseFiles(folder());
  EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST_F(GitHistoryTest, WhatAPartialCloneLacksIsNotFetched) {
  const std::string mark = repository_ / ".git/mark";
  const std::string program =
      repository_.Write(".git/fetch.sh", "#!/bin/sh\ntouch '" + mark + "'\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  for (const std::string& setting :
       {std::string("extensions.partialClone origin"), std::string("remote.origin.promisor true"),
        "remote.origin.url 'ext::" + program + " x'", std::string("protocol.ext.allow always"),
        std::string("protocol.allow always")}) {
    ASSERT_TRUE(repository_.Git("config " + setting));
  }
  ASSERT_TRUE(repository_.Git("config core.repositoryformatversion 1"));
  repository_.Git("cat-file -p " + std::string(40, '1'));
  EXPECT_TRUE(std::filesystem::exists(mark)) << "the trap does not work";
  std::filesystem::remove(mark);
  EXPECT_FALSE(GitReadFiles(folder(), {std::string(40, '1')}).has_value());
  EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST(GitHistoryOutsideTest, FolderInNoWorkTreeSaysSo) {
  const ScratchFolder folder;
  const auto tree = GitTreeOf(folder.path(), "HEAD");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(tree.error().message, HasSubstr("not a git repository"));
}

TEST(GitHistoryOutsideTest, ProgramThatIsNotInstalledSaysSo) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  const auto tree = GitTreeOf(".", "HEAD");
  ::setenv("PATH", path.c_str(), 1);
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(tree.error().message, HasSubstr("git cannot be started"));
}

}  // namespace
}  // namespace leastwise
