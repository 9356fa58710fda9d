#include "access/future_actions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "access/glob_automaton.h"
#include "access/resource_pattern.h"
#include "iam/action_name.h"

namespace leastwise {
namespace {

constexpr std::size_t kMaxStates = 60000;  // of all automata of one comparison
constexpr std::size_t kWorkOfName = 4;     // a pattern that is held against another
constexpr std::size_t kMaxTaken = 200;     // literals that are told apart from made-up names

std::string Folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), FoldAscii);
  return out;
}

// Later actions: what the patterns make of names that the catalog does not have.
class FutureWalk {
 public:
  FutureWalk(const ComparisonModel& model, const GoalSearch& search, WorkMeter* meter,
             const FutureVisit& visit)
      : model_(model), search_(search), meter_(meter), visit_(visit) {
    for (std::uint32_t i = 0; i < model.statements().size(); ++i) Collect(i);
  }

  FutureEnd Run() {
    if (!grants_patterns_) return FutureEnd::kExhausted;
    for (const std::string& prefix : prefixes_) {
      if (VisitPrefix(prefix)) return FutureEnd::kStopped;
    }
    return is_complete_ ? FutureEnd::kExhausted : FutureEnd::kBudget;
  }

 private:
  struct Pattern {
    std::string service;
    std::string name;
    std::uint32_t statement = 0;
  };
  // A statement as it concerns one service.
  struct Row {
    std::uint32_t statement = 0;
    std::vector<Glob> names;  // its patterns; of NotAction, what it leaves out
  };
  const Statement& StatementAt(std::uint32_t index) const {
    return *model_.statements()[index].statement;
  }

  void Collect(std::uint32_t index) {
    const Statement& statement = StatementAt(index);
    bool has_pattern = false;
    for (const Text& text : statement.actions) {
      const std::string action = Folded(WidenHoles(text.pattern));
      if (IsLiteralAction(action)) {
        literals_.insert(action);
      } else if (Glob(action).is_everything()) {
        Collect({"*", "*", index});
        has_pattern = true;
      } else if (const auto parts = SplitAction(action)) {
        Collect({std::string(parts->service), std::string(parts->name), index});
        has_pattern = true;
      }
    }
    if (statement.is_not_action) complements_.push_back(index);
    const bool grants = IsGranting(model_.statements()[index]);
    grants_patterns_ = grants_patterns_ || (grants && (has_pattern || statement.is_not_action));
  }

  void Collect(Pattern pattern) {
    if (IsLiteralAction(pattern.service)) {
      prefixes_.insert(pattern.service);
      by_service_[pattern.service].push_back(std::move(pattern));
      return;
    }
    // What a service may be called for which the pattern stands.
    std::string example;
    for (const char c : pattern.service) {
      if (c != '*') example += c == '?' ? 'x' : c;
    }
    if (!example.empty()) prefixes_.insert(example);
    any_service_.push_back(std::move(pattern));
  }

  std::vector<Row> RowsOf(const std::string& prefix) const {
    std::map<std::uint32_t, Row> rows;
    for (const std::uint32_t index : complements_) rows[index].statement = index;
    const auto add = [&rows](const Pattern& pattern) {
      Row& row = rows[pattern.statement];
      row.statement = pattern.statement;
      row.names.emplace_back(pattern.name);
    };
    const auto own = by_service_.find(prefix);
    if (own != by_service_.end()) std::for_each(own->second.begin(), own->second.end(), add);
    for (const Pattern& pattern : any_service_) {
      if (Glob(pattern.service).Matches(prefix)) add(pattern);
    }
    std::vector<Row> out;
    for (auto& [index, row] : rows) out.push_back(std::move(row));
    return out;
  }

  // Some old Allow covers the new statement whatever the resource, and this pattern of it.
  bool IsSettled(const std::vector<std::uint32_t>& settlers, const std::vector<Row>& rows,
                 const Row& row, const Glob& goal) const {
    return std::any_of(rows.begin(), rows.end(), [&](const Row& other) {
      if (!std::binary_search(settlers.begin(), settlers.end(), other.statement)) return false;
      if (!StatementAt(other.statement).is_not_action) {
        return std::any_of(other.names.begin(), other.names.end(),
                           [&goal](const Glob& name) { return name.Covers(goal); });
      }
      const bool is_complement = StatementAt(row.statement).is_not_action;
      return std::all_of(other.names.begin(), other.names.end(), [&](const Glob& name) {
        if (!is_complement) return !name.Overlaps(goal);
        return std::any_of(row.names.begin(), row.names.end(),
                           [&name](const Glob& own) { return own.Covers(name); });
      });
    });
  }

