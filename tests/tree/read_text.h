#ifndef LEASTWISE_TESTS_TREE_READ_TEXT_H_
#define LEASTWISE_TESTS_TREE_READ_TEXT_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/source_file.h"
#include "tree/json_reader.h"
#include "tree/source_view.h"
#include "tree/yaml_reader.h"

namespace leastwise {

// One text, read, with all that the tree borrows.
class ReadText {
 public:
  static ReadText Json(std::string_view text, const ReadLimits& limits = {}) {
    ReadText read(text);
    JsonReader reader;
    read.result_.emplace(reader.Read(*read.view_, *read.arena_, limits));
    return read;
  }
  static ReadText Yaml(std::string_view text, const ReadLimits& limits = {}) {
    ReadText read(text);
    read.result_.emplace(ReadYaml(*read.view_, *read.arena_, limits));
    return read;
  }

  bool ok() const { return result_->has_value(); }
  const Error& error() const { return result_->error(); }
  const Tree& tree() const {
    EXPECT_TRUE(ok()) << (ok() ? "" : error().message);
    return **result_;
  }
  const Node& root() const { return *tree().root; }

  // The bytes of the file below a node's span.
  std::string_view Underlined(const Node& node) const { return tree().Locate(node).text(); }
  std::string_view Underlined(Span span) const { return tree().Locate(span).text(); }
  // "line:column" of the error.
  std::string ErrorPlace() const {
    if (ok() || !error().where) return "none";
    return std::to_string(error().where->at.line) + ":" + std::to_string(error().where->at.column);
  }
  std::string ErrorText() const { return ok() ? "accepted" : error().message; }

 private:
  explicit ReadText(std::string_view text)
      : file_(SourceFile::FromString("input", text)),
        view_(std::make_unique<SourceView>(SourceView::Whole(*file_))),
        arena_(std::make_unique<Arena>()) {}

  std::unique_ptr<SourceFile> file_;
  std::unique_ptr<SourceView> view_;
  std::unique_ptr<Arena> arena_;
  std::optional<Result<Tree>> result_;
};

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_TREE_READ_TEXT_H_
