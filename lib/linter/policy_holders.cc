#include "linter/policy_holders.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/backticks.h"

namespace leastwise {
namespace {

std::vector<std::string> InFirstOnly(const std::set<std::string>& first,
                                     const std::set<std::string>& second) {
  std::vector<std::string> out;
  std::set_difference(first.begin(), first.end(), second.begin(), second.end(),
                      std::back_inserter(out));
  return out;
}

std::string_view BoundaryOf(const PolicyHolder& holder) {
  if (holder.identity == nullptr) return {};
  return holder.identity->boundary ? holder.identity->boundary->arn.value : std::string_view();
}

// One question about one identity.
class HolderComparison {
 public:
  HolderComparison(const ActionTable& actions, const PolicyHolder& before, const PolicyHolder& now,
                   const HolderCaps& caps)
      : actions_(actions), before_(before), now_(now), caps_(caps) {}

  PolicyComparison Run() {
    old_side_ = SideOf(before_);
    new_side_ = SideOf(now_);
    out_ = caps_.memo->Compare(actions_, old_side_, new_side_, {});
    WeighUnreadPolicies();
    if (caps_.boundary == nullptr) WeighBoundaries();
    for (AddedGrant& grant : out_.added) grant.attached = PlaceOf(grant);
    return std::move(out_);
  }

 private:
  ComparisonSide SideOf(const PolicyHolder& holder) const {
    ComparisonSide side;
    side.policies = holder.policies();
    side.boundary = caps_.boundary != nullptr ? caps_.boundary : holder.boundary;
    side.service_controls = caps_.service_controls;
    return side;
  }

  bool IsPass() const { return out_.verdict == ComparisonVerdict::kPass; }

  void CannotTell(std::string reason) {
    if (out_.verdict == ComparisonVerdict::kError) return;
    out_.verdict = ComparisonVerdict::kUnknown;
    out_.only_future = false;
    out_.reasons.push_back(std::move(reason));
  }

  // What was not read may allow anything, and deny anything.
  void WeighUnreadPolicies() {
    if (out_.verdict == ComparisonVerdict::kFail) {
      for (const std::string& policy : before_.unread) {
        out_.notes.push_back(policy + " was not read: it may have allowed this before");
      }
      return;
    }
    if (!IsPass()) return;
    for (const std::string& policy : InFirstOnly(now_.unread, before_.unread)) {
      CannotTell(policy + " is held now and was not before, and was not read");
    }
    if (!now_.holds_anything()) return;
    for (const std::string& policy : InFirstOnly(before_.unread, now_.unread)) {
      CannotTell(policy + " is not held any longer and was not read: it may have denied something");
    }
    // What is held on both sides, and unread, may be anything: whatever it allows, the rest must
    // not let more of it through.
    if (!IsPass() || now_.unread.empty()) return;
    ComparisonSide old_side = old_side_;
    ComparisonSide new_side = new_side_;
    for (ComparisonSide* side : {&old_side, &new_side}) {
      side->policies.push_back(caps_.full_access);
    }
    if (caps_.memo->Decide(actions_, old_side, new_side, {}) == ComparisonVerdict::kPass) return;
    CannotTell(*now_.unread.begin() + " was not read: it may allow what is not denied any longer");
  }

  void WeighBoundaries() {
    const std::string_view old_name = BoundaryOf(before_);
    const std::string_view new_name = BoundaryOf(now_);
    if (before_.holds_anything() && now_.holds_anything() && old_name != new_name) {
      out_.notes.push_back(
          old_name.empty()
              ? "the permissions boundary " + InBackticks(new_name) + " is new"
              : "the permissions boundary " + InBackticks(old_name) +
                    (new_name.empty() ? " is gone" : " was replaced by " + InBackticks(new_name)));
    }
    const std::string& old_unread = before_.unread_boundary;
    const std::string& new_unread = now_.unread_boundary;
    if (!new_unread.empty() && out_.verdict == ComparisonVerdict::kFail) {
      CannotTell("the permissions boundary " + InBackticks(new_unread) +
                 " was not read: it may refuse what would be added");
    }
    if (old_unread.empty() || old_unread == new_unread || !IsPass()) return;
    const ComparisonVerdict at_all = caps_.memo->Decide(actions_, {}, new_side_, {});
    if (at_all == ComparisonVerdict::kPass && now_.unread.empty()) return;
    CannotTell("the permissions boundary " + InBackticks(old_unread) +
               " was not read: it may have refused before what is allowed now");
  }

