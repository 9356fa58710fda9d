#include "report/columns.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace leastwise {
namespace {

LineColumn At(ColumnUnit unit, std::string_view text, std::uint32_t offset) {
  const std::unique_ptr<SourceFile> file = SourceFile::FromString("a", text);
  return Columns(unit).At(*file, offset);
}

TEST(ColumnsTest, CountCodePointsOrUtf16Units) {
  const std::string text = "x\nä数\xF0\x9F\xA4\x96z";
  const auto z = static_cast<std::uint32_t>(text.find('z'));
  EXPECT_EQ(At(ColumnUnit::kCodePoint, text, z), (LineColumn{2, 4}));
  EXPECT_EQ(At(ColumnUnit::kUtf16, text, z), (LineColumn{2, 5}));
}

TEST(ColumnsTest, ByteOrderMarkIsNoColumn) {
  EXPECT_EQ(At(ColumnUnit::kCodePoint, "\xEF\xBB\xBFx", 3), (LineColumn{1, 1}));
}

TEST(ColumnsTest, LongLineCountsTheSameAsAShortOne) {
  std::string text = "first\n";
  for (int i = 0; i < 20'000; ++i) text += i % 3 == 0 ? "数" : "a";
  const std::unique_ptr<SourceFile> file = SourceFile::FromString("a", text);
  Columns columns(ColumnUnit::kCodePoint);
  std::uint32_t offset = 6;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    ASSERT_EQ(columns.At(*file, offset), (LineColumn{2, i + 1}));
    offset += i % 3 == 0 ? 3 : 1;
  }
  EXPECT_EQ(columns.At(*file, offset), (LineColumn{2, 20'001}));
}

}  // namespace
}  // namespace leastwise
