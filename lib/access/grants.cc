#include "access/grants.h"

#include <optional>
#include <utility>

#include "access/denied_together.h"
#include "access/modifiers.h"
#include "access/shared_grants.h"
#include "access/statement_search.h"
#include "base/made_late.h"

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
  // The statements of the subject, read for questions.
  struct Statements {
    Statements(const ActionTable& table, const Subject& subject)
        : modifiers(table, subject), no_modifiers(table, Subject{}) {
      for (const Policy* policy : subject.policies) {
        for (const Statement& statement : policy->statements) {
          if (!statement.has_effect) continue;
          auto& list = statement.effect == Effect::kAllow ? allows : denies;
          list.emplace_back(table, *policy, statement);
        }
      }
    }

    ModifierIndex modifiers;
    ModifierIndex no_modifiers;  // what a Deny itself says is not taken away by another
    std::vector<GrantingStatement> allows;
    std::vector<GrantingStatement> denies;
  };

  Impl(const ActionTable& table, const AccessMemo* given, const Subject& who)
      : own_memo(given == nullptr ? std::make_unique<AccessMemo>(table.catalog()) : nullptr),
        memo(given == nullptr ? *own_memo : *given),
        actions(table),
        subject(who) {
    std::optional<SharedContent> content = SharedContentOf(table, memo, subject);
    if (content) shared = memo.FindShared(content->bytes);
    if (shared != nullptr) return;
    const auto named = [&](const std::vector<GrantingStatement>& list) {
      std::vector<const StatementActions*> each;
      for (const GrantingStatement& granting : list) each.push_back(&granting.actions);
      return NamedActions(table, each);
    };
    own_shared =
        std::make_unique<SharedGrants>(named(statements().allows), named(statements().denies),
                                       content && content->digits_are_folded);
    if (content) shared = memo.Share(std::move(content->bytes), own_shared);
    if (shared == nullptr) shared = own_shared.get();
  }

  // Read when first asked for: where equal grants were asked before, there is often no need.
  const Statements& statements() const {
    return read.Get([this] { return std::make_unique<Statements>(actions, subject); });
  }

  std::unique_ptr<const AccessMemo> own_memo;
  const AccessMemo& memo;
  const ActionTable& actions;
  Subject subject;
  MadeLate<Statements> read;
  std::unique_ptr<SharedGrants> own_shared;  // where it is not the memo's
  SharedGrants* shared = nullptr;            // with the grants of equal documents
};

Grants::Grants(const ActionTable& actions, const AccessMemo& memo, const Subject& subject)
    : impl_(std::make_unique<Impl>(actions, &memo, subject)) {}
Grants::Grants(const ActionTable& actions, const Subject& subject)
    : impl_(std::make_unique<Impl>(actions, nullptr, subject)) {}
Grants::~Grants() = default;
Grants::Grants(Grants&&) noexcept = default;
Grants& Grants::operator=(Grants&&) noexcept = default;

const Subject& Grants::subject() const { return impl_->subject; }
const NamedActions& Grants::named_by_allow() const { return impl_->shared->named_by_allow(); }
const NamedActions& Grants::named_by_deny() const { return impl_->shared->named_by_deny(); }

std::optional<std::uint32_t> Grants::content() const { return impl_->shared->number(); }

bool Grants::IsKnownToHaveNothing(const QueryPlan& plan) const {
  return impl_->shared->HasNothingFor(plan);
}

Answer Grants::Ask(const Query& query) const { return Ask(QueryPlan(impl_->actions, query)); }

Answer Grants::Ask(const QueryPlan& plan) const {
  const Impl& own = *impl_;
  if (own.shared->HasNothingFor(plan)) return {};
  const Impl::Statements& statements = own.statements();
  const Query& query = plan.query();
  const bool asks_allow = query.effect == Effect::kAllow;
  StatementSearch search(own.actions, own.memo,
                         asks_allow ? statements.modifiers : statements.no_modifiers, own.subject,
                         plan);
  DeniedTogether together(own.actions, own.memo, statements.denies);
  Answer answer;
  for (const GrantingStatement& granting : asks_allow ? statements.allows : statements.denies) {
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
  if (answer.truth == Truth::kNo) own.shared->NoteNothingFor(plan);
  return answer;
}

}  // namespace leastwise
