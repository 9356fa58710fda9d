#include "base/source_file.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace leastwise {
namespace {

LineColumn At(std::string_view text, std::uint32_t offset) {
  return SourceFile::FromString("f", text)->LineColumnAt(offset);
}

TEST(SourceFileTest, LinesEndBehindLfCrLfAndLoneCr) {
  const auto file = SourceFile::FromString("f", "ab\ncd\r\nef\rgh\n\n\r\r\nend");
  EXPECT_EQ(file->line_count(), 8U);
  EXPECT_EQ(file->Line(1), "ab");
  EXPECT_EQ(file->Line(2), "cd");
  EXPECT_EQ(file->Line(3), "ef");
  EXPECT_EQ(file->Line(4), "gh");
  EXPECT_EQ(file->Line(5), "");
  EXPECT_EQ(file->Line(6), "");
  EXPECT_EQ(file->Line(7), "");
  EXPECT_EQ(file->Line(8), "end");
}

TEST(SourceFileTest, ColumnsCountBytesFromOne) {
  EXPECT_EQ(At("ab\ncd", 0), (LineColumn{1, 1}));
  EXPECT_EQ(At("ab\ncd", 1), (LineColumn{1, 2}));
  EXPECT_EQ(At("ab\ncd", 2), (LineColumn{1, 3}));
  EXPECT_EQ(At("ab\ncd", 3), (LineColumn{2, 1}));
  EXPECT_EQ(At("\xC3\xA9x", 2), (LineColumn{1, 3}));
}

TEST(SourceFileTest, LineEndBelongsToItsLine) {
  EXPECT_EQ(At("a\r\nb", 1), (LineColumn{1, 2}));
  EXPECT_EQ(At("a\r\nb", 2), (LineColumn{1, 3}));
  EXPECT_EQ(At("a\r\nb", 3), (LineColumn{2, 1}));
  EXPECT_EQ(At("a\rb", 2), (LineColumn{2, 1}));
}

TEST(SourceFileTest, OffsetPastTheEndGivesTheEnd) {
  EXPECT_EQ(At("ab\n", 3), (LineColumn{2, 1}));
  EXPECT_EQ(At("ab\n", 4000000000U), (LineColumn{2, 1}));
  EXPECT_EQ(At("", 0), (LineColumn{1, 1}));
  EXPECT_EQ(At("", 9), (LineColumn{1, 1}));
}

TEST(SourceFileTest, ByteOrderMarkIsNoColumn) {
  const auto file = SourceFile::FromString("f", "\xEF\xBB\xBF{}\n[]");
  EXPECT_EQ(file->bom_size(), 3U);
  EXPECT_EQ(file->LineColumnAt(3), (LineColumn{1, 1}));
  EXPECT_EQ(file->LineColumnAt(0), (LineColumn{1, 1}));
  EXPECT_EQ(file->LineColumnAt(6), (LineColumn{2, 1}));
  EXPECT_EQ(file->Line(1), "{}");
  EXPECT_EQ(file->LineStart(1), 3U);
  EXPECT_EQ(SourceFile::FromString("f", "\xEF\xBB\xBF")->LineColumnAt(3), (LineColumn{1, 1}));
  EXPECT_EQ(SourceFile::FromString("f", "\xEF\xBB")->bom_size(), 0U);
}

TEST(SourceFileTest, LastLineWithoutALineEndIsALine) {
  const auto file = SourceFile::FromString("f", "a\nb");
  EXPECT_EQ(file->line_count(), 2U);
  EXPECT_EQ(file->Line(2), "b");
  EXPECT_EQ(SourceFile::FromString("f", "a\nb\n")->line_count(), 3U);
  EXPECT_EQ(SourceFile::FromString("f", "a\r\n")->line_count(), 2U);
}

TEST(SourceFileTest, TextIsPaddedWithZeroBytes) {
  const auto file = SourceFile::FromString("f", "abc");
  EXPECT_EQ(file->text(), "abc");
  for (std::size_t i = 0; i < SourceFile::kPadding; ++i)
    EXPECT_EQ(file->text().data()[3 + i], '\0');
}

// Every line start as the definition says it, whatever stands between them.
std::vector<std::uint32_t> LineStartsOf(std::string_view text) {
  std::vector<std::uint32_t> starts = {0};
  for (std::uint32_t at = 1; at <= text.size(); ++at) {
    const bool is_cr_lf = text[at - 1] == '\r' && at < text.size() && text[at] == '\n';
    if (text[at - 1] == '\n' || (text[at - 1] == '\r' && !is_cr_lf)) starts.push_back(at);
  }
  return starts;
}

TEST(SourceFileTest, LongTextsHaveTheLinesOfTheDefinition) {
  std::mt19937 random(7);
  for (const std::string_view letters : {"\n", "a", "aaaaaaaaaaaaaaaaaaaaaaa\n", "a\r\n", "a\r",
                                         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"}) {
    for (const std::size_t size : {511U, 512U, 513U, 1024U, 4000U}) {
      std::string text;
      while (text.size() < size) text += letters[random() % letters.size()];
      const auto file = SourceFile::FromString("f", text);
      const std::vector<std::uint32_t> starts = LineStartsOf(text);
      ASSERT_EQ(file->line_count(), starts.size());
      for (std::uint32_t line = 1; line <= starts.size(); ++line) {
        ASSERT_EQ(file->LineStart(line), starts[line - 1]) << size << " bytes, line " << line;
      }
      std::uint32_t line = 0;
      for (std::uint32_t at = 0; at <= text.size(); ++at) {
        if (line < starts.size() && starts[line] == at) ++line;
        ASSERT_EQ(file->LineColumnAt(at), (LineColumn{line, at - starts[line - 1] + 1}));
      }
    }
  }
}

// Several megabytes, some of them without a line end.
TEST(SourceFileTest, VeryLongTextsHaveTheLinesOfTheDefinition) {
  std::mt19937 random(11);
  for (const std::string_view end : {"\n", "\r\n"}) {
    std::string text;
    for (const std::size_t longest : {90U, 3000U, 2000000U, 700U}) {
      const std::size_t size = text.size() + 1000000;
      while (text.size() < size) {
        text.append(1 + random() % longest, 'a');
        text += end;
      }
    }
    const auto file = SourceFile::FromString("f", text);
    const std::vector<std::uint32_t> starts = LineStartsOf(text);
    ASSERT_EQ(file->line_count(), starts.size());
    for (std::uint32_t line = 1; line <= starts.size(); ++line) {
      const std::uint32_t start = starts[line - 1];
      ASSERT_EQ(file->LineStart(line), start);
      ASSERT_EQ(file->LineColumnAt(start), (LineColumn{line, 1}));
      const auto next =
          static_cast<std::uint32_t>(line < starts.size() ? starts[line] : text.size() + 1);
      ASSERT_EQ(file->LineColumnAt(next - 1), (LineColumn{line, next - start}));
    }
  }
}

TEST(SourceFileTest, LocationGivesItsTextAndPlace) {
  const auto file = SourceFile::FromString("dir/f.json", "a\n  \"Action\"");
  const Location location = {file.get(), {4, 12}};
  EXPECT_EQ(location.text(), "\"Action\"");
  EXPECT_EQ(PlaceOf(location).path, "dir/f.json");
  EXPECT_EQ(PlaceOf(location).at, (LineColumn{2, 3}));
  EXPECT_FALSE(Location{}.valid());
  EXPECT_EQ(Location{}.text(), "");
  EXPECT_EQ(PlaceOf(Location{}).path, "");
}

TEST(SourceFileTest, BorrowedTextIsNotCopied) {
  const std::string padded = "a\nbc" + std::string(SourceFile::kPadding, '\0');
  const std::string_view text = std::string_view(padded).substr(0, 4);
  const auto file = SourceFile::FromBorrowed("shipped", text);
  EXPECT_EQ(file->text().data(), text.data());
  EXPECT_EQ(file->text(), "a\nbc");
  EXPECT_EQ(file->LineColumnAt(3), (LineColumn{2, 2}));
  EXPECT_EQ(file->Line(2), "bc");
}

}  // namespace
}  // namespace leastwise
