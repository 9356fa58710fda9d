#ifndef LEASTWISE_LINTER_EXPECTATIONS_H_
#define LEASTWISE_LINTER_EXPECTATIONS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source_file.h"
#include "iam/action_catalog.h"
#include "iam/policy.h"

// Files of expectations: what policies must and must not grant, written down beside them.
// rules/schema/expectations.schema.json has the language.

namespace leastwise {

// What requests say of one condition key: it has one of the values, which may hold wildcards or, of
// addresses, be blocks. Without values: the request lacks the key.
struct ExpectedKey {
  PlacedText key;
  std::vector<PlacedText> values;
};

// The requests with one of the actions, on one of the resources, by one of the principals, and with
// all the keys; keys that are not listed are free. An empty list leaves its part free.
struct RequestSet {
  std::vector<PlacedText> actions;    // with wildcards
  std::vector<PlacedText> resources;  // `*` or ARNs of six parts, with wildcards
  std::vector<PlacedText> principals;
  std::vector<ExpectedKey> context;
};

enum class DemandKind : std::uint8_t {
  kNever,           // no request of the set is allowed (as AWS's CheckAccessNotGranted)
  kAlways,          // every request of the set is
  kNoPublicAccess,  // no stranger is let in (CheckNoPublicAccess)
  kNoNewAccess,     // nothing is allowed that the references do not allow (CheckNoNewAccess)
};
// As it is written: "never", "always", "no-public-access", "no-new-access-over".
std::string_view DemandName(DemandKind kind);

// One thing that is expected of policies.
struct Demand {
  DemandKind kind = DemandKind::kNever;
  Location where{};                    // of its key
  RequestSet requests;                 // kNever, kAlways
  std::vector<PlacedText> references;  // kNoNewAccess: paths
};

// One entry of a file. Paths are as written: relative to the folder of the file.
struct Expectation {
  PlacedText name;
  std::vector<PlacedText> policies;  // files, folders and path patterns; at least one
  // What bare documents are; policies of other kinds are passed over. Nothing: guessed, and all are
  // looked at.
  std::optional<PolicyKind> kind;
  bool together = false;  // the policies are one, as those of one identity are
  std::optional<PlacedText> boundary;
  std::vector<PlacedText> service_controls;  // one level
  std::vector<Demand> demands;               // at least one
};

// Reads one file. Every mistake goes to `errors` (kPack, with its place): bad YAML, unknown keys,
// actions that the catalog does not know, resources that are no ARNs, sets of requests that cannot
// exist; in the order of the file. Only where nothing was complained of is the result to be used.
// Borrows `file`.
std::vector<Expectation> ReadExpectations(const SourceFile& file, const ActionCatalog& catalog,
                                          std::vector<Error>* errors);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_EXPECTATIONS_H_
