#ifndef LEASTWISE_ACCESS_STATEMENT_SAMPLE_H_
#define LEASTWISE_ACCESS_STATEMENT_SAMPLE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/resource_pattern.h"
#include "iam/policy.h"

namespace leastwise {

// One request that a statement matches on one of its resources, made from the wording alone: the
// cheapest tier before a comparison. Where another statement surely does not match the sample, it
// does not cover the statement. Actions and principals are the caller's business. Borrows the
// statement; const, thread-safe.
class StatementSample {
 public:
  // `resource` is one of the statement's, without holes; null where it has none to speak of.
  StatementSample(const Statement& statement, const Text* resource);

  // False only where `other` matches no request like this one.
  bool MayMatch(const Statement& other) const;

 private:
  struct Key {
    std::string_view folded;
    std::optional<std::string> value;  // nothing: present with some value
  };

  const Key* Find(std::string_view folded) const;
  bool MayHold(const ConditionEntry& entry) const;
  bool MayMatchResource(const Statement& other) const;

  std::string text_;
  std::optional<ResourcePattern> resource_;
  std::vector<Key> keys_;  // all others are absent
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_STATEMENT_SAMPLE_H_
