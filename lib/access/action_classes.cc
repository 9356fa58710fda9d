#include "access/action_classes.h"

#include <algorithm>
#include <map>
#include <optional>

namespace leastwise {
namespace {

constexpr std::uint32_t kNoGroup = UINT32_MAX;

// Splits the actions of a universe by one set after the other.
class Partition {
 public:
  Partition(const ActionTable& actions, std::size_t universe)
      : actions_(actions), group_of_(universe, kNoGroup) {}

  // The actions to look at: those of the catalog and the unknown literals, no stand-ins for later
  // ones.
  void Admit(const ActionSet& set) {
    const std::size_t first_unknown = actions_.catalog().universe_size();
    set.ForEach([&](ActionId id) {
      if (group_of_[id] != kNoGroup) return;
      if (!actions_.IsCatalogued(id) &&
          (id < first_unknown || actions_.Name(id).ends_with(":(later)"))) {
        return;
      }
      group_of_[id] = 0;
      members_.push_back(id);
    });
  }
  void Admit(ActionId id) {
    if (group_of_[id] != kNoGroup) return;
    group_of_[id] = 0;
    members_.push_back(id);
  }

  void Split(const ActionSet& set, std::uint32_t statement) {
    Begin(statement);
    for (const ActionId id : members_) {
      if (set.Test(id)) Move(id);
    }
  }
  void Split(const std::vector<ActionId>& ids, std::uint32_t statement) {
    Begin(statement);
    for (const ActionId id : ids) {
      if (group_of_[id] != kNoGroup) Move(id);
    }
  }
  void SplitAllBut(const std::vector<ActionId>& ids, const ActionSet* set,
                   std::uint32_t statement) {
    Begin(statement);
    for (const ActionId id : members_) {
      const bool is_listed = std::binary_search(ids.begin(), ids.end(), id);
      if (!is_listed && (set == nullptr || !set->Test(id))) Move(id);
    }
  }

  // Groups by the statements that split them, and their members. Once, and last.
  std::map<std::vector<std::uint32_t>, std::vector<ActionId>> Groups() {
    // Sets are walked in order, so that most often nothing is out of it.
    if (!std::is_sorted(members_.begin(), members_.end())) {
      std::sort(members_.begin(), members_.end());
    }
    std::vector<std::vector<ActionId>> members(statements_.size());
    for (const ActionId id : members_) members[group_of_[id]].push_back(id);
    std::map<std::vector<std::uint32_t>, std::vector<ActionId>> out;
    for (std::size_t group = 0; group < members.size(); ++group) {
      if (members[group].empty()) continue;
      out.try_emplace(std::move(statements_[group]), std::move(members[group]));
    }
    return out;
  }

 private:
  void Begin(std::uint32_t statement) {
    statement_ = statement;
    moved_.assign(statements_.size(), kNoGroup);
  }

  void Move(ActionId id) {
    const std::uint32_t from = group_of_[id];
    if (moved_[from] == kNoGroup) {
      moved_[from] = static_cast<std::uint32_t>(statements_.size());
      std::vector<std::uint32_t> statements = statements_[from];
      statements.push_back(statement_);
      statements_.push_back(std::move(statements));
    }
    group_of_[id] = moved_[from];
  }

  const ActionTable& actions_;
  std::vector<std::uint32_t> group_of_;
  std::vector<ActionId> members_;
  std::vector<std::vector<std::uint32_t>> statements_ = {{}};  // of each group
  std::vector<std::uint32_t> moved_;
  std::uint32_t statement_ = 0;
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

std::vector<ActionClass> ClassifyActions(const ComparisonModel& model, const ActionTable& actions) {
  std::vector<StatementSet> sets;
  Partition partition(actions, actions.universe_size());
  for (const ModelStatement& statement : model.statements()) {
    sets.push_back(SetOf(*statement.statement, actions));
    if (!IsGranting(statement)) continue;
    if (statement.statement->is_not_action) {
      ActionSet all(actions.universe_size());
      all.SetRange(0, static_cast<ActionId>(actions.universe_size()));
      partition.Admit(all);
    }
    for (const ActionId id : sets.back().ids) partition.Admit(id);
    if (sets.back().set) partition.Admit(*sets.back().set);
  }
  for (std::uint32_t i = 0; i < sets.size(); ++i) {
    const ActionSet* const set = sets[i].set ? &*sets[i].set : nullptr;
    if (model.statements()[i].statement->is_not_action) {
      partition.SplitAllBut(sets[i].ids, set, i);
    } else if (set == nullptr) {
      partition.Split(sets[i].ids, i);
    } else {
      ActionSet all = *set;
      for (const ActionId id : sets[i].ids) all.Set(id);
      partition.Split(all, i);
    }
  }
  std::vector<ActionClass> out;
  for (auto& [statements, members] : partition.Groups()) {
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
