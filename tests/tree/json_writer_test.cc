#include "tree/json_writer.h"

#include <gtest/gtest.h>

#include <string>

#include "tree/yaml_reader.h"

namespace leastwise {
namespace {

class JsonWriterTest : public testing::Test {
 protected:
  // The YAML text as JSON.
  std::string Written(std::string_view yaml, JsonSpacing spacing = JsonSpacing::kNone) {
    file_ = SourceFile::FromString("a.yaml", std::string(yaml));
    view_ = std::make_unique<SourceView>(SourceView::Whole(*file_));
    Result<Tree> tree = ReadYaml(*view_, arena_);
    if (!tree) return tree.error().message;
    tree_ = *std::move(tree);
    JsonWriter writer(spacing);
    std::string out;
    writer.Append(*tree_.root, &out);
    bad_number_ = writer.bad_number();
    return out;
  }

  std::unique_ptr<SourceFile> file_;
  std::unique_ptr<SourceView> view_;
  Arena arena_;
  Tree tree_;
  const Node* bad_number_ = nullptr;
};

TEST_F(JsonWriterTest, MembersKeepTheirOrderAndKinds) {
  EXPECT_EQ(Written("b: [1, two, true, null]\na: {}\n"), R"({"b":[1,"two",true,null],"a":{}})");
  EXPECT_EQ(Written("{b: [1, 2], a: x}", JsonSpacing::kBlank), R"({"b": [1, 2], "a": "x"})");
}

TEST_F(JsonWriterTest, StringsAreEscaped) {
  EXPECT_EQ(Written(R"(a: "q\" b\\ n\n t\t ü")"), R"({"a":"q\" b\\ n\n t\u0009 ü"})");
}

TEST_F(JsonWriterTest, ANumberThatJsonDoesNotKnowIsTold) {
  Written("a: 1.5");
  EXPECT_EQ(bad_number_, nullptr);
  Written("a: [1, .5]");
  ASSERT_NE(bad_number_, nullptr);
  const Error error = NoJsonNumber(tree_, *bad_number_);
  EXPECT_EQ(error.message, "`.5` is not written as JSON writes numbers");
  EXPECT_EQ(error.where->at.column, 8U);
}

}  // namespace
}  // namespace leastwise
