#include "iam/parse_context.h"

#include "base/backticks.h"
#include "base/edit_distance.h"
#include "iam/policy_parser.h"

namespace leastwise {
namespace {

constexpr std::size_t kQuotedBytes = 80;

bool IsScalar(const Node& node) {
  return node.is(NodeKind::kString) || node.is(NodeKind::kNumber) || node.is(NodeKind::kBool) ||
         node.is(NodeKind::kUnknown) || node.is(NodeKind::kChoice);
}

}  // namespace

std::string Quote(std::string_view text) { return InBackticks(text, kQuotedBytes); }

std::string_view NodeKindWords(NodeKind kind) {
  switch (kind) {
    case NodeKind::kNull:
      return "null";
    case NodeKind::kBool:
      return "a boolean";
    case NodeKind::kNumber:
      return "a number";
    case NodeKind::kString:
      return "a string";
    case NodeKind::kArray:
      return "a list";
    case NodeKind::kObject:
      return "an object";
    case NodeKind::kUnknown:
    case NodeKind::kChoice:
      break;
  }
  return "a value that is not known here";
}

std::string KindWords(PolicyKind kind) {
  std::string out = kind == PolicyKind::kIdentity ? "an " : "a ";
  return out.append(PolicyKindName(kind));
}

std::string DidYouMean(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string_view near = NearestWord(word, candidates);
  if (near.empty()) return {};
  std::string out = ", did you mean `";
  return out.append(near).append("`?");
}

bool ParseContext::ReadTexts(const Node& node, std::string_view element, VariableMode mode,
                             bool scalars_too) {
  bool complete = true;
  const auto read = [&](const Node& value) {
    const bool is_open = value.is(NodeKind::kUnknown) || value.is(NodeKind::kChoice);
    if (!value.is(NodeKind::kString) && !is_open && !(scalars_too && IsScalar(value))) {
      Report(problem::kWrongType, At(value),
             Quote(element) + " takes a string or a list of strings, not " +
                 std::string(NodeKindWords(value.kind())));
    }
    if (IsScalar(value))
      texts.push_back(MakeText(tree, value, mode, arena));
    else
      complete = false;
  };
  if (!node.is(NodeKind::kArray)) {
    read(node);
    return complete;
  }
  if (node.items().empty())
    Report(problem::kEmptyList, At(node), "the list of " + Quote(element) + " is empty");
  for (const Node* const item : node.items()) read(*item);
  return complete;
}

std::span<const Text> ParseContext::TakeTexts() {
  const std::span<const Text> out = arena.Copy(texts);
  texts.clear();
  return out;
}

}  // namespace leastwise
