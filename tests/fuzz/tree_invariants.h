#ifndef LEASTWISE_TESTS_FUZZ_TREE_INVARIANTS_H_
#define LEASTWISE_TESTS_FUZZ_TREE_INVARIANTS_H_

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "require.h"
#include "tree/node.h"

// What must hold of every tree and every error of a reader, whatever was read. A breach aborts, so
// that the fuzzer keeps the input.

namespace leastwise {

inline void RequirePlaceInside(const Error& error, const SourceFile& file) {
  Require(!error.message.empty(), "an error says what is wrong");
  Require(error.kind != ErrorKind::kInternal, "no input is an internal error");
  Require(error.where.has_value(), "an error has a place");
  const LineColumn at = error.where->at;
  Require(at.line >= 1 && at.line <= file.line_count(), "an error's line is in the file");
  Require(at.column >= 1 && at.column <= file.text().size() + 1,
          "an error's column is in the file");
}

inline bool Holds(Span outer, Span inner) {
  return inner.begin >= outer.begin && inner.begin <= inner.end && inner.end <= outer.end;
}

// Every span is inside of the text; with `nested`, inside of its parent's span too (an alias stands
// elsewhere). Walks at most `max_visits` nodes with a stack of its own.
inline void RequireSpansInside(const Tree& tree, bool nested, std::size_t max_visits) {
  const Span whole = {0, static_cast<std::uint32_t>(tree.view->text().size())};
  struct Visit {
    const Node* node;
    Span parent;
  };
  std::vector<Visit> todo = {{tree.root, whole}};
  for (std::size_t visits = 0; !todo.empty(); ++visits) {
    Require(visits <= max_visits, "a tree is no larger than its limits");
    const Visit visit = todo.back();
    todo.pop_back();
    const Node& node = *visit.node;
    Require(Holds(visit.parent, node.span()), "a node is inside of its parent");
    const Span bounds = nested ? node.span() : whole;
    for (const Node* item : node.items()) todo.push_back({item, bounds});
    for (const Member& member : node.members()) {
      Require(Holds(bounds, member.key_span), "a key is inside of its object");
      todo.push_back({member.value, bounds});
    }
  }
}

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_FUZZ_TREE_INVARIANTS_H_
