#ifndef LEASTWISE_IAM_ACTION_TABLE_H_
#define LEASTWISE_IAM_ACTION_TABLE_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "iam/action_catalog.h"
#include "iam/action_set.h"

namespace leastwise {

using ActionPatternId = std::uint32_t;

// How an action string is written; the widest first.
enum class ActionForm : std::uint8_t {
  kStar,         // `*`, `*:*`
  kServiceStar,  // `s3:*`
  kVerbStar,     // `s3:Get*`, any other wildcard
  kLiteral,      // `s3:GetObject`
};

// One distinct action string of the run, resolved.
struct ActionPattern {
  std::string text;   // as first seen
  ActionForm form = ActionForm::kLiteral;
  bool is_known = true;       // names at least one action of the catalog
  bool is_well_formed = true; // `*` or prefix:name, no blanks, commas or second colon; else it matches nothing
  bool has_service = true;    // the prefix is in the catalog (or a wildcard)
  // What it matches: catalog actions, future actions, run-local literals. A literal has one bit.
  std::optional<ActionId> literal;   // set for literals: cheaper than `set`
  const ActionSet* set = nullptr;    // set for wildcards (null for literals)
};

// All actions of one run: the catalog's, a future action for each service (what AWS adds later), and
// the literals of the inputs that the catalog does not know, which are kept as actions of their own.
// Filled by Link() on one thread; const and thread-safe afterwards.
class ActionTable {
 public:
  explicit ActionTable(const ActionCatalog& catalog);

  const ActionCatalog& catalog() const { return *catalog_; }

  // Phase 1: every action string of the run, so that unknown literals get ids (in sorted order when
  // Freeze is called, so that ids do not depend on the order of files).
  void Collect(std::string_view action);
  void Freeze();
  // Phase 2 (after Freeze): resolves and memoises by text. Not thread-safe.
  ActionPatternId Resolve(std::string_view action);

  // After linking: const.
  const ActionPattern& pattern(ActionPatternId id) const { return patterns_[id]; }
  // Number of bits in every ActionSet of this run.
  std::size_t universe_size() const { return universe_size_; }
  // "s3:GetObject"; a future bit is written as "s3:(later)".
  std::string Name(ActionId id) const;
  bool IsCatalogued(ActionId id) const { return id < catalog_->action_count(); }
  // Sets what a pattern of a rule pack matches; unknown literals of the run included.
  void Expand(std::string_view pattern, ActionSet* out) const;

 private:
  const ActionCatalog* catalog_;
  std::vector<std::string> unknown_;  // folded, sorted after Freeze
  std::size_t universe_size_ = 0;
  std::deque<ActionPattern> patterns_;
  std::deque<ActionSet> sets_;
  std::unordered_map<std::string, ActionPatternId> by_text_;
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_ACTION_TABLE_H_
