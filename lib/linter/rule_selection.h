#ifndef LEASTWISE_LINTER_RULE_SELECTION_H_
#define LEASTWISE_LINTER_RULE_SELECTION_H_

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "engine/rule_book.h"

namespace leastwise {

// Which rules of `book` run, by Rule::index. A word is an id or the start of one (`LW2`), a name or
// a category. Without `select` all rules run; what `ignore` names never does. A word that names no
// rule is a kUsage error in `errors`, with the nearest word that does as its hint.
// `config` (or null) speaks first: its `select` and `ignore` stand where the call has none of
// theirs, and `enabled` of an override is more exact than either of its lists; a rule that it turns
// off is off, whatever `select` says. Its mistakes are kPack errors with their place.
std::vector<bool> SelectRules(const RuleBook& book, std::span<const std::string> select,
                              std::span<const std::string> ignore, const Config* config,
                              std::vector<Error>* errors);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_RULE_SELECTION_H_
