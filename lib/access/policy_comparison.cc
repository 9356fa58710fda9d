#include "access/policy_comparison.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "access/action_classes.h"
#include "access/comparison_model.h"
#include "access/future_actions.h"
#include "access/goal_search.h"
#include "access/resource_pattern.h"
#include "access/witness.h"
#include "access/work_meter.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::size_t kOldStatements = 3;  // shown beside a witness
constexpr std::size_t kMaxReasons = 50;
// Of a statement that a witness is tried out on, of so many of its actions together, and of an
// action that is kept for it.
constexpr std::size_t kWorkOfReplay = 24;
constexpr std::size_t kActionsOfReplay = 8;
constexpr std::size_t kWorkOfAction = 8;
constexpr std::string_view kTooMuchWork = "the policies are too large to weigh against each other";
constexpr std::string_view kMoreMayBeAdded =
    "more may be added than is listed: the policies are too large to look for all of it";
constexpr std::string_view kMoreMayBeAddedLater =
    "more actions that AWS may add may be allowed than are listed";
constexpr std::string_view kReadAsObserved =
    "`ForAnyValue:…IfExists` is read as not holding without its key, as AWS is seen to do";
constexpr std::string_view kTooManyActionPatterns =
    "the action patterns have too many combinations to weigh what AWS may add";

std::size_t WorkOfReplay(const Policy& policy) {
  std::size_t work = 0;
  for (const Statement& statement : policy.statements) {
    work += kWorkOfReplay + statement.actions.size() / kActionsOfReplay;
  }
  return work;
}

// To try one request out on all documents of a side.
std::size_t WorkOfReplay(const ComparisonSide& side) {
  std::size_t work = 0;
  for (const Policy* policy : side.policies) work += WorkOfReplay(*policy);
  for (const Policy* policy : side.service_controls) work += WorkOfReplay(*policy);
  for (const Policy* policy : {side.boundary, side.scope}) {
    if (policy != nullptr) work += WorkOfReplay(*policy);
  }
  return work;
}

std::string ErrorIn(const ComparisonSide& side, std::string_view name) {
  for (const Policy* policy : side.policies) {
    for (const Statement& statement : policy->statements) {
      if (statement.has_effect) continue;
      return "statement " + std::to_string(statement.index) + " of the " + std::string(name) +
             " policy has no Effect that can be read";
    }
  }
  return {};
}

class Comparer {
 public:
  Comparer(const ActionTable& actions, const ComparisonSide& old_side,
           const ComparisonSide& new_side, const ComparisonBudget& budget)
      : actions_(actions),
        old_side_(old_side),
        new_side_(new_side),
        budget_(budget),
        meter_(budget.max_work) {}

  // Ends at the first candidate, without a witness.
  ComparisonVerdict Decide() {
    wants_witnesses_ = false;
    return Run().verdict;
  }

  PolicyComparison Run() {
    for (const std::string& error : {ErrorIn(old_side_, "old"), ErrorIn(new_side_, "new")}) {
      if (!error.empty()) AddReason(error);
    }
    if (!out_.reasons.empty()) {
      out_.verdict = ComparisonVerdict::kError;
      return std::move(out_);
    }
    work_of_replay_ = WorkOfReplay(old_side_) + WorkOfReplay(new_side_);
    FindWitnesses();
    if (meter_.is_spent()) NoteLimit();
    Conclude();
    out_.work = meter_.spent();
    return std::move(out_);
  }

 private:
  void NoteLimit() {
    if (grants_.empty()) {
      AddReason(std::string(kTooMuchWork));
    } else {
      AddNote(std::string(kMoreMayBeAdded));
    }
  }

  // What today's actions add is the answer; of later ones some may be missing.
  void GiveUp(const std::string& reason) {
    if (adds_today_) {
      AddNote(std::string(kMoreMayBeAddedLater));
    } else {
      AddReason(reason);
    }
  }

  void AddReason(const std::string& reason) {
    if (out_.reasons.size() >= kMaxReasons) return;
    if (std::find(out_.reasons.begin(), out_.reasons.end(), reason) == out_.reasons.end()) {
      out_.reasons.push_back(reason);
    }
  }

