#include "engine/subject_links.h"

#include "access/comparison_memo.h"
#include "access/exceeds.h"

namespace leastwise {
namespace {

ComparisonSide SideOf(const RunSubject& subject) {
  ComparisonSide side;
  side.policies.assign(subject.policies.begin(), subject.policies.end());
  side.boundary = subject.boundary;
  return side;
}

constexpr std::string_view kIamArn = ":iam:";

// Texts of one document that may be ARNs of identities.
template <typename Visit>
void VisitNames(const Policy& policy, const Visit& visit) {
  for (const Statement& statement : policy.statements) {
    for (const Text& text : statement.resources) visit(text.value);
    for (const Principal& principal : statement.principals) visit(principal.text.value);
  }
}

bool IsWhole(const RunSubject& subject) {
  return !subject.boundary_is_unread && !subject.has_unread_policies;
}

}  // namespace

SubjectLinks::SubjectLinks(std::span<const RunSubject> subjects, const ActionTable& actions,
                           const AccessMemo& memo)
    : actions_(actions), memo_(memo), all_(subjects) {}

const SubjectLinks::Index& SubjectLinks::Indexed() const {
  std::call_once(index_.once, [this] {
    for (const RunSubject& subject : all_) {
      if (subject.kind != PolicyKind::kIdentity || subject.holders.empty()) continue;
      for (const Identity* holder : subject.holders) {
        index_.by_identity.emplace(holder, index_.subjects.size());
        index_.identities.push_back(holder);
      }
      index_.subjects.push_back(&subject);
      index_.made.emplace_back();
    }
  });
  return index_;
}

std::span<const Identity* const> SubjectLinks::identities() const { return Indexed().identities; }

const RunSubject* SubjectLinks::SubjectOf(const Identity& identity) const {
  const Index& index = Indexed();
  const auto found = index.by_identity.find(&identity);
  return found == index.by_identity.end() ? nullptr : index.subjects[found->second];
}

const Grants* SubjectLinks::GrantsOf(const Identity& identity) const {
  const Index& index = Indexed();
  const auto found = index.by_identity.find(&identity);
  if (found == index.by_identity.end()) return nullptr;
  Made& made = index.made[found->second];
  std::call_once(made.once, [&] {
    made.grants.emplace(actions_, memo_, index.subjects[found->second]->ToSubject());
  });
  return &*made.grants;
}

void SubjectLinks::IndexNames() const {
  const auto add = [this](const Identity* identity, const Policy* policy) {
    if (policy == nullptr || policy->is_aws_managed) return;
    VisitNames(*policy, [&](std::string_view text) {
      if (text.find(kIamArn) == text.npos) return;
      std::vector<const Identity*>& namers = namers_[text];
      if (namers.empty() || namers.back() != identity) namers.push_back(identity);
    });
  };
  for (const Identity* identity : identities()) {
    const RunSubject* subject = SubjectOf(*identity);
    for (const Policy* policy : subject->policies) add(identity, policy);
    add(identity, identity->trust);
  }
}

std::span<const Identity* const> SubjectLinks::NamersOf(const Identity& identity) const {
  std::call_once(indexed_, [this] { IndexNames(); });
  const auto found = namers_.find(identity.arn);
  if (found == namers_.end()) return {};
  return found->second;
}

Answer SubjectLinks::Exceeds(const RunSubject& other, const RunSubject& own,
                             const ActionSet* among) const {
  if (&other == &own) return {};
  Answer answer = leastwise::Exceeds(actions_, SideOf(other), SideOf(own), memo_.comparisons(),
                                     kQuickBudget, among);
  if (!IsWhole(other) || !IsWhole(own)) {
    answer.truth = Truth::kUnknown;
    answer.reason = "a policy or boundary was not read";
  }
  return answer;
}

}  // namespace leastwise
