#include "access/statement_search.h"

#include <algorithm>
#include <memory>

#include "access/breadth.h"
#include "access/key_wording.h"
#include "access/principal_tester.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// An account id that none of the texts names.
std::string ChooseStranger(const Statement& statement, std::span<const GrantClass> classes) {
  std::vector<const Statement*> all = {&statement};
  for (const GrantClass& own : classes) {
    for (const ActiveModifier& active : own.modifiers) all.push_back(active.modifier->statement);
  }
  const auto is_named = [&all](std::string_view account) {
    return std::any_of(all.begin(), all.end(), [account](const Statement* one) {
      return std::any_of(
          one->conditions.begin(), one->conditions.end(), [account](const ConditionEntry& entry) {
            return std::any_of(entry.values.begin(), entry.values.end(),
                               [account](const Text& value) {
                                 return value.pattern.find(account) != std::string_view::npos;
                               });
          });
    });
  };
  for (unsigned long candidate = 908070605040UL;; candidate += 10203UL) {
    std::string account = std::to_string(candidate);
    if (!is_named(account)) return account;
  }
}

bool IsCapped(PolicyKind kind) { return kind == PolicyKind::kIdentity; }

std::size_t CountIn(const std::vector<ActionId>& sorted, ActionCatalog::Range range) {
  const auto first = std::lower_bound(sorted.begin(), sorted.end(), range.first);
  const auto last = std::lower_bound(first, sorted.end(), range.last);
  return static_cast<std::size_t>(last - first);
}

// False only for a string that leaves nothing open of what the test wants open.
bool MayLeaveOpen(const Text& text, const ResourceTest& test) {
  if (text.has_hole()) return true;
  if (!test.open_parts.empty()) {
    if (!Glob::HasWildcard(text.pattern)) return false;
    const std::optional<ArnParts> parts = SplitArn(text.pattern);
    return !parts || std::all_of(test.open_parts.begin(), test.open_parts.end(),
                                 [&parts](ArnPart part) { return IsOpen(*parts, part); });
  }
  const bool wants_open =
      (test.at_least && *test.at_least > Breadth::kExact) ||
      std::any_of(test.open_names.begin(), test.open_names.end(),
                  [](const PartBreadth& name) { return name.at_least > Breadth::kExact; });
  return !wants_open || Glob::HasWildcard(text.pattern);
}

}  // namespace

StatementSearch::StatementSearch(const ActionTable& actions, const AccessMemo& memo,
                                 const ModifierIndex& modifiers, const Subject& subject,
                                 const QueryPlan& plan)
    : actions_(actions),
      memo_(memo),
      modifiers_(modifiers),
      subject_(subject),
      plan_(plan),
      query_(plan.query()) {}

std::string StatementSearch::reason() const {
  if (!reason_.empty()) return reason_;
  if (!unknown_action_.empty()) {
    return "the catalog does not know the resource types of `" + unknown_action_ + "`";
  }
  return "what the text of the statement stands for cannot be told";
}

bool StatementSearch::KeepsForm(const Statement& statement) const {
  const ActionTest& test = query_.actions;
  if (test.is_unknown && statement.is_not_action) return false;
  if (test.forms.empty() && !test.by_not_action) return true;
  return statement.is_not_action ? test.by_not_action : !test.forms.empty();
}

// What is written decides some tests without a look at what it is: whatever a Deny or a boundary
// leaves of a resource string is no wider than the string.
bool StatementSearch::KeepsResources(const Statement& statement) const {
  const ResourceTest& test = query_.resources;
  if (!test.by_star && !test.by_not_resource) {
    if (statement.is_not_resource || statement.resources.empty()) return true;
    return std::any_of(statement.resources.begin(), statement.resources.end(),
                       [&test](const Text& text) { return MayLeaveOpen(text, test); });
  }
  if (statement.is_not_resource) return test.by_not_resource;
  return test.by_star &&
         std::any_of(statement.resources.begin(), statement.resources.end(), [](const Text& text) {
           return text.has_hole() || Glob(text.pattern).is_everything();
         });
}

bool StatementSearch::Keeps(const ActionPattern& pattern) const {
  const ActionTest& test = query_.actions;
  if (!test.forms.empty() &&
      std::find(test.forms.begin(), test.forms.end(), pattern.form) == test.forms.end()) {
    return false;
  }
  if (!test.is_unknown) return true;
  if (pattern.is_known || !pattern.is_well_formed) return false;
  return !test.unknown_service || *test.unknown_service != pattern.has_service;
}

bool StatementSearch::filters_strings() const {
  return !query_.actions.forms.empty() || query_.actions.is_unknown;
}

