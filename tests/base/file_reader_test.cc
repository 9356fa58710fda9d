#include "base/file_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "support/scratch_folder.h"

namespace leastwise {
namespace {

TEST(DiskFileReaderTest, ReadsEveryByteAndPads) {
  const ScratchFolder folder;
  const std::string text = std::string("a\0b\r\n\xFF", 6) + std::string(100000, 'x');
  const std::string path = folder.Write("file.json", text);
  const auto file = DiskFileReader().Read(path);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ((*file)->text(), text);
  EXPECT_EQ((*file)->path(), path);
  EXPECT_EQ((*file)->text().data()[text.size() + SourceFile::kPadding - 1], '\0');
}

TEST(DiskFileReaderTest, EmptyFileIsRead) {
  const ScratchFolder folder;
  const auto file = DiskFileReader().Read(folder.Write("empty", ""));
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ((*file)->text(), "");
  EXPECT_EQ((*file)->line_count(), 1U);
}

TEST(DiskFileReaderTest, SymbolicLinksAreFollowed) {
  const ScratchFolder folder;
  std::filesystem::create_symlink(folder.Write("target", "x"), folder / "link");
  const auto file = DiskFileReader().Read(folder / "link");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ((*file)->text(), "x");
}

TEST(DiskFileReaderTest, MissingFileIsNamed) {
  const auto file = DiskFileReader().Read("no/such.json");
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().kind, ErrorKind::kIo);
  EXPECT_EQ(file.error().message, "cannot read `no/such.json`: No such file or directory");
}

TEST(DiskFileReaderTest, FolderIsRefused) {
  const ScratchFolder folder;
  const auto file = DiskFileReader().Read(folder.path());
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().kind, ErrorKind::kIo);
  EXPECT_TRUE(file.error().message.ends_with("it is a folder")) << file.error().message;
}

TEST(DiskFileReaderTest, PipeIsRefusedWithoutWaitingForAWriter) {
  const ScratchFolder folder;
  const std::string path = folder / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const auto file = DiskFileReader().Read(path);
  ASSERT_FALSE(file.has_value());
  EXPECT_TRUE(file.error().message.ends_with("it is not a file")) << file.error().message;
}

TEST(DiskFileReaderTest, DeviceIsRefused) {
  EXPECT_FALSE(DiskFileReader().Read("/dev/zero").has_value());
}

TEST(DiskFileReaderTest, UnreadableFileIsNamed) {
  if (::geteuid() == 0) GTEST_SKIP() << "the superuser reads everything";
  const ScratchFolder folder;
  const std::string path = folder.Write("secret", "x");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  const auto file = DiskFileReader().Read(path);
  ASSERT_FALSE(file.has_value());
  EXPECT_TRUE(file.error().message.ends_with("Permission denied")) << file.error().message;
}

TEST(DiskFileReaderTest, SizeIsLimited) {
  const ScratchFolder folder;
  const std::string path = folder.Write("large", std::string(100, 'x'));
  const auto refused = DiskFileReader(100).Read(path);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::kLimit);
  EXPECT_TRUE(DiskFileReader(101).Read(path).has_value());
}

TEST(MemoryFileReaderTest, GivesWhatWasAdded) {
  MemoryFileReader reader;
  reader.Add("a", "one");
  reader.Add("a", "two");
  const auto file = reader.Read("a");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ((*file)->text(), "two");
  EXPECT_FALSE(reader.Read("b").has_value());
}

// Puts a text in the place of standard input for the time of one test.
class StandardInput {
 public:
  explicit StandardInput(std::string_view text) : saved_(::dup(STDIN_FILENO)) {
    const std::string path = folder_.Write("stdin", text);
    EXPECT_NE(std::freopen(path.c_str(), "r", stdin), nullptr);
  }
  ~StandardInput() {
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;

 private:
  ScratchFolder folder_;
  int saved_;
};

TEST(StandardInputTest, IsReadToItsEndUnderTheGivenName) {
  for (const std::size_t size : {0U, 5U, 4095U, 65536U, 300000U}) {
    const std::string text(size, 'y');
    const StandardInput input(text);
    const auto file = ReadStandardInput("policy.json", std::size_t{1} << 31);
    ASSERT_TRUE(file.has_value());
    EXPECT_EQ((*file)->text(), text);
    EXPECT_EQ((*file)->path(), "policy.json");
  }
}

TEST(StandardInputTest, SizeIsLimited) {
  const StandardInput input(std::string(100000, 'y'));
  const auto file = ReadStandardInput("-", 1000);
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().kind, ErrorKind::kLimit);
}

}  // namespace
}  // namespace leastwise
