#ifndef LEASTWISE_ACCESS_CONTEXT_SEARCH_H_
#define LEASTWISE_ACCESS_CONTEXT_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/comparison_model.h"
#include "access/key_classes.h"

namespace leastwise {

// What of a statement is left to decide once the action and the resource are settled.
struct ContextTerm {
  std::vector<std::uint32_t> entries;  // sorted; all must hold
  std::vector<std::uint32_t> open;     // sorted resource strings that may match: one must, or
  bool open_excludes = false;          // (NotResource) none may; none listed: settled
  std::uint32_t principal = kAnyPrincipal;
  friend auto operator<=>(const ContextTerm&, const ContextTerm&) = default;
};

// Is there a principal and a context in which `goal` and one of each of `new_layers` hold, none of
// `new_denies` does, and of the old side a layer has none that holds or a Deny holds?
struct ContextQuestion {
  ContextTerm goal;
  std::vector<std::vector<ContextTerm>> new_layers;  // those that cap; not the goal's own
  std::vector<ContextTerm> new_denies;
  std::vector<std::vector<ContextTerm>> old_layers;
  std::vector<ContextTerm> old_denies;
};

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
// Borrows the model and the catalog. Not thread-safe.
class ContextSearch {
 public:
  ContextSearch(const ComparisonModel& model, const ActionCatalog& catalog, SearchMode mode,
                std::size_t max_classes, std::size_t max_steps)
      : model_(model),
        catalog_(catalog),
        mode_(mode),
        max_classes_(max_classes),
        max_steps_(max_steps) {}

  const ContextAnswer& Answer(ContextQuestion question);

  const KeyClasses& ClassesFor(const std::vector<std::uint32_t>& entries);

  // Readings that answers rest on, one line each.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  const ComparisonModel& model_;
  const ActionCatalog& catalog_;
  SearchMode mode_;
  std::size_t max_classes_;
  std::size_t max_steps_;
  std::unordered_map<std::string, ContextAnswer> answers_;
  std::map<std::vector<std::uint32_t>, KeyClasses> classes_;
  std::vector<std::string> notes_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CONTEXT_SEARCH_H_