std::optional<Evidence> StatementSearch::Look(const GrantingStatement& granting) {
  const Statement& statement = *granting.statement;
  if (!KeepsForm(statement) || !KeepsResources(statement)) return std::nullopt;
  Truth worded = Truth::kYes;
  if (query_.condition.key) {
    worded = IsWorded(*query_.condition.key, statement, actions_);
    if (worded == Truth::kNo) return std::nullopt;
  }
  std::optional<Evidence> evidence = LookWorded(granting);
  if (evidence) evidence->truth = And(evidence->truth, worded);
  return evidence;
}

std::optional<Evidence> StatementSearch::LookWorded(const GrantingStatement& granting) {
  const Statement& statement = *granting.statement;
  if (query_.actions.is_unknown) return UnknownStrings(granting);
  if (!filters_strings() || statement.is_not_action) {
    // Of an action that the catalog lacks nothing can be told.
    const bool is_hopeless = IsTooBroad(statement);
    const std::vector<ActionId> candidates =
        is_hopeless ? granting.actions.List(plan_.wanted_of_no_catalog())
                    : Candidates(granting.actions);
    return candidates.empty() ? std::nullopt : Weigh(granting, granting.actions, candidates);
  }
  const StatementActions kept(actions_, statement,
                              [this](const ActionPattern& p) { return Keeps(p); });
  const std::vector<ActionId> candidates = Candidates(kept);
  return candidates.empty() ? std::nullopt : Weigh(granting, kept, candidates);
}

// What a statement on everything grants is as broad as can be where nothing takes any of it away.
bool StatementSearch::IsTooBroad(const Statement& statement) const {
  const ResourceTest& test = query_.resources;
  if (!test.at_most || *test.at_most == Breadth::kEvery || !modifiers_.empty()) return false;
  if (statement.is_not_resource || statement.resources.empty()) return false;
  return std::all_of(statement.resources.begin(), statement.resources.end(), [](const Text& text) {
    return !text.has_hole() && Glob(text.pattern).is_everything();
  });
}

std::vector<ActionId> StatementSearch::Candidates(const StatementActions& actions) const {
  return actions.List(plan_.wanted());
}

std::optional<Evidence> StatementSearch::Weigh(const GrantingStatement& granting,
                                               const StatementActions& actions,
                                               std::span<const ActionId> candidates) {
  const Statement& statement = *granting.statement;
  const bool names_principals = !statement.principals.empty() || statement.is_not_principal;
  if (!names_principals) {
    if (!query_.principals.is_trivial()) return std::nullopt;
    const Matches matches = Match(granting, actions, candidates, nullptr);
    Evidence out;
    out.truth = Decide(matches);
    if (out.truth == Truth::kNo) return std::nullopt;
    Fill(statement, matches, &out);
    return out;
  }
  // Everyone but those that are listed, or each that is listed.
  Principal everyone;
  everyone.kind = PrincipalKind::kEveryone;
  std::vector<const Principal*> principals;
  if (statement.is_not_principal) principals.push_back(&everyone);
  for (const Principal& principal : statement.principals) {
    if (!statement.is_not_principal) principals.push_back(&principal);
  }
  const std::string_view own =
      subject_.account.empty() ? granting.policy->account : subject_.account;
  const bool is_shared = !modifiers_.names_principals();
  std::optional<Matches> shared;
  std::optional<Evidence> best;
  for (const Principal* principal : principals) {
    const Truth passes = TestPrincipal(query_.principals, *principal, own);
    if (passes == Truth::kNo) continue;
    if (!shared || !is_shared) shared = Match(granting, actions, candidates, principal);
    const Truth truth = And(passes, Decide(*shared));
    if (truth == Truth::kUnknown && reason_.empty()) {
      reason_ = "who `" + std::string(principal->text.value) + "` is cannot be told";
    }
    if (truth == Truth::kNo || (best && truth < best->truth)) continue;
    if (!best || truth > best->truth) {
      best.emplace();
      best->truth = truth;
      Fill(statement, *shared, &*best);
    }
    if (principal != &everyone) best->principals.push_back(principal);
  }
  return best;
}

CellContext StatementSearch::ContextOf(const GrantingStatement& granting, const GrantClass& own,
                                       const Principal* principal,
                                       std::vector<ActiveModifier>* active) const {
  for (const ActiveModifier& one : own.modifiers) {
    const Truth covers =
        principal == nullptr ? Truth::kYes : DenyCovers(*one.modifier->statement, *principal);
    const bool is_cap = one.modifier->role != ModifierRole::kDeny;
    const Truth applies = is_cap ? one.applies : And(one.applies, covers);
    if (applies != Truth::kNo) active->push_back({one.modifier, applies});
  }
  CellContext context;
  context.memo = &memo_;
  context.resources = &plan_.resources();
  context.condition = &query_.condition;
  context.statement = granting.statement;
  context.modifiers = *active;
  context.never_carried = own.never_carried;
  const bool is_capped = IsCapped(granting.policy->kind);
  context.has_boundary = is_capped && modifiers_.has_boundary();
  context.has_service_controls = is_capped && modifiers_.has_service_controls();
  return context;
}

