#include "access/carried_keys.h"

#include <algorithm>
#include <optional>

#include "iam/glob.h"

namespace leastwise {
namespace {

// A pattern that reaches more actions than these reaches some that fit.
constexpr std::size_t kMostActions = 512;

std::string_view PrefixOf(std::string_view folded_key) {
  return folded_key.substr(0, folded_key.find(':'));
}

// "aws:ResourceTag/team", "s3:ExistingObjectTag/team": whoever tags names the key.
bool IsTagKey(std::string_view folded_key) {
  return folded_key.find("tag/") != std::string_view::npos;
}

}  // namespace

void AddActions(const ActionPattern& pattern, const ActionTable& actions, KnownActions* out) {
  const auto add = [&](ActionId id) {
    if (actions.IsCatalogued(id)) {
      out->ids.push_back(id);
    } else if (pattern.literal) {
      out->is_whole = false;
    }
  };
  if (!pattern.is_well_formed) return;
  if (pattern.literal) return add(*pattern.literal);
  if (pattern.form <= ActionForm::kServiceStar || pattern.set == nullptr ||
      pattern.set->Count() > kMostActions) {
    out->is_whole = false;
    return;
  }
  pattern.set->ForEach(add);
}

KnownActions KnownActionsOf(const Statement& statement, const ActionTable& actions) {
  KnownActions known;
  known.is_whole = !statement.is_not_action;
  if (statement.is_not_action) return known;
  for (const ActionPatternId id : statement.action_patterns) {
    AddActions(actions.pattern(id), actions, &known);
  }
  return known;
}

bool ServiceHasKeys(const ActionCatalog& catalog, std::string_view prefix) {
  const ActionCatalog::Range range = catalog.ServiceRange(prefix);
  for (ActionId id = range.first; id < range.last; ++id) {
    for (const std::uint16_t key : catalog.condition_keys(id)) {
      const std::string_view name = catalog.condition_key(key).name;
      const bool is_own = name.size() > prefix.size() && name[prefix.size()] == ':' &&
                          EqualsFolded(name.substr(0, prefix.size()), prefix);
      if (is_own) return true;
    }
  }
  return false;
}

bool IsOrphanKey(const ActionCatalog& catalog, std::string_view folded_key) {
  const ActionCatalog::Range range = catalog.ServiceRange(PrefixOf(folded_key));
  for (ActionId id = range.first; id < range.last; ++id) {
    if (catalog.HasConditionKey(id, folded_key)) return false;
  }
  return true;
}

bool IsNotCarried(const Statement& statement, std::string_view folded_key,
                  const ActionTable& actions) {
  const ActionCatalog& catalog = actions.catalog();
  if (IsTagKey(folded_key) || folded_key.starts_with("aws:")) return false;
  const std::optional<ConditionKeyId> id = catalog.FindConditionKey(folded_key);
  // What AWS does not list at all is carried by nothing, where it lists keys of that service.
  if (!id) {
    return folded_key.find(':') != folded_key.npos && ServiceHasKeys(catalog, PrefixOf(folded_key));
  }
  if (catalog.condition_key(*id).is_global) return false;
  const KnownActions known = KnownActionsOf(statement, actions);
  const bool is_carried = std::any_of(known.ids.begin(), known.ids.end(), [&](ActionId action) {
    return catalog.HasConditionKey(action, folded_key);
  });
  return !known.ids.empty() && known.is_whole && !is_carried && !IsOrphanKey(catalog, folded_key);
}

}  // namespace leastwise
