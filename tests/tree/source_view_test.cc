#include "tree/source_view.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

namespace leastwise {
namespace {

Span Find(const SourceView& view, std::string_view part) {
  const std::size_t at = view.text().find(part);
  EXPECT_NE(at, std::string_view::npos) << part;
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + part.size())};
}

std::string_view Origin(const SourceView& view, std::string_view part) {
  return view.Locate(Find(view, part)).text();
}

Span StringAt(const SourceView& view, std::string_view source) { return Find(view, source); }

TEST(SourceViewTest, WholeStartsBehindTheByteOrderMark) {
  const auto file = SourceFile::FromString("f", "\xEF\xBB\xBF{\"a\":1}");
  const SourceView view = SourceView::Whole(*file);
  EXPECT_EQ(view.text(), "{\"a\":1}");
  EXPECT_EQ(view.Locate({1, 4}).text(), "\"a\"");
  EXPECT_TRUE(view.is_identity());
}

TEST(SourceViewTest, PartOfTheWholeCountsFromItsOwnStart) {
  const auto file = SourceFile::FromString("f", "\xEF\xBB\xBF[10, 20]");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView part = SourceView::Part(whole, {5, 7});
  EXPECT_EQ(part.text(), "20");
  EXPECT_EQ(part.Locate({0, 2}).span, (Span{8, 10}));
}

TEST(SourceViewTest, StringWithoutEscapesIsNotCopied) {
  const auto file = SourceFile::FromString("f", R"(["abc"])");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView inner = SourceView::JsonString(whole, {1, 6});
  EXPECT_EQ(inner.text(), "abc");
  EXPECT_EQ(inner.text().data(), file->text().data() + 2);
  EXPECT_EQ(inner.Locate({1, 3}).text(), "bc");
}

