#ifndef LEASTWISE_ACCESS_MEETING_STATEMENTS_H_
#define LEASTWISE_ACCESS_MEETING_STATEMENTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "access/comparison_model.h"

namespace leastwise {

// Finds the statements that can match a string of some resource pattern without holding it against
// all: of two patterns that share a string, the text before the first wildcard of one begins with
// that of the other. Statements of both sides, Allows and Denies, but for those on any resource and
// those with NotResource. Borrows the model. Const use is thread-safe.
class MeetingStatements {
 public:
  explicit MeetingStatements(const ComparisonModel& model);

  // Those that may match a string that `resource` of the model does, ascending. Nothing where they
  // are more than `most`, and so not worth telling apart.
  std::optional<std::vector<std::uint32_t>> Of(std::uint32_t resource, std::size_t most) const;

 private:
  using Entry = std::pair<std::string_view, std::uint32_t>;  // by head, then statement
  using Range = std::span<const Entry>;

  Range WithHead(std::string_view head) const;
  Range BeginningWith(std::string_view head) const;
  std::string_view HeadOf(std::uint32_t resource) const;

  const ComparisonModel& model_;
  std::vector<Entry> entries_;             // sorted
  std::vector<std::size_t> head_lengths_;  // ascending
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_MEETING_STATEMENTS_H_
