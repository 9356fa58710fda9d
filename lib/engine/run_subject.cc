#include "engine/run_subject.h"

#include <map>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

namespace leastwise {
namespace {

// All that decides what is granted, as bytes.
std::string ContentKey(const RunSubject& subject) {
  std::string key(subject.account);
  key += subject.boundary_is_unread ? 'b' : '-';
  key += subject.has_unread_policies ? 'p' : '-';
  const auto append = [&key](const Policy* policy) {
    key.append(reinterpret_cast<const char*>(&policy), sizeof(policy));
  };
  append(subject.boundary);
  for (const Policy* policy : subject.policies) append(policy);
  return key;
}

// Lists of one borrow the inventory's own.
using One = std::span<const Identity* const>;

// An inline policy is of one identity alone: those without may hold what others hold.
bool MayShare(const Identity& identity) { return identity.inline_policies.empty(); }

void AddPolicies(const Identity& identity, std::vector<const Policy*>* policies,
                 RunSubject* subject) {
  const auto& own = identity.inline_policies;
  policies->insert(policies->end(), own.begin(), own.end());
  for (const Attachment& attachment : identity.attachments) {
    if (attachment.policy == nullptr) {
      subject->has_unread_policies = true;
    } else {
      policies->push_back(attachment.policy);
    }
  }
  if (!identity.attachments_are_known) subject->has_unread_policies = true;
}

// What the identity is granted. `policies`: scratch.
RunSubject GrantsOf(One holder, std::vector<const Policy*>* policies, Arena* lists) {
  const Identity& identity = *holder.front();
  RunSubject subject;
  subject.account = identity.account;
  subject.holders = holder;
  policies->clear();
  AddPolicies(identity, policies, &subject);
  for (const Identity* group : identity.groups) AddPolicies(*group, policies, &subject);
  const bool has_own_only = policies->size() == identity.inline_policies.size();
  subject.policies = has_own_only ? identity.inline_policies : lists->Copy(*policies);
  if (identity.boundary) {
    subject.boundary = identity.boundary->policy;
    subject.boundary_is_unread = subject.boundary == nullptr;
  }
  return subject;
}

RunSubject TrustOf(One holder) {
  const Identity& identity = *holder.front();
  RunSubject subject;
  subject.kind = PolicyKind::kTrust;
  subject.policies = {&identity.trust, 1};
  subject.account = identity.account.empty() ? identity.trust->account : identity.account;
  subject.holders = holder;
  subject.document = identity.trust;
  return subject;
}

RunSubject OfDocument(std::span<const Policy* const> document) {
  const Policy& policy = *document.front();
  RunSubject subject;
  subject.kind = policy.kind;
  subject.policies = document;
  subject.account = policy.account;
  subject.document = &policy;
  return subject;
}

// Counts first, so that workers know where to put what they make.
class SubjectLister {
 public:
  SubjectLister(const Inventory& inventory, PerWorker<Arena>* arenas)
      : identities_(inventory.identities()),
        policies_(inventory.policies()),
        arenas_(*arenas),
        workers_(arenas->size()),
        firsts_(identities_.size() + 1) {}

  std::span<const RunSubject> List() {
    CountSubjects();
    const std::size_t of_identities = firsts_.back();
    const std::vector<std::size_t> unheld = Unheld();
    Arena& arena = arenas_[0];
    const std::size_t count = of_identities + unheld.size();
    auto* const subjects =
        static_cast<RunSubject*>(arena.Allocate(count * sizeof(RunSubject), alignof(RunSubject)));
    PerWorker<std::vector<const Policy*>> scratch(workers_);
    ParallelFor(identities_.size(), workers_, [&](std::size_t index, std::size_t worker) {
      std::size_t place = firsts_[index];
      const One holder = identities_.subspan(index, 1);
      const std::size_t own = firsts_[index + 1] - place;
      const bool has_trust = holder.front()->trust != nullptr;
      if (own > (has_trust ? 1U : 0U)) {
        new (&subjects[place++]) RunSubject(GrantsOf(holder, &scratch[worker], &arenas_[worker]));
      }
      if (has_trust) new (&subjects[place]) RunSubject(TrustOf(holder));
    });
    for (const auto& [first, holders] : shared_) {
      subjects[firsts_[first]].holders = arena.Copy(holders);
    }
    for (std::size_t i = 0; i < unheld.size(); ++i) {
      new (&subjects[of_identities + i]) RunSubject(OfDocument(policies_.subspan(unheld[i], 1)));
    }
    return {subjects, count};
  }

 private:
  // Documents that no identity holds, by their place: of an account dump mostly none.
  std::vector<std::size_t> Unheld() const {
    std::vector<unsigned char> is_unheld(policies_.size());
    ParallelFor(policies_.size(), workers_, [&](std::size_t index, std::size_t) {
      is_unheld[index] = policies_[index]->is_held ? 0 : 1;
    });
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < is_unheld.size(); ++i) {
      if (is_unheld[i] != 0) places.push_back(i);
    }
    return places;
  }

  // Fills in firsts_ and shared_.
  void CountSubjects() {
    std::vector<unsigned char> counts(identities_.size());
    std::vector<unsigned char> may_share(identities_.size());
    ParallelFor(identities_.size(), workers_, [&](std::size_t index, std::size_t) {
      const Identity& identity = *identities_[index];
      counts[index] = identity.trust == nullptr ? 1 : 2;
      may_share[index] = MayShare(identity) ? 1 : 0;
    });
    for (std::size_t i = 0; i < identities_.size(); ++i) {
      if (may_share[i] != 0 && IsAnothersToo(i)) --counts[i];
      firsts_[i + 1] = firsts_[i] + counts[i];
    }
  }

  // Whether an identity before this one has the same grants; notes who has them.
  bool IsAnothersToo(std::size_t index) {
    const One holder = identities_.subspan(index, 1);
    scratch_.Reset();
    const RunSubject grants = GrantsOf(holder, &scratch_policies_, &scratch_);
    const auto [known, is_new] = by_content_.try_emplace(ContentKey(grants), index);
    if (is_new) return false;
    std::vector<const Identity*>& holders = shared_[known->second];
    if (holders.empty()) holders.push_back(identities_[known->second]);
    holders.push_back(holder.front());
    return true;
  }

  const std::span<const Identity* const> identities_;
  const std::span<const Policy* const> policies_;
  PerWorker<Arena>& arenas_;
  const std::size_t workers_;
  Arena scratch_;
  std::vector<const Policy*> scratch_policies_;
  std::vector<std::size_t> firsts_;  // of the subjects of each identity; and their end
  std::unordered_map<std::string, std::size_t> by_content_;     // the first identity that has it
  std::map<std::size_t, std::vector<const Identity*>> shared_;  // holders, by the first of them
};

}  // namespace

Subject RunSubject::ToSubject() const {
  Subject subject;
  subject.policies = policies;
  subject.boundary = boundary;
  subject.boundary_is_unread = boundary_is_unread;
  subject.has_unread_policies = has_unread_policies;
  subject.identity = holders.empty() ? nullptr : holders.front();
  subject.account = account;
  return subject;
}

const SourceFile* RunSubject::file() const {
  if (document != nullptr) return document->location.file;
  return holders.empty() ? nullptr : holders.front()->location.file;
}

std::span<const RunSubject> ListSubjects(const Inventory& inventory, PerWorker<Arena>* arenas) {
  return SubjectLister(inventory, arenas).List();
}

}  // namespace leastwise
