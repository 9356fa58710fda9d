#ifndef LEASTWISE_ACCESS_MODIFIERS_H_
#define LEASTWISE_ACCESS_MODIFIERS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/query.h"
#include "access/resource_cells.h"
#include "access/statement_actions.h"

namespace leastwise {

// What a statement that grants nothing itself does to a grant.
enum class ModifierRole : unsigned char {
  kDeny,
  kBoundary,        // an Allow of the permissions boundary: lets through
  kServiceControl,  // an Allow of a service control policy, likewise
};

// A Deny, or an Allow of what caps. Borrows statement and table.
struct Modifier {
  Modifier(const ActionTable& table, ModifierRole what, const Policy& owner, const Statement& says);

  ModifierRole role;
  const Policy* policy;
  const Statement* statement;
  StatementActions actions;
  std::vector<ResourcePattern> resources;
};

// A modifier that speaks of an action, and whether it surely does.
struct ActiveModifier {
  const Modifier* modifier = nullptr;
  Truth applies = Truth::kYes;
};

// Actions that meet the same modifiers and carry the same condition keys: what holds of one holds
// of all.
struct GrantClass {
  std::vector<ActiveModifier> modifiers;
  std::vector<std::string_view> never_carried;  // folded keys that no request for them has
};
struct GrantClasses {
  std::vector<GrantClass> classes;
  std::vector<std::uint32_t> of;  // for each action of the list, its class
};

// All modifiers of a subject; Denies that say the same are kept once. Found by action without
// looking at all of them. Const and thread-safe once built.
class ModifierIndex {
 public:
  ModifierIndex(const ActionTable& table, const Subject& subject);

  // Nothing takes anything away.
  bool empty() const { return modifiers_.empty() && !has_boundary_ && !has_service_controls_; }
  bool has_boundary() const { return has_boundary_; }
  bool has_service_controls() const { return has_service_controls_; }
  // Some Deny speaks of certain principals only.
  bool names_principals() const { return names_principals_; }

  // Divides `actions` (ascending) by the modifiers that speak of them and by those keys of the
  // `conditions` and of the modifiers that AWS does not send with them. `with_caps` is false for
  // grants that no boundary limits.
  GrantClasses Divide(std::span<const ActionId> actions, std::span<const ConditionEntry> conditions,
                      bool with_caps) const;

 private:
  void AddStatements(const Policy& policy, Effect effect, ModifierRole role);
  std::vector<std::uint32_t> Relevant(std::span<const ActionId> actions, bool with_caps) const;

  const ActionTable* table_;
  std::vector<Modifier> modifiers_;
  std::unordered_multimap<ActionId, std::uint32_t> by_literal_;
  std::vector<std::uint32_t> with_wildcards_;
  std::unordered_map<std::string, std::uint32_t> seen_;  // while building
  bool has_boundary_ = false;
  bool has_service_controls_ = false;
  bool names_principals_ = false;
};

// What a Deny does to a cell.
struct DenyEffect {
  enum class Kind : unsigned char { kNothing, kRemoves, kRestricts };
  Kind kind = Kind::kNothing;
  bool is_certain = true;                       // kRemoves: it surely covers the cell
  bool touches = false;                         // some of the cell is denied, though not all
  std::vector<const ResourcePattern*> remains;  // kRestricts: the cell within one of these
};
DenyEffect Apply(const Modifier& deny, const Cell& cell, CellType type);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_MODIFIERS_H_
