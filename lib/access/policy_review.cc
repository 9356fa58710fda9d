#include "access/policy_review.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "access/condition_strength.h"
#include "access/policy_comparison.h"
#include "access/statement_actions.h"
#include "access/statement_sample.h"
#include "base/backticks.h"

namespace leastwise {
namespace {

bool IsWhole(const Statement& statement) {
  return statement.has_effect && !statement.low_confidence;
}

std::string NameOf(const Statement& statement) {
  if (statement.sid.value.empty()) return "statement " + std::to_string(statement.index + 1);
  return InBackticks(statement.sid.value);
}

// The text that stands for the whole statement in a frame.
Location PlaceOf(const Statement& statement) {
  return statement.actions.empty() ? statement.effect_location : statement.actions.front().location;
}

// Beside one entry that is not negated, `Null: false` asks for no more than is asked already.
bool MayContradict(std::span<const ConditionEntry> of_key) {
  if (of_key.size() < 2) return false;
  const auto asks_presence = [](const ConditionEntry& entry) {
    return entry.family == ConditionFamily::kNull && entry.values.size() == 1 &&
           entry.values.front().value == "false";
  };
  if (of_key.size() > 2) return true;
  for (std::size_t i = 0; i < 2; ++i) {
    const ConditionEntry& other = of_key[1 - i];
    if (asks_presence(of_key[i]) && !other.negated && other.family != ConditionFamily::kNull)
      return false;
  }
  return true;
}

class Reviewer {
 public:
  Reviewer(const Policy& policy, const ActionTable& actions) : policy_(policy), actions_(actions) {
    everywhere_.value = "*";
    everywhere_.pattern = "*";
    no_.value = "false";
    no_.pattern = "false";
  }

  PolicyReview Run() {
    for (const Statement& statement : policy_.statements) {
      if (IsWhole(statement) && !statement.conditions.empty()) ReviewConditions(statement);
    }
    if (policy_.statements.size() > 1 && policy_.statements.size() <= kMostReviewedStatements) {
      ReviewAllows();
    }
    std::stable_sort(
        out_.problems.begin(), out_.problems.end(),
        [](const Problem& a, const Problem& b) { return a.where.span.begin < b.where.span.begin; });
    return std::move(out_);
  }

 private:
  // True where it is proven that the new statements allow nothing that the old do not.
  bool AddsNothing(std::vector<Statement> old_statements, std::vector<Statement> new_statements,
                   PolicyKind kind) {
    ++out_.exact_questions;
    Policy old_policy = policy_;
    old_policy.kind = kind;
    Policy new_policy = old_policy;
    old_policy.statements = old_statements;
    new_policy.statements = new_statements;
    ComparisonSide before;
    ComparisonSide after;
    if (!old_statements.empty()) before.policies.push_back(&old_policy);
    after.policies.push_back(&new_policy);
    const ComparisonVerdict verdict = Decide(actions_, before, after, kQuickBudget);
    if (verdict == ComparisonVerdict::kFail) return false;
    if (verdict != ComparisonVerdict::kPass) {
      ++out_.without_an_answer;
      return false;
    }
    return true;
  }

  void Add(std::string_view code, const Location& where, const Location& related,
           std::string detail) {
    out_.problems.push_back({code, where, std::move(detail), related});
  }

  // --- conditions ---

  // An identity's Allow of one action on everything, under these entries: it grants something
  // exactly where they can hold. Nothing where no action of the statement is known.
  std::optional<Statement> Under(const Statement& statement,
                                 std::span<const ConditionEntry> entries) const {
    Statement probe;
    probe.has_effect = true;
    probe.has_resource = true;
    probe.resources = {&everywhere_, 1};
    probe.conditions = entries;
    probe.location = statement.location;
    probe.effect_location = statement.effect_location;
    for (std::size_t i = 0; i < statement.actions.size(); ++i) {
      const ActionPattern& pattern = actions_.pattern(statement.action_patterns[i]);
      if (!pattern.is_known || !pattern.is_well_formed) continue;
      const bool is_better = probe.actions.empty() || pattern.literal;
      if (is_better) {
        probe.actions = statement.actions.subspan(i, 1);
        probe.action_patterns = statement.action_patterns.subspan(i, 1);
      }
      if (pattern.literal) break;
    }
    if (probe.actions.empty()) return std::nullopt;
    return probe;
  }

