#ifndef LEASTWISE_ENGINE_NAMING_MISTAKE_H_
#define LEASTWISE_ENGINE_NAMING_MISTAKE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "iam/action_catalog.h"

// What people write into packs and settings, held against what there is: a name of nothing would
// silently say nothing.

namespace leastwise {

// What the members of a list are.
enum class SetKind : std::uint8_t {
  kActions,
  kKeys,
  kArns,
  kPolicies,
  kServices,
  kStrings,
  kRequests,
};

// What stands in patterns of resources for the identity that is looked at.
inline constexpr std::string_view kSelfArn = "{self.arn}";
inline constexpr std::string_view kSelfBoundary = "{self.boundary}";

// `message` and `hint` as in Error.
struct NamingMistake {
  std::string message;
  std::string hint;
};

// What is wrong with a member of such a list; nothing where it is right, or where any text is.
std::optional<NamingMistake> MistakeIn(const ActionCatalog& catalog, std::string_view text,
                                       SetKind kind);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_NAMING_MISTAKE_H_
