#ifndef LEASTWISE_ACCESS_KEY_WORDING_H_
#define LEASTWISE_ACCESS_KEY_WORDING_H_

#include "access/query.h"
#include "iam/action_table.h"

// How conditions are worded, for rules that are about wording. What a condition lets through is
// asked with ConditionTest::admits.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html

namespace leastwise {

// Whether the entry is worded as the test says; `statement` is the one that holds it. Unknown where
// a hole in a value decides.
Truth IsWorded(const KeyTest& test, const ConditionEntry& entry, const Statement& statement,
               const ActionTable& actions);

// Whether some entry of the statement is.
Truth IsWorded(const KeyTest& test, const Statement& statement, const ActionTable& actions);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_KEY_WORDING_H_
