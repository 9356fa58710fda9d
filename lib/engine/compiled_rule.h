#ifndef LEASTWISE_ENGINE_COMPILED_RULE_H_
#define LEASTWISE_ENGINE_COMPILED_RULE_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/matcher.h"
#include "engine/pack_table.h"
#include "engine/rule_book.h"

// What runs: entries with their matchers. What the file says is in the YAML, and nowhere else.

namespace leastwise {

// What a finding's frame starts from.
enum class Anchor : std::uint8_t {
  kDefault,  // see rules/README.md
  kResource,
  kAction,
  kPrincipal,
  kCondition,
  kStatement,
  kIdentityName,
  kAttachment,
};

// Words under the frames, with placeholders; empty: none.
struct FrameLabels {
  std::string primary;
  std::string action;
  std::string resource;
  std::string principal;
  std::string deny;
  std::string attachment;
  std::string identity;
  std::string related;
};

// What of a rule only the evaluator needs; by Rule::index.
struct RuleDetail {
  std::unique_ptr<const FrameLabels> labels;  // null: none of them
  Anchor at = Anchor::kDefault;
  PlaceholderSet provides = 0;
  // What findings print: in the message and the labels, and in the prose. Where the prose is not
  // read yet that may be anything.
  PlaceholderSet in_words = 0;
  PlaceholderSet in_prose = kEveryPlaceholder;
  std::vector<const PackTable*> tables;  // that the match names; the book's
  // Rules whose findings make one of this rule redundant, ascending and closed under "supersedes".
  std::vector<std::uint32_t> superseded_by;

  // The text of one of them, or an empty one.
  const std::string& Label(std::string FrameLabels::*which) const {
    static const std::string kNone;
    return labels == nullptr ? kNone : (*labels).*which;
  }
};

struct CompiledStep {
  std::uint32_t rule = 0;  // Rule::index
  std::unique_ptr<Matcher> matcher;
};

struct CompiledEntry {
  // Known of an entry that was not read yet, too (engine/sleeping_entries.h).
  std::vector<std::uint32_t> rules;  // Rule::index, in the order of the steps
  Touches touches;
  std::uint8_t kinds = 0;                   // bits by PolicyKind
  std::vector<std::string> resource_types;  // of resource policies; empty: any
  std::vector<CompiledStep> steps;
  std::unique_ptr<Matcher> unless;  // null: none; holds where the entry must be silent
  MatcherNeeds needs;
  bool is_off = false;  // the parameter that enables it is empty
  // Its queries, in the book: [first_query, end_query).
  GrantQueryId first_query = 0;
  GrantQueryId end_query = 0;

  bool LooksAt(PolicyKind kind) const { return (kinds >> static_cast<unsigned>(kind) & 1U) != 0; }
};

// Where the prose of a rule stands: which pack, which entry of its `rules`, and behind them of its
// `paths`, which step.
struct ProsePlace {
  static constexpr std::uint32_t kNoStep = ~std::uint32_t{0};
  std::uint32_t source = 0;
  std::uint32_t entry = 0;
  std::uint32_t step = kNoStep;
};

class SleepingEntries;

// Notes which packs a book is made of; files of one pack have one version.
void AddPackVersion(const std::string& pack, const std::string& version, RuleBook::Compiled* book);

struct RuleBook::Compiled {
  std::vector<ActionExpr> action_exprs;
  std::deque<GrantQuery> queries;  // matchers point into it
  std::deque<PackTable> tables;    // rules' details point into it
  std::vector<Persona> personas;   // likewise; complete before the first matcher is made
  std::vector<CompiledEntry> entries;
  std::vector<Rule> rules;                                 // sorted by id
  std::vector<RuleDetail> details;                         // by Rule::index
  std::vector<std::pair<std::string, std::string>> packs;  // name and version, in order of loading

  std::vector<PackSource> prose_sources;  // by ProsePlace::source
  std::vector<ProsePlace> prose_places;   // by Rule::index
  std::vector<RuleProse> prose;           // likewise; that of shipped packs is read by LoadProse
  bool has_all_prose = false;

  std::unique_ptr<SleepingEntries> sleeping;  // null: every entry was read
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_COMPILED_RULE_H_
