#include "access/goal_search.h"

#include <algorithm>
#include <unordered_set>

#include "access/statement_contents.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr char kAnyArn[] = "arn:*:*:*:*:*";
constexpr std::size_t kShapedStates = 1500;
constexpr std::size_t kStatesOnceFound = 5000;
constexpr std::size_t kWorkOfKept = 16;  // of what stays in memory
constexpr std::size_t kWorkOfFit = 4;    // of two patterns that are held against each other
constexpr std::size_t kFewStatements = 32;

// What a statement makes of one resource string.
struct ResourceMatch {
  bool applies = false;
  std::vector<std::uint32_t> open;  // where these decide
};

bool Includes(const std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

bool IsUnconditional(const ContextTerm& term) {
  return term.entries.empty() && term.open.empty() && term.principal == kAnyPrincipal;
}

// `weak` holds wherever `strong` does.
bool IsImplied(const ContextTerm& weak, const ContextTerm& strong) {
  return (weak.principal == kAnyPrincipal || weak.principal == strong.principal) &&
         (weak.open.empty() ||
          (weak.open == strong.open && weak.open_excludes == strong.open_excludes)) &&
         Includes(strong.entries, weak.entries);
}

}  // namespace

GoalSearch::GoalSearch(const ComparisonModel& model, const ActionCatalog& catalog, SearchMode mode,
                       const ComparisonBudget& budget, WorkMeter* meter)
    : model_(model),
      meter_(meter),
      contexts_(model, catalog, mode, budget, meter),
      contents_(ContentsOf(model)),
      allows_(model, contents_),
      meeting_(model),
      all_denies_are_kept_(AllDeniesAreKept(model, contents_)),
      max_states_(budget.max_states) {
  for (const ModelResource& resource : model.resources()) globs_.emplace_back(resource.glob);
}

std::vector<Goal> GoalSearch::GoalsOf(std::uint32_t id) const {
  const ModelStatement& statement = model_.statements()[id];
  if (statement.any_resource || statement.not_resource) return {{id, std::nullopt}};
  std::vector<Goal> goals;
  for (const std::uint32_t resource : statement.resources) goals.push_back({id, resource});
  return goals;
}

std::vector<std::uint32_t> GoalSearch::Settlers(std::uint32_t statement) const {
  std::vector<std::uint32_t> out;
  if (!all_denies_are_kept_ || model_.layer_count(false) > 1) return out;
  const std::vector<Goal> goals = GoalsOf(statement);
  const ModelStatement& own = model_.statements()[statement];
  for (std::uint32_t id = 0; id < model_.statements().size(); ++id) {
    const ModelStatement& other = model_.statements()[id];
    if (other.is_new || !other.is_allow) continue;
    if (!meter_->Spend(goals.size())) return {};
    const bool covers = std::all_of(goals.begin(), goals.end(), [&](const Goal& goal) {
      return StatementCovers(other, own, goal.resource);
    });
    if (covers) out.push_back(id);
  }
  return out;
}

// Asked for again and again while witnesses are made of one class.
const GoalSearch::Group& GoalSearch::GroupOf(const std::vector<std::uint32_t>& statements) {
  if (last_group_.statements != statements) last_group_ = MakeGroup(statements);
  return last_group_;
}

GoalSearch::Group GoalSearch::MakeGroup(const std::vector<std::uint32_t>& statements) const {
  Group group;
  group.statements = statements;
  group.old_layers.resize(model_.layer_count(false));
  group.new_layers.resize(model_.layer_count(true));
  for (const std::uint32_t id : statements) {
    const ModelStatement& statement = model_.statements()[id];
    if (statement.any_resource || statement.not_resource) group.whatever.push_back(id);
    if (statement.is_allow) {
      (statement.is_new ? group.new_layers : group.old_layers)[statement.layer].push_back(id);
    } else {
      (statement.is_new ? group.new_denies : group.old_denies).push_back(id);
    }
  }
  // An old layer with all that a new layer has refuses nothing that the new side allows.
  const auto contents = [this](const std::vector<std::uint32_t>& layer) {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t id : layer) out.push_back(contents_[id]);
    std::sort(out.begin(), out.end());
    return out;
  };
  const auto is_matched = [&](const std::vector<std::uint32_t>& old_layer) {
    const std::vector<std::uint32_t> own = contents(old_layer);
    return std::any_of(
        group.new_layers.begin(), group.new_layers.end(),
        [&](const std::vector<std::uint32_t>& layer) { return Includes(own, contents(layer)); });
  };
  group.old_layers.erase(
      std::remove_if(group.old_layers.begin(), group.old_layers.end(), is_matched),
      group.old_layers.end());
  group.denies_are_kept = DeniesAreKept(group);
  return group;
}

