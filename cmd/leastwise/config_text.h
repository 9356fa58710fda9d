#ifndef LEASTWISE_LEASTWISE_CONFIG_TEXT_H_
#define LEASTWISE_LEASTWISE_CONFIG_TEXT_H_

#include <string>

#include "check_options.h"
#include "engine/rule_book.h"

namespace leastwise {

// Every effective setting of a check as YAML, with the file and line that set it behind it. The
// rules have been chosen.
std::string ConfigText(const CheckCommandOptions& options, const RuleBook& book);

// A `.leastwise.yaml` to start from, with the versions of the shipped packs pinned.
std::string NewConfigText(const RuleBook& book);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_CONFIG_TEXT_H_
