#ifndef LEASTWISE_ENGINE_ACTION_EXPR_H_
#define LEASTWISE_ENGINE_ACTION_EXPR_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_catalog.h"
#include "iam/action_set.h"

// Sets of actions as a pack writes them. They become bits once for each run, since the universe of
// actions differs from run to run (literals of the input that the catalog lacks).

namespace leastwise {

// `where:` draws actions from the catalog; all that is set must hold.
struct ActionFilter {
  std::vector<std::string> services;   // empty: every service
  std::uint8_t access = 0;             // AccessLevel bits, any of; 0: every level
  std::string condition_key;           // AWS lists this key for the action, or empty
  std::optional<bool> resource_level;  // whether the action takes a resource
};

// Index into the list of a book's expressions. An expression names only earlier ones.
using ActionExprId = std::uint32_t;

struct ActionExpr {
  enum class Kind : std::uint8_t {
    kPatterns,   // what `patterns` match
    kWhere,      // what `filter` lets through
    kUnion,      // of `parts`
    kIntersect,  // of `parts`
    kMinus,      // the first part without the others
    kNamed,      // the expression `named`
  };
  Kind kind = Kind::kUnion;
  std::vector<std::string> patterns;
  ActionFilter filter;
  std::vector<ActionExpr> parts;
  ActionExprId named = 0;
};

// How an action string becomes bits: by the catalog alone, or by the table of a run.
struct ActionExpander {
  const ActionCatalog* catalog = nullptr;
  std::size_t universe_size = 0;
  std::function<void(std::string_view pattern, ActionSet* out)> expand;
};

// `set_of` gives the set of a named expression, which stays where it is.
ActionSet EvaluateActionExpr(const ActionExpr& expr, const ActionExpander& expander,
                             const std::function<const ActionSet&(ActionExprId)>& set_of);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_ACTION_EXPR_H_
