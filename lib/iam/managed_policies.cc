#include "iam/managed_policies.h"

#include <cstring>

#include "iam/arn.h"
#include "iam/blob_array.h"
#include "iam/managed_layout.h"

namespace leastwise {
namespace {

// The name that a reference speaks of, or "" where it is not to an AWS managed policy.
std::string_view PolicyName(std::string_view name_or_arn) {
  if (name_or_arn.find(':') == std::string_view::npos) return name_or_arn;
  const std::optional<ArnParts> arn = SplitArn(name_or_arn);
  if (!arn.has_value() || arn->service != "iam" || arn->account != "aws") return "";
  if (arn->resource.substr(0, 7) != "policy/") return "";
  return arn->resource.substr(arn->resource.rfind('/') + 1);
}

}  // namespace

Result<ManagedPolicies> ManagedPolicies::FromBlob(std::string_view blob) {
  managed_layout::Header header;
  if (blob.size() >= sizeof(header)) std::memcpy(&header, blob.data(), sizeof(header));
  if (std::memcmp(header.magic, managed_layout::kMagic, sizeof(header.magic)) != 0 ||
      header.version != managed_layout::kVersion || header.size != blob.size()) {
    return Error{ErrorKind::kInternal, "the AWS managed policies cannot be opened", std::nullopt,
                 "build again, so that they are made by the same `leastwise_knowledge`"};
  }
  ManagedPolicies policies;
  policies.blob_ = blob;
  policies.revision_ = blob.substr(header.revision.offset, header.revision.size);
  policies.date_ = blob.substr(header.date.offset, header.date.size);
  policies.count_ = header.count;
  policies.table_ = sizeof(header);
  return policies;
}

ManagedPolicy ManagedPolicies::policy(std::size_t index) const {
  const auto record = BlobArray<managed_layout::Policy>(blob_.data() + table_, count_)[index];
  const auto text = [this](managed_layout::Text part) {
    return blob_.substr(part.offset, part.size);
  };
  return ManagedPolicy{text(record.name), text(record.arn), text(record.version), text(record.date),
                       text(record.document)};
}

std::optional<ManagedPolicy> ManagedPolicies::Find(std::string_view name_or_arn) const {
  const std::string_view name = PolicyName(name_or_arn);
  std::size_t first = 0;
  std::size_t last = count_;
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    if (policy(middle).name < name) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  if (name.empty() || first == count_ || policy(first).name != name) return std::nullopt;
  return policy(first);
}

}  // namespace leastwise
