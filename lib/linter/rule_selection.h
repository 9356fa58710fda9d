#ifndef LEASTWISE_LINTER_RULE_SELECTION_H_
#define LEASTWISE_LINTER_RULE_SELECTION_H_

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/rule_book.h"

namespace leastwise {

// Which rules of `book` run, by Rule::index. A word is an id or the start of one (`LW2`), a name or
// a category. Without `select` all rules run; what `ignore` names never does. A word that names no
// rule is a kUsage error in `errors`, with the nearest word that does as its hint.
std::vector<bool> SelectRules(const RuleBook& book, std::span<const std::string> select,
                              std::span<const std::string> ignore, std::vector<Error>* errors);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_RULE_SELECTION_H_
