#ifndef LEASTWISE_ACCESS_CONDITION_SEARCH_H_
#define LEASTWISE_ACCESS_CONDITION_SEARCH_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/access_memo.h"
#include "access/query.h"
#include "base/truth.h"
#include "iam/policy.h"

namespace leastwise {

// A Deny that takes the whole cell away when its condition holds.
struct Refusal {
  std::span<const ConditionEntry> conditions;  // all must hold for it to fire; none: it always does
  bool is_certain = true;                      // false: whether it covers the cell is unknown
};

// Is there a request that makes all of `required` true and each of `refusals` not fire?
struct ConditionQuestion {
  std::vector<const ConditionEntry*> required;
  std::vector<Refusal> refusals;
  const RequestShape* shape = nullptr;          // what the request must say; null: it is free
  std::vector<std::string_view> never_carried;  // folded keys that are in no request for the action
  const AccessMemo* memo = nullptr;             // never null when asked
  std::string_view stranger;                    // an account id that nothing in the input names
};

struct ConditionAnswer {
  Truth truth = Truth::kNo;
  std::string reason;  // for kUnknown
};

// Keys are independent of each other; correlations between them (aws:PrincipalAccount with
// aws:PrincipalArn) are not known. A key has no value or one, or two where a quantifier stands.
// At most kMaxAssignments combinations are tried, then the answer is unknown.
inline constexpr std::size_t kMaxAssignments = 4096;
ConditionAnswer SearchRequests(const ConditionQuestion& question);

// What `shape` says of a key: the first of its keys that matches, or null.
const std::vector<RequestValue>* ShapeOf(const RequestShape* shape, std::string_view folded_key);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CONDITION_SEARCH_H_
