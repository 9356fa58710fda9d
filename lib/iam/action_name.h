#ifndef LEASTWISE_IAM_ACTION_NAME_H_
#define LEASTWISE_IAM_ACTION_NAME_H_

#include <optional>
#include <string_view>

namespace leastwise {

// The two sides of an action string, as written. Borrows the text.
struct ActionName {
  std::string_view service;  // `s3`; a wildcard is taken as it stands
  std::string_view name;     // `GetObject`, `Get*`
};

// Takes `prefix:name` apart. Nothing where there is not exactly one colon with text on both sides,
// or where a blank, a comma or another character that no action name has stands in it: IAM takes
// such a string, and it matches nothing. `*` alone is not split.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
std::optional<ActionName> SplitAction(std::string_view action);

// Stars alone (every action), or what SplitAction takes.
bool IsWellFormedAction(std::string_view action);

// No `*` and no `?`.
bool IsLiteralAction(std::string_view action);

}  // namespace leastwise

#endif  // LEASTWISE_IAM_ACTION_NAME_H_
