#include "engine/run_subject.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace leastwise {
namespace {

class SubjectLister {
 public:
  explicit SubjectLister(const Inventory& inventory) : inventory_(inventory) {}

  std::vector<RunSubject> List() {
    subjects_.reserve(inventory_.identities().size() + inventory_.policies().size());
    for (const Identity* identity : inventory_.identities()) AddGrants(*identity);
    for (const Identity* identity : inventory_.identities()) AddTrust(*identity);
    for (const Policy* policy : inventory_.policies()) {
      if (held_.count(policy) == 0) AddDocument(*policy);
    }
    return std::move(subjects_);
  }

 private:
  void AddGrants(const Identity& identity);
  void AddTrust(const Identity& identity);
  void AddDocument(const Policy& policy);
  void AddPolicies(const Identity& identity, RunSubject* subject);

  const Inventory& inventory_;
  std::vector<RunSubject> subjects_;
  std::unordered_map<std::string, std::size_t> by_content_;
  std::unordered_set<const Policy*> held_;
};

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

void SubjectLister::AddPolicies(const Identity& identity, RunSubject* subject) {
  for (const Policy* policy : identity.inline_policies) {
    subject->policies.push_back(policy);
    held_.insert(policy);
  }
  for (const Attachment& attachment : identity.attachments) {
    if (attachment.policy == nullptr) {
      subject->has_unread_policies = true;
      continue;
    }
    subject->policies.push_back(attachment.policy);
    held_.insert(attachment.policy);
  }
  if (!identity.attachments_are_known) subject->has_unread_policies = true;
}

void SubjectLister::AddGrants(const Identity& identity) {
  RunSubject subject;
  subject.account = identity.account;
  AddPolicies(identity, &subject);
  for (const Identity* group : identity.groups) AddPolicies(*group, &subject);
  if (identity.boundary) {
    subject.boundary = identity.boundary->policy;
    subject.boundary_is_unread = subject.boundary == nullptr;
  }
  const auto [place, is_new] = by_content_.try_emplace(ContentKey(subject), subjects_.size());
  if (is_new) subjects_.push_back(std::move(subject));
  subjects_[place->second].holders.push_back(&identity);
}

void SubjectLister::AddTrust(const Identity& identity) {
  if (identity.trust == nullptr) return;
  held_.insert(identity.trust);
  RunSubject& subject = subjects_.emplace_back();
  subject.kind = PolicyKind::kTrust;
  subject.policies.push_back(identity.trust);
  subject.account = identity.account.empty() ? identity.trust->account : identity.account;
  subject.holders.push_back(&identity);
  subject.document = identity.trust;
}

void SubjectLister::AddDocument(const Policy& policy) {
  RunSubject& subject = subjects_.emplace_back();
  subject.kind = policy.kind;
  subject.policies.push_back(&policy);
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

std::vector<RunSubject> ListSubjects(const Inventory& inventory) {
  return SubjectLister(inventory).List();
}

}  // namespace leastwise
