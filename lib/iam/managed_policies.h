#ifndef LEASTWISE_IAM_MANAGED_POLICIES_H_
#define LEASTWISE_IAM_MANAGED_POLICIES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace leastwise {

// One AWS managed policy in its current version. Borrows the blob.
struct ManagedPolicy {
  std::string_view name;      // "AmazonSageMakerFullAccess"
  std::string_view arn;       // in the partition `aws`
  std::string_view version;   // "v29"
  std::string_view date;      // of that version: "2025-01-31"
  std::string_view document;  // JSON, minified; at least 64 readable zero bytes behind it
};

// The documents of AWS managed policies, as of date(). Borrows the blob that
// `leastwise_knowledge managed` wrote, which must outlive it; opening is O(1), nothing is parsed.
// Const and thread-safe.
class ManagedPolicies {
 public:
  // Errors (kInternal): not such a blob, or of another version.
  static Result<ManagedPolicies> FromBlob(std::string_view blob);

  std::size_t count() const { return count_; }
  std::string_view revision() const { return revision_; }  // of the data's source
  std::string_view date() const { return date_; }          // of the newest policy version
  ManagedPolicy policy(std::size_t index) const;           // by name; index < count()

  // By name, or by an ARN of any partition and path whose account part is the word `aws`; names are
  // case-sensitive. Nothing for a customer's own policy of the same name.
  std::optional<ManagedPolicy> Find(std::string_view name_or_arn) const;

 private:
  ManagedPolicies() = default;

  std::string_view blob_;
  std::string_view revision_;
  std::string_view date_;
  std::size_t count_ = 0;
  std::size_t table_ = 0;  // offset of the first record
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_MANAGED_POLICIES_H_
