#include "access/grants.h"

#include <utility>

#include "access/denied_together.h"
#include "access/modifiers.h"
#include "access/statement_search.h"

namespace leastwise {
namespace {

bool IsFrom(const Provenance& from, const Policy& policy) {
  if (policy.is_aws_managed) return from.aws_managed;
  if (!policy.arn.empty()) return from.customer_managed;
  if (!policy.container.empty()) return from.inline_policy;
  return from.inline_policy || from.customer_managed;  // a bare document may be either
}

}  // namespace

struct Grants::Impl {
  Impl(const ActionTable& table, const AccessMemo* shared, const Subject& who)
      : own_memo(shared == nullptr ? std::make_unique<AccessMemo>(table.catalog()) : nullptr),
        memo(shared == nullptr ? *own_memo : *shared),
        actions(table),
        subject(who),
        modifiers(table, who),
        no_modifiers(table, Subject{}),
        named_by_allow(table.universe_size()),
        named_by_deny(table.universe_size()) {
    for (const Policy* policy : subject.policies) {
      for (const Statement& statement : policy->statements) {
        if (!statement.has_effect) continue;
        const bool is_allow = statement.effect == Effect::kAllow;
        auto& list = is_allow ? allows : denies;
        list.emplace_back(table, *policy, statement);
        list.back().actions.AddTo(is_allow ? &named_by_allow : &named_by_deny);
      }
    }
  }

  std::unique_ptr<const AccessMemo> own_memo;
  const AccessMemo& memo;
  const ActionTable& actions;
  Subject subject;
  ModifierIndex modifiers;
  ModifierIndex no_modifiers;  // what a Deny itself says is not taken away by another
  std::vector<GrantingStatement> allows;
  std::vector<GrantingStatement> denies;
  ActionSet named_by_allow;
  ActionSet named_by_deny;
};

Grants::Grants(const ActionTable& actions, const AccessMemo& memo, const Subject& subject)
    : impl_(std::make_unique<Impl>(actions, &memo, subject)) {}
Grants::Grants(const ActionTable& actions, const Subject& subject)
    : impl_(std::make_unique<Impl>(actions, nullptr, subject)) {}
Grants::~Grants() = default;
Grants::Grants(Grants&&) noexcept = default;
Grants& Grants::operator=(Grants&&) noexcept = default;

const Subject& Grants::subject() const { return impl_->subject; }
const ActionSet& Grants::named_by_allow() const { return impl_->named_by_allow; }
const ActionSet& Grants::named_by_deny() const { return impl_->named_by_deny; }

Answer Grants::Ask(const Query& query) const { return Ask(QueryPlan(impl_->actions, query)); }

Answer Grants::Ask(const QueryPlan& plan) const {
  const Impl& own = *impl_;
  const Query& query = plan.query();
  const bool asks_allow = query.effect == Effect::kAllow;
  StatementSearch search(own.actions, own.memo, asks_allow ? own.modifiers : own.no_modifiers,
                         own.subject, plan);
  DeniedTogether together(own.actions, own.memo, own.denies);
  Answer answer;
  for (const GrantingStatement& granting : asks_allow ? own.allows : own.denies) {
    if (!IsFrom(query.from, *granting.policy)) continue;
    std::optional<Evidence> evidence = search.Look(granting);
    if (!evidence || evidence->truth == Truth::kNo) continue;
    const bool may_be_void = asks_allow && evidence->failed_deny != nullptr;
    if (may_be_void && together.LeaveNothingOf(granting, *evidence)) continue;
    evidence->policy = granting.policy;
    evidence->statement = granting.statement;
    const bool is_uncapped = asks_allow && own.subject.boundary_is_unread &&
                             granting.policy->kind == PolicyKind::kIdentity;
    if (is_uncapped && evidence->truth == Truth::kYes) {
      evidence->truth = Truth::kUnknown;
      answer.reason = "the permissions boundary is attached, but its document was not read";
    }
    answer.truth = Or(answer.truth, evidence->truth);
    answer.evidence.push_back(std::move(*evidence));
  }
  if (answer.truth == Truth::kNo && own.subject.has_unread_policies) {
    answer.truth = Truth::kUnknown;
    answer.reason = "an attached policy was not read";
  }
  if (answer.truth != Truth::kUnknown) answer.reason.clear();
  if (answer.truth == Truth::kUnknown && answer.reason.empty()) answer.reason = search.reason();
  return answer;
}

}  // namespace leastwise
