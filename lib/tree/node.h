#ifndef LEASTWISE_TREE_NODE_H_
#define LEASTWISE_TREE_NODE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/source_file.h"
#include "tree/source_view.h"

// One position-carrying tree, whatever the syntax it was read from. Trees live in a worker's
// scratch arena and are gone after their file; whatever is kept is copied (see lib/input).

namespace leastwise {

enum class NodeKind : std::uint8_t {
  kNull,
  kBool,
  kNumber,
  kString,
  kArray,
  kObject,
  kUnknown,  // a template leaves this value open altogether (a parameter, a data source)
  kChoice,   // a template picks one of items() (Fn::If, a conditional expression)
};

// A place inside a string whose value is not in the text.
enum class HoleKind : std::uint8_t {
  kReference,  // one literal that is not known here, equal to itself (!GetAtt Bucket.Arn)
  kValue,      // anything, wildcards included (a parameter without bounds)
};

// A run of literal text, or a hole. A string without holes has no parts.
struct NodePart {
  bool is_hole = false;
  HoleKind hole = HoleKind::kValue;
  std::string_view text;  // decoded literal, or what names the hole
  Span span{};            // in the view's text
};

class Node;

struct Member {
  std::string_view key;  // decoded
  Span key_span{};       // with quotes, in the view's text
  const Node* value = nullptr;
};

// Trivially destructible; made in an arena by a reader, const afterwards.
class Node {
 public:
  NodeKind kind() const { return kind_; }
  bool is(NodeKind kind) const { return kind_ == kind; }
  // Bytes of the view's text, quotes and brackets included. SourceView::Locate leads to the file.
  Span span() const { return span_; }
  // Strings: decoded. Numbers and booleans: as written. Else empty.
  std::string_view text() const {
    return holds_ == Holds::kText ? std::string_view(text_, size_) : std::string_view();
  }
  // Strings made of literal text and holes; empty for a plain string.
  std::span<const NodePart> parts() const {
    return parts_ == nullptr ? std::span<const NodePart>() : *parts_;
  }
  // Elements of an array, alternatives of a choice.
  std::span<const Node* const> items() const {
    return holds_ == Holds::kItems ? std::span(items_, size_) : std::span<const Node* const>();
  }
  // In the order of the file, duplicates included.
  std::span<const Member> members() const {
    return holds_ == Holds::kMembers ? std::span(members_, size_) : std::span<const Member>();
  }
  // The first member of that name (case-sensitive), or null. Not an object: null.
  const Member* FindMember(std::string_view key) const;
  const Node* Find(std::string_view key) const;

  // For readers.
  static Node Scalar(NodeKind kind, Span span, std::string_view text) {
    Node node(kind, Holds::kText, span, text.size());
    node.text_ = text.data();
    return node;
  }
  static Node Array(Span span, std::span<const Node* const> items, NodeKind kind) {
    Node node(kind, Holds::kItems, span, items.size());
    node.items_ = items.data();
    return node;
  }
  static Node Object(Span span, std::span<const Member> members) {
    Node node(NodeKind::kObject, Holds::kMembers, span, members.size());
    node.members_ = members.data();
    return node;
  }
  // `parts` is in the arena, as what it spans.
  static Node WithParts(Span span, std::string_view text, const std::span<const NodePart>* parts) {
    Node node = Scalar(NodeKind::kString, span, text);
    node.parts_ = parts;
    return node;
  }

 private:
  // Which of the union is there. A file has more nodes than all else, so that they are kept small.
  enum class Holds : std::uint8_t { kText, kItems, kMembers };

  Node(NodeKind kind, Holds holds, Span span, std::size_t size)
      : kind_(kind), holds_(holds), span_(span), size_(static_cast<std::uint32_t>(size)) {}

  NodeKind kind_;
  Holds holds_;
  Span span_;
  std::uint32_t size_;  // of what the union points to; files are below 4 GiB
  union {
    const char* text_ = nullptr;
    const Node* const* items_;
    const Member* members_;
  };
  const std::span<const NodePart>* parts_ = nullptr;
};
static_assert(sizeof(Node) <= 32);

// What a reader gives: a tree, the view it was read from, and what was wrong but could be read
// over (duplicate keys). Borrows the arena and the view.
struct Tree {
  const SourceView* view = nullptr;
  const Node* root = nullptr;
  std::vector<Problem> problems;

  Location Locate(const Node& node) const { return view->Locate(node.span()); }
  Location Locate(Span span) const { return view->Locate(span); }
};

// Limits on hostile input; going over one is a located Error of kind kLimit.
struct ReadLimits {
  std::uint32_t max_depth = 64;  // nested arrays and objects; a legal policy needs 7
  std::uint32_t max_nodes = 20'000'000;
  std::uint32_t max_aliases = 10'000;  // YAML: alias expansions, counted in nodes
};

}  // namespace leastwise

#endif  // LEASTWISE_TREE_NODE_H_
