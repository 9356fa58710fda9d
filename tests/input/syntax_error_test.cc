#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "input/read_text.h"

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ReadText;

InputOptions Named() {
  InputOptions options;
  options.named = true;
  return options;
}

constexpr const char* kBroken = R"({"Statement": [{"Effect": "Allow" "Action": "*"}]})";

TEST(SyntaxErrorTest, FileThatBearsTheMarkOfAPolicyFails) {
  const ReadText read(kBroken);
  EXPECT_EQ(read.outcome, ReadOutcome::kFailed);
  ASSERT_EQ(read.inventory.problems().size(), 1U);
  const Problem& problem = read.inventory.problems()[0];
  EXPECT_EQ(problem.code, kSyntaxError);
  EXPECT_EQ(PlaceOf(problem.where).at.column, 35U);
  EXPECT_EQ(problem.where.span.size(), 1U);
  ASSERT_EQ(read.inventory.not_analysed().size(), 1U);
  EXPECT_EQ(read.inventory.not_analysed()[0].path, "input.json");
  EXPECT_EQ(read.inventory.not_analysed()[0].reason, problem.detail);
}

TEST(SyntaxErrorTest, OtherFileIsSkippedInAWalkAndFailsByName) {
  for (const char* text : {"", " \n", "{\"a\": }", "not json", "{{ template }}"}) {
    const ReadText walked(text);
    EXPECT_EQ(walked.outcome, ReadOutcome::kNotParsed) << text;
    EXPECT_THAT(walked.Problems(), IsEmpty());
    EXPECT_THAT(walked.NotAnalysedList(), IsEmpty());
    const ReadText named(text, Named());
    EXPECT_EQ(named.outcome, ReadOutcome::kFailed) << text;
    EXPECT_EQ(named.inventory.problems().size(), 1U) << text;
  }
}

TEST(SyntaxErrorTest, PageThatQuotesAPolicyIsNotABrokenOne) {
  EXPECT_EQ(ReadText("# Example\n" + std::string(kBroken)).outcome, ReadOutcome::kNotParsed);
}

TEST(SyntaxErrorTest, PolicyInUtf16BearsTheMarkToo) {
  const std::string json = R"({"Statement": [{"Effect": "Allow"}]})";
  std::string little = "\xFF\xFE";
  std::string big = "\xFE\xFF";
  for (const char c : json) {
    little.append({c, '\0'});
    big.append({'\0', c});
  }
  EXPECT_EQ(ReadText(little).outcome, ReadOutcome::kFailed);
  EXPECT_EQ(ReadText(big).outcome, ReadOutcome::kFailed);
}

TEST(SyntaxErrorTest, DeepNestingFailsWithItsPlace) {
  const ReadText read(R"({"Statement": {"Effect": )" + std::string(10000, '['));
  EXPECT_EQ(read.outcome, ReadOutcome::kFailed);
  EXPECT_THAT(read.Problems(), ElementsAre("json-syntax: ["));
}

TEST(SyntaxErrorTest, PlaceAtTheEndOfAFileIsInside) {
  const ReadText read(R"({"Statement": {"Effect": "Allow")");
  ASSERT_EQ(read.inventory.problems().size(), 1U);
  EXPECT_LE(read.inventory.problems()[0].where.span.end, 32U);
}

TEST(SyntaxErrorTest, LaterReadsAreNotDisturbed) {
  Inventory inventory;
  JsonReader reader;
  Arena scratch;
  const auto bad = SourceFile::FromString("bad.json", kBroken);
  const auto good = SourceFile::FromString("good.json", testing::Document());
  EXPECT_EQ(ReadInput(*bad, {}, reader, scratch, &inventory), ReadOutcome::kFailed);
  EXPECT_EQ(ReadInput(*good, {}, reader, scratch, &inventory), ReadOutcome::kPolicies);
  EXPECT_EQ(inventory.policies().size(), 1U);
}

}  // namespace
}  // namespace leastwise
