#ifndef LEASTWISE_TESTS_IAM_KNOWLEDGE_FIXTURE_H_
#define LEASTWISE_TESTS_IAM_KNOWLEDGE_FIXTURE_H_

#include "iam/action_catalog.h"
#include "knowledge/blobs.h"

namespace leastwise::testing {

// The shipped catalog, opened once for a test.
inline ActionCatalog ShippedCatalog() { return *ActionCatalog::FromBlob(CatalogBlob()); }

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_IAM_KNOWLEDGE_FIXTURE_H_
