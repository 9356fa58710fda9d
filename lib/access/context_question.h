#ifndef LEASTWISE_ACCESS_CONTEXT_QUESTION_H_
#define LEASTWISE_ACCESS_CONTEXT_QUESTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "access/principal_classes.h"

namespace leastwise {

// What of a statement is left to decide once the action and the resource are settled.
struct ContextTerm {
  std::vector<std::uint32_t> entries;  // sorted; all must hold
  std::vector<std::uint32_t> open;     // sorted resource strings that may match: one must, or
  bool open_excludes = false;          // (NotResource) none may; none listed: settled
  std::uint32_t principal = kAnyPrincipal;
  friend auto operator<=>(const ContextTerm&, const ContextTerm&) = default;
};

// Is there a principal and a context in which `goal` and one of each of `new_layers` hold, none of
// `new_denies` does, and of the old side a layer has none that holds or a Deny holds?
struct ContextQuestion {
  ContextTerm goal;
  std::vector<std::vector<ContextTerm>> new_layers;  // those that cap; not the goal's own
  std::vector<ContextTerm> new_denies;
  std::vector<std::vector<ContextTerm>> old_layers;
  std::vector<ContextTerm> old_denies;
};

// Drops repeated terms, and those that hold only where another one of the same list does.
void Simplify(ContextQuestion* question);

// The same text for the same question.
std::string KeyOf(const ContextQuestion& question);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CONTEXT_QUESTION_H_
