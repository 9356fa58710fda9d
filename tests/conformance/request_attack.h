#ifndef LEASTWISE_TESTS_CONFORMANCE_REQUEST_ATTACK_H_
#define LEASTWISE_TESTS_CONFORMANCE_REQUEST_ATTACK_H_

#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "access/policy_comparison.h"
#include "access/request.h"

namespace leastwise {

// Random requests near two sides of a comparison: actions, resources and values are taken from the
// policies' own strings, mutated, so that they fall on either side of an edge. None of the search's
// code is used. Borrows what it is given.
class RequestAttack {
 public:
  RequestAttack(const ActionTable& actions, const ComparisonSide& old_side,
                const ComparisonSide& new_side, unsigned seed);

  // Asks so many requests of the plain evaluator; those that only the new side allows.
  std::vector<Request> Run(std::size_t count);

  Request Random();

 private:
  void Collect(const ComparisonSide& side);
  std::string Instance(const std::string& pattern);
  std::string Pick(const std::vector<std::string>& list);
  std::string RandomAction();

  const ActionTable& actions_;
  const ComparisonSide& old_side_;
  const ComparisonSide& new_side_;
  std::mt19937 random_;
  std::vector<std::string> action_patterns_;
  std::vector<std::string> resources_;
  std::vector<std::string> principals_;
  std::map<std::string, std::vector<std::string>> values_;  // folded key to values seen
};

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_CONFORMANCE_REQUEST_ATTACK_H_
