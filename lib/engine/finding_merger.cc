#include "engine/finding_merger.h"

#include <span>

namespace leastwise {
namespace {

const void* ObjectOf(const RawFinding& raw) {
  if (raw.hit.evidence) return raw.hit.evidence->statement;
  if (raw.hit.problem != nullptr) return raw.hit.problem;
  if (raw.hit.text) return raw.hit.text->object;
  if (!raw.holders.empty()) return raw.holders.front();
  return raw.subject;
}

std::vector<const Identity*> Holders(const RawFinding& raw) {
  const std::span<const Identity* const> holders = HoldersOf(raw);
  return {holders.begin(), holders.end()};
}

void Join(RawFinding from, RawFinding* into) {
  std::vector<const Identity*> holders = Holders(*into);
  for (const Identity* holder : Holders(from)) holders.push_back(holder);
  if (from.is_definite && !into->is_definite) *into = std::move(from);
  into->of_all_holders = false;
  into->holders = std::move(holders);
}

}  // namespace

FoundOnSubject::FoundOnSubject(SubjectFindings all, const std::vector<bool>& only_counted,
                               bool apart)
    : cannot_tell(all.cannot_tell), superseded(all.superseded) {
  for (RawFinding& raw : all.findings) {
    if (!only_counted.empty() && only_counted[raw.rule]) {
      counted.push_back({raw.rule, raw.is_alone, ObjectOf(raw), raw.subject});
    } else {
      auto& list = apart && raw.is_alone ? alone : findings;
      list.push_back(std::make_unique<RawFinding>(std::move(raw)));
    }
  }
}

void FindingMerger::Add(std::unique_ptr<RawFinding> raw) {
  if (shared_ && !raw->is_alone) {
    const auto [place, is_new] =
        by_object_.try_emplace({raw->rule, ObjectOf(*raw)}, merged_.size());
    // One statement may have several findings of one rule on one subject (its cells).
    if (!is_new && merged_[place->second]->subject != raw->subject) {
      Join(std::move(*raw), merged_[place->second].get());
      return;
    }
  }
  merged_.push_back(std::move(raw));
}

bool FindingMerger::Count(const CountedFinding& one) {
  if (!shared_ || one.is_alone) return true;
  const auto [place, is_new] = counted_.try_emplace({one.rule, one.object}, one.subject);
  return is_new || place->second == one.subject;
}

std::vector<std::unique_ptr<RawFinding>> FindingMerger::Take() {
  by_object_.clear();
  return std::move(merged_);
}

}  // namespace leastwise
