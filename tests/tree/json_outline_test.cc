#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tree/json_reader.h"

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::array<std::string_view, 2> kLists = {"A", "B"};

// One text, outlined, with all that the outline borrows.
class OutlinedText {
 public:
  explicit OutlinedText(std::string_view text, const ReadLimits& limits = {})
      : file_(SourceFile::FromString("input.json", text)),
        view_(SourceView::Whole(*file_)),
        result_(JsonReader().ReadOutline(
            view_, arena_, kLists, kRunLength,
            [this](OutlinedRun run) { runs_.push_back(std::move(run)); }, limits)) {}

  bool ok() const { return result_.has_value(); }
  const JsonOutline& outline() const { return *result_; }
  const std::vector<OutlinedRun>& runs() const { return runs_; }
  std::vector<std::string> Elements(std::size_t array) const {
    std::vector<std::string> out;
    for (const OutlinedRun& run : runs_) {
      if (run.array != array) continue;
      EXPECT_EQ(run.first, out.size());
      for (const Span span : run.elements)
        out.emplace_back(view_.text().substr(span.begin, span.size()));
    }
    return out;
  }

 private:
  static constexpr std::size_t kRunLength = 3;

  std::unique_ptr<SourceFile> file_;
  SourceView view_;
  Arena arena_;
  std::vector<OutlinedRun> runs_;
  Result<JsonOutline> result_;
};

TEST(JsonOutlineTest, ElementsAreFoundWithoutTheBlanksAroundThem) {
  const OutlinedText read(
      "{\"A\": [ {\"x\": [1, \"]}\\\"\"]} ,\n{},[], [[ ]] ,\"a,b\", -1.5 ,null\t], \"C\": [1]}");
  ASSERT_TRUE(read.ok());
  ASSERT_THAT(read.outline().arrays, SizeIs(1));
  EXPECT_THAT(read.Elements(0), ElementsAre(R"({"x": [1, "]}\""]})", "{}", "[]", "[[ ]]",
                                            R"("a,b")", "-1.5", "null"));
  const Node& root = *read.outline().tree.root;
  EXPECT_EQ(root.Find("A"), read.outline().arrays[0]);
  EXPECT_THAT(root.Find("A")->items(), IsEmpty());
  EXPECT_THAT(root.Find("C")->items(), SizeIs(1));
}

TEST(JsonOutlineTest, OnlyArraysOfTheRootObjectAreLeftOut) {
  const OutlinedText read(R"({"A": {"A": [1, 2]}, "B": [], "B": [3], "C": [{"B": [4]}]})");
  ASSERT_TRUE(read.ok());
  ASSERT_THAT(read.outline().arrays, SizeIs(2));
  EXPECT_THAT(read.Elements(0), IsEmpty());
  EXPECT_THAT(read.Elements(1), ElementsAre("3"));
  const Node& root = *read.outline().tree.root;
  EXPECT_THAT(root.Find("A")->Find("A")->items(), SizeIs(2));
  EXPECT_THAT(root.Find("C")->items()[0]->Find("B")->items(), SizeIs(1));
  ASSERT_THAT(read.outline().tree.problems, SizeIs(1));
  EXPECT_EQ(read.outline().tree.problems[0].code, kDuplicateKey);
}

TEST(JsonOutlineTest, ElementsComeInRuns) {
  const OutlinedText read(R"({"B": [1, 2, 3, 4, 5, 6], "A": [], "\u0041": [7, 8, 9, {}]})");
  ASSERT_TRUE(read.ok());
  ASSERT_THAT(read.runs(), SizeIs(4));
  EXPECT_THAT(read.runs()[1].elements, SizeIs(3));
  EXPECT_EQ(read.runs()[1].key, "B");
  EXPECT_EQ(read.runs()[3].key, "A");
  EXPECT_EQ(read.runs()[3].first, 3U);
  EXPECT_THAT(read.Elements(0), SizeIs(6));
  EXPECT_THAT(read.Elements(1), IsEmpty());
  EXPECT_THAT(read.Elements(2), ElementsAre("7", "8", "9", "{}"));
}

TEST(JsonOutlineTest, RunsBeforeAFaultHaveComeAlready) {
  const OutlinedText read(R"({"A": [1, 2, 3, 4], "B": [5, 6, 7 8]})");
  EXPECT_FALSE(read.ok());
  EXPECT_THAT(read.Elements(0), ElementsAre("1", "2", "3", "4"));
}

TEST(JsonOutlineTest, WhatStandsBetweenElementsIsChecked) {
  for (const std::string_view text :
       {R"({"A": [1 2]})", R"({"A": [1,,2]})", R"({"A": [{} {}]})", R"({"A": [{},]})",
        R"({"A": [{}})", R"({"A": [{}]]})", R"({"A": [{}]} x)", R"({"A": [{}], "B"})",
        R"({"A": [{"x": "unclosed}]})", "{\"A\": [{\"x\": \"\xFF\"}]}", R"({"A": [01]})"}) {
    EXPECT_FALSE(OutlinedText(text).ok()) << text;
  }
}

TEST(JsonOutlineTest, TheListCountsAsALevelAndAValue) {
  ReadLimits limits;
  limits.max_depth = 1;
  EXPECT_FALSE(OutlinedText(R"({"A": []})", limits).ok());
  limits.max_depth = 2;
  EXPECT_TRUE(OutlinedText(R"({"A": [[[]]]})", limits).ok());
  EXPECT_EQ(OutlinedText(R"({"A": [1, {}, "x"], "C": 2})").outline().tree_size, 3U);
}

}  // namespace
}  // namespace leastwise
