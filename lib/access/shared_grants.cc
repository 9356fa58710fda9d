#include "access/shared_grants.h"

#include <algorithm>

#include "access/policy_content.h"

namespace leastwise {
namespace {

constexpr std::size_t kMostStatements = 16;  // of an identity's own policies

bool IsInline(const Policy& policy) { return !policy.container.empty(); }

bool IsTrustAlone(const Subject& subject) {
  return subject.policies.size() == 1 && subject.boundary == nullptr &&
         subject.policies.front()->kind == PolicyKind::kTrust;
}

bool IsShortIdentity(const Subject& subject) {
  if (subject.identity == nullptr) return false;
  std::size_t statements = 0;
  for (const Policy* policy : subject.policies) {
    if (policy->kind != PolicyKind::kIdentity) return false;
    if (IsInline(*policy)) statements += policy->statements.size();
  }
  return statements <= kMostStatements;
}

// Whether the ARNs of its actions' types have digits of their own, or may have.
bool MayHaveDigits(const Statement& statement, const ActionTable& actions, const AccessMemo& memo) {
  if (statement.is_not_action) return true;
  const auto may_have = [&](ActionPatternId number) {
    const std::optional<ActionId> literal = actions.pattern(number).literal;
    if (!literal || !actions.IsCatalogued(*literal)) return true;
    const auto types = actions.catalog().resource_types(*literal);
    return std::any_of(types.begin(), types.end(),
                       [&memo](const auto& ref) { return memo.Template(ref.type).has_digits(); });
  };
  return std::any_of(statement.action_patterns.begin(), statement.action_patterns.end(), may_have);
}

bool CanFoldDigits(const Subject& subject, const ActionTable& actions, const AccessMemo& memo) {
  if (subject.boundary != nullptr) return false;
  return std::all_of(subject.policies.begin(), subject.policies.end(), [&](const Policy* policy) {
    return std::all_of(
        policy->statements.begin(), policy->statements.end(), [&](const Statement& statement) {
          const bool takes_away = statement.effect == Effect::kDeny;
          return !takes_away && (!IsInline(*policy) || !MayHaveDigits(statement, actions, memo));
        });
  });
}

void AppendPointer(const void* pointer, std::string* out) {
  out->append(reinterpret_cast<const char*>(&pointer), sizeof(pointer));
}

// Documents that several hold are the same ones.
void AppendDocument(const Policy& policy, bool fold_digits, std::string* out) {
  const bool is_own = IsInline(policy) || policy.kind == PolicyKind::kTrust;
  for (const bool flag : {is_own, policy.kind_is_certain, policy.is_aws_managed, policy.arn.empty(),
                          policy.container.empty()}) {
    out->push_back(flag ? '1' : '0');
  }
  if (is_own) {
    AppendGrantContent(policy, fold_digits, out);
  } else {
    AppendPointer(&policy, out);
  }
}

}  // namespace

std::optional<std::uint32_t> SharedGrants::PlaceOf(const QueryPlan& plan) const {
  const std::optional<std::uint32_t> number = plan.number();
  const bool is_kept = number && *number < kMaxPlans && !(digits_are_folded_ && plan.asks_digits());
  return is_kept ? number : std::nullopt;
}

bool SharedGrants::HasNothingFor(const QueryPlan& plan) const {
  const std::optional<std::uint32_t> place = PlaceOf(plan);
  if (!place) return false;
  const std::uint64_t bits = nothing_for_[*place / kBits].load(std::memory_order_relaxed);
  return (bits >> (*place % kBits) & 1U) != 0;
}

void SharedGrants::NoteNothingFor(const QueryPlan& plan) {
  const std::optional<std::uint32_t> place = PlaceOf(plan);
  if (!place) return;
  nothing_for_[*place / kBits].fetch_or(std::uint64_t{1} << (*place % kBits),
                                        std::memory_order_relaxed);
}

std::optional<SharedContent> SharedContentOf(const ActionTable& actions, const AccessMemo& memo,
                                             const Subject& subject) {
  const bool is_whole = !subject.boundary_is_unread && !subject.has_unread_policies &&
                        subject.service_controls.empty();
  if (!is_whole || (!IsTrustAlone(subject) && !IsShortIdentity(subject))) return std::nullopt;
  SharedContent content;
  content.digits_are_folded = CanFoldDigits(subject, actions, memo);
  content.bytes.reserve(512);
  AppendPointer(&actions, &content.bytes);
  AppendPointer(subject.boundary, &content.bytes);
  content.bytes.push_back(content.digits_are_folded ? '1' : '0');
  content.bytes.append(subject.account).push_back('\n');
  for (const Policy* policy : subject.policies) {
    AppendDocument(*policy, content.digits_are_folded, &content.bytes);
  }
  return content;
}

}  // namespace leastwise
