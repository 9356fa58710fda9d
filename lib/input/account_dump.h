#ifndef LEASTWISE_INPUT_ACCOUNT_DUMP_H_
#define LEASTWISE_INPUT_ACCOUNT_DUMP_H_

#include <cstddef>
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

// Whether it is one of those in this dump, rather than a member of that name.
bool IsDumpList(const Member& member);
// Reads an element of the list of that name.
void ReadDumpElement(std::string_view list, const Tree& tree, const Node& item,
                     JsonPointer& pointer, Extraction& extraction);
// Notes that the inventory has the whole account, if the dump says so. Every account has roles, if
// only AWS's own: where there are none, a filter has left them out. `first`: of the identities that
// the dump has.
void NoteWholeAccount(const Node& dump, std::size_t first, Inventory& inventory);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_ACCOUNT_DUMP_H_
