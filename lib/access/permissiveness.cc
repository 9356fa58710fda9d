#include "access/permissiveness.h"

#include <algorithm>
#include <map>
#include <vector>

#include "access/action_classes.h"
#include "access/comparison_model.h"
#include "access/condition_strength.h"
#include "access/resource_cells.h"
#include "access/work_meter.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, Permissiveness::kLevels> kLevelNames = {
    "list", "read", "tagging", "write", "permissions_management"};
constexpr unsigned kAllOfType = 5;
constexpr std::size_t kMostCells = 1000;  // more are left as they are: still an upper bound

std::size_t LevelOf(std::uint8_t access) {
  if ((access & kAccessPermissions) != 0) return 4;
  if ((access & kAccessTagging) != 0) return 2;  // AWS has it as write too: it writes tags only
  if ((access & kAccessWrite) != 0) return 3;
  return (access & kAccessRead) != 0 ? 1 : 0;
}

// How far the conditions of an Allow narrow it; the widest first.
enum class Guard : std::uint8_t { kNone, kLoose, kPinned };

// Who asks, from which network, for which organization.
bool IsPinningKey(std::string_view key) {
  constexpr std::array<std::string_view, 8> kPrefixes = {
      "aws:principal", "aws:source", "aws:userid",     "aws:username",
      "aws:vpc",       "aws:ec2",    "kms:calleracco", "s3:dataaccesspoint"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [key](std::string_view prefix) { return key.starts_with(prefix); });
}

Guard GuardOf(const Statement& statement) {
  Guard out = Guard::kNone;
  for (const ConditionEntry& entry : statement.conditions) {
    const ConditionStrength strength = Weigh(entry, statement.conditions);
    if (strength == ConditionStrength::kVacuous) continue;
    const bool pins = strength == ConditionStrength::kRestricting && IsPinningKey(entry.folded_key);
    out = std::max(out, pins ? Guard::kPinned : Guard::kLoose);
  }
  return out;
}

bool SpeaksOfEveryone(const Statement& statement) {
  if (statement.principals.empty()) return !statement.is_not_principal;
  return !statement.is_not_principal &&
         std::any_of(statement.principals.begin(), statement.principals.end(),
                     [](const Principal& one) { return one.kind == PrincipalKind::kEveryone; });
}

// One resource type with what its ARNs have.
struct MeasuredType {
  explicit MeasuredType(const ResourceType& type)
      : shape(type.arn, type.pattern),
        has_region(shape.LeavesOpen(ResourcePattern("*"), ArnPart::kRegion)),
        has_account(shape.LeavesOpen(ResourcePattern("*"), ArnPart::kAccount)) {}
  TypeTemplate shape;
  bool has_region;
  bool has_account;
};

// What is left of one string of an Allow.
struct Remainder {
  Cell cell;
  bool is_single = false;  // one literal ARN at most
};

// One statement, its resources read once.
struct MeasuredStatement {
  const ModelStatement* model = nullptr;
  std::vector<ResourcePattern> patterns;
  std::vector<Remainder> cells;  // of an Allow
  Guard guard = Guard::kNone;
  bool is_certain = false;  // of a Deny: it refuses whatever the context
};

struct Measure {
  unsigned breadth = 0;  // 0: nothing
  Guard guard = Guard::kPinned;

  void Add(unsigned other, Guard other_guard) {
    if (other == 0) return;
    breadth = std::max(breadth, other);
    guard = std::min(guard, other_guard);
  }
};

class PermissivenessMeter {
 public:
  PermissivenessMeter(const Policy& policy, const ActionTable& actions)
      : actions_(actions),
        side_{{&policy}, nullptr, {}, nullptr},
        model_({}, side_, false, &meter_) {
    for (const ModelStatement& statement : model_.statements()) Read(statement);
  }

  Permissiveness Run() {
    for (const ActionClass& item : ClassifyActions(model_, actions_, &meter_)) {
      const Measure star = OnStar(item);
      Count(item.on_star, star);
      MeasureTypes(item, item.on_arns, {});
      MeasureTypes(item, item.on_both, star);
    }
    return out_;
  }

 private:
  void Read(const ModelStatement& model) {
    MeasuredStatement& out = statements_.emplace_back();
    const Statement& statement = *model.statement;
    out.model = &model;
    for (const Text& text : statement.resources) out.patterns.emplace_back(text);
    if (!model.is_allow) {
      out.is_certain = statement.conditions.empty() && SpeaksOfEveryone(statement);
      return;
    }
    out.guard = GuardOf(statement);
    if (statement.is_not_resource) {
      out.cells.push_back({Cell::AllBut(out.patterns), false});
      return;
    }
    for (const ResourcePattern& pattern : out.patterns) {
      out.cells.push_back({Cell::Of(pattern), pattern.arn().is_literal()});
    }
  }

  static bool ReachesStar(const ModelStatement& statement) {
    return statement.any_resource || statement.not_resource;
  }

  // Actions without resource types are asked on `*` only.
  Measure OnStar(const ActionClass& item) const {
    Measure out;
    for (const std::uint32_t id : item.statements) {
      const MeasuredStatement& statement = statements_[id];
      if (statement.model->is_allow) {
        if (ReachesStar(*statement.model)) out.Add(kAllOfType, statement.guard);
      } else if (statement.is_certain && ReachesStar(*statement.model)) {
        return {};
      }
    }
    return out;
  }

