#include "access/access_memo.h"

#include <xxhash.h>

#include <utility>

#include "access/comparison_memo.h"
#include "access/shared_grants.h"

namespace leastwise {

AccessMemo::AccessMemo(const ActionCatalog& catalog)
    : comparisons_(std::make_unique<ComparisonMemo>()),
      catalog_(catalog),
      published_(catalog.resource_type_count()),
      usual_(catalog.resource_type_set_count()) {}

AccessMemo::~AccessMemo() = default;

std::size_t AccessMemo::exact_questions() const { return comparisons_->asked(); }

const TypeTemplate& AccessMemo::Template(ResourceTypeId id) const {
  if (const TypeTemplate* made = published_[id].load(std::memory_order_acquire)) return *made;
  const std::lock_guard lock(mutex_);
  if (const TypeTemplate* made = published_[id].load(std::memory_order_relaxed)) return *made;
  const ResourceType type = catalog_.resource_type(id);
  const TypeTemplate& made = templates_.emplace_back(type.arn, type.pattern);
  published_[id].store(&made, std::memory_order_release);
  return made;
}

std::span<const CellType> AccessMemo::UsualTypes(ActionId action) const {
  std::atomic<const CellTypes*>& known = usual_[catalog_.resource_type_set(action)];
  if (const CellTypes* made = known.load(std::memory_order_acquire)) return *made;
  CellTypes types = FindUsualTypes(action);
  const std::lock_guard lock(mutex_);
  if (const CellTypes* made = known.load(std::memory_order_relaxed)) return *made;
  const CellTypes& made = usual_types_.emplace_back(std::move(types));
  known.store(&made, std::memory_order_release);
  return made;
}

AccessMemo::CellTypes AccessMemo::FindUsualTypes(ActionId action) const {
  const auto types = catalog_.resource_types(action);
  bool has_required = false;
  for (const auto ref : types) has_required = has_required || ref.required != 0;
  CellTypes out;
  for (const auto ref : types) {
    if (has_required && ref.required == 0) continue;
    out.push_back({CellKind::kTyped, &Template(ref.type)});
  }
  if (out.empty()) out.push_back({CellKind::kUnscopable, nullptr});
  return out;
}

std::atomic<const AccessMemo::SharedContentEntry*>& AccessMemo::SlotOf(
    std::string_view content) const {
  std::size_t slot = XXH3_64bits(content.data(), content.size()) % kSharedSlots;
  for (;; slot = (slot + 1) % kSharedSlots) {
    const SharedContentEntry* const entry = shared_slots_[slot].load(std::memory_order_acquire);
    if (entry == nullptr || entry->content == content) return shared_slots_[slot];
  }
}

SharedGrants* AccessMemo::FindShared(std::string_view content) const {
  const SharedContentEntry* const entry = SlotOf(content).load(std::memory_order_acquire);
  return entry == nullptr ? nullptr : entry->grants.get();
}

SharedGrants* AccessMemo::Share(std::string content, std::unique_ptr<SharedGrants>& grants) const {
  const std::lock_guard lock(mutex_);
  std::atomic<const SharedContentEntry*>& slot = SlotOf(content);
  const SharedContentEntry* const entry = slot.load(std::memory_order_relaxed);
  if (entry != nullptr) return entry->grants.get();
  if (shared_.size() >= kMaxShared) return nullptr;
  grants->SetNumber(static_cast<std::uint32_t>(shared_.size()));
  shared_.push_back({std::move(content), std::move(grants)});
  slot.store(&shared_.back(), std::memory_order_release);
  return shared_.back().grants.get();
}

const Minterms& AccessMemo::MintermsOf(std::span<const GlobAtom> atoms, Minterms* scratch) const {
  std::string content;
  for (const GlobAtom& atom : atoms) {
    content.append(atom.pattern).push_back('\0');
    content.push_back(atom.is_arn ? 'a' : 't');
    content.push_back(atom.mode == CaseMode::kFold ? 'f' : 's');
  }
  {
    const std::lock_guard lock(mutex_);
    const auto found = minterms_.find(content);
    if (found != minterms_.end()) return found->second;
  }
  *scratch = FindMinterms(atoms);  // two threads may both do it, to the same end
  const std::lock_guard lock(mutex_);
  if (minterms_.size() >= kMaxPatterns) return *scratch;
  return minterms_.try_emplace(std::move(content), *scratch).first->second;
}

}  // namespace leastwise
