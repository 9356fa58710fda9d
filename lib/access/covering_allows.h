#ifndef LEASTWISE_ACCESS_COVERING_ALLOWS_H_
#define LEASTWISE_ACCESS_COVERING_ALLOWS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/comparison_model.h"

namespace leastwise {

// Finds the old Allows that may cover an Allow of the new side without looking at all of them: what
// a pattern covers begins with the text before its first wildcard. Borrows the model. Const use is
// thread-safe.
class CoveringAllows {
 public:
  CoveringAllows(const ComparisonModel& model, std::span<const std::uint32_t> contents);

  // Calls visit(statement) for each that may cover `statement` on its resource string (none:
  // whatever the resource), those that say the same first; some twice. True once visit does.
  template <typename Visit>
  bool Any(std::uint32_t statement, std::optional<std::uint32_t> resource, Visit visit) const {
    const auto any = [&](const std::vector<std::uint32_t>& ids) {
      for (const std::uint32_t id : ids) {
        if (visit(id)) return true;
      }
      return false;
    };
    const auto equal = by_content_.find(contents_[statement]);
    if (equal != by_content_.end() && any(equal->second)) return true;
    if (any(broad_)) return true;
    if (!resource) return false;
    const std::string_view pattern = model_.resource(*resource).text->pattern;
    for (const std::size_t length : head_lengths_) {
      if (length > pattern.size()) break;
      const auto own = by_head_.find(pattern.substr(0, length));
      if (own != by_head_.end() && any(own->second)) return true;
    }
    return false;
  }

 private:
  const ComparisonModel& model_;
  std::span<const std::uint32_t> contents_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_content_;
  std::vector<std::uint32_t> broad_;  // whatever the resource, or NotResource
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_head_;
  std::set<std::size_t> head_lengths_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_COVERING_ALLOWS_H_
