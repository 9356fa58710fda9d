#include "engine/matcher.h"

#include <algorithm>

#include "engine/persona_baseline.h"

namespace leastwise {

Recognition HolderFacts::As(const Persona& persona) {
  std::optional<Recognition>& known =
      personas_[static_cast<std::size_t>(&persona - run_.personas.data())];
  if (!known) known = Recognise(persona, *identity_);
  return *known;
}

bool HolderFacts::IsDeclared() {
  if (!is_declared_) {
    is_declared_ =
        std::any_of(run_.personas.begin(), run_.personas.end(),
                    [this](const Persona& one) { return leastwise::IsDeclared(one, *identity_); });
  }
  return *is_declared_;
}

const PersonaBaseline* HolderFacts::Baseline() {
  if (!baseline_) {
    std::vector<Recognition> known;
    for (const Persona& one : run_.personas) known.push_back(As(one));
    baseline_ = run_.baselines->Of(ChoosePersonas(run_.personas, known));
  }
  return *baseline_;
}

const Grants* HolderFacts::TrustGrants() {
  if (identity_ == nullptr || identity_->trust == nullptr) return nullptr;
  if (!trust_grants_) {
    trust_ = identity_->trust;
    Subject subject;
    subject.policies = {&trust_, 1};
    subject.identity = identity_;
    subject.account = identity_->account;
    trust_grants_.emplace(*run_.actions, *run_.memo, subject);
  }
  return &*trust_grants_;
}

const Grants* MatchContext::GrantsOf(GrantScope scope) {
  const bool is_own = scope == GrantScope::kSubject || kind_ == PolicyKind::kTrust;
  return is_own ? grants_ : holder_.TrustGrants();
}

void MatchContext::Bind(std::string_view name, std::vector<std::string_view> patterns) {
  for (auto& [bound, old] : bindings_) {
    if (bound != name) continue;
    old = std::move(patterns);
    return;
  }
  bindings_.emplace_back(name, std::move(patterns));
}

std::span<const std::string_view> MatchContext::Bound(std::string_view name) const {
  for (const auto& [bound, patterns] : bindings_) {
    if (bound == name) return patterns;
  }
  return {};
}

}  // namespace leastwise
