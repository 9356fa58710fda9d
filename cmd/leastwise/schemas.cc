#include "schemas.h"

#include <cstddef>

// Defined by schemas.S.
extern "C" {
extern const char leastwise_config_schema_begin[];
extern const char leastwise_config_schema_end[];
extern const char leastwise_pack_schema_begin[];
extern const char leastwise_pack_schema_end[];
}

namespace leastwise {
namespace {

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view ConfigSchema() {
  return Between(leastwise_config_schema_begin, leastwise_config_schema_end);
}

std::string_view PackSchema() {
  return Between(leastwise_pack_schema_begin, leastwise_pack_schema_end);
}

}  // namespace leastwise
