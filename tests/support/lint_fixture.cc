#include "support/lint_fixture.h"

#include <gtest/gtest.h>

#include <utility>

#include "input/input_format.h"
#include "support/policy_fixture.h"
#include "tree/json_reader.h"
#include "tree/yaml_reader.h"

namespace leastwise::testing {
namespace {

// No document of AWS is known here: attachments of them are references only.
class NoManagedPolicies : public ManagedPolicySource {
 public:
  const Policy* Find(std::string_view) override { return nullptr; }
};

std::string_view WithoutQuotes(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

RuleBook LoadBook(std::string_view pack, std::string_view personas, bool check_tests,
                  std::vector<Error>* errors) {
  const YamlText pack_text(pack);
  const YamlText persona_text(
      personas.empty() ? "schema: leastwise/personas/1\npersonas: []\n" : personas,
      "personas.yaml");
  const PackSource pack_source{&pack_text.tree, nullptr};
  const PackSource persona_source{&persona_text.tree, nullptr};
  LoadOptions options;
  options.check_tests = check_tests;
  return RuleBook::Load({&pack_source, 1}, {&persona_source, 1}, ShippedCatalog(), options, errors);
}

}  // namespace

YamlText::YamlText(std::string_view text, std::string path)
    : file(SourceFile::FromString(std::move(path), text)),
      view(std::make_unique<SourceView>(SourceView::Whole(*file))) {
  Result<Tree> read = ReadYaml(*view, arena);
  if (read) {
    tree = *std::move(read);
  } else {
    ADD_FAILURE() << read.error().message << "\n" << text;
  }
}

std::vector<std::string> LoadErrors(std::string_view yaml, bool check_tests,
                                    std::string_view personas) {
  std::vector<Error> errors;
  LoadBook(yaml, personas, check_tests, &errors);
  std::vector<std::string> lines;
  for (const Error& error : errors) {
    std::string line = error.where ? std::to_string(error.where->at.line) + ": " : std::string();
    line += error.message;
    if (!error.hint.empty()) line += " (" + error.hint + ")";
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string RuleYaml(std::string_view id, std::string_view match, std::string_view extra) {
  std::string name(id);
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::string out = "- id: " + std::string(id) + "\n  name: rule-" + name + "\n";
  out +=
      "  title: A title\n  why: it matters\n  help: do this\n  category: tool\n  severity: high\n";
  if (extra.find("message:") == extra.npos) out += "  message: it is so\n";
  out += "  match: " + std::string(match) + "\n";
  return out + std::string(extra);
}

std::string PackYaml(std::string_view rules, std::string_view sets) {
  std::string out = "schema: leastwise/pack/1\npack: test\nversion: 1.0.0\n";
  return out + std::string(sets) + "rules:\n" + std::string(rules);
}

LintFixture::LintFixture(std::string_view pack, std::string_view personas)
    : actions_(std::make_unique<ActionTable>(ShippedCatalog())) {
  std::vector<Error> errors;
  book_ = LoadBook(pack, personas, false, &errors);
  for (const Error& error : errors) {
    ADD_FAILURE() << (error.where ? error.where->at.line : 0) << ": " << error.message;
  }
  book_.LoadProse();
}

LintFixture::~LintFixture() = default;

void LintFixture::Add(std::string_view text, std::optional<PolicyKind> kind, std::string path) {
  std::string whole(text);
  if (text.substr(0, 9) == "{\"Effect\"") {
    whole = "{\"Version\": \"2012-10-17\", \"Statement\": [" + whole + "]}";
  }
  const SourceFile& file = *files_.emplace_back(SourceFile::FromString(std::move(path), whole));
  JsonReader reader;
  Arena scratch;
  InputOptions options;
  options.kind = kind;
  options.named = true;
  Inventory of_file;
  ReadInput(file, options, reader, scratch, &of_file);
  inventory_.Merge(std::move(of_file));
}

const EvaluationResult& LintFixture::Run(EvaluationOptions options) {
  NoManagedPolicies managed;
  leastwise::Link(inventory_, *actions_, managed);
  result_ = Evaluate(book_, inventory_, *actions_, options);
  return result_;
}

const EvaluationResult& LintFixture::Lint(std::string_view text, std::optional<PolicyKind> kind) {
  Add(text, kind);
  return Run();
}

std::vector<std::string> Underlined(const EvaluationResult& result) {
  std::vector<std::string> lines;
  for (const Finding& finding : result.findings) {
    lines.push_back(finding.rule->id + " `" +
                    std::string(WithoutQuotes(finding.primary.location.text())) + "`");
  }
  return lines;
}

}  // namespace leastwise::testing
