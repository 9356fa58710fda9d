#ifndef LEASTWISE_IAM_ACTION_CATALOG_H_
#define LEASTWISE_IAM_ACTION_CATALOG_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "iam/action_set.h"
#include "iam/blob_array.h"
#include "iam/catalog_layout.h"

namespace leastwise {

using ServiceId = std::uint32_t;
using ResourceTypeId = std::uint32_t;
using ConditionKeyId = std::uint32_t;

// How AWS classifies an action; some have two levels ("Permissions management, Write").
enum AccessLevel : std::uint8_t {
  kAccessList = 1,
  kAccessRead = 2,
  kAccessWrite = 4,
  kAccessTagging = 8,
  kAccessPermissions = 16,
};

// One action of the catalog. Borrows the catalog's blob.
struct ActionInfo {
  std::string_view service;  // "s3"
  std::string_view name;     // "GetObject", as AWS spells it
  std::uint8_t access = 0;   // AccessLevel bits
  // What may be named in Resource: `.type` (a ResourceTypeId) and `.required`. Empty: the action
  // can only be granted on `*`.
  BlobArray<catalog_layout::TypeRef> resource_types;
  // ConditionKeyIds: keys of the action, of its pairs with resource types, and of those types.
  BlobArray<std::uint16_t> condition_keys;
};

struct ResourceType {
  std::string_view service;  // whose actions name it; the ARN may be another service's
  std::string_view name;     // "bucket", "training-job"
  std::string_view arn;      // "arn:${Partition}:s3:::${BucketName}"
  std::string_view pattern;  // the same with `*` for each placeholder
  BlobArray<std::uint16_t> condition_keys;
};

using ConditionKeyType = catalog_layout::KeyType;
// Whether a request can have several values of such a key.
constexpr bool IsMultivalued(ConditionKeyType type) {
  return type == ConditionKeyType::kArrayOfString || type == ConditionKeyType::kArrayOfArn ||
         type == ConditionKeyType::kArrayOfBool || type == ConditionKeyType::kArrayOfNumeric;
}

struct ConditionKey {
  std::string_view name;     // "aws:RequestTag/${TagKey}", as AWS spells it
  std::string_view pattern;  // the same with `?*` for each placeholder; empty where there is none
  ConditionKeyType type = ConditionKeyType::kString;
  bool is_global = false;  // in AWS's list of global keys: present whatever the action
};

// Which future bits a pattern with wildcards sets: a service's future bit stands for every name
// that AWS may add to the service.
enum class FutureBits : std::uint8_t {
  kReached,  // wherever the pattern may match a later name: for what is granted
  kCovered,  // only where it matches every later name (`s3:*`): for what is denied or excluded
};

// The actions, resource types and condition keys that AWS documents. Borrows the blob, which must
// outlive it: no entry is constructed, opening costs O(services). Const and thread-safe.
// Names are compared without case, as IAM compares actions and condition keys.
class ActionCatalog {
 public:
  // Opens what `leastwise_knowledge catalog` wrote and the build linked in; only the header and the
  // services are checked. Errors (kInternal): not such a blob, or of another version.
  static Result<ActionCatalog> FromBlob(std::string_view blob);
  // The same for bytes that did not come with the program (`--catalog FILE`): every record is
  // checked too, so that no later call can read outside the blob. Errors are kUsage.
  static Result<ActionCatalog> FromUntrusted(std::string_view blob);

  std::string_view revision() const { return Text(header_.revision); }  // of the data's source
  std::string_view date() const { return Text(header_.date); }          // "2026-09-26"
  std::size_t action_count() const { return header_.actions.count - 1; }
  std::size_t service_count() const { return header_.services.count - 1; }
  std::size_t resource_type_count() const { return header_.types.count; }
  std::size_t condition_key_count() const { return header_.keys.count; }
  // Catalog actions and future actions; run-local ids start here.
  std::size_t universe_size() const { return action_count() + service_count(); }

