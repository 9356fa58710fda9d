#ifndef LEASTWISE_LINTER_SUPPRESS_H_
#define LEASTWISE_LINTER_SUPPRESS_H_

#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/suppression.h"
#include "engine/finding.h"
#include "engine/rule_book.h"
#include "linter/file_finder.h"

namespace leastwise {

// What a problem of a suppression is called in rules (`problem: suppression-unused`).
inline constexpr std::string_view kSuppressionUnused = "suppression-unused";
inline constexpr std::string_view kSuppressionExpired = "suppression-expired";
inline constexpr std::string_view kSuppressionUnknownRule = "suppression-unknown-rule";
inline constexpr std::string_view kSuppressionWithoutReason = "suppression-without-reason";
inline constexpr std::string_view kSuppressionTooBroad = "suppression-too-broad";
inline constexpr std::string_view kSuppressionWithoutEnd = "suppression-without-end";
inline constexpr std::string_view kSuppressionOutdated = "suppression-outdated";

struct SuppressInputs {
  std::span<const Suppression> suppressions;
  std::optional<CalendarDate> today;  // none: no entry has ended
  const RuleBook* rules = nullptr;
  const std::vector<bool>* enabled = nullptr;  // by Rule::index; empty: all
  std::span<const InputFile> files;            // all that the run read
  bool is_whole = true;                        // false: some of them could not be read
  // What the statement of a finding says, see CheckResult::ContentOf.
  std::function<std::string(const Finding& finding)> content_of;
};

struct SuppressResult {
  std::deque<SuppressionNote> notes;       // findings point to them
  std::vector<Problem> problems;           // with the codes above, at places of the configuration
  std::vector<const Suppression*> unused;  // those that the problem is about
};

// Sets active findings that an entry speaks of to kSuppressed, and says what is wrong with the
// entries. An entry that has ended, or whose statement says something else by now, suppresses
// nothing. An entry is unused only where its rule ran and every file of the disk that its path
// pattern matches was read.
SuppressResult Suppress(const SuppressInputs& inputs, std::span<Finding> findings);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_SUPPRESS_H_
