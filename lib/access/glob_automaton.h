#ifndef LEASTWISE_ACCESS_GLOB_AUTOMATON_H_
#define LEASTWISE_ACCESS_GLOB_AUTOMATON_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/work_meter.h"
#include "iam/glob.h"

namespace leastwise {

// One pattern that a string is tested with.
struct GlobAtom {
  std::string_view pattern;  // as Text::pattern; holes are literal text
  bool is_arn = false;       // wildcards of the first five parts do not cross a colon
  CaseMode mode = CaseMode::kSensitive;
};

// Which atoms match a text: bit i % 64 of word i / 64 is atoms[i].
using GlobSignature = std::vector<std::uint64_t>;
inline bool HasAtom(const GlobSignature& signature, std::size_t i) {
  return (signature[i / 64] >> (i % 64) & 1U) != 0;
}

// All patterns that one string is tested with, run together: the non-empty combinations of matching
// and not matching, each with a shortest text. This is what makes complement, NotResource and Deny
// cost nothing extra. Borrows the patterns while it is constructed. Const use is thread-safe.
//
// A state is the set of places that the patterns have reached. There can be exponentially many
// (`*a` and then twenty `?`), so a walk has a budget and says when it was cut short.
// Beside `max_states` the places of all states together are limited, to 64 MiB.
class GlobAutomaton {
 public:
  // `fresh` stands for every byte that no pattern names; 0 picks a readable one.
  explicit GlobAutomaton(std::span<const GlobAtom> atoms, char fresh = 0);

  enum class End : unsigned char { kExhausted, kStopped, kBudget };
  struct Walk {
    std::size_t max_states = 100000;
    // The first so many atoms must match: texts that cannot get there are not followed.
    std::size_t required = 0;
    bool with_empty_text = false;  // else only texts of at least one byte are reported
    // Pays for each place that is followed; borrowed. Null: only `max_states` limits.
    WorkMeter* meter = nullptr;
  };
  // A shortest text of a signature that was not reported yet; the text is made on demand, as most
  // are not looked at. Returns true to end the walk.
  using TextMaker = std::function<std::string()>;
  using Visit = std::function<bool(const GlobSignature&, const TextMaker&)>;

  // Visits each signature once, in order of the length of its shortest text.
  End Run(const Walk& walk, const Visit& visit, std::size_t* states = nullptr) const;

  std::size_t atom_count() const { return ends_.size(); }

 private:
  friend class GlobWalker;
  enum class StepKind : unsigned char { kByte, kAny, kStar, kEnd };
  // One place in a pattern: what it takes to get past it.
  struct Step {
    StepKind kind = StepKind::kEnd;
    char byte = 0;
    bool stops_at_colon = false;
    bool folds = false;
  };

  void Add(const GlobAtom& atom);
  char PickFresh() const;

  std::vector<Step> steps_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> ends_;
  char fresh_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_GLOB_AUTOMATON_H_
