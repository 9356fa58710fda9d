#ifndef LEASTWISE_ACCESS_CONTEXT_SEARCH_H_
#define LEASTWISE_ACCESS_CONTEXT_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/comparison_model.h"
#include "access/context_question.h"
#include "access/key_classes.h"
#include "access/work_meter.h"

namespace leastwise {

struct ContextAnswer {
  enum class Outcome : std::uint8_t { kNone, kFound, kGaveUp };
  Outcome outcome = Outcome::kNone;
  // kNone: some value was passed over because what it does cannot be told.
  bool met_open = false;
  std::string reason;     // kGaveUp, or why something cannot be told
  std::string principal;  // kFound
  std::map<std::string, std::vector<std::string>> context;  // kFound: keys that are present
};

enum class SearchMode : std::uint8_t {
  kCertain,   // only values of which it is certain what they do
  kPossible,  // what cannot be told may come out either way, but the same way everywhere
};

// Looks for requests by branching over the classes of one key after the other, only as far as they
// decide the question. Keeps answers, as action classes ask the same again and again.
// Borrows what it is given. Not thread-safe.
class ContextSearch {
 public:
  ContextSearch(const ComparisonModel& model, const ActionCatalog& catalog, SearchMode mode,
                const ComparisonBudget& budget, WorkMeter* meter)
      : model_(model), catalog_(catalog), mode_(mode), budget_(budget), meter_(meter) {}

  const ContextAnswer& Answer(ContextQuestion question);

  const KeyClasses& ClassesFor(const std::vector<std::uint32_t>& entries);

  // Readings that answers rest on, one line each.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  const ComparisonModel& model_;
  const ActionCatalog& catalog_;
  SearchMode mode_;
  const ComparisonBudget& budget_;
  WorkMeter* meter_;
  std::unordered_map<std::string, ContextAnswer> answers_;
  std::map<std::vector<std::uint32_t>, KeyClasses> classes_;
  std::vector<std::string> notes_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CONTEXT_SEARCH_H_
