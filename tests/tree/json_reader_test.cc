#include "tree/json_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tree/read_text.h"

namespace leastwise {
namespace {

using std::string_view_literals::operator""sv;

TEST(JsonReaderTest, EveryElementIsUnderlinedWithItsQuotesAndBrackets) {
  const ReadText read = ReadText::Json(R"({ "a\n\"b" : [1, "x\\y", {"k":null}, true ] , "c":{} })");
  const Node& root = read.root();
  EXPECT_EQ(read.Underlined(root), R"({ "a\n\"b" : [1, "x\\y", {"k":null}, true ] , "c":{} })");
  ASSERT_EQ(root.members().size(), 2U);
  EXPECT_EQ(root.members()[0].key, "a\n\"b");
  EXPECT_EQ(read.Underlined(root.members()[0].key_span), R"("a\n\"b")");
  const Node& array = *root.members()[0].value;
  EXPECT_EQ(read.Underlined(array), R"([1, "x\\y", {"k":null}, true ])");
  ASSERT_EQ(array.items().size(), 4U);
  EXPECT_EQ(read.Underlined(*array.items()[0]), "1");
  EXPECT_EQ(read.Underlined(*array.items()[1]), R"("x\\y")");
  EXPECT_EQ(array.items()[1]->text(), R"(x\y)");
  EXPECT_EQ(read.Underlined(*array.items()[2]), R"({"k":null})");
  EXPECT_EQ(read.Underlined(*array.items()[2]->Find("k")), "null");
  EXPECT_EQ(read.Underlined(*array.items()[3]), "true");
  EXPECT_EQ(read.Underlined(*root.Find("c")), "{}");
}

TEST(JsonReaderTest, KindsAndTextsOfScalars) {
  const ReadText read = ReadText::Json(R"([null, true, false, -0.5E+10, "", 12])");
  const auto items = read.root().items();
  ASSERT_EQ(items.size(), 6U);
  EXPECT_TRUE(items[0]->is(NodeKind::kNull));
  EXPECT_TRUE(items[1]->is(NodeKind::kBool));
  EXPECT_EQ(items[1]->text(), "true");
  EXPECT_EQ(items[2]->text(), "false");
  EXPECT_TRUE(items[3]->is(NodeKind::kNumber));
  EXPECT_EQ(items[3]->text(), "-0.5E+10");
  EXPECT_TRUE(items[4]->is(NodeKind::kString));
  EXPECT_EQ(items[4]->text(), "");
  EXPECT_EQ(read.Underlined(*items[4]), "\"\"");
}

TEST(JsonReaderTest, NumbersKeepEveryDigitOfTheSource) {
  const ReadText read = ReadText::Json("[123456789012345678901234567890, 1e999, -0]");
  EXPECT_EQ(read.root().items()[0]->text(), "123456789012345678901234567890");
  EXPECT_EQ(read.root().items()[1]->text(), "1e999");
  EXPECT_EQ(read.root().items()[2]->text(), "-0");
}

TEST(JsonReaderTest, ScalarsStandAtTheRoot) {
  for (const std::string_view text : {"1"sv, " \"a\" "sv, "\ntrue\n"sv, "null"sv, "-1.5e3 "sv}) {
    EXPECT_TRUE(ReadText::Json(text).ok()) << text;
  }
  EXPECT_EQ(ReadText::Json(" \"a\\u0062\" ").root().text(), "ab");
}

TEST(JsonReaderTest, AllEscapesAreDecoded) {
  const ReadText read =
      ReadText::Json(R"(["\"\\\/\b\f\n\r\t", "\u0041\u00e9\u20AC\ud83d\ude00\u0000"])");
  EXPECT_EQ(read.root().items()[0]->text(), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(read.root().items()[1]->text(), "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\0"sv);
}

TEST(JsonReaderTest, StringsWithoutEscapesAreViewsOfTheSource) {
  const ReadText read = ReadText::Json(R"(["plain"])");
  const Node& node = *read.root().items()[0];
  EXPECT_EQ(node.text().data(), read.Underlined(node).data() + 1);
}

