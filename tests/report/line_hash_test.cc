#include "report/line_hash.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace leastwise {
namespace {

using ::testing::ElementsAre;

constexpr const char* kPolicy =
    "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Sid\": \"Data\",\n"
    "      \"Effect\": \"Allow\",\n      \"Action\": \"s3:GetObject\",\n      \"Resource\": \"*\"\n"
    "    }\n  ]\n}\n";

std::string WithLineEnds(std::string text, const std::string& line_end) {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += line_end.size()) {
    text.replace(at, 1, line_end);
  }
  return text;
}

TEST(LineHashTest, IsWhatGitHubComputes) {
  EXPECT_THAT(LineHashes(kPolicy, {5, 8, 12}),
              ElementsAre("6b4c43ab0fa74d9:1", "655aa91369bc6a8e:1", "c129715d7a2bc9a3:1"));
}

TEST(LineHashTest, LineEndsAndIndentationDoNotCount) {
  const std::vector<std::uint32_t> lines = {1, 5, 8, 12};
  const std::vector<std::string> expected = LineHashes(kPolicy, lines);
  EXPECT_EQ(LineHashes(WithLineEnds(kPolicy, "\r\n"), lines), expected);
  EXPECT_EQ(LineHashes(WithLineEnds(kPolicy, "\r"), lines), expected);
  EXPECT_EQ(LineHashes(WithLineEnds(kPolicy, "\n\t  "), lines), expected);
}

TEST(LineHashTest, MixedLineEndsKeepTheirLines) {
  EXPECT_THAT(
      LineHashes("a\rb\nc\r\nd\n", {1, 2, 3, 4, 5}),
      ElementsAre(LineHashes("a\nb\nc\nd\n", {1})[0], LineHashes("b\nc\nd\n", {1})[0],
                  LineHashes("c\nd\n", {1})[0], LineHashes("d\n", {1})[0], LineHashes("", {1})[0]));
}

TEST(LineHashTest, RepeatedHashesAreNumberedThroughTheWholeFile) {
  // A line's hash takes in a hundred characters: equal lines need as much equal text behind them.
  std::string text;
  for (int i = 0; i < 120; ++i) text += "x\n";
  const std::vector<std::string> hashes = LineHashes(text, {1, 2, 40, 120});
  const std::string first = hashes[0].substr(0, hashes[0].find(':'));
  EXPECT_EQ(hashes[0], first + ":1");
  EXPECT_EQ(hashes[1], first + ":2");
  EXPECT_EQ(hashes[2], first + ":40");
  EXPECT_NE(hashes[3].substr(0, hashes[3].find(':')), first);
}

TEST(LineHashTest, CountsUtf16CodeUnits) {
  // U+1F916 is two code units, so of the text behind it one character less is hashed.
  const std::string tail(98, 'a');
  EXPECT_EQ(LineHashes("\xF0\x9F\xA4\x96" + tail + "b", {1}),
            LineHashes("\xF0\x9F\xA4\x96" + tail + "c", {1}));
  EXPECT_NE(LineHashes("\xC3\xA4" + tail + "b", {1}), LineHashes("\xC3\xA4" + tail + "c", {1}));
}

TEST(LineHashTest, LinePastTheEndHasNone) { EXPECT_THAT(LineHashes("a\n", {3}), ElementsAre("")); }

}  // namespace
}  // namespace leastwise
