#include "access/modifiers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace leastwise {
namespace {

// All that a Deny says, as one text: equal Denies of many policies count once.
std::string ContentOf(const Statement& statement) {
  std::string out;
  const auto add = [&out](std::string_view text) { out.append(text).push_back('\0'); };
  add(statement.is_not_action ? "NotAction" : "Action");
  for (const ActionPatternId id : statement.action_patterns) add(std::to_string(id));
  add(statement.is_not_resource ? "NotResource" : "Resource");
  for (const Text& text : statement.resources) add(text.pattern);
  add(statement.is_not_principal ? "NotPrincipal" : "Principal");
  for (const Principal& principal : statement.principals) add(principal.text.pattern);
  for (const ConditionEntry& entry : statement.conditions) {
    add(entry.op.value);
    add(entry.folded_key);
    for (const Text& value : entry.values) add(value.pattern);
  }
  return out;
}

// Divides a list again and again, each time by one yes-or-no.
class Partition {
 public:
  explicit Partition(std::size_t size) : of_(size, 0), sizes_(1, size) {}

  // Tells the given positions apart from the others of their classes; calls put(old, new) for each
  // class that has some, with the same number twice where it has no others.
  template <typename Put>
  void Divide(std::span<const std::uint32_t> positions, Put put) {
    std::map<std::uint32_t, std::size_t> named;
    for (const std::uint32_t at : positions) ++named[of_[at]];
    std::map<std::uint32_t, std::uint32_t> target;
    for (const auto& [own, count] : named) {
      const bool is_whole = count == sizes_[own];
      const auto other = static_cast<std::uint32_t>(sizes_.size());
      target[own] = is_whole ? own : other;
      put(own, target[own]);
      if (is_whole) continue;
      sizes_[own] -= count;
      sizes_.push_back(count);
    }
    for (const std::uint32_t at : positions) of_[at] = target[of_[at]];
  }
  std::vector<std::uint32_t> Take() { return std::move(of_); }

 private:
  std::vector<std::uint32_t> of_;
  std::vector<std::size_t> sizes_;  // of the classes
};

// The class `to`: a copy of `from`, or the same.
GrantClass& ClassOf(std::uint32_t from, std::uint32_t to, std::vector<GrantClass>* classes) {
  if (from != to) classes->push_back((*classes)[from]);
  return (*classes)[to];
}

// Keys of a service that AWS documents: for these it also documents which actions carry them.
bool IsServiceKey(const ActionCatalog& catalog, std::string_view key) {
  const std::string_view prefix = key.substr(0, key.find(':'));
  if (prefix == "aws" || !catalog.HasService(prefix)) return false;
  const std::optional<ConditionKeyId> id = catalog.FindConditionKey(key);
  return id && !catalog.condition_key(*id).is_global;
}

bool HasUsefulResource(const Policy& policy, const Statement& statement) {
  return statement.has_resource || policy.kind == PolicyKind::kTrust ||
         policy.kind == PolicyKind::kResource;
}

}  // namespace

Modifier::Modifier(const ActionTable& table, ModifierRole what, const Policy& owner,
                   const Statement& says)
    : role(what), policy(&owner), statement(&says), actions(table, says) {
  for (const Text& text : says.resources) resources.emplace_back(text);
}

ModifierIndex::ModifierIndex(const ActionTable& table, const Subject& subject) : table_(&table) {
  for (const Policy* policy : subject.policies) {
    AddStatements(*policy, Effect::kDeny, ModifierRole::kDeny);
  }
  if (subject.boundary != nullptr) {
    has_boundary_ = true;
    AddStatements(*subject.boundary, Effect::kDeny, ModifierRole::kDeny);
    AddStatements(*subject.boundary, Effect::kAllow, ModifierRole::kBoundary);
  }
  for (const Policy* policy : subject.service_controls) {
    AddStatements(*policy, Effect::kDeny, ModifierRole::kDeny);
    const std::size_t before = modifiers_.size();
    AddStatements(*policy, Effect::kAllow, ModifierRole::kServiceControl);
    has_service_controls_ = has_service_controls_ || modifiers_.size() > before;
  }
  seen_.clear();
}

void ModifierIndex::AddStatements(const Policy& policy, Effect effect, ModifierRole role) {
  for (const Statement& statement : policy.statements) {
    if (!statement.has_effect || statement.effect != effect) continue;
    if (!HasUsefulResource(policy, statement)) continue;
    const auto index = static_cast<std::uint32_t>(modifiers_.size());
    if (role == ModifierRole::kDeny && !seen_.try_emplace(ContentOf(statement), index).second) {
      continue;
    }
    const Modifier& added = modifiers_.emplace_back(*table_, role, policy, statement);
    names_principals_ =
        names_principals_ || !statement.principals.empty() || statement.is_not_principal;
    if (!added.actions.is_literal()) with_wildcards_.push_back(index);
    // With wildcards beside them the literals are found through those.
    if (!added.actions.is_literal()) continue;
    for (const ActionId id : added.actions.literals()) by_literal_.emplace(id, index);
  }
}