  // "s3:getobject", without wildcards.
  std::optional<ActionId> Find(std::string_view action) const;
  ActionInfo info(ActionId id) const;  // id < action_count()
  // The same number only for actions with the same resource types; id < action_count().
  std::uint32_t resource_type_set(ActionId id) const;
  std::size_t resource_type_set_count() const;
  // The same number only for actions with the same condition keys; id < action_count().
  std::uint32_t condition_key_set(ActionId id) const;
  // Parts of info() without the search for the service; id < action_count().
  std::uint8_t access(ActionId id) const;
  BlobArray<catalog_layout::TypeRef> resource_types(ActionId id) const;
  BlobArray<std::uint16_t> condition_keys(ActionId id) const;
  // "s3:GetObject"; id < action_count().
  std::string FullName(ActionId id) const;
  // The known action that was probably meant (spelling, or the wrong service prefix), or "". Of a
  // pattern ("bedrok:*") only the service prefix is mended.
  std::string Nearest(std::string_view action) const;

  // Adds to `out` what an action string matches: `*`, `s3:*`, `s3:Get*`, `*:*Tag*`, a known
  // literal. A string that is not well formed, an unknown literal and an unknown service add
  // nothing. A wildcard in the service prefix is taken as a glob. `out` has at least
  // universe_size() bits.
  void Expand(std::string_view pattern, ActionSet* out,
              FutureBits future = FutureBits::kReached) const;

  std::optional<ServiceId> FindService(std::string_view prefix) const;
  bool HasService(std::string_view prefix) const { return FindService(prefix).has_value(); }
  std::string_view ServiceName(ServiceId id) const { return Text(service(id).name); }
  // The service of a catalog action or of a future action; id < universe_size().
  ServiceId ServiceOf(ActionId id) const;
  ActionId FutureAction(ServiceId id) const { return static_cast<ActionId>(action_count()) + id; }

  // The actions [first, last) of a service; empty for a service that is not in the catalog.
  struct Range {
    ActionId first = 0;
    ActionId last = 0;
  };
  // The action of this name among those of one service.
  std::optional<ActionId> FindIn(Range range, std::string_view name) const;
  // Adds those of the range that have one of the access levels (0: any) and do, or do not, take a
  // resource (nothing: either).
  void AddActions(Range range, std::uint8_t levels, std::optional<bool> with_resource,
                  ActionSet* out) const;
  Range ServiceRange(ServiceId id) const { return {service(id).action, service(id + 1).action}; }
  Range ServiceRange(std::string_view prefix) const;

  ResourceType resource_type(ResourceTypeId id) const;
  // "s3", "bucket".
  std::optional<ResourceTypeId> FindResourceType(std::string_view service,
                                                 std::string_view name) const;

  ConditionKey condition_key(ConditionKeyId id) const;
  // Any key of any service, tag keys and other templates by pattern ("aws:RequestTag/team").
  std::optional<ConditionKeyId> FindConditionKey(std::string_view key) const;
  // Whether AWS lists the key for the action or for a resource type of it. Global keys that are not
  // listed for it are not looked at: see ConditionKey::is_global.
  bool HasConditionKey(ActionId id, std::string_view key) const;

 private:
  ActionCatalog() = default;
  static Result<ActionCatalog> Open(std::string_view blob, ErrorKind kind);
  bool RecordsAreSound() const;
  bool TraitsAreSound() const;
  bool LettersAreSound() const;

  template <typename T>
  BlobArray<T> Array(catalog_layout::Section section) const {
    return BlobArray<T>(blob_.data() + section.offset, section.count);
  }
  std::string_view Text(catalog_layout::Text text) const {
    return blob_.substr(header_.text.offset + text.offset, text.size);
  }
  catalog_layout::Service service(ServiceId id) const {
    return Array<catalog_layout::Service>(header_.services)[id];
  }
  std::string_view ActionNameAt(std::size_t index) const;
  std::string_view NearestIn(ServiceId service, std::string_view name) const;
  ActionId LowerBound(Range range, std::string_view head) const;
  ActionId HeadEnd(Range range, std::string_view head) const;
  void ExpandService(ServiceId id, std::string_view name, FutureBits future, ActionSet* out) const;
  bool KeyMatches(ConditionKeyId id, std::string_view key) const;

  std::string_view blob_;
  catalog_layout::Header header_{};
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_ACTION_CATALOG_H_
