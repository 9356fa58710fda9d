#ifndef LEASTWISE_LINTER_ASKED_REQUEST_H_
#define LEASTWISE_LINTER_ASKED_REQUEST_H_

#include <string>
#include <vector>

#include "access/request.h"
#include "base/result.h"
#include "iam/action_catalog.h"

namespace leastwise {

// A request as a user typed it against what AWS documents of its action.
struct AskedRequest {
  std::vector<Error> errors;       // kUsage: it can never be made like this
  std::vector<std::string> notes;  // it can, but perhaps something else was meant
};

// Errors: wildcards in the action or resource, an action without service, a resource for an action
// that takes none, `*` for an action that needs one. Notes: an action that the catalog does not
// know, a resource of no type that the action takes.
AskedRequest CheckAskedRequest(const Request& request, const ActionCatalog& catalog);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_ASKED_REQUEST_H_
