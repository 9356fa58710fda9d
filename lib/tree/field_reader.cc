#include "tree/field_reader.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <tuple>
#include <utility>

#include "base/backticks.h"
#include "base/edit_distance.h"
#include "tree/yaml_reader.h"

namespace leastwise {
namespace {

constexpr std::size_t kLongestQuote = 80;
constexpr std::size_t kShortList = 12;
constexpr std::size_t kMostKeys = 32;  // of most mappings: one allocation

std::string ListWords(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += '`';
    out += words[i];
    out += '`';
  }
  return out;
}

std::string Describe(std::string_view what, std::string_view key) {
  std::string out = "`";
  out += key;
  out += "` of ";
  out += what;
  return out;
}

}  // namespace

void PackErrors::Add(Span span, std::string message, std::string hint) {
  errors_->push_back(
      {ErrorKind::kPack, std::move(message), PlaceOf(tree_->Locate(span)), std::move(hint)});
}

std::string PackErrors::Suggest(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view nearest = NearestWord(word, known);
  if (!nearest.empty()) return "did you mean `" + std::string(nearest) + "`?";
  if (known.empty() || known.size() > kShortList) return {};
  return "write " + ListWords(known);
}

Result<Tree> ReadUserYaml(const SourceView& view, Arena& arena) {
  Result<Tree> tree = ReadYaml(view, arena);
  if (tree) return tree;
  Error error = tree.error();
  error.kind = ErrorKind::kPack;
  return error;
}

void AppendInOrder(std::vector<Error> own, std::vector<Error>* errors) {
  std::stable_sort(own.begin(), own.end(), [](const Error& a, const Error& b) {
    return std::tie(a.where->at.line, a.where->at.column) <
           std::tie(b.where->at.line, b.where->at.column);
  });
  std::move(own.begin(), own.end(), std::back_inserter(*errors));
}

std::string Quoted(std::string_view text) { return InBackticks(text, kLongestQuote); }

bool IsScalar(const Node& node) {
  return node.is(NodeKind::kString) || node.is(NodeKind::kNumber) || node.is(NodeKind::kBool);
}

FieldReader::FieldReader(PackErrors& errors, const Node& node, std::string_view what)
    : errors_(errors), node_(&node), what_(what) {
  known_.reserve(kMostKeys);
  if (!node.is(NodeKind::kObject)) {
    errors_.Add(node, std::string(what) + " must be a mapping");
  }
}

const Node* FieldReader::Take(std::string_view key) {
  known_.push_back(key);
  const Node* value = node_->Find(key);
  return value != nullptr && value->is(NodeKind::kNull) ? nullptr : value;
}

const Node* FieldReader::Need(std::string_view key) {
  const Node* value = Take(key);
  if (value == nullptr && node_->is(NodeKind::kObject)) {
    errors_.Add(*node_, std::string(what_) + " lacks `" + std::string(key) + "`");
  }
  return value;
}

std::string_view FieldReader::Text(std::string_view key) {
  const Node* value = Take(key);
  if (value == nullptr) return {};
  if (!IsScalar(*value)) {
    errors_.Add(*value, Describe(what_, key) + " must be a text");
    return {};
  }
  return value->text();
}

std::string_view FieldReader::NeedText(std::string_view key) {
  if (Need(key) == nullptr) return {};
  const std::string_view text = Text(key);
  const Node* value = node_->Find(key);
  if (text.empty() && IsScalar(*value)) errors_.Add(*value, Describe(what_, key) + " is empty");
  return text;
}

std::optional<unsigned> FieldReader::Number(std::string_view key) {
  const Node* value = Take(key);
  if (value == nullptr) return std::nullopt;
  const std::string_view text = value->text();
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    errors_.Add(*value, Describe(what_, key) + " must be a whole number");
    return std::nullopt;
  }
  return number;
}

std::optional<bool> FieldReader::Bool(std::string_view key) {
  const Node* value = Take(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is(NodeKind::kBool)) {
    errors_.Add(*value, Describe(what_, key) + " must be true or false");
    return std::nullopt;
  }
  return value->text() == "true";
}

std::vector<std::string_view> FieldReader::Texts(std::string_view key) {
  const Node* value = Take(key);
  if (value == nullptr) return {};
  return TextsOf(errors_, *value, Describe(what_, key));
}

std::optional<std::size_t> FieldReader::Word(std::string_view key,
                                             std::span<const std::string_view> known) {
  const Node* value = Take(key);
  if (value == nullptr) return std::nullopt;
  return WordOf(errors_, *value, Describe(what_, key), known);
}

void FieldReader::Finish() {
  for (const Member& member : node_->members()) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    DropRepeats();
    errors_.Add(member.key_span, "unknown key " + Quoted(member.key) + " in " + std::string(what_),
                PackErrors::Suggest(member.key, known_));
  }
}

// A key may be taken twice; that matters only where the keys are listed.
void FieldReader::DropRepeats() {
  std::vector<std::string_view> once;
  for (const std::string_view key : known_) {
    if (std::find(once.begin(), once.end(), key) == once.end()) once.push_back(key);
  }
  known_ = std::move(once);
}

std::span<const Node* const> ItemsOf(const Node* const& node) {
  if (node == nullptr) return {};
  if (node->is(NodeKind::kArray)) return node->items();
  return {&node, 1};
}

std::vector<const Node*> TextNodesOf(PackErrors& errors, const Node* node, std::string_view what) {
  std::vector<const Node*> out;
  for (const Node* item : ItemsOf(node)) {
    if (!IsScalar(*item)) {
      errors.Add(*item, Quoted(what) + " must be a text or a list of texts");
    } else if (item->text().empty()) {
      errors.Add(*item, Quoted(what) + " has an empty text");
    } else {
      out.push_back(item);
    }
  }
  return out;
}

std::vector<std::string_view> TextsOf(PackErrors& errors, const Node& node, std::string_view what) {
  std::vector<std::string_view> texts;
  const Node* pointer = &node;
  for (const Node* item : ItemsOf(pointer)) {
    if (IsScalar(*item)) {
      texts.push_back(item->text());
    } else {
      errors.Add(*item, std::string(what) + " must be a text or a list of texts");
    }
  }
  if (node.is(NodeKind::kArray) && node.items().empty()) {
    errors.Add(node, std::string(what) + " is an empty list");
  }
  return texts;
}

std::optional<std::size_t> WordOf(PackErrors& errors, const Node& node, std::string_view what,
                                  std::span<const std::string_view> known) {
  const std::string_view word = IsScalar(node) ? node.text() : std::string_view();
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i] == word) return i;
  }
  errors.Add(node, Quoted(word) + " is not a value of " + std::string(what),
             PackErrors::Suggest(word, known));
  return std::nullopt;
}

}  // namespace leastwise
