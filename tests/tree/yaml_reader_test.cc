#include "tree/yaml_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tree/read_text.h"

namespace leastwise {
namespace {

TEST(YamlReaderTest, ScalarsAreUnderlinedWithTheirQuotes) {
  const ReadText read = ReadText::Yaml(
      "# caf\xC3\xA9\n"
      "\"t\xC3\xAFtle\": 'it''s \xC3\xA9' # note\n"
      "id: LW0001   \n"
      "tab: \"a\\tb\\\"\"\n"
      "list: [x, \"y\xE2\x82\xAC\" , 'z']\n");
  const auto members = read.root().members();
  ASSERT_EQ(members.size(), 4U);
  EXPECT_EQ(members[0].key, "t\xC3\xAFtle");
  EXPECT_EQ(read.Underlined(members[0].key_span), "\"t\xC3\xAFtle\"");
  EXPECT_EQ(read.Underlined(*members[0].value), "'it''s \xC3\xA9'");
  EXPECT_EQ(members[0].value->text(), "it's \xC3\xA9");
  EXPECT_EQ(read.Underlined(*members[1].value), "LW0001");
  EXPECT_EQ(read.Underlined(*members[2].value), "\"a\\tb\\\"\"");
  EXPECT_EQ(members[2].value->text(), "a\tb\"");
  const Node& list = *members[3].value;
  EXPECT_EQ(read.Underlined(list), "[x, \"y\xE2\x82\xAC\" , 'z']");
  EXPECT_EQ(read.Underlined(*list.items()[1]), "\"y\xE2\x82\xAC\"");
}

TEST(YamlReaderTest, PlainScalarsAreTypedByTheCoreSchema) {
  const ReadText read = ReadText::Yaml(
      "[null, ~, true, False, 12, -1.5e3, .5, 012, 0x1F, 2012-10-17, yes, 1.2.3, '12', +, -, e5, "
      ".]");
  const auto items = read.root().items();
  ASSERT_EQ(items.size(), 17U);
  const std::string_view kinds = "zzbbnnnnsssssssss";
  for (std::size_t i = 0; i < items.size(); ++i) {
    const NodeKind kind = items[i]->kind();
    const char got = kind == NodeKind::kNull     ? 'z'
                     : kind == NodeKind::kBool   ? 'b'
                     : kind == NodeKind::kNumber ? 'n'
                                                 : 's';
    EXPECT_EQ(got, kinds[i]) << read.Underlined(*items[i]);
  }
  EXPECT_EQ(items[3]->text(), "false");
  EXPECT_EQ(items[7]->text(), "012");
  EXPECT_EQ(read.Underlined(*items[0]), "null");
  EXPECT_EQ(read.Underlined(*items[1]), "~");
}

TEST(YamlReaderTest, ValuesThatAreNotWrittenAreEmptyNulls) {
  const ReadText read = ReadText::Yaml("a:\nnull: 3\nb:   # note\nc: [x: , y]\nd:\n-\n- 1\n");
  const auto members = read.root().members();
  ASSERT_EQ(members.size(), 5U);
  EXPECT_TRUE(members[0].value->is(NodeKind::kNull));
  EXPECT_EQ(members[0].value->span(), (Span{2, 2}));
  EXPECT_EQ(members[1].key, "null");
  EXPECT_EQ(members[1].value->text(), "3");
  EXPECT_EQ(read.Underlined(members[2].key_span), "b");
  EXPECT_EQ(members[2].value->span(), (Span{13, 13}));
  const Node& first = *members[4].value->items()[0];
  EXPECT_TRUE(first.is(NodeKind::kNull));
  EXPECT_TRUE(first.span().empty());
}

TEST(YamlReaderTest, BlockScalarsEndAtTheirLastCharacter) {
  const ReadText read = ReadText::Yaml(
      "a: |\n  one\n    two \xC3\xA9\n\n  three\n\nb: >-  # note\n  folded\n  text\n# after\nc: "
      "|2-\n   x\n");
  const auto members = read.root().members();
  ASSERT_EQ(members.size(), 3U);
  EXPECT_EQ(members[0].value->text(), "one\n  two \xC3\xA9\n\nthree\n");
  EXPECT_EQ(read.Underlined(*members[0].value), "|\n  one\n    two \xC3\xA9\n\n  three");
  EXPECT_EQ(members[1].value->text(), "folded text");
  EXPECT_EQ(read.Underlined(*members[1].value), ">-  # note\n  folded\n  text");
  EXPECT_EQ(members[2].value->text(), " x");
}

TEST(YamlReaderTest, PlainAndQuotedScalarsOverSeveralLines) {
  const ReadText read = ReadText::Yaml("- plain \xC3\xA9\n  more\n- \"two\n\n   lines\"\n- end\n");
  const auto items = read.root().items();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(read.Underlined(*items[0]), "plain \xC3\xA9\n  more");
  EXPECT_EQ(read.Underlined(*items[1]), "\"two\n\n   lines\"");
  EXPECT_EQ(items[1]->text(), "two\nlines");
  EXPECT_EQ(read.Underlined(*items[2]), "end");
}

TEST(YamlReaderTest, CollectionsReachToTheirLastChildOrBracket) {
  const ReadText read = ReadText::Yaml(
      "a:\n  - x: 1\n    y: [1, {z: 2}, ]\n  - w\n\n# note\nb: { c: [ ] , d: {} # x\n  }\n");
  const Node& a = *read.root().Find("a");
  EXPECT_EQ(read.Underlined(a), "- x: 1\n    y: [1, {z: 2}, ]\n  - w");
  EXPECT_EQ(read.Underlined(*a.items()[0]), "x: 1\n    y: [1, {z: 2}, ]");
  EXPECT_EQ(read.Underlined(*a.items()[0]->Find("y")), "[1, {z: 2}, ]");
  const Node& b = *read.root().Find("b");
  EXPECT_EQ(read.Underlined(b), "{ c: [ ] , d: {} # x\n  }");
  EXPECT_EQ(read.Underlined(*b.Find("c")), "[ ]");
}

TEST(YamlReaderTest, CrLfAndByteOrderMark) {
  const ReadText read =
      ReadText::Yaml("\xEF\xBB\xBFk\xC3\xA9: 1\r\nlist:\r\n  - \"x\"\r\n  - |\r\n    y\r\n");
  const Node& list = *read.root().Find("list");
  EXPECT_EQ(read.Underlined(*list.items()[0]), "\"x\"");
  EXPECT_EQ(PlaceOf(read.tree().Locate(*list.items()[0])).at, (LineColumn{3, 5}));
  EXPECT_EQ(read.Underlined(*list.items()[1]), "|\r\n    y");
  EXPECT_EQ(read.Underlined(read.root().members()[0].key_span), "k\xC3\xA9");
}

TEST(YamlReaderTest, AliasIsTheNodeThatItStandsFor) {
  const ReadText read = ReadText::Yaml("a: &x [1, 2]\nb: *x\nc: &y !!str 5\nd: *y\n");
  EXPECT_EQ(read.root().Find("a"), read.root().Find("b"));
  EXPECT_EQ(read.Underlined(*read.root().Find("b")), "[1, 2]");
  EXPECT_TRUE(read.root().Find("d")->is(NodeKind::kString));
  EXPECT_EQ(read.Underlined(*read.root().Find("d")), "5");
}

TEST(YamlReaderTest, JsonIsYaml) {
  const ReadText read = ReadText::Yaml("{\"a\":[1,\"x\\u00e9\",{\"b\":null}],\"c\":true}\n");
  EXPECT_EQ(read.Underlined(read.root()), "{\"a\":[1,\"x\\u00e9\",{\"b\":null}],\"c\":true}");
  EXPECT_EQ(read.root().Find("a")->items()[1]->text(), "x\xC3\xA9");
  EXPECT_EQ(read.Underlined(*read.root().Find("a")->items()[2]->Find("b")), "null");
  EXPECT_TRUE(read.root().Find("c")->is(NodeKind::kBool));
}

TEST(YamlReaderTest, DuplicateKeysAreProblemsAndKept) {
  const ReadText read = ReadText::Yaml("a: 1\nb: {x: 1, 'x': 2}\na: 3\n");
  ASSERT_EQ(read.tree().problems.size(), 2U);
  EXPECT_EQ(read.tree().problems[0].where.text(), "'x'");
  EXPECT_EQ(read.tree().problems[0].related.text(), "x");
  EXPECT_EQ(PlaceOf(read.tree().problems[1].where).at, (LineColumn{3, 1}));
  EXPECT_EQ(read.root().members().size(), 3U);
}

TEST(YamlReaderTest, TextWithoutANodeIsANull) {
  for (const std::string_view text : {"", "\n", "# only a comment\n", "---\n", "---\n...\n"}) {
    EXPECT_TRUE(ReadText::Yaml(text).root().is(NodeKind::kNull)) << text;
  }
}

TEST(YamlReaderTest, DocumentMarkersAndDirectiveAreRead) {
  EXPECT_EQ(ReadText::Yaml("%YAML 1.2\n---\na: 1\n...\n").root().Find("a")->text(), "1");
}

}  // namespace
}  // namespace leastwise
