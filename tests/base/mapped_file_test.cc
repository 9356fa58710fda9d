#include "base/mapped_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/file_reader.h"

namespace leastwise {
namespace {

class MappedFileTest : public ::testing::Test {
 protected:
  MappedFileTest() : descriptor_(::mkstemp(path_.data())) {}
  ~MappedFileTest() override {
    ::close(descriptor_);
    ::unlink(path_.c_str());
  }

  void Write(const std::string& text) {
    ASSERT_EQ(::write(descriptor_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  std::string path_ = ::testing::TempDir() + "leastwise-mapped-XXXXXX";
  int descriptor_;
};

// A file that fills its last page has its padding behind it.
TEST_F(MappedFileTest, HoldsTheBytesAndReadableZerosBehindThem) {
  constexpr std::size_t kPadding = 64;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  std::string text;
  for (const std::size_t size : {std::size_t{1}, page - kPadding, page - 1, page, page + 1}) {
    Write(std::string(size - text.size(), static_cast<char>('a' + text.size() % 26)));
    text.resize(size, static_cast<char>('a' + text.size() % 26));
    const auto file = MappedFile::Map(descriptor_, size, kPadding);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->text(), text);
    for (std::size_t i = 0; i < kPadding; ++i) EXPECT_EQ(file->text().data()[size + i], 0);
  }
}

TEST_F(MappedFileTest, WhatWasGivenBackIsReadAnew) {
  Write("policy");
  auto file = MappedFile::Map(descriptor_, 6, 64);
  ASSERT_TRUE(file);
  const std::string_view view = file->text();
  EXPECT_EQ(view, "policy");
  file->Release();
  EXPECT_EQ(view, "policy");
  const MappedFile moved = *std::move(file);
  EXPECT_EQ(moved.text().data(), view.data());
  EXPECT_EQ(view, "policy");
}

TEST_F(MappedFileTest, NothingIsMappedOfWhatIsNoFile) {
  EXPECT_FALSE(MappedFile::Map(-1, 6, 64));
  EXPECT_FALSE(MappedFile::Map(descriptor_, 0, 64));
}

TEST_F(MappedFileTest, LargeFilesAreReadWithTheirLines) {
  std::string text(std::size_t{17} << 20U, ' ');
  for (std::size_t at = 99; at < text.size(); at += 100) text[at] = '\n';
  Write(text);
  const Result<std::unique_ptr<SourceFile>> file = DiskFileReader().Read(path_);
  ASSERT_TRUE(file.has_value());
  EXPECT_TRUE((*file)->text() == text);
  (*file)->ReleaseText();
  EXPECT_EQ((*file)->LineColumnAt(12'345'678), (LineColumn{123'457, 79}));
  EXPECT_EQ((*file)->text().back(), ' ');
}

}  // namespace
}  // namespace leastwise
