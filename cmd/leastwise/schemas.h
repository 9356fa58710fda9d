#ifndef LEASTWISE_LEASTWISE_SCHEMAS_H_
#define LEASTWISE_LEASTWISE_SCHEMAS_H_

#include <string_view>

// JSON Schemas of files that people write, linked into the program byte for byte (schemas.S), for
// editors and for checks that have no copy of the repository.

namespace leastwise {

// rules/schema/config.schema.json: a `.leastwise.yaml`.
std::string_view ConfigSchema();
// rules/schema/pack.schema.json: a rule pack.
std::string_view PackSchema();

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_SCHEMAS_H_
