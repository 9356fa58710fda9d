#include "report/load_rules.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "iam/action_catalog.h"
#include "knowledge/blobs.h"
#include "support/golden.h"
#include "tree/yaml_reader.h"

namespace leastwise {
namespace {

RuleBook Load() {
  const std::string text = ReadTestdata("report/rules.yaml");
  const std::unique_ptr<SourceFile> file = SourceFile::FromString("rules.yaml", text);
  const SourceView view = SourceView::Whole(*file);
  Arena arena;
  Result<Tree> tree = ReadYaml(view, arena);
  EXPECT_TRUE(tree.has_value()) << (tree.has_value() ? "" : tree.error().message);
  const Result<ActionCatalog> catalog = ActionCatalog::FromBlob(CatalogBlob());
  LoadOptions options;
  options.check_tests = false;
  const std::vector<PackSource> packs = {{&*tree, nullptr}};
  std::vector<Error> errors;
  RuleBook book = RuleBook::Load(packs, {}, *catalog, options, &errors);
  for (const Error& error : errors) {
    ADD_FAILURE() << error.where.value_or(SourcePlace{}).at.line << ": " << error.message;
  }
  book.LoadProse();
  return book;
}

}  // namespace

const RuleBook& LoadReportRules() {
  static const RuleBook book = Load();
  return book;
}

}  // namespace leastwise
