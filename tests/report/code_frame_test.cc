#include "report/code_frame.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace leastwise {
namespace {

class CodeFrameTest : public testing::Test {
 protected:
  const SourceFile& File(std::string_view text, std::string path = "p.json") {
    files_.push_back(SourceFile::FromString(std::move(path), text));
    return *files_.back();
  }

  static FrameSpan At(const SourceFile& file, std::string_view text, std::string_view label,
                      bool is_primary = true) {
    const auto begin = static_cast<std::uint32_t>(file.text().find(text));
    return {{&file, {begin, begin + static_cast<std::uint32_t>(text.size())}}, label, is_primary};
  }

  static std::string Render(const std::vector<FrameSpan>& spans, bool colour = false) {
    const Style style(colour, false);
    Columns columns(ColumnUnit::kCodePoint);
    const FrameOptions options{&style, Role::kError, &columns,
                               [](const std::string& path) { return path; }};
    return "\n" + RenderFrames(spans, options);
  }

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
};

TEST_F(CodeFrameTest, UnderlinesThePrimarySpan) {
  const SourceFile& file = File("{\n  \"Resource\": \"*\"\n}\n");
  EXPECT_EQ(Render({At(file, "\"*\"", "matches everything")}), R"(
  --> p.json:2:15
   |
 2 |   "Resource": "*"
   |               ^^^ matches everything
   |
)");
}

TEST_F(CodeFrameTest, SecondarySpanOnTheLineBefore) {
  const SourceFile& file = File("{\n  \"Action\": \"s3:Get*\",\n  \"Resource\": \"*\"\n}\n");
  EXPECT_EQ(Render({At(file, "\"*\"", "here"), At(file, "\"s3:Get*\"", "by this", false)}), R"(
  --> p.json:3:15
   |
 2 |   "Action": "s3:Get*",
   |             --------- by this
 3 |   "Resource": "*"
   |               ^^^ here
   |
)");
}

TEST_F(CodeFrameTest, OneLineBetweenSpansIsShownAndMoreAreElided) {
  const SourceFile& file = File("a\nb\nc\nd\ne\nf\n");
  EXPECT_EQ(Render({At(file, "a", "", false), At(file, "c", "", false), At(file, "f", "")}), R"(
  --> p.json:6:1
   |
 1 | a
   | -
 2 | b
 3 | c
   | -
...
 6 | f
   | ^
   |
)");
}

TEST_F(CodeFrameTest, LabelsOfSeveralSpansOnALineHang) {
  const SourceFile& file = File("{\"A\": \"x\", \"B\": \"y\", \"C\": \"z\"}");
  EXPECT_EQ(Render({At(file, "\"z\"", "third"), At(file, "\"x\"", "first", false),
                    At(file, "\"y\"", "second", false)}),
            R"(
  --> p.json:1:27
   |
 1 | {"A": "x", "B": "y", "C": "z"}
   |       ---       ---       ^^^ third
   |       |         |
   |       |         second
   |       first
   |
)");
}

TEST_F(CodeFrameTest, PrimarySpanIsDrawnOverOneAroundIt) {
  const SourceFile& file = File("[\"a\", \"b\"]");
  EXPECT_EQ(Render({At(file, "\"a\"", "this one"), At(file, "[\"a\", \"b\"]", "of these", false)}),
            R"(
  --> p.json:1:2
   |
 1 | ["a", "b"]
   | -^^^------
   | ||
   | |this one
   | of these
   |
)");
}

TEST_F(CodeFrameTest, SpansInOtherFilesGetTheirOwnFrame) {
  const SourceFile& a = File("{\"a\"}", "a.json");
  const SourceFile& b = File("\n\n\n\n\n\n\n\n\n{\"b\"}", "b.json");
  EXPECT_EQ(Render({At(b, "\"b\"", "trusts it", false), At(a, "\"a\"", "passes it")}), R"(
  --> a.json:1:2
   |
 1 | {"a"}
   |  ^^^ passes it
   |
  ::: b.json:10:2
   |
10 | {"b"}
   |  --- trusts it
   |
)");
}

TEST_F(CodeFrameTest, SpanOverSeveralLinesIsMarkedAtBothEnds) {
  const SourceFile& file = File("x: [\n  1,\n  2,\n  3\n  ]\n");
  EXPECT_EQ(Render({At(file, "[\n  1,\n  2,\n  3\n  ]", "all of it")}), R"(
  --> p.json:1:4
   |
 1 | x: [
   |    ^
...
 5 |   ]
   |   ^ all of it
   |
)");
}

TEST_F(CodeFrameTest, SpanUpToTheLineFeedStaysOnItsLine) {
  const SourceFile& file = File("first\nsecond\n");
  EXPECT_EQ(Render({At(file, "first\n", "")}), R"(
  --> p.json:1:1
   |
 1 | first
   | ^^^^^
   |
)");
}

TEST_F(CodeFrameTest, EndOfFileIsOneCaret) {
  const SourceFile& file = File("{\"a\": 1");
  EXPECT_EQ(Render({{{&file, {7, 7}}, "an object is not closed", true}}), R"(
  --> p.json:1:8
   |
 1 | {"a": 1
   |        ^ an object is not closed
   |
)");
}

TEST_F(CodeFrameTest, EmptyLineAtTheEndHasNoTrailingSpaces) {
  const SourceFile& file = File("{\n");
  EXPECT_EQ(Render({{{&file, {2, 2}}, "", true}}), R"(
  --> p.json:2:1
   |
 2 |
   | ^
   |
)");
}

TEST_F(CodeFrameTest, TabsAreFourColumns) {
  const SourceFile& file = File("\t\"a\":\t\"*\"  \n");
  EXPECT_EQ(Render({At(file, "\"*\"", "")}), R"(
  --> p.json:1:7
   |
 1 |     "a":    "*"
   |             ^^^
   |
)");
}

TEST_F(CodeFrameTest, WideAndCombiningCharactersKeepTheColumn) {
  const SourceFile& file = File("\"数据 e\xCC\x81\": \"*\"");
  EXPECT_EQ(
      Render({At(file, "\"*\"", "")}),
      "\n  --> p.json:1:10\n   |\n 1 | \"数据 e\xCC\x81\": \"*\"\n   |           ^^^\n   |\n");
}

TEST_F(CodeFrameTest, ByteOrderMarkAndCrLfAreNotShown) {
  const SourceFile& file = File("\xEF\xBB\xBF{\"a\": \"*\"}\r\n");
  EXPECT_EQ(Render({At(file, "\"*\"", "")}), R"(
  --> p.json:1:7
   |
 1 | {"a": "*"}
   |       ^^^
   |
)");
}

TEST_F(CodeFrameTest, ControlCharactersNeverReachTheTerminal) {
  const SourceFile& file = File("\x1b[2J \"*\"", "\x1b.json");
  EXPECT_EQ(Render({At(file, "\"*\"", "\x1b")}), R"(
  --> \u{1b}.json:1:6
   |
 1 | \u{1b}[2J "*"
   |           ^^^ \u{1b}
   |
)");
}

TEST_F(CodeFrameTest, LongLineIsCutToSixtyColumnsRoundTheSpan) {
  const SourceFile& file = File(std::string(10'000, 'a') + "\"*\"" + std::string(10'000, 'b'));
  const std::string a(60, 'a');
  const std::string b(60, 'b');
  EXPECT_EQ(Render({At(file, "\"*\"", "here")}), "\n  --> p.json:1:10001\n   |\n 1 | …" + a +
                                                     "\"*\"" + b + "…\n   |  " +
                                                     std::string(60, ' ') + "^^^ here\n   |\n");
}

TEST_F(CodeFrameTest, SpansFarApartOnALongLineAreShownApart) {
  const SourceFile& file =
      File("\"x\"" + std::string(5000, 'a') + "\"*\"" + std::string(5000, 'b'));
  const std::string frame =
      Render({At(file, "\"*\"", "here"), At(file, "\"x\"", "and here", false)});
  EXPECT_EQ(frame, "\n  --> p.json:1:5004\n   |\n 1 | \"x\"" + std::string(60, 'a') +
                       "…\n   | --- and here\n 1 | …" + std::string(60, 'a') + "\"*\"" +
                       std::string(60, 'b') + "…\n   |  " + std::string(60, ' ') +
                       "^^^ here\n   |\n");
}

TEST_F(CodeFrameTest, VeryLongSpanIsCutToo) {
  const SourceFile& file = File("[" + std::string(50'000, 'a') + "]");
  const std::string frame = Render({{{&file, {0, 50'002}}, "all", true}});
  EXPECT_LT(frame.size(), 600u);
  EXPECT_NE(frame.find("^ all"), std::string::npos);
}

TEST_F(CodeFrameTest, NoLineEndsInASpace) {
  const SourceFile& file = File("  \n \"a\" \n\n");
  const std::string frame = Render({At(file, "\"a\"", ""), {{&file, {0, 1}}, "", false}});
  EXPECT_EQ(frame.find(" \n"), std::string::npos) << frame;
}

TEST_F(CodeFrameTest, ColoursDoNotChangeTheText) {
  const SourceFile& file = File("{\"A\": \"x\", \"B\": \"y\"}");
  const std::vector<FrameSpan> spans = {At(file, "\"y\"", "b"), At(file, "\"x\"", "a", false)};
  std::string coloured = Render(spans, true);
  EXPECT_NE(coloured.find("\x1b[1;31m^^^\x1b[0m"), std::string::npos);
  for (std::size_t at = 0; (at = coloured.find('\x1b')) != std::string::npos;) {
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  }
  EXPECT_EQ(coloured, Render(spans));
}

TEST_F(CodeFrameTest, SpansWithoutAFileAreLeftOut) {
  EXPECT_EQ(Render({{{}, "nowhere", true}}), "\n");
}

}  // namespace
}  // namespace leastwise
