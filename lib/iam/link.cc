#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/parallel_for.h"
#include "iam/inventory.h"

namespace leastwise {
namespace {

// What stands before the account in a key, so that names of different accounts do not meet.
std::string NameInAccount(std::string_view account, std::string_view name) {
  std::string key(account);
  key.push_back('/');
  key.append(name);
  return key;
}

class Linker {
 public:
  Linker(Inventory& inventory, ActionTable& actions, ManagedPolicySource& managed,
         std::size_t workers)
      : inventory_(inventory), actions_(actions), managed_(managed), workers_(workers) {}

  void Run() {
    IndexDocuments();
    for (Identity* const identity : inventory_.identities()) ResolveDocuments(*identity);
    MarkBoundaries();
    ResolveGroups();
    JoinKeys();
    ResolveActions();
  }

 private:
  void IndexDocuments() {
    for (Policy* const policy : inventory_.named_policies())
      by_arn_.try_emplace(policy->arn, policy);
  }

  // A document of the input is what the account really has; AWS's own is as of the catalog's date.
  const Policy* FindDocument(const Attachment& attachment) {
    const std::string_view arn = attachment.arn.value;
    const auto own = by_arn_.find(arn);
    if (own != by_arn_.end()) return own->second;
    if (!attachment.is_aws_managed || attachment.arn.has_hole()) return nullptr;
    const Policy* const policy = managed_.Find(arn);
    if (policy != nullptr && is_managed_.insert(policy).second) managed_used_.push_back(policy);
    return policy;
  }

  void ResolveDocuments(Identity& identity) {
    if (identity.kind == IdentityKind::kGroup) groups_.push_back(&identity);
    for (Attachment& attachment : identity.attachments) {
      attachment.policy = FindDocument(attachment);
      const auto own = by_arn_.find(attachment.arn.value);
      if (own != by_arn_.end()) own->second->is_held = true;
      attached_.insert(attachment.policy);
    }
    if (!identity.boundary) return;
    identity.boundary->policy = FindDocument(*identity.boundary);
    boundaries_.insert(identity.boundary->policy);
  }

  void MarkBoundaries() {
    if (boundaries_.empty()) return;
    for (Policy* const policy : inventory_.policies()) {
      const bool is_boundary = boundaries_.count(policy) != 0 && attached_.count(policy) == 0;
      if (is_boundary && policy->kind == PolicyKind::kIdentity)
        policy->kind = PolicyKind::kBoundary;
    }
  }

  void ResolveGroups() {
    if (groups_.empty()) return;
    std::unordered_map<std::string, const Identity*> groups;
    for (const Identity* const group : groups_) {
      groups.try_emplace(NameInAccount(group->account, group->name.value), group);
    }
    std::vector<const Identity*> found;
    for (Identity* const user : inventory_.identities()) {
      found.clear();
      for (const std::string_view name : user->group_names) {
        const auto group = groups.find(NameInAccount(user->account, name));
        if (group != groups.end()) found.push_back(group->second);
      }
      user->groups = inventory_.arena().Copy(found);
    }
  }

  // A list of keys goes to the one user of that name; where there is none, or several accounts have
  // one, it is a user of its own.
  void JoinKeys() {
    if (inventory_.key_lists().empty()) return;
    std::unordered_map<std::string_view, std::pair<Identity*, int>> users;
    for (Identity* const identity : inventory_.identities()) {
      if (identity->kind != IdentityKind::kUser) continue;
      auto& entry = users[identity->name.value];
      if (entry.second++ == 0) entry.first = identity;
    }
    for (const Inventory::KeyList& list : inventory_.key_lists()) {
      const auto user = users.find(list.user_name);
      Identity* target =
          user != users.end() && user->second.second == 1 ? user->second.first : nullptr;
      if (target == nullptr) {
        target = AddUser(list);
        users[list.user_name] = {target, 1};
      } else {
        AppendKeys(*target, list.keys);
      }
    }
  }

