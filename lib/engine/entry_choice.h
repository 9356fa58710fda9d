#ifndef LEASTWISE_ENGINE_ENTRY_CHOICE_H_
#define LEASTWISE_ENGINE_ENTRY_CHOICE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "engine/compiled_rule.h"
#include "engine/run_subject.h"

namespace leastwise {

// Everything that the rules of one run will be shown. Borrowed.
struct RunInput {
  std::span<const RunSubject> subjects;
  std::vector<const Problem*> problems;
};

// The entries that can find something in the input, in order: some rule of theirs is asked for, and
// the input holds a kind of policy, a service or a problem that they look at. `enabled` is by
// Rule::index; empty: all.
std::vector<std::uint32_t> ChooseEntries(const RuleBook::Compiled& book, const RunInput& input,
                                         const std::vector<bool>& enabled);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_ENTRY_CHOICE_H_
