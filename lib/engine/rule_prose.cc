#include "engine/rule_prose.h"

#include <array>
#include <charconv>
#include <string>

#include "base/backticks.h"

namespace leastwise {
namespace {

// What SARIF viewers keep of a text.
constexpr std::size_t kLongestText = 1024;
constexpr std::size_t kMostTags = 10;

constexpr std::array<std::string_view, 11> kKeys{
    "title",           "why",      "help", "suggestion", "description", "references", "tags", "cwe",
    "false_positives", "mappings", "tests"};

// The step's value, else the entry's.
const Node* Field(const Node& entry, const Node* step, std::string_view key) {
  const Node* own = step == nullptr ? nullptr : step->Find(key);
  return own != nullptr ? own : entry.Find(key);
}

std::string TextField(const Node& entry, const Node* step, std::string_view key) {
  const Node* node = Field(entry, step, key);
  return node == nullptr || !IsScalar(*node) ? std::string() : std::string(node->text());
}

std::vector<std::string> TextsField(const Node& entry, const Node* step, std::string_view key) {
  std::vector<std::string> texts;
  const Node* node = Field(entry, step, key);
  for (const Node* item : ItemsOf(node)) texts.emplace_back(item->text());
  return texts;
}

std::optional<unsigned> ToNumber(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

void CheckLine(PackErrors& errors, const Node& entry, const Node* step, std::string_view key,
               bool is_demanded) {
  const Node* node = Field(entry, step, key);
  if (node == nullptr) {
    if (!is_demanded) return;
    errors.Add(step == nullptr ? entry : *step, "rule lacks `" + std::string(key) + "`");
    return;
  }
  const std::string name = InBackticks(key) + " of rule";
  if (!IsScalar(*node)) {
    errors.Add(*node, name + " must be a text");
  } else if (node->text().empty()) {
    errors.Add(*node, name + " is empty");
  } else if (node->text().size() > kLongestText) {
    errors.Add(*node, name + " is longer than 1024 bytes");
  }
}

void CheckReferences(PackErrors& errors, const Node* node) {
  for (const Node* item : ItemsOf(node)) {
    FieldReader fields(errors, *item, "reference");
    fields.NeedText("title");
    if (fields.NeedText("url").substr(0, 8) != "https://") {
      errors.Add(*item, "`url` of a reference starts with `https://`");
    }
    fields.Finish();
  }
}

void CheckLists(PackErrors& errors, const Node& entry, const Node* step) {
  const Node* tags = Field(entry, step, "tags");
  if (tags != nullptr && ItemsOf(tags).size() > kMostTags) {
    errors.Add(*tags, "a rule has at most 10 tags");
  }
  for (const std::string_view key : {"tags", "false_positives"}) {
    const Node* node = Field(entry, step, key);
    if (node != nullptr) TextsOf(errors, *node, InBackticks(key) + " of rule");
  }
  const Node* cwe = Field(entry, step, "cwe");
  for (const Node* item : ItemsOf(cwe)) {
    if (!ToNumber(item->text())) errors.Add(*item, "`cwe` is a list of numbers");
  }
}

}  // namespace

RuleProse ReadProse(const Node& entry, const Node* step) {
  RuleProse prose;
  prose.title = TextField(entry, step, "title");
  prose.why = TextField(entry, step, "why");
  prose.help = TextField(entry, step, "help");
  prose.suggestion = TextField(entry, step, "suggestion");
  prose.description = TextField(entry, step, "description");
  prose.false_positives = TextsField(entry, step, "false_positives");
  prose.tags = TextsField(entry, step, "tags");
  const Node* references = Field(entry, step, "references");
  for (const Node* item : ItemsOf(references)) {
    prose.references.push_back(
        {TextField(*item, nullptr, "title"), TextField(*item, nullptr, "url")});
  }
  const Node* cwe = Field(entry, step, "cwe");
  for (const Node* item : ItemsOf(cwe)) {
    if (const auto number = ToNumber(item->text())) prose.cwe.push_back(*number);
  }
  return prose;
}

void IgnoreProseKeys(FieldReader& fields) {
  for (const std::string_view key : kKeys) fields.Ignore(key);
}

void CheckProse(const PackScope& scope, const Node& entry, const Node* step,
                PlaceholderSet provides, std::span<const PackTable* const> tables) {
  PackErrors& errors = scope.errors();
  for (const std::string_view key : {"title", "why", "help"}) {
    CheckLine(errors, entry, step, key, true);
  }
  CheckLine(errors, entry, step, "description", false);
  CheckLine(errors, entry, step, "suggestion", false);
  for (const std::string_view key : {"help", "suggestion"}) {
    const Node* text = Field(entry, step, key);
    if (text != nullptr) CheckPlaceholders(scope, *text, provides, tables);
  }
  CheckReferences(errors, Field(entry, step, "references"));
  CheckLists(errors, entry, step);
}

}  // namespace leastwise
