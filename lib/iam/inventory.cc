#include "iam/inventory.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace leastwise {
namespace {

template <typename T>
void MoveAll(std::vector<T>& from, std::vector<T>* to) {
  to->insert(to->end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

}  // namespace

std::string_view IdentityKindName(IdentityKind kind) {
  switch (kind) {
    case IdentityKind::kUser:
      return "user";
    case IdentityKind::kGroup:
      return "group";
    case IdentityKind::kRole:
      return "role";
  }
  return "";
}

Policy* Inventory::Add(const Policy& policy) {
  Policy* const added = policies_.emplace_back(arena().Make<Policy>(policy));
  if (!added->arn.empty()) named_policies_.push_back(added);
  statement_count_ += added->statements.size();
  return added;
}

Identity* Inventory::Add(const Identity& identity) {
  return identities_.emplace_back(arena().Make<Identity>(identity));
}

void Inventory::Add(const Problem& problem) { problems_.push_back(problem); }

void Inventory::AddKeys(std::string_view user_name, std::span<const AccessKey> keys) {
  key_lists_.push_back({arena().Copy(user_name), arena().Copy(keys)});
}

bool Inventory::IsWhole(std::string_view account) const {
  return !account.empty() && std::find(whole_accounts_.begin(), whole_accounts_.end(), account) !=
                                 whole_accounts_.end();
}

void Inventory::Merge(Inventory&& other) {
  MoveAll(other.policies_, &policies_);
  MoveAll(other.named_policies_, &named_policies_);
  statement_count_ += std::exchange(other.statement_count_, 0);
  MoveAll(other.identities_, &identities_);
  MoveAll(other.problems_, &problems_);
  MoveAll(other.not_analysed_, &not_analysed_);
  MoveAll(other.key_lists_, &key_lists_);
  MoveAll(other.whole_accounts_, &whole_accounts_);
  for (Arena& arena : other.arenas_) arenas_.push_back(std::move(arena));
  other.arenas_.clear();
}

}  // namespace leastwise
