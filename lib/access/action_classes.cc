#include "access/action_classes.h"

#include <algorithm>
#include <map>
#include <optional>

namespace leastwise {
namespace {

constexpr std::uint32_t kNoGroup = UINT32_MAX;
constexpr std::size_t kWorkOfKept = 16;  // of what stays in memory

// Splits the actions of a universe by one set after the other.
class Partition {
 public:
  Partition(const ActionTable& actions, std::size_t universe)
      : actions_(actions), admitted_(universe) {}

  // The actions to look at: those of the catalog and the unknown literals, no stand-ins for later
  // ones.
  void Admit(const ActionSet& set) {
    const std::size_t first_unknown = actions_.catalog().universe_size();
    set.ForEach([&](ActionId id) {
      if (admitted_.Test(id)) return;
      if (!actions_.IsCatalogued(id) &&
          (id < first_unknown || actions_.Name(id).ends_with(":(later)"))) {
        return;
      }
      Admit(id);
    });
  }
  void Admit(ActionId id) {
    if (admitted_.Test(id)) return;
    admitted_.Set(id);
    members_.push_back(id);
  }
  // All are admitted: from here on they are split.
  void Seal() {
    // Sets are walked in order, so that most often nothing is out of it.
    if (!std::is_sorted(members_.begin(), members_.end()))
      std::sort(members_.begin(), members_.end());
    group_of_.assign(members_.size(), 0);
  }

  void Split(const ActionSet& set, std::uint32_t statement) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (set.Test(members_[i])) Move(i, statement);
    }
  }
  // `ids` ascending.
  void Split(const std::vector<ActionId>& ids, std::uint32_t statement) {
    auto from = members_.begin();
    for (const ActionId id : ids) {
      if (!admitted_.Test(id)) continue;
      from = std::lower_bound(from, members_.end(), id);
      Move(static_cast<std::size_t>(from - members_.begin()), statement);
    }
  }
  void SplitAllBut(const std::vector<ActionId>& ids, const ActionSet* set,
                   std::uint32_t statement) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const bool is_listed = std::binary_search(ids.begin(), ids.end(), members_[i]);
      if (!is_listed && (set == nullptr || !set->Test(members_[i]))) Move(i, statement);
    }
  }

  std::size_t size() const { return members_.size(); }

  // Groups by the statements that split them, and their members.
  std::map<std::vector<std::uint32_t>, std::vector<ActionId>> Groups(WorkMeter* meter) {
    std::vector<std::vector<ActionId>> members(groups_.size());
    for (std::size_t i = 0; i < members_.size(); ++i) {
      members[group_of_[i]].push_back(members_[i]);
    }
    std::map<std::vector<std::uint32_t>, std::vector<ActionId>> out;
    for (std::uint32_t group = 0; group < groups_.size(); ++group) {
      if (members[group].empty()) continue;
      if (!meter->Spend(kWorkOfKept * groups_[group].depth)) break;
      out.try_emplace(StatementsOf(group), std::move(members[group]));
    }
    return out;
  }

 private:
  // What one more statement made of another group.
  struct Part {
    std::uint32_t parent = kNoGroup;
    std::uint32_t statement = 0;
    std::uint32_t depth = 0;
    std::uint32_t child = kNoGroup;  // of the last statement that moved some of it
    std::uint32_t child_statement = kNoGroup;
  };

  std::vector<std::uint32_t> StatementsOf(std::uint32_t group) const {
    std::vector<std::uint32_t> out(groups_[group].depth);
    for (std::size_t i = out.size(); i-- > 0; group = groups_[group].parent) {
      out[i] = groups_[group].statement;
    }
    return out;
  }

  void Move(std::size_t member, std::uint32_t statement) {
    const std::uint32_t from = group_of_[member];
    if (groups_[from].child_statement != statement) {
      groups_[from].child = static_cast<std::uint32_t>(groups_.size());
      groups_[from].child_statement = statement;
      groups_.push_back({from, statement, groups_[from].depth + 1, kNoGroup, kNoGroup});
    }
    group_of_[member] = groups_[from].child;
  }

  const ActionTable& actions_;
  ActionSet admitted_;
  std::vector<ActionId> members_;        // ascending once sealed
  std::vector<std::uint32_t> group_of_;  // of each member
  std::vector<Part> groups_ = {{}};
};

// The action strings of one statement, resolved.
struct StatementSet {
  std::vector<ActionId> ids;     // literals, ascending
  std::optional<ActionSet> set;  // what wildcards match
};

StatementSet SetOf(const Statement& statement, const ActionTable& actions) {
  StatementSet out;
  for (const ActionPatternId id : statement.action_patterns) {
    const ActionPattern& pattern = actions.pattern(id);
    if (pattern.literal) {
      out.ids.push_back(*pattern.literal);
    } else if (pattern.set != nullptr) {
      if (!out.set) out.set.emplace(actions.universe_size());
      *out.set |= *pattern.set;
    }
  }
  std::sort(out.ids.begin(), out.ids.end());
  out.ids.erase(std::unique(out.ids.begin(), out.ids.end()), out.ids.end());
  return out;
}

void Sort(const ActionTable& actions, const std::vector<ActionId>& members, ActionClass* out) {
  for (const ActionId id : members) {
    if (!actions.IsCatalogued(id)) {
      out->on_both.push_back(id);
      continue;
    }
    const auto types = actions.catalog().info(id).resource_types;
    bool is_required = false;
    for (const auto type : types) is_required = is_required || type.required != 0;
    if (types.empty()) {
      out->on_star.push_back(id);
    } else {
      (is_required ? out->on_arns : out->on_both).push_back(id);
    }
  }
}

}  // namespace

std::vector<ActionClass> ClassifyActions(const ComparisonModel& model, const ActionTable& actions,
                                         WorkMeter* meter) {
  Partition partition(actions, actions.universe_size());
  for (const ModelStatement& statement : model.statements()) {
    if (!IsGranting(statement)) continue;
    if (statement.statement->is_not_action) {
      ActionSet all(actions.universe_size());
      all.SetRange(0, static_cast<ActionId>(actions.universe_size()));
      partition.Admit(all);
      continue;
    }
    const StatementSet own = SetOf(*statement.statement, actions);
    for (const ActionId id : own.ids) partition.Admit(id);
    if (own.set) partition.Admit(*own.set);
  }
  partition.Seal();
  for (std::uint32_t i = 0; i < model.statements().size(); ++i) {
    const Statement& statement = *model.statements()[i].statement;
    StatementSet own = SetOf(statement, actions);
    ActionSet* const set = own.set ? &*own.set : nullptr;
    const bool is_literal = set == nullptr && !statement.is_not_action;
    if (!meter->Spend(is_literal ? own.ids.size() : partition.size())) return {};
    if (statement.is_not_action) {
      partition.SplitAllBut(own.ids, set, i);
    } else if (set == nullptr) {
      partition.Split(own.ids, i);
    } else {
      for (const ActionId id : own.ids) set->Set(id);
      partition.Split(*set, i);
    }
  }
  std::vector<ActionClass> out;
  for (auto& [statements, members] : partition.Groups(meter)) {
    const bool is_granted =
        std::any_of(statements.begin(), statements.end(),
                    [&model](std::uint32_t id) { return IsGranting(model.statements()[id]); });
    if (!is_granted) continue;
    ActionClass& item = out.emplace_back();
    item.statements = statements;
    Sort(actions, members, &item);
  }
  return out;
}

}  // namespace leastwise
