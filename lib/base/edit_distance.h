#ifndef LEASTWISE_BASE_EDIT_DISTANCE_H_
#define LEASTWISE_BASE_EDIT_DISTANCE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leastwise {

// Optimal string alignment distance in bytes (insert, delete, replace, swap of neighbours),
// ignoring ASCII case. Stops early and returns limit + 1 when the distance exceeds `limit`.
std::size_t EditDistance(std::string_view a, std::string_view b, std::size_t limit);

// The candidate nearest to `word`, or an empty view where none is near enough to be a typing
// mistake (more than a third of the letters wrong, or more than `most` of them). The first of
// equals wins.
std::string_view NearestWord(std::string_view word, std::span<const std::string_view> candidates,
                             std::size_t most = std::string_view::npos);

}  // namespace leastwise

#endif  // LEASTWISE_BASE_EDIT_DISTANCE_H_
