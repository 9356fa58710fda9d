#include <algorithm>
#include <memory>

#include "access/statement_search.h"

// The part of StatementSearch that judges the resources of a statement, type by type.

namespace leastwise {

// What is asked for by name is of one type; that another type of the action has no such resource
// says nothing.
std::span<const CellType> StatementSearch::JudgedTypes(ActionId action, bool is_self) {
  judged_types_.clear();
  if (is_self) {
    judged_types_.push_back({CellKind::kSelf, nullptr});
    return judged_types_;
  }
  if (!actions_.IsCatalogued(action)) {
    judged_types_.push_back({CellKind::kUnknown, nullptr});
    return judged_types_;
  }
  const std::span<const CellType> usual = memo_.UsualTypes(action);
  const bool takes_any = !plan_.names_types() && !plan_.resources().names_resources();
  if (takes_any || usual.front().kind == CellKind::kUnscopable) return usual;
  if (!plan_.names_types()) {
    for (const CellType type : usual) {
      if (plan_.resources().MayReach(*type.type)) judged_types_.push_back(type);
    }
    return judged_types_;
  }
  for (const auto ref : actions_.catalog().resource_types(action)) {
    if (!plan_.Names(ref.type)) continue;
    const TypeTemplate& type = memo_.Template(ref.type);
    if (plan_.resources().MayReach(type)) judged_types_.push_back({CellKind::kTyped, &type});
  }
  return judged_types_;
}

std::span<Truth> StatementSearch::NewTruths(std::size_t count) {
  auto* const truths = static_cast<Truth*>(pool_.allocate(count, alignof(Truth)));
  std::uninitialized_fill_n(truths, count, Truth::kNo);
  return {truths, count};
}

const StatementSearch::TypeVerdict& StatementSearch::JudgeType(ClassJudge* own,
                                                               const StatementResources& resources,
                                                               CellType type) {
  const bool is_shared = type.kind == CellKind::kTyped && own->is_same_for_all_types;
  const auto [found, is_new] =
      own->types->try_emplace({type.kind, is_shared ? nullptr : type.type});
  TypeVerdict& verdict = found->second;
  if (!is_new) return verdict;
  const std::size_t count = resources.cells.size();
  if (count > 1) verdict.full = NewTruths(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& beginning = resources.beginnings[i];
    const bool is_of_other = type.kind == CellKind::kTyped && beginning.has_value() &&
                             beginning->IsOfOtherType(*type.type);
    if (is_of_other) continue;
    const CellTruth cell = own->judge.Judge(resources.cells[i], type);
    CellTruth& all = verdict.all;
    all.granted = Or(all.granted, cell.granted);
    all.without_at_most = Or(all.without_at_most, cell.without_at_most);
    all.full = Or(all.full, cell.full);
    all.breadth = std::max(all.breadth, cell.breadth);
    if (count > 1) verdict.full[i] = cell.full;
  }
  return verdict;
}

StatementSearch::Verdict StatementSearch::Judge(ClassJudge* own,
                                                const StatementResources& resources,
                                                ActionId action) {
  Verdict out;
  const std::span<const CellType> types = JudgedTypes(action, resources.is_self);
  Truth some_type = Truth::kNo;
  for (const CellType type : types) {
    some_type = Or(some_type, JudgeType(own, resources, type).all.full);
  }
  if (some_type == Truth::kNo) return out;
  const Truth condition = own->judge.Condition();
  if (condition == Truth::kNo) return out;
  out.resources = NewTruths(resources.cells.size());
  Truth every_type = Truth::kYes;  // no granted type is narrower than what is asked
  std::optional<Breadth> narrowest;
  for (const CellType type : types) {
    const TypeVerdict& verdict = JudgeType(own, resources, type);
    const CellTruth& all = verdict.all;
    const Truth is_granted = And(all.granted, condition);
    every_type = And(every_type, Or(Not(is_granted), And(all.without_at_most, condition)));
    if (all.full != Truth::kNo) narrowest = std::min(narrowest.value_or(all.breadth), all.breadth);
    for (std::size_t i = 0; i < out.resources.size(); ++i) {
      const Truth full = verdict.full.empty() ? all.full : verdict.full[i];
      out.resources[i] = Or(out.resources[i], And(full, condition));
    }
  }
  out.truth = And(every_type, And(some_type, condition));
  out.breadth = narrowest.value_or(Breadth::kExact);
  return out;
}

StatementResources::StatementResources(const Policy& policy, const Statement& statement) {
  patterns.reserve(statement.resources.size());
  for (const Text& text : statement.resources) patterns.emplace_back(text);
  if (statement.is_not_resource) {
    cells.push_back(Cell::AllBut(patterns));
  } else if (statement.has_resource && policy.kind != PolicyKind::kTrust) {
    for (const ResourcePattern& pattern : patterns) cells.push_back(Cell::Of(pattern));
  } else if (policy.kind == PolicyKind::kTrust || policy.kind == PolicyKind::kResource) {
    cells.push_back(Cell::Everything());
    is_self = true;
  }
  beginnings.resize(cells.size());
  if (statement.is_not_resource || is_self) return;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool is_told = !patterns[i].has_hole() && !patterns[i].is_everything() &&
                         patterns[i].arn().is_well_formed();
    if (is_told) beginnings[i].emplace(patterns[i].arn());
  }
}

bool StatementSearch::IsSameForAllTypes(const StatementResources& resources) const {
  return modifiers_.empty() && resources.cells.size() == 1 && resources.cells[0].is_whole() &&
         plan_.resources().is_same_for_all_types();
}

const StatementResources& GrantingStatement::resources() const {
  std::call_once(read_->once, [this] { read_->resources.emplace(*policy, *statement); });
  return *read_->resources;
}

std::vector<ActionId> StatementSearch::WithResources(const GrantingStatement& granting,
                                                     const StatementResources& resources,
                                                     std::span<const ActionId> candidates,
                                                     TypeVerdicts* types) {
  std::vector<ActiveModifier> none;
  ClassJudge own{CellJudge(ContextOf(granting, {}, nullptr, &none)), types,
                 IsSameForAllTypes(resources)};
  std::pmr::unordered_map<std::uint32_t, bool> known(&pool_);  // by set of resource types
  std::vector<ActionId> out;
  for (const ActionId action : candidates) {
    const auto [found, is_new] = known.try_emplace(TypeSetOf(action));
    if (is_new) {
      const std::span<const CellType> of_action = JudgedTypes(action, resources.is_self);
      found->second = std::any_of(of_action.begin(), of_action.end(), [&](const CellType& type) {
        return JudgeType(&own, resources, type).all.full != Truth::kNo;
      });
    }
    if (found->second) out.push_back(action);
  }
  return out;
}

}  // namespace leastwise