  void ReviewConditions(const Statement& statement) {
    const std::optional<Statement> probe = Under(statement, {});
    if (!probe) return;
    for (const ConditionEntry& entry : statement.conditions) {
      const bool is_vacuous = Weigh(entry, statement.conditions) == ConditionStrength::kVacuous;
      if (is_vacuous && AlwaysHolds(*probe, entry)) AddAlways(statement, entry);
    }
    std::vector<ConditionEntry> entries(statement.conditions.begin(), statement.conditions.end());
    std::stable_sort(entries.begin(), entries.end(),
                     [](const ConditionEntry& a, const ConditionEntry& b) {
                       return a.folded_key < b.folded_key;
                     });
    // Keys do not depend on each other here, so that a contradiction is one of a single key.
    for (auto first = entries.begin(); first != entries.end();) {
      const auto last = std::find_if(first, entries.end(), [&](const ConditionEntry& entry) {
        return entry.folded_key != first->folded_key;
      });
      const std::span<const ConditionEntry> of_key(&*first, static_cast<std::size_t>(last - first));
      if (MayContradict(of_key)) ReviewKey(statement, *probe, of_key);
      first = last;
    }
  }

  bool AlwaysHolds(const Statement& probe, const ConditionEntry& entry) {
    Statement guarded = probe;
    guarded.conditions = {&entry, 1};
    Statement open = probe;
    // The comparison takes any key for one that may be absent.
    ConditionEntry present;
    present.family = ConditionFamily::kNull;
    present.op = entry.op;
    present.key = entry.key;
    present.folded_key = entry.folded_key;
    present.values = {&no_, 1};
    if (IsAlwaysPresent(entry.folded_key)) open.conditions = {&present, 1};
    return AddsNothing({guarded}, {open}, PolicyKind::kIdentity);
  }

  void AddAlways(const Statement& statement, const ConditionEntry& entry) {
    const bool is_deny = statement.effect == Effect::kDeny;
    Add(is_deny ? problem::kDenyConditionAlways : problem::kAllowConditionAlways,
        entry.key.location, entry.op.location,
        InBackticks(entry.op.value) + " on " + InBackticks(entry.key.value) +
            " holds for every request");
  }

  void ReviewKey(const Statement& statement, const Statement& probe,
                 std::span<const ConditionEntry> entries) {
    Statement guarded = probe;
    guarded.conditions = entries;
    if (!AddsNothing({}, {guarded}, PolicyKind::kIdentity)) return;
    const bool is_deny = statement.effect == Effect::kDeny;
    never_.push_back(&statement);
    Add(is_deny ? problem::kDenyConditionNever : problem::kAllowConditionNever,
        entries.back().key.location, entries.front().key.location,
        "what " + NameOf(statement) + " asks of `" + std::string(entries.back().key.value) +
            "` cannot hold all at once");
  }

  // --- statements against each other ---

  struct Reach {
    const Statement* statement = nullptr;
    ActionSet actions;  // all that are not surely outside
    bool is_repeated = false;
  };

  std::vector<Reach> ReachOf(Effect effect) const {
    std::vector<Reach> out;
    for (const Statement& statement : policy_.statements) {
      const bool never = std::find(never_.begin(), never_.end(), &statement) != never_.end();
      if (!IsWhole(statement) || statement.effect != effect || never) continue;
      Reach reach;
      reach.statement = &statement;
      reach.actions = ActionSet(actions_.universe_size());
      StatementActions(actions_, statement).AddTo(&reach.actions);
      if (reach.actions.Any()) out.push_back(std::move(reach));
    }
    return out;
  }

  // The tier before all bitsets: whether another statement has the first action of some Allow.
  bool MayMeetAnother() const {
    return std::any_of(policy_.statements.begin(), policy_.statements.end(),
                       [this](const Statement& statement) {
                         return statement.effect == Effect::kAllow && SharesFirstAction(statement);
                       });
  }

  bool SharesFirstAction(const Statement& statement) const {
    if (statement.is_not_action || statement.action_patterns.empty()) return true;
    const ActionPattern& pattern = actions_.pattern(statement.action_patterns.front());
    const std::optional<ActionId> first = pattern.literal ? pattern.literal : pattern.set->First();
    if (!first) return true;
    return std::any_of(
        policy_.statements.begin(), policy_.statements.end(),
        [&](const Statement& other) { return &other != &statement && MayName(other, *first); });
  }

  bool MayName(const Statement& statement, ActionId action) const {
    return statement.is_not_action ||
           std::any_of(
               statement.action_patterns.begin(), statement.action_patterns.end(),
               [&](ActionPatternId id) { return StringMatches(actions_.pattern(id), action); });
  }

