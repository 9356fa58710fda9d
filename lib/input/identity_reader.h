#ifndef LEASTWISE_INPUT_IDENTITY_READER_H_
#define LEASTWISE_INPUT_IDENTITY_READER_H_

#include <vector>

#include "input/extraction.h"
#include "input/json_pointer.h"
#include "tree/node.h"

// Users, groups and roles as the IAM API writes them.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_Types.html

namespace leastwise {

// What the kind of output says about what it would have shown.
enum class BoundaryView : std::uint8_t {
  kShown,     // account dumps, get-role, get-user: no boundary means that there is none
  kNotShown,  // list-roles, list-users: nothing is known unless one stands there
};

// An object with a RoleName, UserName or GroupName and something else that the IAM API says of an
// identity; or a nameless one with AttachedManagedPolicies.
bool LooksLikeIdentity(const Node& node);

// Adds the identity at `node` with its inline policies and its trust policy. What IAM does not
// define is walked through for further documents.
void ReadIdentity(const Tree& tree, const Node& node, BoundaryView view, JsonPointer& pointer,
                  Extraction& extraction);

// The elements of AttachedManagedPolicies or AttachedPolicies; anything else in the list is listed
// as not analysed.
std::vector<Attachment> ReadAttachments(const Tree& tree, const Node& list, JsonPointer& pointer,
                                        Extraction& extraction);

// The elements of AccessKeyMetadata.
std::vector<AccessKey> ReadAccessKeys(const Tree& tree, const Node& list, Extraction& extraction);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_IDENTITY_READER_H_
