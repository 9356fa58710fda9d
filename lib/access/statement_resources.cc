#include <algorithm>
#include <memory>

#include "access/statement_search.h"

// The part of StatementSearch that judges the resources of a statement, type by type.

namespace leastwise {
namespace {

// A yes or no for each group of actions. The numbers of the groups of a service lie side by side,
// so that a row of bytes is less work than a table.
class KnownGroups {
 public:
  static constexpr std::uint32_t kNoGroup = ~std::uint32_t{0};  // of what the catalog lacks
  // `groups`: of the actions that are looked at.
  KnownGroups(std::span<const std::uint32_t> groups, std::pmr::memory_resource* pool)
      : known_(pool) {
    std::uint32_t last = 0;
    for (const std::uint32_t group : groups) {
      if (group == kNoGroup) continue;
      first_ = std::min(first_, group);
      last = std::max(last, group);
    }
    if (first_ <= last) known_.resize(last - first_ + 1, kUnasked);
  }

  // `find() -> bool` is asked once for each group.
  template <typename Find>
  bool Of(std::uint32_t group, const Find& find) {
    unsigned char& known = group == kNoGroup ? of_others_ : known_[group - first_];
    if (known == kUnasked) known = find() ? 1 : 0;
    return known != 0;
  }

 private:
  static constexpr unsigned char kUnasked = 2;

  std::pmr::vector<unsigned char> known_;
  unsigned char of_others_ = kUnasked;
  std::uint32_t first_ = ~std::uint32_t{0};
};

}  // namespace

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

bool StatementSearch::IsOfOtherType(const StatementResources& resources, std::size_t cell,
                                    CellType type) {
  const auto& beginning = resources.beginnings[cell];
  return type.kind == CellKind::kTyped && beginning.has_value() &&
         beginning->IsOfOtherType(*type.type);
}

// Cheaper than to look up what was found of the type: most types of a statement's actions are not
// those of its resources.
bool StatementSearch::AreOfOtherType(const StatementResources& resources, CellType type) {
  if (type.kind != CellKind::kTyped || resources.cells.empty()) return false;
  if ((resources.marks & type.type->marks()) == 0) return true;
  for (std::size_t i = 0; i < resources.cells.size(); ++i) {
    if (!IsOfOtherType(resources, i, type)) return false;
  }
  return true;
}

std::span<Truth> StatementSearch::NewTruths(std::size_t count) {
  auto* const truths = static_cast<Truth*>(pool_.allocate(count, alignof(Truth)));
  std::uninitialized_fill_n(truths, count, Truth::kNo);
  return {truths, count};
}

const StatementSearch::TypeVerdict& StatementSearch::JudgeType(ClassJudge* own,
                                                               const StatementResources& resources,
                                                               CellType type) {
  static constexpr TypeVerdict kNothing{};
  const bool is_shared = type.kind == CellKind::kTyped && own->is_same_for_all_types;
  if (is_shared && own->of_all_types != nullptr) return *own->of_all_types;
  if (!is_shared && AreOfOtherType(resources, type)) return kNothing;
  const auto [found, is_new] =
      own->types->try_emplace({type.kind, is_shared ? nullptr : type.type});
  TypeVerdict& verdict = found->second;
  if (is_shared) own->of_all_types = &verdict;
  if (!is_new) return verdict;
  const std::size_t count = resources.cells.size();
  if (count > 1) verdict.full = NewTruths(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (IsOfOtherType(resources, i, type)) continue;
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
  Truth some_type = Truth::kNo;
  verdicts_.clear();
  for (const CellType type : JudgedTypes(action, resources.is_self)) {
    verdicts_.push_back(&JudgeType(own, resources, type));
    some_type = Or(some_type, verdicts_.back()->all.full);
  }
  if (some_type == Truth::kNo) return out;
  const Truth condition = own->judge.Condition();
  if (condition == Truth::kNo) return out;
  out.resources = NewTruths(resources.cells.size());
  Truth every_type = Truth::kYes;  // no granted type is narrower than what is asked
  std::optional<Breadth> narrowest;
  for (const TypeVerdict* verdict : verdicts_) {
    const CellTruth& all = verdict->all;
    const Truth is_granted = And(all.granted, condition);
    every_type = And(every_type, Or(Not(is_granted), And(all.without_at_most, condition)));
    if (all.full != Truth::kNo) narrowest = std::min(narrowest.value_or(all.breadth), all.breadth);
    for (std::size_t i = 0; i < out.resources.size(); ++i) {
      const Truth full = verdict->full.empty() ? all.full : verdict->full[i];
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
  static constexpr std::uint64_t kAllMarks = ~std::uint64_t{0};
  if (statement.is_not_resource || is_self) {
    marks = kAllMarks;
    return;
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool is_told = !patterns[i].has_hole() && !patterns[i].is_everything() &&
                         patterns[i].arn().is_well_formed();
    if (is_told) beginnings[i].emplace(patterns[i].arn());
    marks |= is_told ? beginnings[i]->marks() : kAllMarks;
  }
}

std::vector<std::uint32_t> StatementSearch::GroupsOf(std::span<const ActionId> candidates,
                                                     const StatementResources& resources) const {
  const ActionCatalog& catalog = actions_.catalog();
  const bool is_same = IsSameForAllTypes(resources) && !plan_.names_types();
  std::vector<std::uint32_t> groups(candidates.size(), KnownGroups::kNoGroup);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const ActionId action = candidates[i];
    if (!actions_.IsCatalogued(action)) continue;
    if (is_same) {
      groups[i] = catalog.resource_types(action).size() > 0 ? 1 : 0;
    } else {
      groups[i] = catalog.resource_type_set(action);
    }
  }
  return groups;
}

bool StatementSearch::IsSameForAllTypes(const StatementResources& resources) const {
  return modifiers_.empty() && resources.cells.size() == 1 && resources.cells[0].is_whole() &&
         plan_.resources().is_same_for_all_types();
}

const StatementResources& GrantingStatement::resources() const {
  return resources_.Get(
      [this] { return std::make_unique<StatementResources>(*policy, *statement); });
}

std::vector<ActionId> StatementSearch::WithResources(const GrantingStatement& granting,
                                                     const StatementResources& resources,
                                                     std::span<const ActionId> candidates,
                                                     TypeVerdicts* types,
                                                     std::vector<std::uint32_t>* groups) {
  std::vector<ActiveModifier> none;
  ClassJudge own{CellJudge(ContextOf(granting, {}, nullptr, &none)), types,
                 IsSameForAllTypes(resources)};
  const auto is_granted = [&](ActionId action) {
    const std::span<const CellType> of_action = JudgedTypes(action, resources.is_self);
    return std::any_of(of_action.begin(), of_action.end(), [&](const CellType& type) {
      return JudgeType(&own, resources, type).all.full != Truth::kNo;
    });
  };
  KnownGroups known(*groups, &pool_);
  std::vector<ActionId> out(candidates.begin(), candidates.end());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::uint32_t group = (*groups)[i];
    if (!known.Of(group, [&] { return is_granted(candidates[i]); })) continue;
    (*groups)[kept] = group;
    out[kept++] = candidates[i];
  }
  out.resize(kept);
  groups->resize(kept);
  return out;
}

}  // namespace leastwise
