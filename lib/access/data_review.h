#ifndef LEASTWISE_ACCESS_DATA_REVIEW_H_
#define LEASTWISE_ACCESS_DATA_REVIEW_H_

#include <string_view>
#include <vector>

#include "access/access_memo.h"
#include "base/source_file.h"
#include "iam/action_table.h"
#include "iam/policy.h"

namespace leastwise {

// Codes of what AWS's own data says about the elements of a statement; rules name and explain them
// like those of the parsers.
namespace problem {
// Action strings that can meet none of the statement's resources: those that are about others, and
// those that AWS only ever grants on `*`.
inline constexpr std::string_view kActionMeetsNoResource = "action-meets-no-resource";
inline constexpr std::string_view kActionNeedsStar = "action-needs-star";
// A condition key that no request for the statement's actions carries, so that the condition of an
// Allow or a Deny never holds, or (IfExists, negated operators) always does.
inline constexpr std::string_view kAllowAbsentKeyNever = "allow-absent-key-never-holds";
inline constexpr std::string_view kAllowAbsentKeyAlways = "allow-absent-key-always-holds";
inline constexpr std::string_view kDenyAbsentKeyNever = "deny-absent-key-never-holds";
inline constexpr std::string_view kDenyAbsentKeyAlways = "deny-absent-key-always-holds";
// The same for some of the actions that the statement names.
inline constexpr std::string_view kKeyOfSomeActions = "key-of-some-actions";
// A key with several values under an operator for one.
inline constexpr std::string_view kSetOperatorMissing = "set-operator-missing";
// A wildcard where it is compared as it stands.
inline constexpr std::string_view kWildcardUnderEquals = "wildcard-under-equals";
// An operator of another type than the key.
inline constexpr std::string_view kOperatorUnfit = "operator-of-another-type";
// A value that is no number, date, address or boolean under an operator for these.
inline constexpr std::string_view kValueUnfit = "value-of-another-type";
// Something that was to be filled in: `region`, `<account-id>`.
inline constexpr std::string_view kPlaceholder = "placeholder-left";
}  // namespace problem

// What of one document reads as more than it is, told by the catalog's resource types and condition
// keys alone. Says nothing where the catalog does not know an action, where a hole of the text
// hides the answer, and of keys that it cannot know (tags, identity providers). The places borrow
// the document's file. Thread-safe over const tables.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
std::vector<Problem> ReviewAgainstData(const Policy& policy, const ActionTable& actions,
                                       const AccessMemo& memo);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_DATA_REVIEW_H_
