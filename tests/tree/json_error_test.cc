#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tree/json_syntax.h"
#include "tree/read_text.h"

namespace leastwise {
namespace {

using std::string_view_literals::operator""sv;

struct BadText {
  std::string_view text;
  std::string_view place;
  std::string_view message;
};

void ExpectRefused(const std::vector<BadText>& cases) {
  for (const BadText& bad : cases) {
    const ReadText read = ReadText::Json(bad.text);
    EXPECT_EQ(read.ErrorPlace(), bad.place) << bad.text;
    EXPECT_EQ(read.ErrorText(), bad.message) << bad.text;
    if (!read.ok()) {
      EXPECT_EQ(read.error().kind, ErrorKind::kSyntax) << bad.text;
    }
  }
}

TEST(JsonErrorTest, NothingToReadIsNamed) {
  ExpectRefused({{"", "1:1", "the document is empty"},
                 {" \n\t\r\n", "1:1", "the document is blank"},
                 {"\xEF\xBB\xBF", "1:1", "the document is empty"}});
}

TEST(JsonErrorTest, WhatIsNeverClosedIsPlacedWhereItOpens) {
  ExpectRefused({{"{\n \"a\": [1,\n 2\n", "2:7", "`[` is never closed"},
                 {"{\"a\": 1", "1:1", "`{` is never closed"},
                 {"{\"a\\\"\": \"x\n}", "1:9", "this string is not closed on its line"},
                 {"[\"abc", "1:2", "this string is never closed"},
                 {"[\"abc\\", "1:2", "this string is never closed"},
                 {"{\"a", "1:2", "this string is never closed"}});
}

TEST(JsonErrorTest, TextBehindTheEndIsPlacedAtItsFirstByte) {
  ExpectRefused({{"{} x", "1:4", "text behind the end of the document: `x`"},
                 {"{}\n{}", "2:1", "text behind the end of the document: `{`"},
                 {"[1]]", "1:4", "text behind the end of the document: `]`"},
                 {"1 2", "1:3", "text behind the end of the document: `2`"},
                 {"\"a\" \"b\"", "1:5", "text behind the end of the document: `\"`"},
                 {"\"a\":1", "1:4", "text behind the end of the document: `:`"}});
}

TEST(JsonErrorTest, CommasAndColons) {
  ExpectRefused({{"[1,\n]", "1:3", "trailing `,` before `]`"},
                 {"{\"a\\t\":1 , }", "1:10", "trailing `,` before `}`"},
                 {"[1,,2]", "1:4", "expected a value, found `,`"},
                 {"[,]", "1:2", "expected a value, found `,`"},
                 {"[\"a\" \"b\"]", "1:6", "a `,` is missing before `\"`"},
                 {"{\"a\":1 \"b\":2}", "1:8", "a `,` is missing before `\"`"},
                 {"[1 2]", "1:4", "expected `,` or `]`, found `2`"},
                 {"[\"a\":1]", "1:5", "expected `,` or `]`, found `:`"},
                 {"{\"a\" 1}", "1:6", "expected `:` after the key, found `1`"},
                 {"{\"a\":}", "1:6", "expected a value, found `}`"},
                 {"{\"a\"}", "1:5", "expected `:` after the key, found `}`"},
                 {"[1}", "1:3", "expected `,` or `]`, found `}`"},
                 {"{\"a\":1]", "1:7", "expected `,` or `}`, found `]`"}});
}

TEST(JsonErrorTest, HabitsFromOtherLanguagesAreNamed) {
  ExpectRefused({{"{ // note\n}", "1:3", "JSON has no comments"},
                 {"[1, /* x */ 2]", "1:5", "JSON has no comments"},
                 {"# x\n{}", "1:1", "JSON has no comments"},
                 {"{\"a\": 1} // end", "1:10", "JSON has no comments"},
                 {"{'a': 1}", "1:2", "single quotes around a string"},
                 {"{a: 1}", "1:2", "the key `a` is not in quotes"},
                 {"[True]", "1:2", "`True` is no JSON value"},
                 {"[NaN]", "1:2", "`NaN` is no JSON value"},
                 {"[-Infinity]", "1:2", "`-Infinity` is no JSON number"},
                 {"[undefined]", "1:2", "`undefined` is no JSON value"},
                 {"{\xE2\x80\x9C"
                  "a\": 1}",
                  "1:2", "typographic quote; write `\"`"},
                 {"{\xC2\xA0}", "1:2", "non-breaking space; write a plain one"}});
}

TEST(JsonErrorTest, NumbersThatRfc8259Refuses) {
  for (const std::string_view number :
       {"01", "-01", "1.", ".5", "+1", "1e", "1e+", "-", "--1", "0x1F", "1.2.3", "1_000", "2."}) {
    const ReadText read = ReadText::Json("[" + std::string(number) + "]");
    EXPECT_EQ(read.ErrorPlace(), "1:2") << number;
    EXPECT_EQ(read.ErrorText(), "`" + std::string(number) + "` is no JSON number");
    EXPECT_FALSE(ReadText::Json(number).ok()) << number;
  }
}

TEST(JsonErrorTest, WordsThatAreAlmostLiterals) {
  for (const std::string_view word : {"tru", "truee", "nul", "falsee", "nulll", "null\"x\""}) {
    EXPECT_FALSE(ReadText::Json("[" + std::string(word) + "]").ok()) << word;
    EXPECT_FALSE(ReadText::Json(word).ok()) << word;
  }
}

TEST(JsonErrorTest, StringsWithWhatMustBeEscaped) {
  ExpectRefused({{"[\"\\t\t\"]", "1:5", "control character in a string: byte 0x09"},
                 {"[\"a\0b\"] "sv, "1:4", "control character in a string: byte 0x00"},
                 {"[\"\\x41\"]", "1:3", "`\\` before `x` is no JSON escape"},
                 {"[\"C:\\dir\"]", "1:5", "`\\` before `d` is no JSON escape"},
                 {"[\"\\u12g4\"]", "1:3", "`\\u` needs four hexadecimal digits"},
                 {"[\"\\ud800\"]", "1:3", "`\\ud800` is half of a surrogate pair"},
                 {"[\"\\ud800\\u0041\"]", "1:3", "`\\ud800` is half of a surrogate pair"},
                 {"{\"\\udc00\": 1}", "1:3", "`\\udc00` is half of a surrogate pair"}});
}

TEST(JsonErrorTest, InvalidUtf8IsPlacedAtTheByte) {
  ExpectRefused({{"[\"a\\n\xFF\"]", "1:6", "byte 0xFF is no valid UTF-8"},
                 {"{\"\xC0\xAF\": 1}", "1:3", "byte 0xC0 is no valid UTF-8"},
                 {"[\"\xED\xA0\x80\"]", "1:3", "byte 0xED is no valid UTF-8"},
                 {"[\"\xF4\x90\x80\x80\"]", "1:3", "byte 0xF4 is no valid UTF-8"},
                 {"[\"\xE2\x82", "1:3", "byte 0xE2 is no valid UTF-8"},
                 {"[1, \xE9]", "1:5", "byte 0xE9 is no valid UTF-8"}});
}

TEST(JsonErrorTest, OtherEncodingsAreNamed) {
  ExpectRefused({{"\xFF\xFE{\0}\0"sv, "1:1", "the text is UTF-16 (little-endian)"},
                 {"\xFE\xFF\0{\0}"sv, "1:1", "the text is UTF-16 (big-endian)"},
                 {"{\0\"\0a\0"sv, "1:1", "the text is UTF-16 (little-endian)"},
                 {"\0{\0}"sv, "1:1", "the text is UTF-16 (big-endian)"},
                 {"\xFF\xFE\0\0{\0\0\0"sv, "1:1", "the text is UTF-32 (little-endian)"},
                 {"\0\0\0{\0\0\0}"sv, "1:1", "the text is UTF-32 (big-endian)"},
                 {"{\0\0\0}\0\0\0"sv, "1:1", "the text is UTF-32 (little-endian)"}});
}

TEST(JsonErrorTest, PlacesCountLinesWithCrLfAndByteOrderMark) {
  ExpectRefused({{"{\r\n  \"a\": 1,\r\n}", "2:9", "trailing `,` before `}`"},
                 {"\xEF\xBB\xBF{\"a\": x}", "1:7", "`x` is no JSON value"}});
}

TEST(JsonErrorTest, DepthOverTheLimitIsPlacedAtTheBracket) {
  for (const std::size_t depth : {65U, 10000U, 100000U}) {
    for (const bool closed : {false, true}) {
      std::string text(depth, '[');
      if (closed) text.append(depth, ']');
      const ReadText read = ReadText::Json(text);
      ASSERT_FALSE(read.ok());
      EXPECT_EQ(read.error().kind, ErrorKind::kLimit);
      EXPECT_EQ(read.ErrorPlace(), "1:65");
      EXPECT_EQ(read.ErrorText(), "nested more than 64 deep");
    }
  }
}

TEST(JsonErrorTest, DepthOfObjectsIsLimitedToo) {
  std::string text;
  for (int i = 0; i < 10000; ++i) text += "{\"a\":\n";
  EXPECT_EQ(ReadText::Json(text).ErrorPlace(), "65:1");
}

TEST(JsonErrorTest, DepthThatTheCallerAllowsIsBoundedByTheReader) {
  ReadLimits limits;
  limits.max_depth = 1'000'000;
  const ReadText read = ReadText::Json(std::string(100000, '['), limits);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::kLimit);
  EXPECT_EQ(read.ErrorText(), "nested more than 512 deep");
}

TEST(JsonErrorTest, TooManyNodesArePlacedAtTheFirstOver) {
  ReadLimits limits;
  limits.max_nodes = 3;
  const ReadText read = ReadText::Json("[1, 2, 3]", limits);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::kLimit);
  EXPECT_EQ(read.ErrorPlace(), "1:8");
  limits.max_nodes = 4;
  EXPECT_TRUE(ReadText::Json("[1, 2, 3]", limits).ok());
}

