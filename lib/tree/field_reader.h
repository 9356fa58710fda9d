#ifndef LEASTWISE_TREE_FIELD_READER_H_
#define LEASTWISE_TREE_FIELD_READER_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "tree/node.h"
#include "tree/source_view.h"

// Typed, checked access to the mappings of a file that people write (pack, config). Nothing stops
// at the first mistake: each one is noted with its place, and reading goes on with an empty value.

namespace leastwise {

// Where the mistakes of one file go. Borrows the tree and the list.
class PackErrors {
 public:
  PackErrors(const Tree& tree, std::vector<Error>* errors) : tree_(&tree), errors_(errors) {}

  // `message` and `hint` as in Error: lower-case start, no final stop, user text in backticks.
  void Add(const Node& node, std::string message, std::string hint = {}) {
    Add(node.span(), std::move(message), std::move(hint));
  }
  void Add(Span span, std::string message, std::string hint = {});
  // "did you mean `x`?", or the whole list where nothing is near and the list is short.
  static std::string Suggest(std::string_view word, std::span<const std::string_view> known);
  const Tree& tree() const { return *tree_; }

 private:
  const Tree* tree_;
  std::vector<Error>* errors_;
};

// A YAML file that the user wrote for the tool (a pack, a configuration, expectations): what the
// reader refuses is a mistake of that file (kPack). Lives as long as view and arena.
Result<Tree> ReadUserYaml(const SourceView& view, Arena& arena);
// Appends the mistakes of one file in the order of their places.
void AppendInOrder(std::vector<Error> own, std::vector<Error>* errors);

// "`text`", shortened where it is long: how user text stands in a message.
std::string Quoted(std::string_view text);

// True for a string, a number or a boolean; their text is Node::text().
bool IsScalar(const Node& node);

// The members of one mapping. Each key that a reader knows is taken once; Finish complains of the
// rest, with the nearest known key. Borrows everything.
class FieldReader {
 public:
  // `what` names the mapping in messages: "rule", "`allow`". A node that is no mapping is an error,
  // and reads as an empty one.
  FieldReader(PackErrors& errors, const Node& node, std::string_view what);

  // The value of a key, or null. Marks the key as known.
  const Node* Take(std::string_view key);
  // The same, where the key is demanded.
  const Node* Need(std::string_view key);
  // A scalar's text; empty where the key is missing or holds something else (an error).
  std::string_view Text(std::string_view key);
  std::string_view NeedText(std::string_view key);
  std::optional<unsigned> Number(std::string_view key);
  std::optional<bool> Bool(std::string_view key);
  // One text or a list of texts.
  std::vector<std::string_view> Texts(std::string_view key);
  // One of `known`, or nothing (an error where the key is there).
  std::optional<std::size_t> Word(std::string_view key, std::span<const std::string_view> known);
  // Marks a key as known without reading it.
  void Ignore(std::string_view key) { static_cast<void>(Take(key)); }

  bool Has(std::string_view key) const { return node_->FindMember(key) != nullptr; }
  const Node& node() const { return *node_; }
  PackErrors& errors() const { return errors_; }
  void Finish();

 private:
  void DropRepeats();

  PackErrors& errors_;
  const Node* node_;
  std::string_view what_;
  std::vector<std::string_view> known_;
};

// The elements of a list, or the node itself where it is no list.
std::span<const Node* const> ItemsOf(const Node* const& node);
// One text or a list of texts; anything else is an error.
std::vector<std::string_view> TextsOf(PackErrors& errors, const Node& node, std::string_view what);
// The scalars of a text or a list of texts; one that is no text, or empty, is an error and left
// out. A list may be empty. Null reads as no texts.
std::vector<const Node*> TextNodesOf(PackErrors& errors, const Node* node, std::string_view what);
// The index of a text in `known`; else an error that suggests.
std::optional<std::size_t> WordOf(PackErrors& errors, const Node& node, std::string_view what,
                                  std::span<const std::string_view> known);

}  // namespace leastwise

#endif  // LEASTWISE_TREE_FIELD_READER_H_
