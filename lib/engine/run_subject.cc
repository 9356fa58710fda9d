#include "engine/run_subject.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

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

class SubjectLister {
 public:
  SubjectLister(const Inventory& inventory, Arena* lists) : inventory_(inventory), lists_(*lists) {}

  std::vector<RunSubject> List() {
    subjects_.reserve(2 * inventory_.identities().size() + inventory_.policies().size());
    const std::span<const Identity* const> identities = inventory_.identities();
    for (std::size_t i = 0; i < identities.size(); ++i) {
      AddGrants(identities.subspan(i, 1));
      AddTrust(identities.subspan(i, 1));
    }
    for (const auto& [subject, holders] : shared_) {
      subjects_[subject].holders = lists_.Copy(holders);
    }
    AddDocuments();
    return std::move(subjects_);
  }

 private:
  // Lists of one borrow the inventory's own.
  using One = std::span<const Identity* const>;

  void AddGrants(One holder);
  void AddTrust(One holder);
  void AddDocuments();
  void AddDocument(std::span<const Policy* const> document);
  void AddPolicies(const Identity& identity, RunSubject* subject);

  const Inventory& inventory_;
  Arena& lists_;
  std::vector<RunSubject> subjects_;
  std::unordered_map<std::string, std::size_t> by_content_;
  std::map<std::size_t, std::vector<const Identity*>> shared_;  // holders of subjects of several
  std::vector<const Policy*> policies_;                         // of one subject
};

void SubjectLister::AddPolicies(const Identity& identity, RunSubject* subject) {
  const auto& own = identity.inline_policies;
  policies_.insert(policies_.end(), own.begin(), own.end());
  for (const Attachment& attachment : identity.attachments) {
    if (attachment.policy == nullptr) {
      subject->has_unread_policies = true;
    } else {
      policies_.push_back(attachment.policy);
    }
  }
  if (!identity.attachments_are_known) subject->has_unread_policies = true;
}

void SubjectLister::AddGrants(One holder) {
  const Identity& identity = *holder.front();
  RunSubject subject;
  subject.account = identity.account;
  subject.holders = holder;
  policies_.clear();
  AddPolicies(identity, &subject);
  for (const Identity* group : identity.groups) AddPolicies(*group, &subject);
  const bool has_own_only = policies_.size() == identity.inline_policies.size();
  subject.policies = has_own_only ? identity.inline_policies : lists_.Copy(policies_);
  if (identity.boundary) {
    subject.boundary = identity.boundary->policy;
    subject.boundary_is_unread = subject.boundary == nullptr;
  }
  // An inline policy is of one identity alone.
  if (identity.inline_policies.empty()) {
    const auto [place, is_new] = by_content_.try_emplace(ContentKey(subject), subjects_.size());
    if (!is_new) {
      std::vector<const Identity*>& holders = shared_[place->second];
      if (holders.empty()) holders.push_back(subjects_[place->second].holders.front());
      holders.push_back(&identity);
      return;
    }
  }
  subjects_.push_back(subject);
}

void SubjectLister::AddTrust(One holder) {
  const Identity& identity = *holder.front();
  if (identity.trust == nullptr) return;
  RunSubject& subject = subjects_.emplace_back();
  subject.kind = PolicyKind::kTrust;
  subject.policies = {&identity.trust, 1};
  subject.account = identity.account.empty() ? identity.trust->account : identity.account;
  subject.holders = holder;
  subject.document = identity.trust;
}

// Those that no identity holds: of an account dump mostly none.
void SubjectLister::AddDocuments() {
  const std::span<const Policy* const> policies = inventory_.policies();
  for (std::size_t i = 0; i < policies.size(); ++i) {
    if (!policies[i]->is_held) AddDocument(policies.subspan(i, 1));
  }
}

void SubjectLister::AddDocument(std::span<const Policy* const> document) {
  const Policy& policy = *document.front();
  RunSubject& subject = subjects_.emplace_back();
  subject.kind = policy.kind;
  subject.policies = document;
  subject.account = policy.account;
  subject.document = &policy;
}

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

std::vector<RunSubject> ListSubjects(const Inventory& inventory, Arena* lists) {
  return SubjectLister(inventory, lists).List();
}

}  // namespace leastwise