  // True to stop.
  bool VisitPrefix(const std::string& prefix) {
    const std::vector<Row> rows = RowsOf(prefix);
    std::size_t names = rows.size();
    for (const Row& row : rows) names += row.names.size();
    known_.clear();
    for (const Row& row : rows) {
      if (!IsGranting(model_.statements()[row.statement])) continue;
      const std::vector<std::uint32_t>& settlers = SettlersOf(row.statement);
      std::vector<Glob> goals = row.names;
      if (StatementAt(row.statement).is_not_action) goals = {Glob("*")};
      for (const Glob& goal : goals) {
        if (!meter_->Spend(kWorkOfName * names)) return GiveUp();
        if (IsSettled(settlers, rows, row, goal)) continue;
        if (Explore(prefix, rows, goal)) return true;
      }
    }
    return false;
  }

  bool GiveUp() {
    is_complete_ = false;
    return false;
  }

  const std::vector<std::uint32_t>& SettlersOf(std::uint32_t statement) {
    const auto [found, is_new] = settlers_.try_emplace(statement);
    if (is_new) found->second = search_.Settlers(statement);
    return found->second;
  }

  // The patterns of the service that may match a name within the goal, as atoms; 0 is the goal's.
  static std::map<std::string_view, std::size_t> AtomsOf(const std::vector<Row>& rows,
                                                         const Glob& goal,
                                                         std::vector<GlobAtom>* globs) {
    std::map<std::string_view, std::size_t> atoms;
    globs->push_back({goal.pattern(), false});
    for (const Row& row : rows) {
      for (const Glob& name : row.names) {
        if (!name.Overlaps(goal)) continue;
        const auto [atom, is_new] = atoms.try_emplace(name.pattern(), 0);
        if (!is_new || name.Covers(goal)) continue;
        atom->second = globs->size();
        globs->push_back({name.pattern(), false});
      }
    }
    return atoms;
  }

  // True to stop.
  bool Explore(const std::string& prefix, const std::vector<Row>& rows, const Glob& goal) {
    std::vector<GlobAtom> globs;
    const auto atoms = AtomsOf(rows, goal, &globs);
    // Names that the policies spell out are told apart from those that they do not.
    const std::size_t first_taken = globs.size();
    std::vector<std::string> taken;
    for (auto at = literals_.lower_bound(prefix + ":");
         at != literals_.end() && at->starts_with(prefix + ":"); ++at) {
      std::string name = at->substr(prefix.size() + 1);
      if (goal.Matches(name)) taken.push_back(std::move(name));
    }
    if (taken.size() > kMaxTaken) {
      // Made-up names are the shortest there are.
      std::stable_sort(taken.begin(), taken.end(), [](const std::string& a, const std::string& b) {
        return a.size() < b.size();
      });
      taken.resize(kMaxTaken);
    }
    for (const std::string& name : taken) globs.push_back({name, false});
    const auto visit = [&](const GlobSignature& signature, const GlobAutomaton::TextMaker& text) {
      for (std::size_t i = first_taken; i < globs.size(); ++i) {
        if (HasAtom(signature, i)) return false;
      }
      ActionClass item;
      if (!meter_->Spend(kWorkOfName * rows.size())) return true;
      for (const Row& row : rows) {
        const bool is_matched =
            std::any_of(row.names.begin(), row.names.end(), [&](const Glob& name) {
              const auto atom = atoms.find(name.pattern());
              return atom != atoms.end() && HasAtom(signature, atom->second);
            });
        if (is_matched != StatementAt(row.statement).is_not_action) {
          item.statements.push_back(row.statement);
        }
      }
      if (!known_.insert(item.statements).second) return false;
      const std::string name = text();
      if (literals_.contains(prefix + ":" + name)) {
        is_complete_ = false;
        return false;
      }
      item.future.push_back(prefix + ":" + name);
      return visit_(item);
    };
    GlobAutomaton::Walk walk;
    walk.max_states = kMaxStates - std::min(states_, kMaxStates);
    walk.required = 1;
    walk.meter = meter_;
    const auto end = GlobAutomaton(globs).Run(walk, visit, &states_);
    is_complete_ = is_complete_ && end != GlobAutomaton::End::kBudget;
    return end == GlobAutomaton::End::kStopped;
  }

  const ComparisonModel& model_;
  const GoalSearch& search_;
  WorkMeter* meter_;
  const FutureVisit& visit_;
  std::map<std::string, std::vector<Pattern>> by_service_;
  std::vector<Pattern> any_service_;
  std::vector<std::uint32_t> complements_;  // statements with NotAction
  std::set<std::string> prefixes_ = {"leastwise-example"};
  std::set<std::string> literals_;  // folded
  std::map<std::uint32_t, std::vector<std::uint32_t>> settlers_;
  std::set<std::vector<std::uint32_t>> known_;  // of one service
  std::size_t states_ = 0;
  bool grants_patterns_ = false;
  bool is_complete_ = true;
};

}  // namespace

FutureEnd VisitFutureActions(const ComparisonModel& model, const GoalSearch& search,
                             WorkMeter* meter, const FutureVisit& visit) {
  return FutureWalk(model, search, meter, visit).Run();
}

}  // namespace leastwise