  void ReviewAllows() {
    if (!MayMeetAnother()) return;
    std::vector<Reach> allows = ReachOf(Effect::kAllow);
    const std::vector<Reach> denies = ReachOf(Effect::kDeny);
    if (!denies.empty()) {
      std::erase_if(allows, [&](const Reach& allow) { return IsDenied(allow, denies); });
    }
    // From the end, so that of two equal statements the later one is the repeated one.
    for (std::size_t i = allows.size(); i-- > 0;) ReviewRepeated(&allows, i);
  }

  // The tier before the comparison: false only where the statements surely leave some of it.
  static bool MayCover(const std::vector<const Reach*>& by, const Reach& allow) {
    if (by.empty()) return false;
    ActionSet left = allow.actions;
    for (const Reach* one : by) left -= one->actions;
    if (left.Any()) return false;
    // Some requests for each resource: for each, another statement must match it.
    const std::vector<ActionId> actions = SomeOf(allow.actions);
    const auto may_cover = [&](const Text* resource) {
      const StatementSample sample(*allow.statement, resource);
      std::vector<const Reach*> matching;
      std::copy_if(by.begin(), by.end(), std::back_inserter(matching),
                   [&](const Reach* one) { return sample.MayMatch(*one->statement); });
      return std::all_of(actions.begin(), actions.end(), [&](ActionId action) {
        return std::any_of(matching.begin(), matching.end(),
                           [action](const Reach* one) { return one->actions.Test(action); });
      });
    };
    const Statement& statement = *allow.statement;
    if (statement.is_not_resource || statement.resources.empty()) return may_cover(nullptr);
    return std::all_of(
        statement.resources.begin(), statement.resources.end(),
        [&](const Text& text) { return may_cover(text.has_hole() ? nullptr : &text); });
  }

  static std::vector<ActionId> SomeOf(const ActionSet& actions) {
    constexpr std::size_t kMostSamples = 256;
    std::vector<ActionId> out;
    actions.ForEach([&](ActionId id) {
      if (out.size() < kMostSamples) out.push_back(id);
    });
    return out;
  }

  bool IsDenied(const Reach& allow, const std::vector<Reach>& denies) {
    std::vector<const Reach*> meeting;
    for (const Reach& deny : denies) {
      if (deny.actions.Intersects(allow.actions)) meeting.push_back(&deny);
    }
    if (!MayCover(meeting, allow)) return false;
    std::vector<Statement> net{*allow.statement};
    for (const Reach* deny : meeting) net.push_back(*deny->statement);
    if (!AddsNothing({}, net, policy_.kind)) return false;
    if (AddsNothing({}, {*allow.statement}, policy_.kind)) return false;  // grants nothing anyway
    const Statement* const first = meeting.front()->statement;
    Add(problem::kAllowDenied, PlaceOf(*allow.statement), PlaceOf(*first),
        net.size() == 2
            ? NameOf(*first) + " denies all that " + NameOf(*allow.statement) + " allows"
            : std::to_string(net.size() - 1) + " Deny statements take away all that " +
                  NameOf(*allow.statement) + " allows");
    return true;
  }

  void ReviewRepeated(std::vector<Reach>* allows, std::size_t index) {
    Reach& allow = (*allows)[index];
    std::vector<const Reach*> meeting;
    for (const Reach& other : *allows) {
      const bool is_other = &other != &allow && !other.is_repeated;
      if (is_other && other.actions.Intersects(allow.actions)) meeting.push_back(&other);
    }
    if (!MayCover(meeting, allow)) return;
    std::vector<Statement> others;
    for (const Reach* other : meeting) others.push_back(*other->statement);
    if (!AddsNothing(others, {*allow.statement}, policy_.kind)) return;
    if (AddsNothing({}, {*allow.statement}, policy_.kind)) return;  // grants nothing anyway
    allow.is_repeated = true;
    Add(problem::kAllowRepeated, PlaceOf(*allow.statement), PlaceOf(others.front()),
        others.size() == 1
            ? NameOf(others.front()) + " already allows all that " + NameOf(*allow.statement) +
                  " does"
            : "other statements already allow all that " + NameOf(*allow.statement) + " does");
  }

  const Policy& policy_;
  const ActionTable& actions_;
  Text everywhere_;
  Text no_;
  std::vector<const Statement*> never_;
  PolicyReview out_;
};

}  // namespace

PolicyReview ReviewPolicy(const Policy& policy, const ActionTable& actions) {
  return Reviewer(policy, actions).Run();
}

}  // namespace leastwise