TEST(JsonReaderTest, PlacesBehindEscapesOnTheSameLine) {
  const ReadText read = ReadText::Json(R"({"S\u0069d":"a\tb\u00e9","Action":"s3:*"})");
  const Member& action = *read.root().FindMember("Action");
  EXPECT_EQ(read.Underlined(action.key_span), R"("Action")");
  EXPECT_EQ(read.Underlined(*action.value), R"("s3:*")");
  EXPECT_EQ(PlaceOf(read.tree().Locate(*action.value)).at, (LineColumn{1, 35}));
  EXPECT_EQ(read.root().Find("Sid")->text(), "a\tb\xC3\xA9");
}

TEST(JsonReaderTest, LinesAndColumnsWithCrLf) {
  const ReadText read = ReadText::Json("{\r\n  \"a\": [\r\n    1,\r\n    \"x\"\r\n  ]\r\n}\r\n");
  const Node& x = *read.root().Find("a")->items()[1];
  EXPECT_EQ(read.Underlined(x), "\"x\"");
  EXPECT_EQ(PlaceOf(read.tree().Locate(x)).at, (LineColumn{4, 5}));
  EXPECT_EQ(read.Underlined(*read.root().Find("a")), "[\r\n    1,\r\n    \"x\"\r\n  ]");
}

TEST(JsonReaderTest, ByteOrderMarkMovesNoColumn) {
  const ReadText read = ReadText::Json("\xEF\xBB\xBF{\"a\": \"x\"}");
  EXPECT_EQ(read.root().span().begin, 0U);
  EXPECT_EQ(read.Underlined(*read.root().Find("a")), "\"x\"");
  EXPECT_EQ(PlaceOf(read.tree().Locate(*read.root().Find("a"))).at, (LineColumn{1, 7}));
}

TEST(JsonReaderTest, NonAsciiTextBeforeAnElement) {
  const ReadText read =
      ReadText::Json("{\"\xC3\xA9\xF0\x9F\x98\x80\": \"\xE2\x82\xAC\", \"b\": 2}");
  EXPECT_EQ(read.root().members()[0].key, "\xC3\xA9\xF0\x9F\x98\x80");
  EXPECT_EQ(read.Underlined(*read.root().members()[0].value), "\"\xE2\x82\xAC\"");
  EXPECT_EQ(read.Underlined(*read.root().Find("b")), "2");
}

TEST(JsonReaderTest, ContainersEndAtTheirOwnBracket) {
  const ReadText read = ReadText::Json("[ [ ] , { } , [ [ 1 ] \n ] ,{\"a\":[ ]\t}  ] \n");
  const auto items = read.root().items();
  EXPECT_EQ(read.Underlined(read.root()), "[ [ ] , { } , [ [ 1 ] \n ] ,{\"a\":[ ]\t}  ]");
  EXPECT_EQ(read.Underlined(*items[0]), "[ ]");
  EXPECT_EQ(read.Underlined(*items[1]), "{ }");
  EXPECT_EQ(read.Underlined(*items[2]), "[ [ 1 ] \n ]");
  EXPECT_EQ(read.Underlined(*items[3]), "{\"a\":[ ]\t}");
}

TEST(JsonReaderTest, DuplicateKeysAtEveryLevelAreProblemsAndKept) {
  const ReadText read = ReadText::Json(R"({"a":1,"b":[{"x":1,"\u0078":2}],"a":{"a":3}, "a":4})");
  ASSERT_EQ(read.tree().problems.size(), 3U);
  const Problem& inner = read.tree().problems[0];
  EXPECT_EQ(inner.code, kDuplicateKey);
  EXPECT_EQ(inner.where.text(), R"("\u0078")");
  EXPECT_EQ(inner.related.text(), R"("x")");
  EXPECT_EQ(inner.detail, "the key `x` is given more than once in this object");
  EXPECT_EQ(read.tree().problems[1].where.span.begin, 32U);
  EXPECT_EQ(read.tree().problems[2].where.span.begin, 45U);
  EXPECT_EQ(read.tree().problems[2].related.span.begin, 1U);
  ASSERT_EQ(read.root().members().size(), 4U);
  EXPECT_EQ(read.root().Find("a")->text(), "1");
}

