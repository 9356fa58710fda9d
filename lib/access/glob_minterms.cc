#include "access/glob_minterms.h"

#include <algorithm>
#include <map>
#include <set>

#include "access/condition_value.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

enum class StepKind : unsigned char { kByte, kAny, kStar, kEnd };

// One position of an atom: what it takes to get past it.
struct Step {
  StepKind kind = StepKind::kEnd;
  char byte = 0;
  bool stops_at_colon = false;
};

using StateSet = std::vector<std::uint32_t>;  // positions, ascending

class JointAutomaton {
 public:
  explicit JointAutomaton(std::span<const GlobAtom> atoms) {
    for (const GlobAtom& atom : atoms) Add(atom);
    static constexpr char kHasFresh[] = {'*', kFreshByte, '*', '\0'};
    Add({kHasFresh, false});
    std::set<char> bytes = {kFreshByte};
    for (const Step& step : steps_) {
      if (step.kind == StepKind::kByte) bytes.insert(step.byte);
      if (step.stops_at_colon) bytes.insert(':');
    }
    alphabet_.assign(bytes.begin(), bytes.end());
  }

  const std::vector<char>& alphabet() const { return alphabet_; }

  StateSet Start() const {
    StateSet set;
    for (const std::uint32_t start : starts_) Enter(start, &set);
    Normalise(&set);
    return set;
  }

  StateSet Next(const StateSet& from, char byte) const {
    StateSet set;
    for (const std::uint32_t at : from) {
      const Step& step = steps_[at];
      if (step.stops_at_colon && byte == ':') continue;
      if (step.kind == StepKind::kStar) Enter(at, &set);
      if (step.kind == StepKind::kAny || (step.kind == StepKind::kByte && step.byte == byte)) {
        Enter(at + 1, &set);
      }
    }
    Normalise(&set);
    return set;
  }

  std::uint64_t Signature(const StateSet& set) const {
    std::uint64_t signature = 0;
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      if (std::binary_search(set.begin(), set.end(), ends_[i])) signature |= std::uint64_t{1} << i;
    }
    return signature;
  }

 private:
  void Add(const GlobAtom& atom) {
    starts_.push_back(static_cast<std::uint32_t>(steps_.size()));
    int colons = 0;
    bool in_hole = false;
    for (const char c : atom.pattern) {
      if (c == kHoleMark) in_hole = !in_hole;
      const bool stops = atom.is_arn && colons < 5;
      if (c == ':' && !in_hole) ++colons;
      if (c == '*' && !in_hole) {
        steps_.push_back({StepKind::kStar, 0, stops});
      } else if (c == '?' && !in_hole) {
        steps_.push_back({StepKind::kAny, 0, stops});
      } else {
        const char byte = c == kLiteralStar ? '*' : (c == kLiteralQuestion ? '?' : c);
        steps_.push_back({StepKind::kByte, byte, false});
      }
    }
    ends_.push_back(static_cast<std::uint32_t>(steps_.size()));
    steps_.push_back({});
  }

  // Adds a position and those that a star lets be reached without a byte.
  void Enter(std::uint32_t at, StateSet* set) const {
    set->push_back(at);
    while (steps_[at].kind == StepKind::kStar) set->push_back(++at);
  }

  static void Normalise(StateSet* set) {
    std::sort(set->begin(), set->end());
    set->erase(std::unique(set->begin(), set->end()), set->end());
  }

  std::vector<Step> steps_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> ends_;
  std::vector<char> alphabet_;
};

struct Visit {
  const StateSet* set = nullptr;
  std::size_t parent = 0;
  char byte = 0;
};

std::string TextOf(const std::vector<Visit>& visits, std::size_t at) {
  std::string text;
  for (; at != 0; at = visits[at].parent) text += visits[at].byte;
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace

Minterms FindMinterms(std::span<const GlobAtom> atoms, std::size_t max_states) {
  Minterms out;
  if (atoms.size() > kMaxGlobAtoms) {
    atoms = atoms.first(kMaxGlobAtoms);
    out.is_complete = false;
  }
  const JointAutomaton automaton(atoms);
  const std::uint64_t own_bits = (std::uint64_t{1} << atoms.size()) - 1;
  // The start is kept apart from the map: the empty text is no witness, and a later text that leads
  // back to the same positions must be one.
  const StateSet start = automaton.Start();
  std::map<StateSet, std::size_t> seen;
  std::vector<Visit> visits = {{&start, 0, 0}};
  std::set<std::uint64_t> signatures;
  for (std::size_t at = 0; at < visits.size(); ++at) {
    for (const char byte : automaton.alphabet()) {
      const auto [found, is_new] =
          seen.try_emplace(automaton.Next(*visits[at].set, byte), visits.size());
      if (!is_new) continue;
      visits.push_back({&found->first, at, byte});
      const std::uint64_t signature = automaton.Signature(found->first);
      if (!signatures.insert(signature).second) continue;
      out.items.push_back({TextOf(visits, visits.size() - 1), signature & own_bits});
    }
    if (visits.size() > max_states) {
      out.is_complete = false;
      break;
    }
  }
  return out;
}

}  // namespace leastwise
