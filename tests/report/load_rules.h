#ifndef LEASTWISE_TESTS_REPORT_LOAD_RULES_H_
#define LEASTWISE_TESTS_REPORT_LOAD_RULES_H_

#include "engine/rule_book.h"

namespace leastwise {

// The rules of testdata/report/rules.yaml with their prose, loaded once a process.
const RuleBook& LoadReportRules();

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_REPORT_LOAD_RULES_H_
