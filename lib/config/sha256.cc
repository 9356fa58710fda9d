#include "config/sha256.h"

// The one-shot interface of OpenSSL 1.1: that of 3.0 drags in providers and their start-up.
#define OPENSSL_API_COMPAT 0x10101000L
#include <openssl/sha.h>

#include <array>

namespace leastwise {

std::string Sha256Hex(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_CTX state;
  SHA256_Init(&state);
  SHA256_Update(&state, bytes.data(), bytes.size());
  SHA256_Final(digest.data(), &state);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
  return out;
}

}  // namespace leastwise
