#include "access/glob_automaton.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace leastwise {
namespace {

constexpr std::string_view kReadable = "xzqjkvwyXZQJKVWY0123456789abcdefghilmnoprstu_-";
constexpr char kUnreadable = '\x04';
constexpr std::size_t kMaxPlaces = std::size_t{1} << 24U;  // of all states of a walk
constexpr std::uint32_t kNoState = UINT32_MAX;

std::uint64_t Mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
  return hash ^ (hash >> 29U);
}

struct SignatureHash {
  std::size_t operator()(const GlobSignature& signature) const {
    std::uint64_t hash = 1;
    for (const std::uint64_t word : signature) hash = Mix(hash, word);
    return static_cast<std::size_t>(hash);
  }
};

char UpperOf(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

// One run over the states, breadth first.
class GlobWalker {
 public:
  GlobWalker(const GlobAutomaton& automaton, const GlobAutomaton::Walk& walk,
             const GlobAutomaton::Visit& visit)
      : automaton_(automaton), walk_(walk), visit_(visit), table_(1024, kNoState) {}

  GlobAutomaton::End Run() {
    for (const std::uint32_t start : automaton_.starts_) Enter(start, 0);
    AddState(0, 0, 0);
    if (walk_.with_empty_text && Report(0)) return GlobAutomaton::End::kStopped;
    for (std::uint32_t at = 0; at < states_.size(); ++at) {
      FindBytes(at);
      const std::size_t work = (states_[at].end - states_[at].begin + 1) * bytes_.size();
      if (walk_.meter != nullptr && !walk_.meter->Spend(work)) return GlobAutomaton::End::kBudget;
      for (std::size_t i = 0; i < bytes_.size(); ++i) {
        const std::uint32_t found = Follow(at, bytes_[i]);
        if (found != kNoState && Report(found)) return GlobAutomaton::End::kStopped;
      }
      if (states_.size() > walk_.max_states || pool_.size() > kMaxPlaces)
        return GlobAutomaton::End::kBudget;
    }
    return GlobAutomaton::End::kExhausted;
  }

  std::size_t state_count() const { return states_.size(); }

 private:
  using Kind = GlobAutomaton::StepKind;
  struct State {
    std::uint32_t begin = 0;  // places, ascending, in pool_
    std::uint32_t end = 0;
    std::uint32_t parent = 0;
    char byte = 0;
  };

  // Adds a place and those that a star lets be reached without a byte. Places come in order within
  // an atom, in runs without gaps, so that what is not past the last one is there already.
  void Enter(std::uint32_t at, std::size_t begin) {
    for (;; ++at) {
      if (pool_.size() == begin || pool_.back() < at) pool_.push_back(at);
      if (automaton_.steps_[at].kind != Kind::kStar) return;
    }
  }

  // The bytes that make a difference here; all others fare as the fresh one.
  void FindBytes(std::uint32_t at) {
    std::array<bool, 256> is_special{};
    const auto mark = [&is_special](char c) { is_special[static_cast<unsigned char>(c)] = true; };
    mark(automaton_.fresh_);
    for (std::uint32_t i = states_[at].begin; i < states_[at].end; ++i) {
      const GlobAutomaton::Step& step = automaton_.steps_[pool_[i]];
      if (step.stops_at_colon) mark(':');
      if (step.kind != Kind::kByte) continue;
      mark(step.byte);
      if (step.folds) mark(UpperOf(step.byte));
    }
    bytes_.clear();
    for (std::size_t i = 0; i < is_special.size(); ++i) {
      if (is_special[i]) bytes_.push_back(static_cast<char>(i));
    }
  }

  // The state behind `byte` where it is new and can still lead to a match of what is required.
  std::uint32_t Follow(std::uint32_t at, char byte) {
    const std::size_t begin = pool_.size();
    for (std::uint32_t i = states_[at].begin; i < states_[at].end; ++i) {
      const std::uint32_t place = pool_[i];
      const GlobAutomaton::Step& step = automaton_.steps_[place];
      if (step.stops_at_colon && byte == ':') continue;
      if (step.kind == Kind::kStar) Enter(place, begin);
      const bool takes =
          step.kind == Kind::kAny ||
          (step.kind == Kind::kByte && step.byte == (step.folds ? FoldAscii(byte) : byte));
      if (takes) Enter(place + 1, begin);
    }
    const std::uint32_t known = RequiredAreAlive(begin) ? Find(begin) : 0;
    if (known == kNoState) return AddState(begin, at, byte);
    pool_.resize(begin);
    return kNoState;
  }

  bool RequiredAreAlive(std::size_t begin) const {
    auto place = pool_.begin() + static_cast<std::ptrdiff_t>(begin);
    for (std::size_t atom = 0; atom < walk_.required; ++atom) {
      place = std::lower_bound(place, pool_.end(), automaton_.starts_[atom]);
      if (place == pool_.end() || *place > automaton_.ends_[atom]) return false;
    }
    return true;
  }

  std::uint64_t HashOf(std::size_t begin, std::size_t end) const {
    std::uint64_t hash = end - begin;
    for (std::size_t i = begin; i < end; ++i) hash = Mix(hash, pool_[i]);
    return hash;
  }

  std::uint32_t Find(std::size_t begin) const {
    const std::size_t mask = table_.size() - 1;
    const std::size_t size = pool_.size() - begin;
    for (std::size_t slot = HashOf(begin, pool_.size()) & mask;; slot = (slot + 1) & mask) {
      const std::uint32_t state = table_[slot];
      if (state == kNoState) return kNoState;
      const State& other = states_[state];
      if (other.end - other.begin != size) continue;
      if (std::equal(pool_.begin() + other.begin, pool_.begin() + other.end,
                     pool_.begin() + static_cast<std::ptrdiff_t>(begin))) {
        return state;
      }
    }
  }

  std::uint32_t AddState(std::size_t begin, std::uint32_t parent, char byte) {
    const auto state = static_cast<std::uint32_t>(states_.size());
    states_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(pool_.size()),
                       parent, byte});
    // The start is not looked up: a text that leads back to its places is not the empty one.
    if (state == 0) return state;
    if (states_.size() * 2 > table_.size()) Grow();
    Insert(state);
    return state;
  }

  void Insert(std::uint32_t state) {
    const std::size_t mask = table_.size() - 1;
    std::size_t slot = HashOf(states_[state].begin, states_[state].end) & mask;
    while (table_[slot] != kNoState) slot = (slot + 1) & mask;
    table_[slot] = state;
  }

  void Grow() {
    table_.assign(table_.size() * 4, kNoState);
    for (std::uint32_t state = 1; state + 1 < states_.size(); ++state) Insert(state);
  }

  // Tells the visitor of the state's signature if it is new; true to stop.
  bool Report(std::uint32_t state) {
    GlobSignature signature((automaton_.ends_.size() + 63) / 64, 0);
    std::size_t atom = 0;
    for (std::uint32_t i = states_[state].begin; i < states_[state].end; ++i) {
      if (automaton_.steps_[pool_[i]].kind != Kind::kEnd) continue;
      while (automaton_.ends_[atom] < pool_[i]) ++atom;
      signature[atom / 64] |= std::uint64_t{1} << (atom % 64);
    }
    for (std::size_t i = 0; i < walk_.required; ++i) {
      if (!HasAtom(signature, i)) return false;
    }
    if (!signatures_.insert(signature).second) return false;
    return visit_(signature, [this, state] { return TextOf(state); });
  }

  std::string TextOf(std::uint32_t state) const {
    std::string text;
    for (; state != 0; state = states_[state].parent) text += states_[state].byte;
    std::reverse(text.begin(), text.end());
    return text;
  }

  const GlobAutomaton& automaton_;
  const GlobAutomaton::Walk& walk_;
  const GlobAutomaton::Visit& visit_;
  std::vector<std::uint32_t> pool_;
  std::vector<State> states_;
  std::vector<std::uint32_t> table_;
  std::vector<char> bytes_;
  std::unordered_set<GlobSignature, SignatureHash> signatures_;
};

