#ifndef LEASTWISE_LINTER_POLICY_HOLDERS_H_
#define LEASTWISE_LINTER_POLICY_HOLDERS_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "access/comparison_memo.h"
#include "access/policy_comparison.h"
#include "base/arena.h"
#include "iam/inventory.h"

// Who holds which policies by what one file says, so that an attachment that is new is seen where
// no document is.

namespace leastwise {

// A policy and how it came to its holder.
struct HeldPolicy {
  const Policy* policy = nullptr;
  const Attachment* attachment = nullptr;  // null: it is inline
  const Identity* group = nullptr;         // of the user, where that holds it
};

// A user, role or group with all that it holds. Borrows the inventory.
struct PolicyHolder {
  const Identity* identity = nullptr;  // the first entry of several on one identity
  std::vector<HeldPolicy> held;        // each policy once
  // What it holds too, but is not in the file nor among AWS's own: "the policy `arn:…`".
  std::set<std::string> unread;
  const Policy* boundary = nullptr;
  std::string unread_boundary;  // its ARN, where there is one and it was not read
  bool has_members = false;     // of a group: the file shows users who hold all this too

  bool holds_anything() const { return !held.empty() || !unread.empty(); }
  std::vector<const Policy*> policies() const;
};

// By ARN; by account, kind and name where the file does not say it.
using HolderKey = std::tuple<std::string_view, std::string_view, std::string_view>;
HolderKey HolderKeyOf(const Identity& identity);

// "role/trainer", or what a list of attachments without a name is called.
std::string HolderName(const Identity& identity);

class PolicyHolders {
 public:
  // Of the identities that stand in the file at `path`, of an inventory that is linked. A customer
  // managed policy is looked for in that file only: the inventory may hold another version of it.
  PolicyHolders(const Inventory& inventory, const std::string& path);

  // Null where the file has no such identity.
  const PolicyHolder* Find(const HolderKey& key) const;
  // Inline in, attached to, or the boundary of one of them.
  bool Hold(const Policy* policy) const { return held_.contains(policy); }

 private:
  void Add(const Identity& identity);
  void AddHeld(const Identity& identity, const Identity* group, PolicyHolder* holder);
  void AddBoundary(const Attachment& boundary, PolicyHolder* holder);
  const Policy* Resolve(const Attachment& attachment) const;
  bool IsHere(const Location& location) const;

  const std::string& path_;
  std::map<std::string_view, const Policy*> documents_;  // by ARN
  std::map<std::pair<std::string_view, std::string_view>, const Identity*> groups_;
  std::map<HolderKey, PolicyHolder> all_;
  std::set<const Policy*> held_;
};

// What is held against both sides.
struct HolderCaps {
  const Policy* boundary = nullptr;             // in place of the holders' own; null: theirs count
  std::vector<const Policy*> service_controls;  // one level
  const Policy* full_access = nullptr;          // a policy that allows everything, never null
  ComparisonMemo* memo = nullptr;               // never null; of holders of one inventory
  Arena* arena = nullptr;                       // never null; lives as long as the memo
};

// What the holder grants now that it did not before, be it by other documents, other attachments,
// another group or another boundary; null: there is none on that side. What was not read makes the
// answer kUnknown where it could change it, with the reason; `added` is then what would be added if
// it did not. `aws:PrincipalTag/…` is what the tags of each side say, see KnownTags.
PolicyComparison CompareHolders(const ActionTable& actions, const PolicyHolder* before,
                                const PolicyHolder* now, const HolderCaps& caps);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_POLICY_HOLDERS_H_
