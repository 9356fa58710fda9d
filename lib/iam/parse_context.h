#ifndef LEASTWISE_IAM_PARSE_CONTEXT_H_
#define LEASTWISE_IAM_PARSE_CONTEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/source_file.h"
#include "iam/policy.h"
#include "iam/text_reader.h"
#include "tree/node.h"

// What the parts of the policy parser share. Private to lib/iam.

namespace leastwise {

// `text` in backticks for a message, cut to a length that fits on a line.
std::string Quote(std::string_view text);

// "an object", "a number", …
std::string_view NodeKindWords(NodeKind kind);

// "an identity policy", "a trust policy", …
std::string KindWords(PolicyKind kind);

// ", did you mean `word`?", or nothing where no candidate is near.
std::string DidYouMean(std::string_view word, std::span<const std::string_view> candidates);

// Everything about one document that is being parsed. Lives for one call of ParsePolicy; borrows
// what it points to. Not thread-safe.
struct ParseContext {
  const Tree& tree;
  Arena& arena;  // of the inventory: what is kept is copied there
  std::vector<Problem>* problems;
  PolicyKind kind;
  bool kind_is_certain;
  bool variables;             // the document is of version 2012-10-17
  std::vector<Text> texts{};  // room for the list that is being read

  void Report(std::string_view code, const Location& where, std::string detail,
              const Location& related = {}) const {
    problems->push_back({code, where, std::move(detail), related});
  }
  Location At(const Node& node) const { return tree.Locate(node); }
  Location At(Span span) const { return tree.Locate(span); }

  // The texts of an element that may be one value or a list of them, appended to `texts`. Anything
  // but a string is a problem (kWrongType, at the value), unless `scalars_too`: then numbers and
  // booleans are taken as written. Reports an empty list. False if some value could not be read and
  // is not among the texts.
  bool ReadTexts(const Node& node, std::string_view element, VariableMode mode, bool scalars_too);
  // Moves `texts` to the arena.
  std::span<const Text> TakeTexts();
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_PARSE_CONTEXT_H_