  // Calls visit(universe, results) for what the class can be asked for.
  template <typename Visit>
  static void EachResult(const ActionClass& item, GoalSearch* search, Visit visit) {
    const bool on_both = !item.on_both.empty() || !item.future.empty();
    if (on_both || !item.on_arns.empty()) {
      visit(ResourceUniverse::kArns, search->Check(item.statements, ResourceUniverse::kArns));
    }
    if (on_both || !item.on_star.empty()) {
      visit(ResourceUniverse::kStar, search->Check(item.statements, ResourceUniverse::kStar));
    }
  }

  void FindWitnesses() {
    const ComparisonModel model(old_side_, new_side_, true, &meter_);
    GoalSearch search(model, actions_.catalog(), SearchMode::kCertain, budget_, &meter_);
    WitnessMaker maker(actions_, &search);
    const auto check = [&](const ActionClass& item) {
      EachResult(item, &search,
                 [&](ResourceUniverse universe, const std::vector<GoalResult>& results) {
                   for (const GoalResult& result : results) {
                     if (result.found) {
                       Add(model, item, universe, result, &maker);
                     } else {
                       GiveUp(result.reason);
                     }
                   }
                 });
    };
    const std::vector<ActionClass> classes = ClassifyActions(model, actions_, &meter_);
    out_.classes = classes.size();
    for (const ActionClass& item : classes) {
      check(item);
      if (is_decided_) return;
    }
    adds_today_ = !grants_.empty();
    const FutureEnd end = VisitFutureActions(model, search, &meter_, [&](const ActionClass& item) {
      check(item);
      return is_decided_ || meter_.is_spent();
    });
    if (end == FutureEnd::kBudget) GiveUp(std::string(kTooManyActionPatterns));
    out_.states += search.states();
    AddNotes(search);
    out_.has_all_of_today = wants_witnesses_ && out_.reasons.empty() && model.doubts().empty() &&
                            !search.met_open() && !model.has_variables() && !meter_.is_spent();
    if (is_decided_ || !grants_.empty()) return;
    if (!out_.reasons.empty() || !out_.internal_errors.empty()) return;
    for (const std::string& doubt : model.doubts()) AddReason(doubt);
    if (search.met_open() || model.has_variables()) Prove(search.open_reason());
  }

  // No witness was found among certain values: is there none whatever the uncertain ones are?
  void Prove(const std::string& open_reason) {
    const ComparisonModel model(old_side_, new_side_, false, &meter_);
    GoalSearch search(model, actions_.catalog(), SearchMode::kPossible, budget_, &meter_);
    const auto check = [&](const ActionClass& item) {
      EachResult(item, &search, [&](ResourceUniverse, const std::vector<GoalResult>& results) {
        for (const GoalResult& result : results) {
          const std::string& own = result.found ? result.answer.reason : result.reason;
          AddReason(own.empty() ? open_reason : own);
        }
      });
      return !out_.reasons.empty();
    };
    for (const ActionClass& item : ClassifyActions(model, actions_, &meter_)) {
      if (check(item)) break;
    }
    if (out_.reasons.empty() &&
        VisitFutureActions(model, search, &meter_, check) == FutureEnd::kBudget) {
      AddReason(std::string(kTooManyActionPatterns));
    }
    out_.states += search.states();
    AddNotes(search);
  }

  void AddNotes(const GoalSearch& search) {
    for (const std::string& note : search.notes()) AddNote(note);
  }

  void AddNote(const std::string& note) {
    if (std::find(out_.notes.begin(), out_.notes.end(), note) == out_.notes.end()) {
      out_.notes.push_back(note);
    }
  }

