#ifndef LEASTWISE_ACCESS_GLOB_MINTERMS_H_
#define LEASTWISE_ACCESS_GLOB_MINTERMS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "access/glob_automaton.h"

namespace leastwise {

// A non-empty text, and which atoms match it (bit i: atoms[i]).
struct Minterm {
  std::string text;
  std::uint64_t signature = 0;
};

struct Minterms {
  std::vector<Minterm> items;
  bool is_complete = true;  // false: the search was cut short, there may be more signatures
};

inline constexpr std::size_t kMaxGlobAtoms = 62;

// Every combination of matching and not matching that some text has, each with a shortest such text
// and, where there is one, with a shortest one that holds kFreshByte and so equals no literal of
// any policy. Runs all atoms together as one automaton; at most `max_states` of its states are
// visited. At most kMaxGlobAtoms atoms are looked at.
Minterms FindMinterms(std::span<const GlobAtom> atoms, std::size_t max_states = 2000);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_GLOB_MINTERMS_H_
