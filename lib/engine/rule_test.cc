#include "engine/rule_test.h"

#include <array>
#include <span>

#include "tree/field_reader.h"
#include "tree/json_writer.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 4> kOutcomes{"Validated", "Reported", "Noisy", "Missing"};

bool IsStatement(const Node& node) { return node.Find("Effect") != nullptr; }

std::string InputText(const Node& node) {
  if (IsScalar(node)) return std::string(node.text());
  const bool is_list =
      node.is(NodeKind::kArray) && !node.items().empty() && IsStatement(*node.items().front());
  JsonWriter json(JsonSpacing::kBlank);
  std::string text;
  if (!is_list && !IsStatement(node)) {
    json.Append(node, &text);
    return text;
  }
  text = "{\"Version\": \"2012-10-17\", \"Statement\": ";
  json.Append(node, &text);
  return text + "}";
}

std::vector<std::string> TextsAt(const Node& node, std::string_view key) {
  std::vector<std::string> texts;
  const Node* value = node.Find(key);
  for (const Node* item : ItemsOf(value)) texts.emplace_back(item->text());
  return texts;
}

std::string TextAt(const Node& node, std::string_view key) {
  const Node* value = node.Find(key);
  return value == nullptr ? std::string() : std::string(value->text());
}

std::vector<std::string> IdsOf(const Node& entry) {
  std::vector<std::string> ids = TextsAt(entry, "id");
  const Node* steps = entry.Find("steps");
  for (const Node* step : ItemsOf(steps)) {
    if (const Node* id = step->Find("id")) ids.emplace_back(id->text());
  }
  return ids;
}

RuleTest ReadTest(const Tree& tree, const Node& node, bool is_good,
                  const std::vector<std::string>& ids) {
  RuleTest test;
  test.is_good = is_good;
  test.where = tree.Locate(node);
  test.why = TextAt(node, "why");
  test.as = TextAt(node, "as");
  test.audience = TextAt(node, "audience");
  test.at = TextsAt(node, "at");
  test.ids = TextsAt(node, is_good ? "for" : "id");
  if (test.ids.empty()) test.ids = ids;
  if (const Node* input = node.Find("input")) test.input = InputText(*input);
  JsonWriter json(JsonSpacing::kBlank);
  if (const Node* entries = node.Find("suppressions")) json.Append(*entries, &test.suppressions);
  for (const std::string_view key : {"params", "personas"}) {
    const Node* const value = node.Find(key);
    if (value == nullptr) continue;
    test.settings += test.settings.empty() ? "{" : ", ";
    test.settings.append("\"").append(key).append("\": ");
    json.Append(*value, &test.settings);
  }
  if (!test.settings.empty()) test.settings += "}";
  return test;
}

void AddTests(const Tree& tree, const Node& entry, std::vector<RuleTest>* tests) {
  const Node* node = entry.Find("tests");
  if (node == nullptr) return;
  const std::vector<std::string> ids = IdsOf(entry);
  const Node* bad = node->Find("bad");
  const Node* good = node->Find("good");
  for (const Node* item : ItemsOf(bad)) tests->push_back(ReadTest(tree, *item, false, ids));
  for (const Node* item : ItemsOf(good)) tests->push_back(ReadTest(tree, *item, true, ids));
}

}  // namespace

std::string_view RuleTestOutcomeName(RuleTestOutcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}

std::vector<RuleTest> CollectRuleTests(const Tree& tree) {
  std::vector<RuleTest> tests;
  if (tree.root == nullptr) return tests;
  for (const std::string_view key : {"rules", "paths"}) {
    const Node* list = tree.root->Find(key);
    for (const Node* entry : ItemsOf(list)) AddTests(tree, *entry, &tests);
  }
  return tests;
}

}  // namespace leastwise
