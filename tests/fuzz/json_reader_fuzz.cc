#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/tree_invariants.h"
#include "tree/json_reader.h"
#include "tree/json_syntax.h"

namespace leastwise {
namespace {

// A string read again through its own view says the same and leads back into itself.
void CheckStrings(const Tree& tree, const Node& node) {
  for (const Node* item : node.items()) CheckStrings(tree, *item);
  for (const Member& member : node.members()) {
    const std::string_view key =
        tree.view->text().substr(member.key_span.begin, member.key_span.size());
    Require(key.size() >= 2 && key.front() == '"' && key.back() == '"', "a key has its quotes");
    CheckStrings(tree, *member.value);
  }
  if (!node.is(NodeKind::kString)) return;
  const SourceView inner = SourceView::JsonString(*tree.view, node.span());
  Require(inner.text() == node.text(), "a view of a string says what the string says");
  const Span bounds = tree.Locate(node).span;
  const SourceView decoded = SourceView::UrlDecoded(inner);
  const auto size = static_cast<std::uint32_t>(decoded.text().size());
  for (std::uint32_t at = 0; at < size; ++at) {
    const Span place = decoded.Locate({at, at + 1}).span;
    Require(Holds(bounds, place) && !place.empty(), "a decoded byte stands in its string");
  }
}

// The same bytes as a part of a larger text that goes on must be read the same.
void CheckPart(std::string_view text, bool accepted, JsonReader* reader) {
  for (const std::string_view after : {"]", ",[", "}", "\"", "1"}) {
    const auto file = SourceFile::FromString("f", std::string(text) + std::string(after));
    const SourceView whole = SourceView::Whole(*file);
    const auto size = static_cast<std::uint32_t>(whole.text().size() - after.size());
    Arena arena;
    const SourceView part = SourceView::Part(whole, {0, size});
    Require(reader->Read(part, arena).has_value() == accepted, "what follows a part is not read");
  }
}

void Check(std::string_view text) {
  const auto file = SourceFile::FromString("fuzz", text);
  const SourceView view = SourceView::Whole(*file);
  const ReadLimits limits;
  Arena arena;
  JsonReader reader;
  const Result<Tree> tree = reader.Read(view, arena, limits);
  const auto error = FindJsonError(view.text(), limits.max_depth);
  Require(error.has_value() != tree.has_value(), "the reader and the checker agree");
  CheckPart(text, tree.has_value(), &reader);
  if (!tree) {
    Require(error->offset <= view.text().size(), "an error's offset is in the text");
    return RequirePlaceInside(tree.error(), *file);
  }
  RequireSpansInside(*tree, true, text.size());
  CheckStrings(*tree, *tree->root);
  for (const Problem& problem : tree->problems) {
    Require(problem.related.span.end <= problem.where.span.begin, "the first key comes first");
  }
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  leastwise::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
