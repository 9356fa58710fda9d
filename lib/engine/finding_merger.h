#ifndef LEASTWISE_ENGINE_FINDING_MERGER_H_
#define LEASTWISE_ENGINE_FINDING_MERGER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/raw_finding.h"

namespace leastwise {

// What a finding that gets no words is counted by.
struct CountedFinding {
  std::uint32_t rule = 0;
  bool is_alone = false;
  const void* object = nullptr;  // what makes two findings of different subjects the same
  const RunSubject* subject = nullptr;
};

// What was found on one subject, each finding on its own, so that it can go when it has its words.
struct FoundOnSubject {
  FoundOnSubject() = default;
  // `only_counted`: by Rule::index, or empty. `apart`: those that no other can be the same as are
  // kept apart.
  FoundOnSubject(SubjectFindings all, const std::vector<bool>& only_counted, bool apart);

  std::vector<std::unique_ptr<RawFinding>> alone;
  std::vector<std::unique_ptr<RawFinding>> findings;  // the others
  std::vector<CountedFinding> counted;
  std::size_t cannot_tell = 0;
  std::size_t superseded = 0;
};

// A statement that several identities hold is one finding, with all of them as containers. For one
// thread.
class FindingMerger {
 public:
  // `statements_are_shared`: some statement may stand behind several subjects.
  explicit FindingMerger(bool statements_are_shared) : shared_(statements_are_shared) {}

  void Add(std::unique_ptr<RawFinding> raw);
  // Whether it is another finding than those that were counted before.
  bool Count(const CountedFinding& one);
  // In the order in which they came; to be called once.
  std::vector<std::unique_ptr<RawFinding>> Take();

 private:
  using Key = std::pair<std::uint32_t, const void*>;
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return std::hash<const void*>()(key.second) * 31 + key.first;
    }
  };

  const bool shared_;
  std::unordered_map<Key, std::size_t, KeyHash> by_object_;
  std::unordered_map<Key, const RunSubject*, KeyHash> counted_;  // the first that has it
  std::vector<std::unique_ptr<RawFinding>> merged_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINDING_MERGER_H_
