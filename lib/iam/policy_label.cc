#include "iam/policy_label.h"

namespace leastwise {

std::string PolicyLabel(const Policy& policy) {
  std::string out(policy.container);
  if (!out.empty() && !policy.name.empty()) out += '/';
  out += policy.name;
  if (policy.kind == PolicyKind::kTrust && !out.empty()) out += " (trust policy)";
  return out.empty() ? std::string(policy.pointer) : out;
}

}  // namespace leastwise