  Identity* AddUser(const Inventory::KeyList& list) {
    Identity user;
    user.kind = IdentityKind::kUser;
    user.name.value = list.user_name;
    user.name.pattern = list.user_name;
    user.path = "/";
    if (!list.keys.empty()) user.name.location = list.keys[0].id.location;
    user.location = user.name.location;
    user.keys = list.keys;
    user.keys_are_known = true;
    return inventory_.Add(user);
  }

  void AppendKeys(Identity& user, std::span<const AccessKey> keys) {
    std::vector<AccessKey> all(user.keys.begin(), user.keys.end());
    std::unordered_set<std::string_view> ids;
    for (const AccessKey& key : all) ids.insert(key.id.value);
    for (const AccessKey& key : keys) {
      if (ids.insert(key.id.value).second) all.push_back(key);
    }
    user.keys = inventory_.arena().Copy(all);
    user.keys_are_known = true;
  }

  // The first policies have most of the strings that the others have.
  void ResolveActions() {
    const std::span<Policy* const> all = inventory_.policies();
    const std::size_t first = workers_ > 1 ? std::min(all.size(), kFirstPolicies) : all.size();
    TextSweep sweep;
    for (const Policy* const policy : all.first(first)) {
      CollectActions(*policy);
      sweep.Look(policy->location.file);
    }
    for (const Policy* const policy : CollectKnown(all.subspan(first))) CollectActions(*policy);
    for (const Policy* const policy : managed_used_) CollectActions(*policy);
    actions_.Freeze();
  }

  // What one worker makes.
  struct Worker {
    Arena arena;
    TextSweep sweep;
    std::vector<ActionPatternId> ids;
  };

  // Gives back those that have strings which were not collected before, in order.
  std::vector<const Policy*> CollectKnown(std::span<Policy* const> policies) {
    PerWorker<Worker> workers(workers_);
    std::vector<char> is_new(policies.size());
    ParallelFor(policies.size(), workers_, [&](std::size_t index, std::size_t worker) {
      is_new[index] = CollectKnown(*policies[index], workers[worker]) ? 0 : 1;
    });
    for (std::size_t worker = 0; worker < workers.size(); ++worker) {
      inventory_.Keep(std::move(workers[worker].arena));
    }
    std::vector<const Policy*> left;
    for (std::size_t i = 0; i < policies.size(); ++i) {
      if (is_new[i] != 0) left.push_back(policies[i]);
    }
    return left;
  }

  bool CollectKnown(const Policy& policy, Worker& worker) const {
    worker.sweep.Look(policy.location.file);
    for (Statement& statement : policy.statements) {
      worker.ids.clear();
      for (const Text& action : statement.actions) {
        const auto known = collected_.find(action.pattern);
        if (known == collected_.end()) return false;
        worker.ids.push_back(known->second);
      }
      statement.action_patterns = worker.arena.Copy(worker.ids);
    }
    return true;
  }

  void CollectActions(const Policy& policy) {
    for (Statement& statement : policy.statements) {
      ids_.clear();
      for (const Text& action : statement.actions) {
        ids_.push_back(actions_.Collect(action.pattern));
        if (workers_ > 1) collected_.try_emplace(action.pattern, ids_.back());
      }
      statement.action_patterns = inventory_.arena().Copy(ids_);
    }
  }

  static constexpr std::size_t kFirstPolicies = 2048;

  Inventory& inventory_;
  ActionTable& actions_;
  ManagedPolicySource& managed_;
  std::unordered_map<std::string_view, Policy*> by_arn_;
  std::unordered_set<const Policy*> attached_, boundaries_, is_managed_;
  std::vector<const Policy*> managed_used_;
  std::vector<const Identity*> groups_;
  std::vector<ActionPatternId> ids_;
  const std::size_t workers_;
  std::unordered_map<std::string_view, ActionPatternId> collected_;  // where workers share the work
};

}  // namespace

void Link(Inventory& inventory, ActionTable& actions, ManagedPolicySource& managed,
          std::size_t workers) {
  Linker(inventory, actions, managed, workers).Run();
}

}  // namespace leastwise
