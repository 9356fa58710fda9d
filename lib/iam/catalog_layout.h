#ifndef LEASTWISE_IAM_CATALOG_LAYOUT_H_
#define LEASTWISE_IAM_CATALOG_LAYOUT_H_

#include <cstdint>
#include <string_view>

// How a catalog lies in its blob: a header, then arrays of fixed records and one run of text, each
// found by a Section of the header. Little-endian, no alignment, offsets from the start of the
// blob. Written by cmd/knowledge, read by ActionCatalog; change kVersion with the layout.

namespace leastwise::catalog_layout {

inline constexpr char kMagic[8] = {'L', 'W', 'C', 'A', 'T', 'L', 'O', 'G'};
inline constexpr std::uint32_t kVersion = 3;

struct Section {
  std::uint32_t offset = 0;  // bytes
  std::uint32_t count = 0;   // records; bytes for text
};

struct Text {
  std::uint32_t offset = 0;  // in the text section
  std::uint32_t size = 0;
};

struct Header {
  char magic[8] = {};
  std::uint32_t version = 0;
  std::uint32_t size = 0;  // of the whole blob
  Text revision;
  Text date;
  Section text;       // names and templates
  Section services;   // Service, by name, and one more that ends the last
  Section actions;    // Action, by service and folded name, and one more that ends the last
  Section types;      // Type, by service and folded name
  Section type_sets;  // std::uint32_t: where each set begins in type_refs, and the end
  Section type_refs;  // TypeRef
  Section keys;       // Key, plain ones by folded name, then those with placeholders
  Section key_sets;   // std::uint32_t: where each set begins in key_refs, and the end
  Section key_refs;   // std::uint16_t: index into keys
  Section letters;    // std::uint32_t: LettersOf the name of each action
  Section traits;     // std::uint64_t: a bit for each action, padded to words; kTraitCount times
  std::uint32_t plain_keys = 0;  // keys without placeholders
};

// The bits of `traits`: for each access level in the order of AccessLevel which actions have it,
// then which take a resource. Rules ask for whole levels at every start.
inline constexpr std::uint32_t kAccessLevels = 5;
inline constexpr std::uint32_t kTakesResource = kAccessLevels;
inline constexpr std::uint32_t kTraitCount = kTakesResource + 1;
inline constexpr std::uint32_t kTraitBits = 64;  // in one word

constexpr std::uint32_t TraitWords(std::uint32_t actions) {
  return (actions + kTraitBits - 1) / kTraitBits;
}

struct Service {
  Text name;                 // lower case
  std::uint32_t action = 0;  // first of its actions
  std::uint32_t type = 0;    // first of its resource types
};

// Names lie one behind the other, so that a name ends where the next one begins.
struct Action {
  std::uint32_t name_and_access = 0;  // offset of the name in text << 8 | AccessLevel bits
  std::uint16_t type_set = 0;
  std::uint16_t key_set = 0;
};

// Which characters stand in a name, whatever their case: a bit for each letter, one for all digits,
// one for everything else. A pattern can only match names that have all its own letters.
constexpr std::uint32_t LettersOf(std::string_view name) {
  constexpr std::uint32_t kDigit = 26;
  constexpr std::uint32_t kOther = 27;
  std::uint32_t out = 0;
  for (const char c : name) {
    const char folded = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    std::uint32_t bit = kOther;
    if (folded >= 'a' && folded <= 'z') bit = static_cast<std::uint32_t>(folded - 'a');
    if (folded >= '0' && folded <= '9') bit = kDigit;
    out |= std::uint32_t{1} << bit;
  }
  return out;
}

struct TypeRef {
  std::uint16_t type = 0;
  std::uint16_t required = 0;  // 0 or 1
};

struct Type {
  Text name;
  Text arn;
  Text pattern;
  std::uint32_t key_set = 0;
};

// As AWS names them. An "array" key has several values in one request and wants ForAllValues or
// ForAnyValue.
enum class KeyType : std::uint8_t {
  kString,
  kArn,
  kBool,
  kNumeric,
  kDate,
  kIpAddress,
  kBinary,
  kArrayOfString,
  kArrayOfArn,
  kArrayOfBool,
  kArrayOfNumeric,
};

struct Key {
  Text name;
  Text pattern;                       // empty for plain keys
  std::uint32_t type_and_global = 0;  // KeyType | 0x100 for a global key
};

inline constexpr std::uint32_t kGlobalKey = 0x100;

}  // namespace leastwise::catalog_layout

#endif  // LEASTWISE_IAM_CATALOG_LAYOUT_H_