TEST(SourceViewTest, DocumentInAStringLeadsBackToEscapes) {
  const auto file = SourceFile::FromString("f", R"({"p":"{\"Act\u0069on\":\n\"s3:*\"}"})");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView inner =
      SourceView::JsonString(whole, StringAt(whole, R"("{\"Act\u0069on\":\n\"s3:*\"}")"));
  EXPECT_EQ(inner.text(), "{\"Action\":\n\"s3:*\"}");
  EXPECT_EQ(Origin(inner, "\"Action\""), R"(\"Act\u0069on\")");
  EXPECT_EQ(Origin(inner, "\"s3:*\""), R"(\"s3:*\")");
  EXPECT_EQ(Origin(inner, "i"), R"(\u0069)");
  EXPECT_EQ(Origin(inner, "\n"), R"(\n)");
  EXPECT_EQ(inner.Locate({0, static_cast<std::uint32_t>(inner.text().size())}).text(),
            R"({\"Act\u0069on\":\n\"s3:*\"})");
}

TEST(SourceViewTest, SurrogatePairIsOneCharacter) {
  const auto file = SourceFile::FromString("f", R"("a\ud83d\ude00b")");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView inner = SourceView::JsonString(whole, {0, 16});
  EXPECT_EQ(inner.text(),
            "a\xF0\x9F\x98\x80"
            "b");
  EXPECT_EQ(Origin(inner, "\xF0\x9F\x98\x80"), R"(\ud83d\ude00)");
  EXPECT_EQ(inner.Locate({2, 3}).text(), R"(\ud83d\ude00)");
  EXPECT_EQ(Origin(inner, "b"), "b");
}

TEST(SourceViewTest, StringInAStringInAStringLeadsToTheOutermostBytes) {
  const auto file = SourceFile::FromString("f", R"(["{\"q\":\"{\\\"k\\\":\\\"v\\u00e9\\\"}\"}"])");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView middle =
      SourceView::JsonString(whole, {1, static_cast<std::uint32_t>(whole.text().size()) - 1});
  EXPECT_EQ(middle.text(), R"({"q":"{\"k\":\"v\u00e9\"}"})");
  const SourceView inner =
      SourceView::JsonString(middle, StringAt(middle, R"("{\"k\":\"v\u00e9\"}")"));
  EXPECT_EQ(inner.text(), "{\"k\":\"v\xC3\xA9\"}");
  EXPECT_EQ(Origin(inner, "\"k\""), R"(\\\"k\\\")");
  EXPECT_EQ(Origin(inner, "\xC3\xA9"), R"(\\u00e9)");
  EXPECT_EQ(Origin(inner, "v"), "v");
}

TEST(SourceViewTest, UrlEncodedDocumentLeadsBackToPercentSigns) {
  const auto file = SourceFile::FromString("f", R"({"d":"%7B%22A%22%3A%22s3%3a%2A%22%7D"})");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView string =
      SourceView::JsonString(whole, StringAt(whole, R"("%7B%22A%22%3A%22s3%3a%2A%22%7D")"));
  const SourceView inner = SourceView::UrlDecoded(string);
  EXPECT_EQ(inner.text(), R"({"A":"s3:*"})");
  EXPECT_EQ(Origin(inner, "\"s3:*\""), "%22s3%3a%2A%22");
  EXPECT_EQ(Origin(inner, "s3"), "s3");
  EXPECT_EQ(Origin(inner, "}"), "%7D");
}

TEST(SourceViewTest, UrlEncodedDocumentThatIsEscapedAsJsonToo) {
  const auto file = SourceFile::FromString("f", R"(["\u0025\u0037B%C3%A9\u00252525%7D"])");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView string =
      SourceView::JsonString(whole, {1, static_cast<std::uint32_t>(whole.text().size()) - 1});
  EXPECT_EQ(string.text(), "%7B%C3%A9%2525%7D");
  const SourceView inner = SourceView::UrlDecoded(string);
  EXPECT_EQ(inner.text(), "{\xC3\xA9%25}");
  EXPECT_EQ(Origin(inner, "{"), R"(\u0025\u0037B)");
  EXPECT_EQ(Origin(inner, "\xC3\xA9"), "%C3%A9");
  EXPECT_EQ(Origin(inner, "%25"), R"(\u00252525)");
  EXPECT_EQ(Origin(inner, "}"), "%7D");
}

TEST(SourceViewTest, BadPercentEscapesAndPlusStay) {
  const auto file = SourceFile::FromString("f", "a+b%2%zz%2Fc%");
  const SourceView view = SourceView::UrlDecoded(SourceView::Whole(*file));
  EXPECT_EQ(view.text(), "a+b%2%zz/c%");
  EXPECT_EQ(Origin(view, "/c%"), "%2Fc%");
}

TEST(SourceViewTest, PartOfADecodedCopyKeepsItsMap) {
  const auto file = SourceFile::FromString("f", R"("a\nb\tcd\\e")");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView decoded = SourceView::JsonString(whole, {0, 13});
  EXPECT_EQ(decoded.text(), "a\nb\tcd\\e");
  const SourceView part = SourceView::Part(decoded, {2, 7});
  EXPECT_EQ(part.text(), "b\tcd\\");
  EXPECT_EQ(Origin(part, "b\t"), R"(b\t)");
  EXPECT_EQ(Origin(part, "d\\"), R"(d\\)");
  EXPECT_EQ(part.Locate({0, 5}).text(), R"(b\tcd\\)");
}

TEST(SourceViewTest, EmptySpansStandAtTheirPlace) {
  const auto file = SourceFile::FromString("f", R"(["a\n","\""])");
  const SourceView whole = SourceView::Whole(*file);
  const SourceView first = SourceView::JsonString(whole, {1, 6});
  EXPECT_EQ(first.Locate({0, 0}).span, (Span{2, 2}));
  EXPECT_EQ(first.Locate({1, 1}).span, (Span{3, 3}));
  EXPECT_EQ(first.Locate({2, 2}).span, (Span{5, 5}));
  const SourceView empty = SourceView::Part(first, {2, 2});
  EXPECT_EQ(empty.Locate({0, 0}).span, (Span{5, 5}));
}

TEST(SourceViewTest, DecodedTextIsPaddedForTheReader) {
  const auto file = SourceFile::FromString("f", R"("\"")");
  const SourceView inner = SourceView::JsonString(SourceView::Whole(*file), {0, 4});
  ASSERT_EQ(inner.text(), "\"");
  for (std::size_t i = 0; i < SourceFile::kPadding; ++i) {
    EXPECT_EQ(inner.text().data()[inner.text().size() + i], '\0');
  }
}

TEST(SourceViewTest, MovedViewKeepsItsText) {
  const auto file = SourceFile::FromString("f", R"("\n\n")");
  SourceView view = SourceView::JsonString(SourceView::Whole(*file), {0, 6});
  const SourceView moved = std::move(view);
  EXPECT_EQ(moved.text(), "\n\n");
  EXPECT_EQ(moved.Locate({1, 2}).span, (Span{3, 5}));
}

}  // namespace
}  // namespace leastwise
