#include "access/statement_actions.h"

#include <algorithm>
#include <string_view>

#include "iam/glob.h"

namespace leastwise {
namespace {

bool HasWildcardPrefix(std::string_view action) {
  const std::string_view prefix = action.substr(0, action.find(':'));
  return prefix != "*" && Glob::HasWildcard(prefix);
}

void SortAndDistinct(std::vector<ActionId>* ids) {
  if (!std::is_sorted(ids->begin(), ids->end())) std::sort(ids->begin(), ids->end());
  ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
}

}  // namespace

bool StringMatches(const ActionPattern& pattern, ActionId id) {
  return pattern.literal ? *pattern.literal == id : pattern.set != nullptr && pattern.set->Test(id);
}

StatementActions::StatementActions(const ActionTable& table, const Statement& statement,
                                   const Keep& keep)
    : table_(&table),
      is_complement_(statement.is_not_action),
      is_deny_(statement.effect == Effect::kDeny) {
  for (const ActionPatternId id : statement.action_patterns) {
    const ActionPattern& pattern = table.pattern(id);
    if (keep != nullptr && !keep(pattern)) continue;
    if (pattern.literal) {
      literals_.push_back(*pattern.literal);
    } else if (pattern.set != nullptr) {
      const bool is_whole =
          pattern.form == ActionForm::kStar || pattern.form == ActionForm::kServiceStar;
      wildcards_.push_back({pattern.set, is_whole, HasWildcardPrefix(pattern.text)});
      is_certain_ = is_certain_ && !wildcards_.back().is_doubtful;
    }
  }
  SortAndDistinct(&literals_);
}

bool StatementActions::IsFuture(ActionId id) const {
  return !table_->IsCatalogued(id) && id < table_->catalog().universe_size();
}

Truth StatementActions::Matches(ActionId id) const {
  if (std::binary_search(literals_.begin(), literals_.end(), id)) return Truth::kYes;
  // What takes away must match all of a service's later actions, what grants only some of them.
  const bool needs_whole = is_deny_ != is_complement_ && IsFuture(id);
  Truth truth = Truth::kNo;
  for (const Wildcard& wildcard : wildcards_) {
    if (!wildcard.set->Test(id) || (needs_whole && !wildcard.covers_future)) continue;
    truth = Or(truth, wildcard.is_doubtful ? Truth::kUnknown : Truth::kYes);
  }
  return truth;
}

Truth StatementActions::Contains(ActionId id) const {
  return is_complement_ ? Not(Matches(id)) : Matches(id);
}

bool StatementActions::Intersects(const ActionSet& set) const {
  if (is_complement_) return !List(&set).empty();
  return std::any_of(literals_.begin(), literals_.end(),
                     [&set](ActionId id) { return set.Test(id); }) ||
         std::any_of(wildcards_.begin(), wildcards_.end(),
                     [&set](const Wildcard& w) { return w.set->Intersects(set); });
}

void StatementActions::AddTo(ActionSet* set) const {
  if (is_complement_) {
    *set |= SurelyMatched().Complement();
    return;
  }
  for (const ActionId id : literals_) set->Set(id);
  for (const Wildcard& wildcard : wildcards_) *set |= *wildcard.set;
}

// What Matches says yes to, as a set.
ActionSet StatementActions::SurelyMatched() const {
  ActionSet out(table_->universe_size());
  for (const ActionId id : literals_) out.Set(id);
  const bool needs_whole = is_deny_ != is_complement_;
  for (const Wildcard& wildcard : wildcards_) {
    if (wildcard.is_doubtful) continue;
    if (!needs_whole || wildcard.covers_future) {
      out |= *wildcard.set;
      continue;
    }
    wildcard.set->ForEach([&](ActionId id) {
      if (!IsFuture(id)) out.Set(id);
    });
  }
  return out;
}

std::vector<ActionId> StatementActions::List(const ActionSet* within) const {
  std::vector<ActionId> out;
  if (is_literal()) {
    for (const ActionId& id : literals_) {
      if (within != nullptr && !within->Test(id)) continue;
      if (out.empty()) out.reserve(static_cast<std::size_t>(&literals_.back() - &id) + 1);
      out.push_back(id);
    }
  } else if (is_complement_) {
    const ActionSet gone = SurelyMatched();
    const auto take = [&](ActionId id) {
      if (!gone.Test(id)) out.push_back(id);
    };
    if (within != nullptr) {
      within->ForEach(take);
    } else {
      for (ActionId id = 0; id < table_->universe_size(); ++id) take(id);
    }
  } else {
    for (const ActionId id : literals_) {
      if (within == nullptr || within->Test(id)) out.push_back(id);
    }
    const auto add = [&out](ActionId id) { out.push_back(id); };
    for (const Wildcard& wildcard : wildcards_) {
      if (within == nullptr) {
        wildcard.set->ForEach(add);
      } else {
        wildcard.set->ForEachCommon(*within, add);
      }
    }
    SortAndDistinct(&out);
    // A Deny of some of what AWS will add to a service surely takes none of it.
    if (is_deny_) std::erase_if(out, [this](ActionId id) { return Contains(id) == Truth::kNo; });
  }
  return out;
}

}  // namespace leastwise
