#ifndef LEASTWISE_REPORT_GRANT_JSON_H_
#define LEASTWISE_REPORT_GRANT_JSON_H_

#include "access/policy_comparison.h"
#include "report/columns.h"
#include "report/json_text.h"

namespace leastwise {

// What a comparison found, as the JSON of `diff` and `assert` shows it: `actions`, `resource`,
// `statement`, `witness` and so on, with the place of the resource string or of the statement.
OrderedJson GrantJson(const AddedGrant& grant, const ActionTable& actions, Columns& columns);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_GRANT_JSON_H_