TEST(JsonReaderTest, KeysThatDifferInCaseAreNoDuplicates) {
  EXPECT_TRUE(ReadText::Json(R"({"a":1,"A":2})").tree().problems.empty());
}

TEST(JsonReaderTest, FiftyThousandKeysInOneObject) {
  std::string text = "{";
  for (int i = 0; i < 50000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  text += "\"k7\":1,\"k49999\":2}";
  const ReadText read = ReadText::Json(text);
  ASSERT_EQ(read.tree().problems.size(), 2U);
  EXPECT_EQ(read.tree().problems[0].where.text(), "\"k7\"");
  EXPECT_EQ(read.tree().problems[0].related.text(), "\"k7\"");
  EXPECT_LT(read.tree().problems[0].related.span.begin, 100U);
  EXPECT_EQ(read.tree().problems[1].where.text(), "\"k49999\"");
}

TEST(JsonReaderTest, NestingUpToTheLimitIsRead) {
  const std::string text = std::string(64, '[') + std::string(64, ']');
  EXPECT_TRUE(ReadText::Json(text).ok());
}

TEST(JsonReaderTest, PartOfALargerTextIsReadAlone) {
  const auto file = SourceFile::FromString("f", R"([{"a":1},{"b":[2]}])");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView part = SourceView::Part(whole, {9, 18});
  Arena arena;
  JsonReader reader;
  const Result<Tree> tree = reader.Read(part, arena);
  ASSERT_TRUE(tree.has_value()) << tree.error().message;
  EXPECT_EQ(tree->Locate(*tree->root).text(), R"({"b":[2]})");
  EXPECT_EQ(tree->Locate(*tree->root->Find("b")).text(), "[2]");
}

TEST(JsonReaderTest, PartNeverReadsOnBehindItsEnd) {
  const std::string_view text = R"([[[1],[2],[3]],{"a":[{"b":1}]},"x",[[[[[[]]]]]]])";
  const auto file = SourceFile::FromString("f", text);
  const SourceView whole = SourceView::Whole(*file);
  JsonReader reader;
  for (std::uint32_t begin = 0; begin < text.size(); ++begin) {
    for (std::uint32_t end = begin; end <= text.size(); ++end) {
      Arena arena;
      const SourceView part = SourceView::Part(whole, {begin, end});
      const bool alone = ReadText::Json(text.substr(begin, end - begin)).ok();
      EXPECT_EQ(reader.Read(part, arena).has_value(), alone) << part.text();
    }
  }
}

TEST(JsonReaderTest, ReaderIsReusedAfterAnError) {
  JsonReader reader;
  Arena arena;
  const auto bad = SourceFile::FromString("bad", R"({"a":[1,{"b":)");
  const auto good = SourceFile::FromString("good", R"({"a":[1]})");
  const SourceView bad_view = SourceView::Whole(*bad);
  const SourceView good_view = SourceView::Whole(*good);
  EXPECT_FALSE(reader.Read(bad_view, arena).has_value());
  const Result<Tree> tree = reader.Read(good_view, arena);
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(tree->root->members().size(), 1U);
  EXPECT_EQ(tree->root->Find("a")->items().size(), 1U);
}

TEST(NodeTest, FindOnWhatIsNoObjectIsNull) {
  const ReadText read = ReadText::Json("[1]");
  EXPECT_EQ(read.root().Find("a"), nullptr);
  EXPECT_EQ(read.root().items()[0]->FindMember("a"), nullptr);
}

}  // namespace
}  // namespace leastwise
