#include "access/glob_minterms.h"

#include "access/condition_value.h"

namespace leastwise {

Minterms FindMinterms(std::span<const GlobAtom> atoms, std::size_t max_states) {
  Minterms out;
  if (atoms.size() > kMaxGlobAtoms) {
    atoms = atoms.first(kMaxGlobAtoms);
    out.is_complete = false;
  }
  static constexpr char kHasFresh[] = {'*', kFreshByte, '*', '\0'};
  std::vector<GlobAtom> all(atoms.begin(), atoms.end());
  all.push_back({kHasFresh, false});
  const std::uint64_t own_bits = (std::uint64_t{1} << atoms.size()) - 1;
  GlobAutomaton::Walk walk;
  walk.max_states = max_states;
  const GlobAutomaton::End end =
      GlobAutomaton(all, kFreshByte)
          .Run(walk, [&](const GlobSignature& signature, const GlobAutomaton::TextMaker& text) {
            out.items.push_back({text(), signature[0] & own_bits});
            return false;
          });
  out.is_complete = out.is_complete && end == GlobAutomaton::End::kExhausted;
  return out;
}

}  // namespace leastwise