  void Add(const ComparisonModel& model, const ActionClass& item, ResourceUniverse universe,
           const GoalResult& result, WitnessMaker* maker) {
    if (!wants_witnesses_) {
      is_decided_ = true;
      return;
    }
    const std::size_t actions = item.on_star.size() + item.on_arns.size() + item.on_both.size();
    if (!meter_.Spend(work_of_replay_ + kWorkOfAction * actions)) {
      // One witness is always tried out.
      if (!grants_.empty()) return;
    }
    const ModelStatement& statement = model.statements()[result.goal.statement];
    const Text* const resource = result.goal.resource
                                     ? Written(model, statement, *result.goal.resource)
                                     : Everything(*statement.statement);
    const GrantKey key(statement.statement, resource, !item.future.empty());
    const auto known = grants_.find(key);
    const bool is_shaped = known == grants_.end() || !known->second.witness.is_everyday();
    Witness witness = maker->Make(item, result, universe, is_shaped);
    if (!Replay(witness.request)) return;
    const auto [found, is_new] = grants_.try_emplace(key);
    Pending& pending = found->second;
    if (is_new) {
      pending.order = grants_.size();
      pending.grant.policy = statement.policy;
      pending.grant.statement = statement.statement;
      pending.grant.resource = resource;
    }
    const bool is_star = universe == ResourceUniverse::kStar;
    for (const auto* ids : {is_star ? &item.on_star : &item.on_arns, &item.on_both}) {
      pending.grant.actions.insert(pending.grant.actions.end(), ids->begin(), ids->end());
    }
    pending.grant.future_actions.insert(pending.grant.future_actions.end(), item.future.begin(),
                                        item.future.end());
    if (is_new || witness.IsBetterThan(pending.witness)) pending.witness = std::move(witness);
  }

  // The model may hold a string with its variables bound, or one of another statement that is
  // equal.
  static const Text* Written(const ComparisonModel& model, const ModelStatement& statement,
                             std::uint32_t resource) {
    const Text* const wanted = model.resource(resource).text;
    for (const Text& text : statement.statement->resources) {
      if (text.value == wanted->value) return &text;
    }
    return nullptr;
  }

  // The string that matches all resources: the model knows such a statement as one without a
  // Resource. Null where it has none indeed.
  static const Text* Everything(const Statement& statement) {
    if (statement.is_not_resource) return nullptr;
    const auto found =
        std::find_if(statement.resources.begin(), statement.resources.end(), [](const Text& text) {
          return text.value.find_first_not_of('*') == std::string_view::npos;
        });
    return found == statement.resources.end() ? nullptr : &*found;
  }

  // Tries a candidate out. False where it proves nothing: then there is a reason, or an error.
  bool Replay(const Request& request) {
    const Ruling on_new = RuleSide(new_side_, request);
    const Ruling on_old = RuleSide(old_side_, request);
    if (on_new.verdict == Verdict::kAllowed && on_old.is_denied()) return true;
    const bool is_open = on_new.verdict == Verdict::kUnknown || on_old.verdict == Verdict::kUnknown;
    if (is_open && IsNewAsObserved(request)) return true;
    if (on_new.verdict == Verdict::kUnknown) AddReason(on_new.reason);
    if (on_old.verdict == Verdict::kUnknown) AddReason(on_old.reason);
    if (is_open) return false;
    out_.internal_errors.push_back("`" + request.action + "` on `" + request.resource +
                                   "` should be new, but is " +
                                   std::string(VerdictName(on_old.verdict)) + " before and " +
                                   std::string(VerdictName(on_new.verdict)) + " after");
    return false;
  }

  bool IsNewAsObserved(const Request& request) {
    const ReadingChoices readings = ObservedReadings();
    if (RuleSide(new_side_, request, readings).verdict != Verdict::kAllowed) return false;
    if (!RuleSide(old_side_, request, readings).is_denied()) return false;
    AddNote(std::string(kReadAsObserved));
    return true;
  }