StatementSearch::Matches StatementSearch::Match(const GrantingStatement& granting,
                                                const StatementActions& actions,
                                                std::span<const ActionId> candidates,
                                                const Principal* principal) {
  const Statement& statement = *granting.statement;
  const PolicyKind kind = granting.policy->kind;
  const StatementResources& resources = granting.resources();
  pool_.release();
  Matches out;
  std::vector<ActionId> matching;
  TypeVerdicts shared(&pool_);
  std::vector<std::uint32_t> groups = GroupsOf(candidates, resources);
  if (modifiers_.empty()) {
    matching = WithResources(granting, resources, candidates, &shared, &groups);
    if (matching.empty()) return out;
    candidates = matching;
  }
  const GrantClasses classes = modifiers_.Divide(candidates, statement.conditions, IsCapped(kind));
  const std::string stranger = ChooseStranger(statement, classes.classes);
  std::vector<std::vector<ActiveModifier>> active(classes.classes.size());
  std::vector<std::unique_ptr<ClassJudge>> judges(classes.classes.size());
  std::vector<std::unique_ptr<TypeVerdicts>> of_class;
  // By class and group.
  std::pmr::unordered_map<std::uint64_t, Verdict> verdicts(&pool_);
  std::uint64_t last_key = 0;
  Verdict* last = nullptr;  // neighbours are often of one kind
  out.resources.assign(resources.cells.size(), Truth::kNo);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::uint32_t own = classes.of[i];
    if (judges[own] == nullptr) {
      CellContext context = ContextOf(granting, classes.classes[own], principal, &active[own]);
      context.stranger = stranger;
      if (!modifiers_.empty()) of_class.push_back(std::make_unique<TypeVerdicts>(&pool_));
      TypeVerdicts* const types = modifiers_.empty() ? &shared : of_class.back().get();
      judges[own] = std::make_unique<ClassJudge>(
          ClassJudge{CellJudge(context), types, IsSameForAllTypes(resources)});
    }
    const std::uint64_t key = std::uint64_t{own} << 32U | groups[i];
    if (last == nullptr || key != last_key) {
      const auto [found, is_new] = verdicts.try_emplace(key);
      if (is_new) found->second = Judge(judges[own].get(), resources, candidates[i]);
      last = &found->second;
      last_key = key;
    }
    Verdict& verdict = *last;
    const Truth is_named = actions.is_certain() ? Truth::kYes : actions.Contains(candidates[i]);
    const Truth truth = And(verdict.truth, is_named);
    if (truth == Truth::kNo) continue;
    if (truth == Truth::kUnknown && unknown_action_.empty() &&
        !actions_.IsCatalogued(candidates[i])) {
      unknown_action_ = actions_.Name(candidates[i]);
    }
    std::vector<ActionId>& found = truth == Truth::kYes ? out.sure : out.possible;
    if (found.empty()) found.reserve(candidates.size() - i);
    found.push_back(candidates[i]);
    out.breadth = std::max(out.breadth, verdict.breadth);
    if (truth <= verdict.counted) continue;
    verdict.counted = truth;
    for (std::size_t r = 0; r < out.resources.size(); ++r) {
      out.resources[r] = Or(out.resources[r], And(truth, verdict.resources[r]));
    }
  }
  for (const std::unique_ptr<ClassJudge>& own : judges) {
    if (own == nullptr) continue;
    if (reason_.empty()) reason_ = own->judge.reason();
    if (out.failed_deny == nullptr) out.failed_deny = own->judge.failed_deny();
  }
  return out;
}

Truth StatementSearch::DecideShare(const Matches& matches) const {
  Truth truth = Truth::kNo;
  for (const ActionCatalog::Range range : plan_.shares()) {
    const std::size_t needed =
        std::size_t{query_.actions.share_percent} * (range.last - range.first);
    const std::size_t sure = CountIn(matches.sure, range) * 100;
    const std::size_t possible = sure + CountIn(matches.possible, range) * 100;
    if (range.first == range.last) continue;
    truth = Or(truth,
               sure >= needed ? Truth::kYes : (possible >= needed ? Truth::kUnknown : Truth::kNo));
  }
  return truth;
}

Truth StatementSearch::Decide(const Matches& matches) const {
  const ActionTest& test = query_.actions;
  if (!test.share_services.empty()) return DecideShare(matches);
  if (test.all == nullptr) {
    return matches.sure.empty() ? (matches.possible.empty() ? Truth::kNo : Truth::kUnknown)
                                : Truth::kYes;
  }
  Truth truth = Truth::kYes;
  test.all->ForEach([&](ActionId id) {
    if (std::binary_search(matches.sure.begin(), matches.sure.end(), id)) return;
    const bool is_possible =
        std::binary_search(matches.possible.begin(), matches.possible.end(), id);
    truth = And(truth, is_possible ? Truth::kUnknown : Truth::kNo);
  });
  return truth;
}

}  // namespace leastwise
