#ifndef LEASTWISE_IAM_ACTION_TABLE_H_
#define LEASTWISE_IAM_ACTION_TABLE_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/arena.h"
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
  std::string_view text;  // as first seen, holes as `*`; the table's own
  ActionForm form = ActionForm::kLiteral;
  bool is_known = true;  // names at least one action of the catalog
  bool is_well_formed =
      true;  // `*` or prefix:name, no blanks, commas or second colon; else it matches nothing
  bool has_service = true;  // the prefix is in the catalog (or a wildcard)
  // What it matches: catalog actions, future actions, run-local literals. A literal has one bit.
  std::optional<ActionId> literal;  // set for literals: cheaper than `set`
  const ActionSet* set = nullptr;   // set for wildcards (null for literals)
  // The same with a future action only where all that it stands for is matched (`s3:*`, not
  // `s3:Get*`): for what is denied or excluded. Equal to `set` for most. Null for literals.
  const ActionSet* covered = nullptr;
};

// All actions of one run: the catalog's, a future action for each service (what AWS adds later),
// and the literals of the inputs that the catalog does not know, which are kept as actions of their
// own. Filled by Link() on one thread; const and thread-safe afterwards.
class ActionTable {
 public:
  explicit ActionTable(const ActionCatalog& catalog);

  const ActionCatalog& catalog() const { return *catalog_; }

  // Phase 1: every action string of the run, memoised by text, so that unknown literals get ids (in
  // sorted order when Freeze is called, so that ids do not depend on the order of files). The
  // pattern may be asked for after Freeze. A hole (iam/text.h) counts as `*`.
  ActionPatternId Collect(std::string_view action);
  void Freeze();
  // Phase 2 (after Freeze): one more string. A literal that was not collected and that the catalog
  // lacks matches nothing. Not thread-safe.
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
  // A literal that the catalog lacks, or what AWS may add to a service that the catalog lacks.
  struct Unknown {
    std::string folded;  // "foo:bar"; "foo:(later)" sorts before every name
    std::string name;    // as written; of several spellings the first in byte order
  };
  struct SetHash {
    std::size_t operator()(const ActionSet* set) const;
  };
  struct SetEqual {
    bool operator()(const ActionSet* a, const ActionSet* b) const { return *a == *b; }
  };

  void DescribeText(ActionPattern* pattern) const;
  void AddUnknown(const ActionPattern& pattern);
  void SortUnknown();
  void Complete(ActionPattern* pattern);
  void ExpandUnknown(std::string_view pattern, ActionSet* out) const;
  // The catalog's action of this name; remembers the service.
  std::optional<ActionId> FindCatalogued(std::string_view action);
  std::optional<ActionId> FindLiteral(std::string_view action) const;
  const ActionSet* Intern(const ActionSet& set);

  const ActionCatalog* catalog_;
  bool frozen_ = false;
  std::vector<Unknown> unknown_;  // sorted by `folded` after Freeze
  std::size_t universe_size_ = 0;
  ActionSet catalogued_;  // all of the catalog, over the universe of the run
  ActionSet later_;       // all that stands for what AWS adds later
  std::deque<ActionPattern> patterns_;
  std::deque<ActionSet> sets_;  // distinct, however many patterns of hostile input there are
  std::unordered_set<const ActionSet*, SetHash, SetEqual> by_content_;
  Arena texts_;
  // Actions of one service stand together mostly: the last one that was looked up.
  std::string_view service_;
  ActionCatalog::Range service_actions_;
  std::unordered_map<std::string_view, ActionPatternId> by_text_;
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_ACTION_TABLE_H_
