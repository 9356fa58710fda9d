#ifndef LEASTWISE_LINTER_CONFIGURED_RULES_H_
#define LEASTWISE_LINTER_CONFIGURED_RULES_H_

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "engine/rule_settings.h"

namespace leastwise {

// What a configuration and the words of `--set` change about rules. `config` may be null. A word is
// `[RULE.]PARAM=VALUE[,VALUE…]` and wins over the configuration; one that is not is a kUsage error.
RuleSettings SettingsOf(const Config* config, std::span<const std::string> set_words,
                        std::vector<Error>* errors);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_CONFIGURED_RULES_H_