// Of a large group, those that can match a string of the goal; nothing where those are most of it.
std::optional<GoalSearch::Group> GoalSearch::MeetingGroup(const Group& group,
                                                          const Goal& goal) const {
  const std::size_t size = group.statements.size();
  if (!goal.resource || size <= kFewStatements) return std::nullopt;
  const auto meeting = meeting_.Of(*goal.resource, size / 2);
  if (!meeting || !meter_->Spend(meeting->size())) return std::nullopt;
  Group out;
  out.statements = group.whatever;
  for (const std::uint32_t id : *meeting) {
    if (std::binary_search(group.statements.begin(), group.statements.end(), id)) {
      out.statements.push_back(id);
    }
  }
  std::sort(out.statements.begin(), out.statements.end());
  const auto keep = [&](const std::vector<std::uint32_t>& ids) {
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t id : out.statements) {
      if (std::binary_search(ids.begin(), ids.end(), id)) kept.push_back(id);
    }
    return kept;
  };
  out.old_denies = keep(group.old_denies);
  out.new_denies = keep(group.new_denies);
  for (const auto& layer : group.old_layers) out.old_layers.push_back(keep(layer));
  for (const auto& layer : group.new_layers) out.new_layers.push_back(keep(layer));
  return out;
}

bool GoalSearch::DeniesAreKept(const Group& group) const {
  const auto statements = model_.statements();
  std::unordered_set<std::uint32_t> kept;
  for (const std::uint32_t id : group.new_denies) kept.insert(contents_[id]);
  return std::all_of(group.old_denies.begin(), group.old_denies.end(), [&](std::uint32_t old_id) {
    const ModelStatement& old_deny = statements[old_id];
    if (kept.contains(contents_[old_id])) return true;
    if (!meter_->Spend(group.new_denies.size())) return false;
    return std::any_of(group.new_denies.begin(), group.new_denies.end(), [&](std::uint32_t new_id) {
      const ModelStatement& new_deny = statements[new_id];
      if (old_deny.not_resource || old_deny.any_resource) {
        return StatementCovers(new_deny, old_deny, std::nullopt);
      }
      return std::all_of(
          old_deny.resources.begin(), old_deny.resources.end(),
          [&](std::uint32_t resource) { return StatementCovers(new_deny, old_deny, resource); });
    });
  });
}

// Whether `outer` applies wherever `inner` does on its resource string.
bool GoalSearch::StatementCovers(const ModelStatement& outer, const ModelStatement& inner,
                                 std::optional<std::uint32_t> resource) const {
  if (outer.principal != kAnyPrincipal && outer.principal != inner.principal) return false;
  if (!Includes(inner.entries, outer.entries)) return false;
  if (outer.any_resource) return true;
  if (inner.any_resource) return false;
  if (!outer.not_resource) {
    return resource &&
           std::any_of(outer.resources.begin(), outer.resources.end(), [&](std::uint32_t own) {
             return Covers(model_.resource(own), model_.resource(*resource));
           });
  }
  return std::all_of(outer.resources.begin(), outer.resources.end(), [&](std::uint32_t excluded) {
    if (resource) return FitOf(excluded, resource) == Fit::kNever;
    return std::any_of(inner.resources.begin(), inner.resources.end(), [&](std::uint32_t own) {
      return Covers(model_.resource(own), model_.resource(excluded));
    });
  });
}

bool GoalSearch::IsCovered(const Group& group, const Goal& goal) const {
  if (!group.denies_are_kept) return false;
  const ModelStatement& own = model_.statements()[goal.statement];
  return std::all_of(group.old_layers.begin(), group.old_layers.end(), [&](const auto& layer) {
    return allows_.Any(goal.statement, goal.resource, [&](std::uint32_t id) {
      return meter_->Spend(1) && std::binary_search(layer.begin(), layer.end(), id) &&
             StatementCovers(model_.statements()[id], own, goal.resource);
    });
  });
}

