#ifndef LEASTWISE_IAM_PRINCIPAL_H_
#define LEASTWISE_IAM_PRINCIPAL_H_

#include <string_view>
#include <vector>

#include "iam/parse_context.h"
#include "iam/policy.h"
#include "tree/node.h"

namespace leastwise {

// Under which key of Principal a text stands; a bare string stands under `AWS`.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
enum class PrincipalType : std::uint8_t { kAws, kService, kFederated, kCanonicalUser };

// The type of a principal that stands alone, as in a request: web identity hosts and providers'
// ARNs are federated, 64 hexadecimal digits a canonical user, other names with a dot services.
PrincipalType PrincipalTypeOf(std::string_view principal);

// What a text stands for and why IAM would refuse it.
struct PrincipalReading {
  Principal principal;
  std::string_view problem;  // kBadPrincipal, kPartialPrincipal or empty
  std::string detail;
};

// Reads one text. `account` and `name` of the result are slices of the text. A wildcard that does
// not stand alone, and a hole, make the kind kUnknown: whom it means is not known.
PrincipalReading ReadPrincipal(PrincipalType type, const Text& text);

// All members of a Principal or NotPrincipal element, appended to `out`; what IAM would refuse is
// reported. False if some of it could not be read, or a key of the map is repeated.
bool ReadPrincipals(ParseContext& context, const Node& node, std::string_view element,
                    std::vector<Principal>* out);

}  // namespace leastwise

#endif  // LEASTWISE_IAM_PRINCIPAL_H_
