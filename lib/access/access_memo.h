#ifndef LEASTWISE_ACCESS_ACCESS_MEMO_H_
#define LEASTWISE_ACCESS_ACCESS_MEMO_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/breadth.h"
#include "access/glob_minterms.h"
#include "access/resource_cells.h"
#include "iam/action_catalog.h"

namespace leastwise {

class ComparisonMemo;
class SharedGrants;

// What the questions of one run share: facts that follow from the catalog and from the text of
// patterns alone, each found out once and kept by content. Answers never depend on what is already
// in it. Borrows the catalog; all of it is thread-safe, and what it returns lives as long as it
// does.
class AccessMemo {
 public:
  explicit AccessMemo(const ActionCatalog& catalog);
  ~AccessMemo();
  AccessMemo(const AccessMemo&) = delete;
  AccessMemo& operator=(const AccessMemo&) = delete;

  const TypeTemplate& Template(ResourceTypeId id) const;

  // The resource types that an action of the catalog must be given, or, where it needs none, those
  // that it may be given. Without types: kUnscopable alone.
  std::span<const CellType> UsualTypes(ActionId action) const;

  // FindMinterms with the usual budget. Policies repeat their conditions, and the search is dear.
  // Once kMaxPatterns sets of patterns are kept, others are found anew in `scratch`.
  static constexpr std::size_t kMaxPatterns = 20'000;
  const Minterms& MintermsOf(std::span<const GlobAtom> atoms, Minterms* scratch) const;

  // What grants of this content (SharedContentOf) share; null: nothing is kept yet.
  SharedGrants* FindShared(std::string_view content) const;
  // Takes it for the next, and gives back what is shared now: that of another thread where it was
  // first. Null once kMaxShared are kept: `grants` stay, and share with nobody.
  static constexpr std::size_t kMaxShared = 1000;
  SharedGrants* Share(std::string content, std::unique_ptr<SharedGrants>& grants) const;

  // Answers of the decision procedure.
  ComparisonMemo& comparisons() const { return *comparisons_; }
  // Questions that it had to answer, for --profile.
  std::size_t exact_questions() const;

 private:
  std::unique_ptr<ComparisonMemo> comparisons_;
  const ActionCatalog& catalog_;
  using CellTypes = std::vector<CellType>;
  CellTypes FindUsualTypes(ActionId action) const;

  mutable std::mutex mutex_;                                         // guards what is not atomic
  mutable std::vector<std::atomic<const TypeTemplate*>> published_;  // by type; null: not yet made
  mutable std::deque<TypeTemplate> templates_;
  mutable std::vector<std::atomic<const CellTypes*>> usual_;  // by set of types, likewise
  mutable std::deque<CellTypes> usual_types_;
  mutable std::unordered_map<std::string, Minterms> minterms_;  // nodes stay where they are

  // Every subject asks, and mostly for one of few contents: whoever looks takes no lock. By hash; a
  // content whose slot is taken is in the next one that was free.
  struct SharedContentEntry {
    std::string content;
    std::unique_ptr<SharedGrants> grants;
  };
  static constexpr std::size_t kSharedSlots = 2 * kMaxShared;
  // Where the content is, or the free slot where it would be.
  std::atomic<const SharedContentEntry*>& SlotOf(std::string_view content) const;
  mutable std::array<std::atomic<const SharedContentEntry*>, kSharedSlots> shared_slots_{};
  mutable std::deque<SharedContentEntry> shared_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_ACCESS_MEMO_H_