GoalSearch::Fit GoalSearch::FitOf(std::uint32_t id, std::optional<std::uint32_t> goal) const {
  const ModelResource& resource = model_.resource(id);
  if (resource.nothing) return Fit::kNever;
  if (resource.everything) return Fit::kAlways;
  if (!goal) return Fit::kVaries;
  const ModelResource& within = model_.resource(*goal);
  if (!resource.open && Covers(resource, within)) return Fit::kAlways;
  const bool overlaps = resource.flat || within.flat
                            ? Glob(resource.glob).Overlaps(Glob(within.glob))
                            : globs_[id].Overlaps(globs_[*goal]);
  return overlaps ? Fit::kVaries : Fit::kNever;
}

const std::vector<GoalResult>& GoalSearch::Check(const std::vector<std::uint32_t>& statements,
                                                 ResourceUniverse universe) {
  auto& known = universe == ResourceUniverse::kArns ? on_arns_ : on_star_;
  const auto [found, is_new] = known.try_emplace(statements);
  if (!is_new) return found->second;
  if (!meter_->Spend(kWorkOfKept * statements.size())) return found->second;
  const Group group = GroupOf(statements);
  if (group.denies_are_kept && group.old_layers.empty()) return found->second;
  for (const std::uint32_t id : group.new_layers.front()) {
    for (const Goal& goal : GoalsOf(id)) {
      if (meter_->is_spent()) return found->second;
      if (universe == ResourceUniverse::kStar) {
        CheckStar(group, goal, &found->second);
      } else if (!IsCovered(group, goal)) {
        CheckArns(group, goal, &found->second);
      }
    }
  }
  return found->second;
}

void GoalSearch::NoteOpen(const ContextAnswer& answer) {
  if (!answer.met_open) return;
  met_open_ = true;
  if (open_reason_.empty()) open_reason_ = answer.reason;
}

// Asks for a context, given what each statement makes of the resource; null where it is plain that
// there is none.
template <typename Match>
const ContextAnswer* GoalSearch::Ask(const Group& group, const Goal& goal, Match match) {
  const auto term_of = [&](std::uint32_t id) -> std::optional<ContextTerm> {
    ResourceMatch own = match(id);
    if (!own.applies && own.open.empty()) return std::nullopt;
    const ModelStatement& statement = model_.statements()[id];
    ContextTerm term;
    term.entries = statement.entries;
    term.principal = statement.principal;
    term.open = std::move(own.open);
    term.open_excludes = statement.not_resource && !term.open.empty();
    return term;
  };
  const auto terms_of = [&](const std::vector<std::uint32_t>& ids) {
    std::vector<ContextTerm> terms;
    for (const std::uint32_t id : ids) {
      if (std::optional<ContextTerm> term = term_of(id)) terms.push_back(std::move(*term));
    }
    return terms;
  };
  std::optional<ContextTerm> own = term_of(goal.statement);
  if (!own || !meter_->Spend(group.statements.size())) return nullptr;
  ContextQuestion question;
  question.goal = std::move(*own);
  question.old_denies = terms_of(group.old_denies);
  bool is_refused = !question.old_denies.empty();
  for (const auto& layer : group.old_layers) {
    question.old_layers.push_back(terms_of(layer));
    const auto& terms = question.old_layers.back();
    is_refused = is_refused || std::none_of(terms.begin(), terms.end(), [&](const auto& term) {
                   return IsImplied(term, question.goal);
                 });
  }
  if (!is_refused) return nullptr;
  question.new_denies = terms_of(group.new_denies);
  for (const ContextTerm& deny : question.new_denies) {
    if (IsUnconditional(deny)) return nullptr;
  }
  for (std::size_t i = 1; i < group.new_layers.size(); ++i) {
    question.new_layers.push_back(terms_of(group.new_layers[i]));
  }
  std::size_t terms = question.new_denies.size() + question.old_denies.size();
  for (const auto& layer : question.old_layers) terms += layer.size();
  for (const auto& layer : question.new_layers) terms += layer.size();
  if (!meter_->Spend(kWorkOfKept * terms)) return nullptr;
  return &contexts_.Answer(std::move(question));
}

void GoalSearch::CheckStar(const Group& group, const Goal& goal, std::vector<GoalResult>* out) {
  const auto match = [this](std::uint32_t id) {
    const ModelStatement& statement = model_.statements()[id];
    ResourceMatch own;
    own.applies = statement.any_resource || statement.not_resource;
    if (statement.any_resource) return own;
    for (const std::uint32_t resource : statement.resources) {
      const ModelResource& pattern = model_.resource(resource);
      if (pattern.open && Glob(pattern.glob).is_everything()) own.open.push_back(resource);
    }
    return own;
  };
  const ContextAnswer* const answer = Ask(group, goal, match);
  if (answer == nullptr) return;
  NoteOpen(*answer);
  if (answer->outcome == ContextAnswer::Outcome::kNone) return;
  const bool is_found = answer->outcome == ContextAnswer::Outcome::kFound;
  out->push_back({goal, is_found, "*", *answer, is_found ? "" : answer->reason});
}

