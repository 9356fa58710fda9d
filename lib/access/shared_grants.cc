#include "access/shared_grants.h"

#include "access/policy_content.h"

namespace leastwise {

bool SharedGrants::HasNothingFor(const QueryPlan& plan) const {
  const std::optional<std::uint32_t> number = plan.number();
  if (!number || *number >= kMaxPlans) return false;
  const std::uint64_t bits = nothing_for_[*number / kBits].load(std::memory_order_relaxed);
  return (bits >> (*number % kBits) & 1U) != 0;
}

void SharedGrants::NoteNothingFor(const QueryPlan& plan) {
  const std::optional<std::uint32_t> number = plan.number();
  if (!number || *number >= kMaxPlans) return;
  nothing_for_[*number / kBits].fetch_or(std::uint64_t{1} << (*number % kBits),
                                         std::memory_order_relaxed);
}

std::optional<std::string> SharedContent(const ActionTable& actions, const Subject& subject) {
  const bool is_alone = subject.policies.size() == 1 && subject.boundary == nullptr &&
                        !subject.boundary_is_unread && !subject.has_unread_policies &&
                        subject.service_controls.empty();
  if (!is_alone || subject.policies.front()->kind != PolicyKind::kTrust) return std::nullopt;
  const Policy& policy = *subject.policies.front();
  const ActionTable* const table = &actions;
  std::string content;
  content.reserve(1024);
  content.append(reinterpret_cast<const char*>(&table), sizeof(table));
  for (const bool flag : {policy.kind_is_certain, policy.is_aws_managed, policy.arn.empty(),
                          policy.container.empty()}) {
    content.push_back(flag ? '1' : '0');
  }
  content.append(subject.account).push_back('\n');
  AppendContent(policy, &content);
  return content;
}

}  // namespace leastwise
