#ifndef LEASTWISE_ENGINE_RUN_SUBJECT_H_
#define LEASTWISE_ENGINE_RUN_SUBJECT_H_

#include <string_view>
#include <vector>

#include "access/query.h"
#include "iam/inventory.h"

namespace leastwise {

// What rules look at together. Identities that hold the very same documents are one subject, so
// that a policy of ten thousand roles is looked at once. Borrows the inventory.
struct RunSubject {
  PolicyKind kind = PolicyKind::kIdentity;  // of what `allow` asks
  std::vector<const Policy*> policies;
  const Policy* boundary = nullptr;
  bool boundary_is_unread = false;
  bool has_unread_policies = false;
  std::string_view account;
  std::vector<const Identity*> holders;  // in order of the inventory; none: a document of its own
  const Policy* document = nullptr;      // that no identity holds, or a trust policy

  // Borrows this.
  Subject ToSubject() const;
};

// All subjects of a linked inventory: identities with their grants, identities with their trust
// policies, and the documents that no identity holds. Boundaries count among those. Service control
// policies cap nothing here: the input does not say which accounts they are attached to.
std::vector<RunSubject> ListSubjects(const Inventory& inventory);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RUN_SUBJECT_H_
