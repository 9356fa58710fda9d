#ifndef LEASTWISE_ACCESS_VALUE_DOMAIN_H_
#define LEASTWISE_ACCESS_VALUE_DOMAIN_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/access_memo.h"
#include "access/condition_value.h"
#include "access/query.h"

namespace leastwise {

// The values of one key that are worth trying: one for each way in which the entries that test the
// key can come out together.
struct KeyDomain {
  std::vector<ContextValue> values;
  bool is_complete = true;  // false: what no value of these does, another one might
};

// `entries` are all that test the key; `shape` is what the request is to say of it, or null when it
// is free; `stranger` is an account id that nothing in the input names.
// A free key may be absent (but for keys that are always there), have a value that nothing names,
// each literal, each way of matching the patterns, and, where a quantifier stands, two values.
KeyDomain MakeDomain(std::string_view folded_key, std::span<const ConditionEntry* const> entries,
                     const std::vector<RequestValue>* shape, std::string_view stranger,
                     const AccessMemo& memo);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_VALUE_DOMAIN_H_