std::vector<std::uint32_t> ModifierIndex::Relevant(std::span<const ActionId> actions,
                                                   bool with_caps) const {
  std::vector<std::uint32_t> out = with_wildcards_;
  if (!by_literal_.empty()) {
    for (const ActionId id : actions) {
      const auto [first, last] = by_literal_.equal_range(id);
      for (auto it = first; it != last; ++it) out.push_back(it->second);
    }
  }
  if (!with_caps) {
    out.erase(std::remove_if(
                  out.begin(), out.end(),
                  [this](std::uint32_t i) { return modifiers_[i].role != ModifierRole::kDeny; }),
              out.end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

GrantClasses ModifierIndex::Divide(std::span<const ActionId> actions,
                                   std::span<const ConditionEntry> conditions,
                                   bool with_caps) const {
  GrantClasses out;
  out.classes.emplace_back();
  if (conditions.empty() && modifiers_.empty()) {
    out.of.assign(actions.size(), 0);
    return out;
  }
  Partition partition(actions.size());
  std::set<std::string_view> keys;
  const auto note = [&keys](std::span<const ConditionEntry> entries) {
    for (const ConditionEntry& entry : entries) keys.insert(entry.folded_key);
  };
  note(conditions);
  std::vector<std::uint32_t> yes;
  std::vector<std::uint32_t> maybe;
  for (const std::uint32_t index : Relevant(actions, with_caps)) {
    const Modifier& modifier = modifiers_[index];
    yes.clear();
    maybe.clear();
    for (std::uint32_t at = 0; at < actions.size(); ++at) {
      const Truth truth = modifier.actions.Contains(actions[at]);
      if (truth != Truth::kNo) (truth == Truth::kYes ? yes : maybe).push_back(at);
    }
    if (!yes.empty() || !maybe.empty()) note(modifier.statement->conditions);
    for (const Truth truth : {Truth::kYes, Truth::kUnknown}) {
      partition.Divide(truth == Truth::kYes ? yes : maybe,
                       [&](std::uint32_t from, std::uint32_t to) {
                         ClassOf(from, to, &out.classes).modifiers.push_back({&modifier, truth});
                       });
    }
  }
  const ActionCatalog& catalog = table_->catalog();
  for (const std::string_view key : keys) {
    if (!IsServiceKey(catalog, key)) continue;
    yes.clear();
    std::optional<std::uint32_t> last_set;  // neighbours are often of one kind
    bool is_carried = false;
    for (std::uint32_t at = 0; at < actions.size(); ++at) {
      if (!table_->IsCatalogued(actions[at])) continue;
      const std::uint32_t key_set = catalog.condition_key_set(actions[at]);
      if (last_set != key_set) is_carried = catalog.HasConditionKey(actions[at], key);
      last_set = key_set;
      if (!is_carried) yes.push_back(at);
    }
    partition.Divide(yes, [&](std::uint32_t from, std::uint32_t to) {
      ClassOf(from, to, &out.classes).never_carried.push_back(key);
    });
  }
  out.of = partition.Take();
  return out;
}

DenyEffect Apply(const Modifier& deny, const Cell& cell, CellType type) {
  DenyEffect out;
  if (!deny.statement->has_resource) {
    out.kind = DenyEffect::Kind::kRemoves;
    return out;
  }
  Truth covers = Truth::kNo;
  Truth meets = Truth::kNo;
  for (const ResourcePattern& pattern : deny.resources) {
    covers = Or(covers, cell.IsCoveredBy(pattern, type));
    const Truth own = cell.Meets(pattern, type);
    meets = Or(meets, own);
    if (own != Truth::kNo) out.remains.push_back(&pattern);
  }
  if (!deny.statement->is_not_resource) {
    out.remains.clear();
    out.touches = meets != Truth::kNo || covers != Truth::kNo;
    if (covers != Truth::kNo) out.kind = DenyEffect::Kind::kRemoves;
    out.is_certain = covers == Truth::kYes;
    return out;
  }
  if (covers == Truth::kYes) return {};  // all of the cell is excepted
  out.touches = true;
  const bool is_vague = covers == Truth::kUnknown || meets == Truth::kUnknown;
  if (meets == Truth::kYes && !is_vague) {
    out.kind = DenyEffect::Kind::kRestricts;
    return out;
  }
  out.kind = DenyEffect::Kind::kRemoves;
  out.is_certain = !is_vague;
  out.remains.clear();
  return out;
}

}  // namespace leastwise
