#ifndef LEASTWISE_ENGINE_ENTRY_READER_H_
#define LEASTWISE_ENGINE_ENTRY_READER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/compiled_rule.h"
#include "engine/pack_scope.h"

namespace leastwise {

// A rule that has been read, before rules are sorted and linked to each other.
struct PendingRule {
  Rule rule;
  RuleDetail detail;
  ProsePlace place;
  std::vector<std::pair<std::string, const Node*>> supersedes;  // as written, and where
  const Node* node = nullptr;                                   // the entry, or the step
  const PackScope* scope = nullptr;
};

// How strictly entries are read.
struct EntryDemands {
  bool check_tests = false;  // two bad tests for each id, two good ones for the entry
  bool check_prose = false;  // what only people read stands in the same file
  std::span<const std::string_view> known_ids;
  bool is_path = false;  // an element of `paths`: its grants stand where a rule has `match`
  bool touches_are_known = false;  // by the sheet: CompiledEntry::touches is left as it is
};

// Reads one element of `rules:` or `paths:` into `out->entries`, and appends its rules. Their
// Rule::index, and CompiledStep::rule, count in `rules`. Every mistake goes to the scope's errors.
void ReadEntry(const PackScope& scope, const Node& node, const EntryDemands& demands,
               ProsePlace place, RuleBook::Compiled* out, std::vector<PendingRule>* rules);

// The words of `applies_to.kind` and of `as` in tests, by PolicyKind.
std::span<const std::string_view> PolicyKindWords();

// Complains of tests that are missing or wrong. `ids`: of the entry.
void CheckTests(const PackScope& scope, const Node& entry, const std::vector<std::string>& ids);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_ENTRY_READER_H_
