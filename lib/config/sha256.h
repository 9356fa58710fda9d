#ifndef LEASTWISE_CONFIG_SHA256_H_
#define LEASTWISE_CONFIG_SHA256_H_

#include <string>
#include <string_view>

namespace leastwise {

// SHA-256 of some bytes as 64 lower-case hex digits: what `sha256sum` prints, and what `packs:`
// pins a rule pack by.
std::string Sha256Hex(std::string_view bytes);

}  // namespace leastwise

#endif  // LEASTWISE_CONFIG_SHA256_H_
