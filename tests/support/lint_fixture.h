#ifndef LEASTWISE_TESTS_SUPPORT_LINT_FIXTURE_H_
#define LEASTWISE_TESTS_SUPPORT_LINT_FIXTURE_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/source_file.h"
#include "engine/evaluator.h"
#include "engine/rule_book.h"
#include "iam/inventory.h"
#include "tree/source_view.h"

namespace leastwise::testing {

// A YAML text read as a pack or a file of personas; owns what the tree borrows.
struct YamlText {
  explicit YamlText(std::string_view text, std::string path = "pack.yaml");

  std::unique_ptr<SourceFile> file;
  std::unique_ptr<SourceView> view;
  Arena arena;
  Tree tree;
};

// What loading a pack complains of, as "line: message (hint)" in order.
std::vector<std::string> LoadErrors(std::string_view yaml, bool check_tests = false,
                                    std::string_view personas = {});

// `- id: …` for a rule with everything but its match; `match` is YAML in flow style, `extra` are
// further lines, each with its two blanks of indentation.
std::string RuleYaml(std::string_view id, std::string_view match, std::string_view extra = {});
// A pack of these rules; `sets` are further lines of the document.
std::string PackYaml(std::string_view rules, std::string_view sets = {});

// Lints texts with the rules of one pack, by the real readers and the shipped catalog. Findings
// borrow the fixture.
class LintFixture {
 public:
  explicit LintFixture(std::string_view pack, std::string_view personas = {});
  ~LintFixture();

  // Adds one input; a bare statement `{"Effect"…}`, or several with commas, becomes a document.
  void Add(std::string_view text, std::optional<PolicyKind> kind = {}, std::string path = "a.json");
  // Links and evaluates; call it once.
  const EvaluationResult& Run(EvaluationOptions options = {});
  // Add and Run in one.
  const EvaluationResult& Lint(std::string_view text, std::optional<PolicyKind> kind = {});
  const RuleBook& book() const { return book_; }
  const Inventory& inventory() const { return inventory_; }
  std::span<Policy* const> policies() const { return inventory_.policies(); }

 private:
  RuleBook book_;
  std::vector<std::unique_ptr<SourceFile>> files_;
  Inventory inventory_;
  std::unique_ptr<ActionTable> actions_;
  EvaluationResult result_;
};

// "TEST1 `underlined`" of each finding, without quotes, in order.
std::vector<std::string> Underlined(const EvaluationResult& result);

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_SUPPORT_LINT_FIXTURE_H_
