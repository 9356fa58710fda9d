#ifndef LEASTWISE_ENGINE_RAW_FINDING_H_
#define LEASTWISE_ENGINE_RAW_FINDING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/compiled_rule.h"
#include "engine/run_subject.h"

namespace leastwise {

// What a rule found on one subject, before it has words. Borrows the inventory and the subject.
struct RawFinding {
  std::uint32_t rule = 0;  // Rule::index
  Hit hit;
  bool is_definite = true;              // a definite yes; else a hole in the text decides
  const RunSubject* subject = nullptr;  // null for problems
  bool of_all_holders = true;           // of the subject; else those of `holders`
  std::vector<const Identity*> holders;
  bool is_alone = false;  // no other subject of the run can find the same
};

// Those that it is of; borrows the finding or its subject.
inline std::span<const Identity* const> HoldersOf(const RawFinding& raw) {
  if (raw.of_all_holders && raw.subject != nullptr) return raw.subject->holders;
  return raw.holders;
}

// The findings of one subject; `cannot_tell` counts rules that ended so.
struct SubjectFindings {
  std::vector<RawFinding> findings;
  // The rules of those besides that nobody sees, and that a subject of equal content had before.
  std::span<const std::uint32_t> counted;
  std::size_t cannot_tell = 0;
  std::size_t superseded = 0;
};

// Whether some rule of the entry is asked for. `enabled` is by Rule::index; empty: all.
bool IsEnabled(const CompiledEntry& entry, const std::vector<bool>& enabled);

// What a run evaluates: entries of the book that are awake and bound.
struct RunEntries {
  // `unseen`: rules whose findings are only counted, by Rule::index; empty: none.
  RunEntries(const RuleBook::Compiled& book, const MatchRun& run,
             std::span<const std::uint32_t> chosen, const std::vector<bool>& enabled,
             const std::vector<bool>& unseen);

  const RuleBook::Compiled& book;
  const MatchRun& run;
  std::span<const std::uint32_t> chosen;
  const std::vector<bool>& enabled;  // rules, by Rule::index; empty: all
  // By PolicyKind: those that look at subjects of the kind, as places in `chosen`.
  static constexpr std::size_t kKinds = static_cast<std::size_t>(PolicyKind::kResourceControl) + 1;
  std::array<std::vector<std::uint32_t>, kKinds> of_kind;
  // By place in `chosen`: what is found follows from the content of the grants alone.
  std::vector<bool> follows_from_content;
  // By Rule::index: nobody sees its findings, and they take nothing away from others.
  std::vector<bool> is_countable;
};

// The entries that subjects of one content have to be asked, so that what no such grants can match
// is tried once for all of them. For one thread. Borrows the entries.
class EntriesByContent {
 public:
  explicit EntriesByContent(const RunEntries& entries) : entries_(entries) {}
  EntriesByContent(const EntriesByContent&) = delete;
  EntriesByContent& operator=(const EntriesByContent&) = delete;

  // What subjects of one content have in common. The first is asked everything: only then is it
  // known what has no answer.
  struct Content {
    bool was_asked = false;
    std::vector<std::uint32_t> counted_places;         // of which `counted` has all findings
    std::vector<std::uint32_t> counted;                // the rule of each
    std::optional<std::vector<std::uint32_t>> places;  // that others are asked
  };

  // As RunEntries::of_kind, without those that cannot match, or were counted. Valid until the next
  // call.
  std::span<const std::uint32_t> For(PolicyKind kind, const Grants& grants);
  // Of the grants of the last call; null: they share with nobody.
  Content* content() { return content_; }

 private:
  const RunEntries& entries_;
  std::deque<Content> contents_;  // by Grants::content
  Content* content_ = nullptr;
};

// Evaluates every chosen entry on one subject and drops what is superseded there. `times`: what
// each rule took is added there by Rule::index, in milliseconds; empty: not wanted.
SubjectFindings EvaluateSubject(const RunEntries& entries, EntriesByContent* by_content,
                                const RunSubject& subject, std::span<double> times = {});

// The same for one problem of the parsers. `kind`: of the document that it is in, if one is known.
SubjectFindings EvaluateProblem(const RunEntries& entries, const Problem& problem,
                                std::optional<PolicyKind> kind);

// Drops findings of one subject that a definite yes of a superseding rule makes redundant: every
// granting statement of the weaker one is among the stronger's. A finding of many holders loses
// those for whom that is so. Returns how many findings are gone.
std::size_t DropSuperseded(const RuleBook::Compiled& book, std::vector<RawFinding>* findings);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RAW_FINDING_H_
