#ifndef LEASTWISE_LINTER_MANAGED_POLICY_LIBRARY_H_
#define LEASTWISE_LINTER_MANAGED_POLICY_LIBRARY_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "base/source_file.h"
#include "iam/inventory.h"
#include "iam/managed_policies.h"
#include "tree/json_reader.h"

namespace leastwise {

// AWS managed policies as documents of one run. A document is parsed when it is first asked for and
// kept; its file is called `aws-managed:<name>`, and no finding ever underlines it. Borrows the
// blob behind `policies`. Belongs to one thread, and must outlive the inventory that was linked
// with it, since attachments point into it.
class ManagedPolicyLibrary : public ManagedPolicySource {
 public:
  explicit ManagedPolicyLibrary(const ManagedPolicies& policies) : policies_(policies) {}

  // Null for a name that is not AWS's, as of ManagedPolicies::date().
  const Policy* Find(std::string_view arn_or_name) override;

 private:
  const Policy* Parse(const ManagedPolicy& managed);

  const ManagedPolicies& policies_;
  JsonReader reader_;
  Arena scratch_;
  Arena arena_;
  std::vector<std::unique_ptr<SourceFile>> files_;
  std::unordered_map<std::string_view, const Policy*> by_name_;  // keys stand in the blob
};

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_MANAGED_POLICY_LIBRARY_H_
