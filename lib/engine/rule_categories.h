#ifndef LEASTWISE_ENGINE_RULE_CATEGORIES_H_
#define LEASTWISE_ENGINE_RULE_CATEGORIES_H_

#include <span>
#include <string_view>

namespace leastwise {

// Every category that a rule can have, in the order of the documentation. A rule has exactly one;
// reports and `--select` name them, so that a name is never changed.
std::span<const std::string_view> RuleCategories();

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RULE_CATEGORIES_H_
