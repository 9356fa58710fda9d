#include "support/tiny_comparisons.h"

namespace leastwise::testing {

std::size_t TinyComparisons::Add(const TinySide& side) {
  return Add(ToJson(side.policy), side.boundary.empty() ? std::string() : ToJson(side.boundary));
}

std::size_t TinyComparisons::Add(const std::string& policy, const std::string& boundary) {
  ComparisonSide& side = sides_.emplace_back();
  side.policies = {fixture_.Add(policy, kind_)};
  if (!boundary.empty()) side.boundary = fixture_.Add(boundary, PolicyKind::kBoundary);
  texts_.push_back(boundary.empty() ? policy : policy + "\nwithin\n" + boundary);
  return sides_.size() - 1;
}

PolicyComparison TinyComparisons::Compare(std::size_t old_side, std::size_t new_side) const {
  return leastwise::Compare(fixture_.actions(), sides_[old_side], sides_[new_side]);
}

std::string TinyComparisons::Show(std::size_t old_side, std::size_t new_side) const {
  return "\nold: " + texts_[old_side] + "\nnew: " + texts_[new_side] + "\n";
}

}  // namespace leastwise::testing
