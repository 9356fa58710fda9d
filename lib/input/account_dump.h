#ifndef LEASTWISE_INPUT_ACCOUNT_DUMP_H_
#define LEASTWISE_INPUT_ACCOUNT_DUMP_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "input/extraction.h"
#include "input/json_pointer.h"
#include "tree/node.h"

namespace leastwise {

// `aws iam get-account-authorization-details`: users, groups and roles with all of their policies,
// and the managed policies of the account, of which the default versions count.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
bool IsAccountDump(const Node& node);
void ReadAccountDump(const Tree& tree, const Node& node, JsonPointer& pointer,
                     Extraction& extraction);

// The members whose arrays hold nearly all of a dump.
std::span<const std::string_view> DumpLists();

// A dump of which the elements of DumpLists() have not been read yet: each is read into a tree that
// is gone after it, so that memory holds only what the inventory keeps. `workers` share the
// elements, and the result does not depend on their number. Adds the problems of all trees.
// Nothing where an element is not JSON or all of them are over the limits, which count over the
// whole file: then reading the file as one tree says why, and the inventory is as it was.
std::optional<ReadOutcome> ReadOutlinedDump(const JsonOutline& outline, const InputOptions& options,
                                            std::size_t workers, Inventory* inventory);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_ACCOUNT_DUMP_H_
