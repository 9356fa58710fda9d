#include "access/cell_judge.h"

#include <algorithm>
#include <cstdlib>

#include "access/condition_strength.h"

namespace leastwise {
namespace {

constexpr std::size_t kMaxSteps = 512;  // parts of one cell

CellTruth Either(const CellTruth& a, const CellTruth& b) {
  return {Or(a.granted, b.granted), Or(a.without_at_most, b.without_at_most), Or(a.full, b.full),
          std::max(a.breadth, b.breadth)};
}

CellTruth AtMost(CellTruth truth, Truth most) {
  truth.granted = And(truth.granted, most);
  truth.without_at_most = And(truth.without_at_most, most);
  truth.full = And(truth.full, most);
  return truth;
}

long Distance(const Statement& a, const Statement& b) {
  return std::labs(static_cast<long>(a.index) - static_cast<long>(b.index));
}

// Whether a condition asks about a key of the shape: none that does not can keep the shape out.
bool IsAsked(const RequestShape& shape, const ConditionQuestion& question) {
  const auto asks = [&shape](const ConditionEntry& entry) {
    return ShapeOf(&shape, entry.folded_key) != nullptr;
  };
  return std::any_of(question.required.begin(), question.required.end(),
                     [&asks](const ConditionEntry* entry) { return asks(*entry); }) ||
         std::any_of(
             question.refusals.begin(), question.refusals.end(), [&asks](const Refusal& refusal) {
               return std::any_of(refusal.conditions.begin(), refusal.conditions.end(), asks);
             });
}

}  // namespace

CellTruth CellJudge::Judge(const Cell& cell, CellType type) {
  steps_ = 0;
  whole_ = &cell;
  whole_exists_ = cell.Exists(type);
  if (whole_exists_ == Truth::kNo) return {};
  if (is_plain()) return TestResources(cell, type, whole_exists_);
  const Entries held;
  return context_.has_boundary ? ThroughCaps(cell, type, ModifierRole::kBoundary, held)
                               : NextCap(cell, type, ModifierRole::kBoundary, held);
}

CellTruth CellJudge::NextCap(const Cell& cell, CellType type, ModifierRole cap,
                             const Entries& held) {
  if (cap == ModifierRole::kBoundary && context_.has_service_controls) {
    return ThroughCaps(cell, type, ModifierRole::kServiceControl, held);
  }
  return PastDenies(cell, type, held);
}

CellTruth CellJudge::ThroughCaps(const Cell& cell, CellType type, ModifierRole cap,
                                 const Entries& held) {
  CellTruth out;
  for (const ActiveModifier& active : context_.modifiers) {
    const Modifier& modifier = *active.modifier;
    if (modifier.role != cap) continue;
    if (++steps_ > kMaxSteps) {
      reason_ = "too many statements cap the resource";
      return Either(out, AtMost({Truth::kYes, Truth::kYes, Truth::kYes, {}}, Truth::kUnknown));
    }
    Entries entries = held;
    for (const ConditionEntry& entry : modifier.statement->conditions) entries.push_back(&entry);
    if (modifier.statement->is_not_resource) {
      const Cell rest = cell.Without(modifier.resources);
      out = Either(out, AtMost(NextCap(rest, type, cap, entries), active.applies));
      continue;
    }
    for (const ResourcePattern& pattern : modifier.resources) {
      const Truth meets = cell.Meets(pattern, type);
      if (meets == Truth::kNo) continue;
      const Truth sure = And(meets, active.applies);
      const bool is_free = modifier.statement->conditions.empty() && sure == Truth::kYes;
      if (is_free && cell.IsCoveredBy(pattern, type) == Truth::kYes) {
        return NextCap(cell, type, cap, held);
      }
      out = Either(out, AtMost(NextCap(cell.Narrowed(pattern), type, cap, entries), sure));
    }
  }
  return out;
}

CellTruth CellJudge::PastDenies(const Cell& cell, CellType type, const Entries& held) {
  return PastDeniesFrom(0, cell, type, held, {});
}

CellTruth CellJudge::Within(const std::vector<const ResourcePattern*>& parts, const Cell& cell,
                            CellType type, const Entries& held) {
  CellTruth out;
  for (const ResourcePattern* part : parts) {
    out = Either(out, PastDenies(cell.Narrowed(*part), type, held));
  }
  return out;
}

CellTruth CellJudge::PastDeniesFrom(std::size_t index, const Cell& cell, CellType type,
                                    const Entries& held, Refusals refusals) {
  if (++steps_ > kMaxSteps) {
    reason_ = "too many Denies divide the resource";
    return AtMost({Truth::kYes, Truth::kYes, Truth::kYes, {}}, Truth::kUnknown);
  }
  for (; index < context_.modifiers.size(); ++index) {
    const ActiveModifier& active = context_.modifiers[index];
    const Modifier& deny = *active.modifier;
    if (deny.role != ModifierRole::kDeny) continue;
    const DenyEffect effect = Apply(deny, cell, type);
    if (effect.touches) NoteFailed(deny);
    const bool always_fires = deny.statement->conditions.empty();
    const bool is_certain = effect.is_certain && active.applies == Truth::kYes;
    if (effect.kind == DenyEffect::Kind::kRemoves) {
      if (always_fires && is_certain) return {};
      refusals.emplace_back(&deny, is_certain);
    } else if (effect.kind == DenyEffect::Kind::kRestricts) {
      const CellTruth inside = Within(effect.remains, cell, type, held);
      if (always_fires && is_certain) return inside;
      refusals.emplace_back(&deny, is_certain);
      return Either(inside, PastDeniesFrom(index + 1, cell, type, held, std::move(refusals)));
    }
  }
  return Leaf(cell, type, held, refusals);
}

CellTruth CellJudge::Leaf(const Cell& cell, CellType type, const Entries& held,
                          const Refusals& refusals) {
  const Truth exists = &cell == whole_ ? whole_exists_ : cell.Exists(type);
  if (exists == Truth::kNo) return {};
  const auto [found, is_new] = conditions_.try_emplace({held, refusals}, Truth::kNo);
  if (is_new) found->second = TestCondition(held, refusals);
  return TestResources(cell, type, And(exists, found->second));
}

CellTruth CellJudge::TestResources(const Cell& cell, CellType type, Truth granted) {
  const Statement& statement = *context_.statement;
  const bool is_star = !statement.is_not_resource && cell.IsEverything();
  const ResourceTester::Outcome test =
      context_.resources->Test(cell, type, is_star, statement.is_not_resource);
  CellTruth out;
  out.granted = granted;
  out.without_at_most = And(out.granted, test.without_at_most);
  out.full = And(out.granted, test.full);
  if (out.full != Truth::kNo) out.breadth = test.breadth;
  if (out.granted == Truth::kUnknown && reason_.empty()) {
    reason_ = "what the resource stands for cannot be told";
  }
  return out;
}

Truth CellJudge::Condition() {
  if (!is_plain()) return Truth::kYes;  // Judge has weighed it
  if (!own_condition_) own_condition_ = TestCondition({}, {});
  return *own_condition_;
}

Truth CellJudge::TestCondition(const Entries& held, const Refusals& refusals) {
  const Statement& statement = *context_.statement;
  if (context_.condition->none && !statement.conditions.empty()) return Truth::kNo;
  ConditionQuestion question;
  for (const ConditionEntry& entry : statement.conditions) question.required.push_back(&entry);
  question.required.insert(question.required.end(), held.begin(), held.end());
  for (const auto& refusal : refusals) {
    question.refusals.push_back({refusal.first->statement->conditions, refusal.second});
  }
  question.never_carried.assign(context_.never_carried.begin(), context_.never_carried.end());
  question.memo = context_.memo;
  question.stranger = context_.stranger;
  const auto& admits = context_.condition->admits;
  const auto& refuses = context_.condition->refuses;
  Truth truth = admits ? SearchShape(*admits, &question) : Search(question);
  if (refuses && truth != Truth::kNo) {
    const bool is_asked = IsAsked(*refuses, question);
    truth = is_asked ? And(truth, Not(SearchShape(*refuses, &question))) : Truth::kNo;
  }
  return truth;
}

Truth CellJudge::SearchShape(const RequestShape& shape, ConditionQuestion* question) {
  const bool is_kept_away = std::any_of(
      question->required.begin(), question->required.end(), [&shape](const ConditionEntry* entry) {
        const std::vector<RequestValue>* values = ShapeOf(&shape, entry->folded_key);
        return values != nullptr && AsksForOthersOnly(*entry) &&
               std::any_of(values->begin(), values->end(), [](const RequestValue& value) {
                 return value.value_class == ValueClass::kOrdinary;
               });
      });
  if (is_kept_away) return Truth::kNo;
  question->shape = &shape;
  return Search(*question);
}

Truth CellJudge::Search(const ConditionQuestion& question) {
  const ConditionAnswer answer = SearchRequests(question);
  if (answer.truth == Truth::kUnknown && reason_.empty()) reason_ = answer.reason;
  return answer.truth;
}

void CellJudge::NoteFailed(const Modifier& deny) {
  const Statement& own = *context_.statement;
  if (failed_deny_ == nullptr ||
      Distance(*deny.statement, own) < Distance(*failed_deny_->statement, own)) {
    failed_deny_ = &deny;
  }
}

}  // namespace leastwise