GlobAutomaton::GlobAutomaton(std::span<const GlobAtom> atoms, char fresh) : fresh_(fresh) {
  for (const GlobAtom& atom : atoms) Add(atom);
  if (fresh_ == 0) fresh_ = PickFresh();
}

void GlobAutomaton::Add(const GlobAtom& atom) {
  starts_.push_back(static_cast<std::uint32_t>(steps_.size()));
  const bool folds = atom.mode == CaseMode::kFold;
  int colons = 0;
  bool in_hole = false;
  for (const char c : atom.pattern) {
    if (c == kHoleMark) in_hole = !in_hole;
    const bool stops = atom.is_arn && colons < 5;
    if (c == ':' && !in_hole) ++colons;
    if (c == '*' && !in_hole) {
      const bool repeats = steps_.size() > starts_.back() && steps_.back().kind == StepKind::kStar;
      if (!repeats) steps_.push_back({StepKind::kStar, 0, stops, false});
    } else if (c == '?' && !in_hole) {
      steps_.push_back({StepKind::kAny, 0, stops, false});
    } else {
      const char byte = c == kLiteralStar ? '*' : (c == kLiteralQuestion ? '?' : c);
      steps_.push_back({StepKind::kByte, folds ? FoldAscii(byte) : byte, false, folds});
    }
  }
  ends_.push_back(static_cast<std::uint32_t>(steps_.size()));
  steps_.push_back({});
}

char GlobAutomaton::PickFresh() const {
  std::array<bool, 256> is_used{};
  for (const Step& step : steps_) {
    if (step.kind != StepKind::kByte) continue;
    is_used[static_cast<unsigned char>(step.byte)] = true;
    if (step.folds) is_used[static_cast<unsigned char>(UpperOf(step.byte))] = true;
  }
  for (const char c : kReadable) {
    if (!is_used[static_cast<unsigned char>(c)]) return c;
  }
  return kUnreadable;
}

GlobAutomaton::End GlobAutomaton::Run(const Walk& walk, const Visit& visit,
                                      std::size_t* states) const {
  GlobWalker walker(*this, walk, visit);
  const End end = walker.Run();
  if (states != nullptr) *states += walker.state_count();
  return end;
}

}  // namespace leastwise