TEST(JsonErrorTest, HintsSayWhatToWrite) {
  EXPECT_EQ(ReadText::Json("[None]").error().hint, "write `null`");
  EXPECT_EQ(ReadText::Json("[1,]").error().hint, "delete it");
  EXPECT_EQ(ReadText::Json("{\"a\":[1}").error().hint, "");
  EXPECT_EQ(ReadText::Json("[[1]").error().hint, "add the `]` that ends it");
}

TEST(JsonErrorTest, ErrorInsideADecodedStringIsPlacedInTheFile) {
  const auto file = SourceFile::FromString("f", R"({"p": "{\"a\":\n tru}"})");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView inner = SourceView::JsonString(whole, {6, 22});
  EXPECT_EQ(inner.text(), "{\"a\":\n tru}");
  Arena arena;
  const Result<Tree> tree = JsonReader().Read(inner, arena);
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().where->at, (LineColumn{1, 18}));
}

TEST(JsonSyntaxTest, ValidTextHasNoError) {
  for (const std::string_view text :
       {"{}", "[]", "0", "\"\\ud83d\\ude00\"", "[1,{\"a\":[null]}]\n"}) {
    EXPECT_FALSE(FindJsonError(text, 64).has_value()) << text;
  }
}

}  // namespace
}  // namespace leastwise
