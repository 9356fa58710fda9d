#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tree/read_text.h"

namespace leastwise {
namespace {

using std::string_view_literals::operator""sv;

struct BadText {
  std::string_view text;
  std::string_view place;
  std::string_view message;
};

void ExpectRefused(const std::vector<BadText>& cases, ErrorKind kind = ErrorKind::kSyntax) {
  for (const BadText& bad : cases) {
    const ReadText read = ReadText::Yaml(bad.text);
    EXPECT_EQ(read.ErrorPlace(), bad.place) << bad.text;
    EXPECT_EQ(read.ErrorText(), bad.message) << bad.text;
    if (!read.ok()) {
      EXPECT_EQ(read.error().kind, kind) << bad.text;
    }
  }
}

TEST(YamlErrorTest, WhatIsNeverClosedIsPlacedWhereItOpens) {
  ExpectRefused({{"a: 1\nb: [1, 2\nc: 3\n", "2:4", "`[` is never closed"},
                 {"\xC3\xA9: {x: 1,\n", "1:5", "`{` is never closed"},
                 {"[1, [2]\n", "1:1", "`[` is never closed"},
                 {"a: 'x\nb: 1\n", "1:4", "this string is never closed"},
                 {"a: \"x\nb: 1\n", "1:4", "this string is never closed"}});
}

TEST(YamlErrorTest, TabsAsIndentation) {
  ExpectRefused({{"a:\n\tb: 1\n", "2:1", "a tab where YAML is indented"},
                 {"a:\n  b: 1\n \tc: 1\n", "3:2", "a tab where YAML is indented"}});
}

TEST(YamlErrorTest, ColonInAPlainValue) {
  const ReadText read = ReadText::Yaml("why: note: this\n");
  EXPECT_EQ(read.ErrorPlace(), "1:10");
  EXPECT_EQ(read.error().hint, "put text that holds `: ` in quotes, and check the indentation");
}

TEST(YamlErrorTest, SecondDocument) {
  ExpectRefused({{"a: 1\n---\nb: 2\n", "2:1", "a second document in one file"}});
}

TEST(YamlErrorTest, TagsMergeKeysAndCollectionsAsKeys) {
  ExpectRefused(
      {{"a: !Ref x\n", "1:9", "the tag `!Ref` is not known for such a value"},
       {"a: !!int x\n", "1:10", "the tag `tag:yaml.org,2002:int` is not known for such a value"},
       {"<<: {a: 1}\n", "1:1", "merge keys are not supported"},
       {"? [a]\n: 1\n", "1:3", "a list or a map as a key"}});
}

TEST(YamlErrorTest, AliasesWithoutAnAnchorOrInsideOfIt) {
  ExpectRefused({{"a: *x\n", "1:4", "the referenced anchor is not defined"},
                 {"a: &a [*a]\n", "1:8", "an alias inside of what it stands for"}});
}

TEST(YamlErrorTest, BytesThatAreNoText) {
  ExpectRefused({{"a: \xFF\n", "1:4", "byte 0xFF is no valid UTF-8"},
                 {"a: \x04 b\n", "1:4", "control character: byte 0x04"},
                 {"a: \0 b\n"sv, "1:4", "control character: byte 0x00"},
                 {"\xFF\xFE"
                  "a\0"sv,
                  "1:1", "the text is UTF-16 (little-endian)"}});
}

TEST(YamlErrorTest, AliasBombEndsAtTheLimit) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 10; ++j) text += ", " + before;
    text += "]\n";
  }
  const ReadText read = ReadText::Yaml(text);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::kLimit);
  EXPECT_EQ(read.ErrorText(), "aliases that stand for more than 10000 values");
  EXPECT_EQ(read.error().where->at.line, 4U);
}

TEST(YamlErrorTest, DepthOverTheLimitIsPlacedAtTheBracket) {
  for (const std::size_t depth : {65U, 400U, 10000U}) {
    const ReadText read = ReadText::Yaml(std::string(depth, '[') + std::string(depth, ']'));
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().kind, ErrorKind::kLimit);
    EXPECT_EQ(read.ErrorPlace(), "1:65");
  }
}

TEST(YamlErrorTest, DepthCountsWhatAliasesStandFor) {
  ReadLimits limits;
  limits.max_depth = 3;
  EXPECT_TRUE(ReadText::Yaml("- &a [1]\n- [*a]\n", limits).ok());
  const ReadText read = ReadText::Yaml("- &a [1]\n- [[*a]]\n", limits);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::kLimit);
  EXPECT_EQ(read.ErrorPlace(), "2:5");
}

TEST(YamlErrorTest, TooManyNodes) {
  ReadLimits limits;
  limits.max_nodes = 3;
  const ReadText read = ReadText::Yaml("- 1\n- 2\n- 3\n", limits);
  EXPECT_EQ(read.ErrorPlace(), "3:3");
  EXPECT_EQ(read.error().kind, ErrorKind::kLimit);
}

}  // namespace
}  // namespace leastwise
