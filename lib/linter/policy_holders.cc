#include "linter/policy_holders.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "access/known_context.h"
#include "base/backticks.h"
#include "linter/known_tags.h"

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
      : HolderComparison(actions, before, now, caps, KnownTagsOf(before.identity, now.identity)) {}

  PolicyComparison Run() {
    old_side_ = SideOf(before_, &old_tags_);
    new_side_ = SideOf(now_, &new_tags_);
    out_ = caps_.memo->Compare(actions_, old_side_, new_side_, {});
    Restore();
    WeighUnreadPolicies();
    if (caps_.boundary == nullptr) WeighBoundaries();
    for (AddedGrant& grant : out_.added) grant.attached = PlaceOf(grant);
    return std::move(out_);
  }

 private:
  HolderComparison(const ActionTable& actions, const PolicyHolder& before, const PolicyHolder& now,
                   const HolderCaps& caps, KnownTags tags)
      : actions_(actions),
        before_(before),
        now_(now),
        caps_(caps),
        old_tags_(std::move(tags.before), caps.arena),
        new_tags_(std::move(tags.now), caps.arena) {}

  ComparisonSide SideOf(const PolicyHolder& holder, KnownContext* tags) const {
    ComparisonSide side;
    side.policies = holder.policies();
    side.boundary = caps_.boundary != nullptr ? caps_.boundary : holder.boundary;
    side.service_controls = caps_.service_controls;
    for (const Policy*& policy : side.policies) policy = tags->Apply(policy);
    if (side.boundary != nullptr) side.boundary = tags->Apply(side.boundary);
    for (const Policy*& policy : side.service_controls) policy = tags->Apply(policy);
    return side;
  }

  // From the documents as they read with the tags back to those of the files.
  void Restore() {
    if (old_tags_.used().empty() && new_tags_.used().empty()) return;
    for (AddedGrant& grant : out_.added) {
      const Statement* const origin = new_tags_.OriginOf(grant.policy, grant.statement);
      if (grant.resource != nullptr) {
        grant.resource = &origin->resources[static_cast<std::size_t>(
            grant.resource - grant.statement->resources.data())];
      }
      grant.statement = origin;
      grant.policy = new_tags_.OriginOf(grant.policy);
      for (const Statement*& old : grant.old_statements) old = OldOriginOf(old);
      for (const std::string_view key : new_tags_.used()) {
        const std::optional<std::string>& value = new_tags_.keys().find(key)->second;
        if (value) grant.witness.context.try_emplace(std::string(key), 1, *value);
      }
    }
    const PolicyHolder& named = now_.identity != nullptr ? now_ : before_;
    out_.notes.push_back("`aws:PrincipalTag/…` has the tags of " +
                         InBackticks(HolderName(*named.identity)));
  }

  const Statement* OldOriginOf(const Statement* statement) const {
    std::vector<const Policy*> policies = old_side_.policies;
    policies.insert(policies.end(), old_side_.service_controls.begin(),
                    old_side_.service_controls.end());
    if (old_side_.boundary != nullptr) policies.push_back(old_side_.boundary);
    for (const Policy* policy : policies) {
      const auto own = std::find_if(policy->statements.begin(), policy->statements.end(),
                                    [&](const Statement& one) { return &one == statement; });
      if (own != policy->statements.end()) return old_tags_.OriginOf(policy, statement);
    }
    return statement;
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
  KnownContext old_tags_;
  KnownContext new_tags_;
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