void GoalSearch::CheckArns(const Group& group, const Goal& goal, std::vector<GoalResult>* out) {
  GoalResult result;
  result.goal = goal;
  if (!Explore(group, goal, nullptr, max_states_, &result)) return;
  // The verdict is known: further goals only make the list of what is added longer.
  if (result.found) max_states_ = std::min(max_states_, kStatesOnceFound);
  out->push_back(std::move(result));
}

// True with a result that is found or given up.
bool GoalSearch::Explore(const Group& whole, const Goal& goal, const std::string* shape,
                         std::size_t max_states, GoalResult* result) {
  const std::optional<Group> meeting = MeetingGroup(whole, goal);
  const Group& group = meeting ? *meeting : whole;
  std::vector<GlobAtom> atoms;
  std::string_view within = kAnyArn;
  if (goal.resource) within = model_.resource(*goal.resource).glob;
  atoms.push_back({within, !goal.resource || !model_.resource(*goal.resource).flat});
  if (!within.starts_with("arn:")) atoms.push_back({kAnyArn, true});
  if (shape != nullptr) atoms.push_back({*shape, true});
  const std::size_t required = atoms.size();
  // Where each pattern stands among the atoms, or how it always fares.
  std::map<std::uint32_t, std::pair<Fit, std::size_t>> fits;
  for (const std::uint32_t id : group.statements) {
    const ModelStatement& statement = model_.statements()[id];
    if (statement.any_resource) continue;
    if (!meter_->Spend(kWorkOfFit * statement.resources.size())) return false;
    for (const std::uint32_t resource : statement.resources) {
      const auto [fit, is_new] = fits.try_emplace(resource);
      if (!is_new) continue;
      fit->second = {FitOf(resource, goal.resource), atoms.size()};
      if (resource == goal.resource) fit->second = {Fit::kVaries, 0};
      if (fit->second.first != Fit::kVaries || fit->second.second == 0) continue;
      atoms.push_back({model_.resource(resource).glob, !model_.resource(resource).flat});
    }
  }
  std::string reason;
  const auto visit = [&](const GlobSignature& signature, const GlobAutomaton::TextMaker& text) {
    const auto match = [&](std::uint32_t id) {
      const ModelStatement& statement = model_.statements()[id];
      ResourceMatch own;
      if (statement.any_resource) {
        own.applies = true;
        return own;
      }
      bool is_certain = false;
      for (const std::uint32_t resource : statement.resources) {
        const auto [fit, atom] = fits.at(resource);
        if (fit == Fit::kNever || (fit == Fit::kVaries && !HasAtom(signature, atom))) continue;
        if (model_.resource(resource).open) {
          own.open.push_back(resource);
        } else {
          is_certain = true;
        }
      }
      if (is_certain) own.open.clear();
      own.applies = is_certain != statement.not_resource;
      if (is_certain && statement.not_resource) own.open.clear();
      return own;
    };
    const ContextAnswer* const answer = Ask(group, goal, match);
    if (answer == nullptr) return false;
    NoteOpen(*answer);
    if (answer->outcome == ContextAnswer::Outcome::kGaveUp && reason.empty()) {
      reason = answer->reason;
    }
    if (answer->outcome != ContextAnswer::Outcome::kFound) return false;
    result->found = true;
    result->resource = text();
    result->answer = *answer;
    return true;
  };
  GlobAutomaton::Walk walk;
  walk.max_states = max_states;
  walk.required = required;
  walk.meter = meter_;
  const auto end = GlobAutomaton(atoms).Run(walk, visit, &states_);
  if (end == GlobAutomaton::End::kBudget && reason.empty()) {
    reason = "the resource patterns that overlap `" +
             std::string(goal.resource ? model_.resource(*goal.resource).text->value : "*") +
             "` have too many combinations to weigh";
  }
  result->reason = std::move(reason);
  return result->found || !result->reason.empty();
}

std::optional<GoalResult> GoalSearch::FindShaped(const std::vector<std::uint32_t>& statements,
                                                 Goal goal, const std::string& shape) {
  GoalResult result;
  result.goal = goal;
  Explore(GroupOf(statements), goal, &shape, kShapedStates, &result);
  if (!result.found) return std::nullopt;
  return result;
}

}  // namespace leastwise
