#ifndef LEASTWISE_ENGINE_RUN_SUBJECT_H_
#define LEASTWISE_ENGINE_RUN_SUBJECT_H_

#include <span>
#include <string_view>

#include "access/query.h"
#include "base/arena.h"
#include "base/parallel_for.h"
#include "iam/inventory.h"

namespace leastwise {

// What rules look at together. Identities that hold the very same documents are one subject, so
// that a policy of ten thousand roles is looked at once. Borrows the inventory and the lists.
struct RunSubject {
  PolicyKind kind = PolicyKind::kIdentity;  // of what `allow` asks
  bool boundary_is_unread = false;
  bool has_unread_policies = false;
  std::span<const Policy* const> policies;
  const Policy* boundary = nullptr;
  std::string_view account;
  std::span<const Identity* const> holders;  // in order of the inventory; none: a document alone
  const Policy* document = nullptr;          // that no identity holds, or a trust policy

  // Borrows this.
  Subject ToSubject() const;
  // Where most of it stands; null: nowhere.
  const SourceFile* file() const;
};

// All subjects of a linked inventory: each identity with its grants and with its trust policy, and
// the documents that no identity holds. Boundaries count among those. Service control
// policies cap nothing here: the input does not say which accounts they are attached to. They and
// their lists live in `arenas`, as many as there are workers to share the work.
std::span<const RunSubject> ListSubjects(const Inventory& inventory, PerWorker<Arena>* arenas);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RUN_SUBJECT_H_
