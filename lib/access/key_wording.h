#ifndef LEASTWISE_ACCESS_KEY_WORDING_H_
#define LEASTWISE_ACCESS_KEY_WORDING_H_

#include <span>

#include "access/query.h"
#include "iam/action_catalog.h"

// How conditions are worded, for rules that are about wording. What a condition lets through is
// asked with ConditionTest::admits.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html

namespace leastwise {

// Whether the entry is worded as the test says; `all` is the whole Condition that holds it. Unknown
// where a hole in a value decides.
Truth IsWorded(const KeyTest& test, const ConditionEntry& entry,
               std::span<const ConditionEntry> all, const ActionCatalog& catalog);

// Whether some entry of the statement is.
Truth IsWorded(const KeyTest& test, const Statement& statement, const ActionCatalog& catalog);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_KEY_WORDING_H_
