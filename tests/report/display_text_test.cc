#include "report/display_text.h"

#include <gtest/gtest.h>

#include <string>

namespace leastwise {
namespace {

TEST(DisplayTextTest, ControlCharactersAreEscaped) {
  EXPECT_EQ(Printable("a\x1b[31mb"), "a\\u{1b}[31mb");
  EXPECT_EQ(Printable("a\nb\tc\x7f"), "a\\u{a}b\\u{9}c\\u{7f}");
  EXPECT_EQ(Printable("\xC2\x9B"), "\\u{9b}");
}

TEST(DisplayTextTest, BidirectionalAndInvisibleCharactersAreEscaped) {
  EXPECT_EQ(Printable("\xE2\x80\xAE"), "\\u{202e}");
  EXPECT_EQ(Printable("\xE2\x80\xA8"), "\\u{2028}");
  EXPECT_EQ(Printable("\xEF\xBB\xBF"), "\\u{feff}");
}

TEST(DisplayTextTest, BytesThatAreNoUtf8AreEscaped) {
  EXPECT_EQ(Printable("a\xFF"), "a\\x{ff}");
  EXPECT_EQ(Printable("\xC0\xAF"), "\\x{c0}\\x{af}");
  EXPECT_EQ(Printable("\xED\xA0\x80"), "\\x{ed}\\x{a0}\\x{80}");
  EXPECT_EQ(Printable("\xE2\x82"), "\\x{e2}\\x{82}");
}

TEST(DisplayTextTest, WidthIsThatOfTheTerminal) {
  EXPECT_EQ(ToDisplayText("Größe", TabStyle::kEscape).width, 5u);
  EXPECT_EQ(ToDisplayText("数据", TabStyle::kEscape).width, 4u);
  EXPECT_EQ(ToDisplayText("e\xCC\x81", TabStyle::kEscape).width, 1u);
  EXPECT_EQ(ToDisplayText("\ta", TabStyle::kFourSpaces).width, 5u);
}

TEST(DecodeUtf8Test, KnowsEveryCodePointLength) {
  EXPECT_EQ(DecodeUtf8("\x24").value, U'\x24');
  EXPECT_EQ(DecodeUtf8("\xC2\xA2").value, U'\xA2');
  EXPECT_EQ(DecodeUtf8("\xE2\x82\xAC").value, U'\x20AC');
  EXPECT_EQ(DecodeUtf8("\xF0\x90\x8D\x88").value, U'\x10348');
  EXPECT_EQ(DecodeUtf8("\xF4\x8F\xBF\xBF").value, U'\x10FFFF');
  EXPECT_FALSE(DecodeUtf8("\xF4\x90\x80\x80").is_valid);
}

TEST(DecodeUtf8Test, WrongPrefixIsOneCharacter) {
  EXPECT_EQ(DecodeUtf8("\xF0\x90\x8Dz").bytes, 3u);
  EXPECT_EQ(DecodeUtf8("\xE0\x80\x80").bytes, 1u);
  EXPECT_EQ(DecodeUtf8("\x80").bytes, 1u);
}

TEST(WrapTest, BreaksAtSpacesAndIndents) {
  EXPECT_EQ(Wrap("one two three", 9, 2, 2), "one two\n  three");
}

TEST(WrapTest, KeepsBackticksTogether) {
  EXPECT_EQ(Wrap("say `a b c` now", 9, 0, 0), "say\n`a b c`\nnow");
  EXPECT_EQ(Wrap("a ` b", 3, 0, 0), "a `\nb");
}

TEST(WrapTest, LongWordStandsAlone) {
  EXPECT_EQ(Wrap("a bbbbbbbbbbbb c", 5, 0, 0), "a\nbbbbbbbbbbbb\nc");
}

TEST(WrapTest, LineFeedStartsALine) { EXPECT_EQ(Wrap("a\n\nb\n", 20, 2, 2), "a\n\n  b"); }

TEST(WrapTest, CountsDisplayColumns) {
  EXPECT_EQ(Wrap("数据 数据", 9, 0, 0), "数据 数据");
  EXPECT_EQ(Wrap("数据 数据", 8, 0, 0), "数据\n数据");
}

}  // namespace
}  // namespace leastwise
