#include "access/named_actions.h"

#include <algorithm>

namespace leastwise {
namespace {

// Past these a bitset, which is looked through word by word, answers sooner.
constexpr std::size_t kFew = 16;

}  // namespace

NamedActions::NamedActions(const ActionTable& table,
                           std::span<const StatementActions* const> statements) {
  for (const StatementActions* actions : statements) {
    const std::vector<ActionId>& literals = actions->literals();
    if (actions->is_literal() && few_.size() + literals.size() <= kFew) {
      few_.insert(few_.end(), literals.begin(), literals.end());
      continue;
    }
    many_.emplace(table.universe_size());
    for (const StatementActions* one : statements) one->AddTo(&*many_);
    return;
  }
}

bool NamedActions::Test(ActionId id) const {
  return many_ ? many_->Test(id) : std::find(few_.begin(), few_.end(), id) != few_.end();
}

bool NamedActions::Intersects(const ActionSet& set) const {
  if (many_) return many_->Intersects(set);
  return std::any_of(few_.begin(), few_.end(), [&set](ActionId id) { return set.Test(id); });
}

}  // namespace leastwise