  void Conclude() {
    std::vector<Pending*> ordered;
    for (auto& [key, pending] : grants_) ordered.push_back(&pending);
    std::sort(ordered.begin(), ordered.end(),
              [](const Pending* a, const Pending* b) { return a->order < b->order; });
    out_.only_future = !ordered.empty();
    for (Pending* pending : ordered) {
      Finish(pending);
      out_.only_future = out_.only_future && pending->grant.only_future();
      out_.added.push_back(std::move(pending->grant));
    }
    if (!out_.internal_errors.empty()) {
      out_.verdict = ComparisonVerdict::kError;
      AddReason("internal error: a witness was not confirmed when it was tried out");
    } else if (is_decided_ || !out_.added.empty()) {
      out_.verdict = ComparisonVerdict::kFail;
    } else if (!out_.reasons.empty()) {
      out_.verdict = ComparisonVerdict::kUnknown;
    }
  }

  // Of an Allow on one of its resource strings; what AWS may add later is apart.
  using GrantKey = std::tuple<const Statement*, const Text*, bool>;
  struct Pending {
    AddedGrant grant;
    Witness witness;
    std::size_t order = 0;
  };

  void Finish(Pending* pending) {
    AddedGrant& grant = pending->grant;
    const auto settle = [](auto* list) {
      if (!std::is_sorted(list->begin(), list->end())) std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    };
    settle(&grant.actions);
    settle(&grant.future_actions);
    grant.witness = std::move(pending->witness.request);
    grant.outside_catalog_types = pending->witness.outside_catalog_types;
    grant.unlisted_keys = std::move(pending->witness.unlisted_keys);
    const Ruling on_old = RuleSide(old_side_, grant.witness);
    for (const StatementRuling& ruling : on_old.statements) {
      if (grant.old_statements.size() == kOldStatements) break;
      grant.old_statements.push_back(ruling.statement);
    }
    AddElements(&grant);
  }

  // The action strings that reach what is added.
  void AddElements(AddedGrant* grant) const {
    const Statement& statement = *grant->statement;
    if (statement.is_not_action) return;
    for (std::size_t i = 0; i < statement.actions.size(); ++i) {
      const ActionPattern& pattern = actions_.pattern(statement.action_patterns[i]);
      const bool reaches =
          grant->only_future() ? ReachesLater(statement.actions[i], *grant)
          : pattern.literal
              ? std::binary_search(grant->actions.begin(), grant->actions.end(), *pattern.literal)
              : std::any_of(grant->actions.begin(), grant->actions.end(),
                            [&](ActionId id) { return pattern.set->Test(id); });
      if (reaches) grant->elements.push_back(&statement.actions[i]);
    }
  }

  static bool ReachesLater(const Text& action, const AddedGrant& grant) {
    const std::string pattern = WidenHoles(action.pattern);
    return std::any_of(
        grant.future_actions.begin(), grant.future_actions.end(),
        [&](const std::string& name) { return Glob(pattern, CaseMode::kFold).Matches(name); });
  }

  const ActionTable& actions_;
  const ComparisonSide& old_side_;
  const ComparisonSide& new_side_;
  const ComparisonBudget& budget_;
  bool wants_witnesses_ = true;
  bool is_decided_ = false;  // there is a candidate, and no witness is wanted
  WorkMeter meter_;
  std::size_t work_of_replay_ = 0;
  bool adds_today_ = false;  // later actions are looked at, and today's add something
  std::map<GrantKey, Pending> grants_;
  PolicyComparison out_;
};

}  // namespace

std::string_view ComparisonVerdictName(ComparisonVerdict verdict) {
  switch (verdict) {
    case ComparisonVerdict::kPass:
      return "PASS";
    case ComparisonVerdict::kFail:
      return "FAIL";
    case ComparisonVerdict::kUnknown:
      return "UNKNOWN";
    case ComparisonVerdict::kError:
      break;
  }
  return "ERROR";
}

PolicyComparison Compare(const ActionTable& actions, const ComparisonSide& old_side,
                         const ComparisonSide& new_side, const ComparisonBudget& budget) {
  return Comparer(actions, old_side, new_side, budget).Run();
}

ComparisonVerdict Decide(const ActionTable& actions, const ComparisonSide& old_side,
                         const ComparisonSide& new_side, const ComparisonBudget& budget) {
  return Comparer(actions, old_side, new_side, budget).Decide();
}

}  // namespace leastwise