  void MeasureTypes(const ActionClass& item, const std::vector<ActionId>& ids, Measure star) {
    std::map<std::uint32_t, std::vector<ActionId>> by_types;
    for (const ActionId id : ids) {
      if (actions_.IsCatalogued(id))
        by_types[actions_.catalog().resource_type_set(id)].push_back(id);
    }
    for (const auto& [types, members] : by_types) {
      Measure measure = star;
      for (const auto type : actions_.catalog().resource_types(members.front())) {
        AddType(item, TypeOf(type.type), &measure);
        if (measure.breadth == kAllOfType && measure.guard == Guard::kNone) break;
      }
      Count(members, measure);
    }
  }

  const MeasuredType& TypeOf(ResourceTypeId id) {
    return types_.try_emplace(id, actions_.catalog().resource_type(id)).first->second;
  }

  void AddType(const ActionClass& item, const MeasuredType& type, Measure* out) const {
    for (const std::uint32_t id : item.statements) {
      const MeasuredStatement& statement = statements_[id];
      if (!statement.model->is_allow) continue;
      if (!statement.model->statement->has_resource) {
        // The document's own resource.
        if (!IsRefusedWholly(item)) out->Add(1, statement.guard);
        continue;
      }
      for (const Remainder& remainder : statement.cells) {
        out->Add(BreadthOf(item, remainder, type), statement.guard);
      }
    }
  }

  bool IsRefusedWholly(const ActionClass& item) const {
    return std::any_of(item.statements.begin(), item.statements.end(), [this](std::uint32_t id) {
      const MeasuredStatement& statement = statements_[id];
      return !statement.model->is_allow && statement.is_certain && statement.model->any_resource;
    });
  }

  // The widest of what the Denies leave of the cell.
  unsigned BreadthOf(const ActionClass& item, const Remainder& whole,
                     const MeasuredType& type) const {
    std::vector<Remainder> left = {whole};
    for (const std::uint32_t id : item.statements) {
      const MeasuredStatement& deny = statements_[id];
      if (deny.model->is_allow || !deny.is_certain) continue;
      if (deny.model->any_resource) return 0;
      if (deny.model->not_resource) {
        left = Narrowed(left, deny, type);
      } else {
        std::erase_if(left, [&](const Remainder& one) { return IsTaken(one, deny, type); });
      }
    }
    unsigned widest = 0;
    for (const Remainder& one : left) widest = std::max(widest, Widen(one, type));
    return widest;
  }

  // A Deny with NotResource leaves what it lists.
  static std::vector<Remainder> Narrowed(const std::vector<Remainder>& cells,
                                         const MeasuredStatement& deny, const MeasuredType& type) {
    if (cells.size() * deny.patterns.size() > kMostCells) return cells;
    const CellType cell_type{CellKind::kTyped, &type.shape};
    std::vector<Remainder> out;
    for (const Remainder& one : cells) {
      for (const ResourcePattern& pattern : deny.patterns) {
        if (one.cell.Meets(pattern, cell_type) == Truth::kNo) continue;
        out.push_back({one.cell.Narrowed(pattern), one.is_single || pattern.arn().is_literal()});
      }
    }
    return out;
  }

  static bool IsTaken(const Remainder& one, const MeasuredStatement& deny,
                      const MeasuredType& type) {
    const CellType cell_type{CellKind::kTyped, &type.shape};
    return std::any_of(deny.patterns.begin(), deny.patterns.end(),
                       [&](const ResourcePattern& pattern) {
                         return one.cell.IsCoveredBy(pattern, cell_type) == Truth::kYes;
                       });
  }

  static unsigned Widen(const Remainder& one, const MeasuredType& type) {
    if (one.cell.Exists({CellKind::kTyped, &type.shape}) == Truth::kNo) return 0;
    if (one.is_single) return 1;
    if (one.cell.WidthOf(type.shape).widest != Breadth::kEvery) return 2;
    const bool region = type.has_region && !one.cell.LeavesOpen(type.shape, ArnPart::kRegion);
    const bool account = type.has_account && !one.cell.LeavesOpen(type.shape, ArnPart::kAccount);
    if (!region && !account) return kAllOfType;
    const bool any_open = (type.has_region && !region) || (type.has_account && !account);
    return any_open ? 4 : 3;
  }

  void Count(const std::vector<ActionId>& ids, const Measure& measure) {
    if (measure.breadth == 0) return;
    for (const ActionId id : ids) {
      if (!actions_.IsCatalogued(id)) continue;
      const std::size_t level = LevelOf(actions_.catalog().access(id));
      for (std::size_t i = 0; i < measure.breadth; ++i) ++out_.at_least[level][i];
      ++out_.actions;
      if (measure.guard == Guard::kNone) ++out_.unconditioned;
      if (measure.guard != Guard::kPinned) ++out_.unpinned;
      out_.score += std::uint64_t{measure.breadth} << level;
    }
  }

  const ActionTable& actions_;
  WorkMeter meter_{SIZE_MAX};  // numbers of a part of the policy would be wrong
  ComparisonSide side_;
  ComparisonModel model_;
  std::vector<MeasuredStatement> statements_;  // as in the model
  std::map<ResourceTypeId, MeasuredType> types_;
  Permissiveness out_;
};

}  // namespace

std::string_view AccessLevelName(std::size_t level) { return kLevelNames[level]; }

Permissiveness PermissivenessOf(const Policy& policy, const ActionTable& actions) {
  return PermissivenessMeter(policy, actions).Run();
}

}  // namespace leastwise