  // Where the policy came to the holder, if that is what is new and not what the policy says.
  Location PlaceOf(const AddedGrant& grant) const {
    const auto found = std::find_if(now_.held.begin(), now_.held.end(), [&](const HeldPolicy& one) {
      return one.policy == grant.policy;
    });
    if (found == now_.held.end()) return {};
    if (found->group != nullptr && !IsMemberBefore(*found->group)) {
      return now_.identity->name.location;
    }
    if (found->attachment == nullptr) return {};
    const bool was_attached =
        std::any_of(before_.held.begin(), before_.held.end(), [&](const HeldPolicy& one) {
          return one.attachment != nullptr &&
                 one.attachment->arn.value == found->attachment->arn.value;
        });
    const bool is_readable = was_attached && !found->policy->is_aws_managed;
    return is_readable ? Location{} : found->attachment->arn.location;
  }

  bool IsMemberBefore(const Identity& group) const {
    if (before_.identity == nullptr) return false;
    const auto names = before_.identity->group_names;
    return std::find(names.begin(), names.end(), group.name.value) != names.end();
  }

  const ActionTable& actions_;
  const PolicyHolder& before_;
  const PolicyHolder& now_;
  const HolderCaps& caps_;
  ComparisonSide old_side_;
  ComparisonSide new_side_;
  PolicyComparison out_;
};

}  // namespace

std::vector<const Policy*> PolicyHolder::policies() const {
  std::vector<const Policy*> out;
  for (const HeldPolicy& one : held) out.push_back(one.policy);
  return out;
}

HolderKey HolderKeyOf(const Identity& identity) {
  if (!identity.arn.empty()) return {"", "", identity.arn};
  return {identity.account, IdentityKindName(identity.kind), identity.name.value};
}

std::string HolderName(const Identity& identity) {
  if (identity.name.value.empty()) return "attached policies";
  return std::string(IdentityKindName(identity.kind)) + "/" + std::string(identity.name.value);
}

PolicyHolders::PolicyHolders(const Inventory& inventory, const std::string& path) : path_(path) {
  for (const Policy* policy : inventory.policies()) {
    if (!policy->arn.empty() && IsHere(policy->location)) {
      documents_.try_emplace(policy->arn, policy);
    }
  }
  std::vector<const Identity*> identities;
  for (const Identity* identity : inventory.identities()) {
    if (!IsHere(identity->location)) continue;
    identities.push_back(identity);
    if (identity->kind == IdentityKind::kGroup) {
      groups_.try_emplace({identity->account, identity->name.value}, identity);
    }
  }
  for (const Identity* identity : identities) Add(*identity);
}

const PolicyHolder* PolicyHolders::Find(const HolderKey& key) const {
  const auto found = all_.find(key);
  return found == all_.end() ? nullptr : &found->second;
}

bool PolicyHolders::IsHere(const Location& location) const {
  return location.valid() && location.file->path() == path_;
}

void PolicyHolders::Add(const Identity& identity) {
  PolicyHolder& holder = all_[HolderKeyOf(identity)];
  if (holder.identity == nullptr) holder.identity = &identity;
  AddHeld(identity, nullptr, &holder);
  for (const std::string_view name : identity.group_names) {
    const auto group = groups_.find({identity.account, name});
    if (group == groups_.end()) {
      holder.unread.insert("the group " + InBackticks(name));
    } else {
      AddHeld(*group->second, group->second, &holder);
      all_[HolderKeyOf(*group->second)].has_members = true;
    }
  }
  if (identity.boundary) AddBoundary(*identity.boundary, &holder);
}

void PolicyHolders::AddHeld(const Identity& identity, const Identity* group, PolicyHolder* holder) {
  const auto add = [&](const HeldPolicy& one) {
    held_.insert(one.policy);
    const bool is_known =
        std::any_of(holder->held.begin(), holder->held.end(),
                    [&](const HeldPolicy& other) { return other.policy == one.policy; });
    if (!is_known) holder->held.push_back(one);
  };
  for (const Policy* policy : identity.inline_policies) add({policy, nullptr, group});
  for (const Attachment& attachment : identity.attachments) {
    if (const Policy* policy = Resolve(attachment)) {
      add({policy, &attachment, group});
    } else {
      holder->unread.insert("the policy " + InBackticks(attachment.arn.value));
    }
  }
}

void PolicyHolders::AddBoundary(const Attachment& boundary, PolicyHolder* holder) {
  holder->boundary = Resolve(boundary);
  if (holder->boundary == nullptr) {
    holder->unread_boundary = boundary.arn.value;
  } else {
    held_.insert(holder->boundary);
  }
}

const Policy* PolicyHolders::Resolve(const Attachment& attachment) const {
  const auto own = documents_.find(attachment.arn.value);
  if (own != documents_.end()) return own->second;
  return attachment.is_aws_managed ? attachment.policy : nullptr;
}

PolicyComparison CompareHolders(const ActionTable& actions, const PolicyHolder* before,
                                const PolicyHolder* now, const HolderCaps& caps) {
  const PolicyHolder nobody;
  return HolderComparison(actions, before == nullptr ? nobody : *before,
                          now == nullptr ? nobody : *now, caps)
      .Run();
}

}  // namespace leastwise
