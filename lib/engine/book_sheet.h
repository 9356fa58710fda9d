#ifndef LEASTWISE_ENGINE_BOOK_SHEET_H_
#define LEASTWISE_ENGINE_BOOK_SHEET_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_file.h"
#include "engine/compiled_rule.h"
#include "engine/pack_scope.h"
#include "iam/blob_array.h"
#include "iam/catalog_layout.h"

// What the build writes down of the shipped rules, so that a run reads only the entries that can
// find something in its input: grades and names of each rule, and where its entry stands and what
// that can meet.

namespace leastwise {

// How a sheet lies: header, packs, names, entries, rules by id, numbers, text. Little-endian, no
// alignment; text offsets count in the text section. Change kVersion with the layout.
namespace sheet_layout {

inline constexpr char kMagic[8] = {'L', 'W', 'S', 'H', 'E', 'E', 'T', '\0'};
inline constexpr std::uint32_t kVersion = 4;

struct Header {
  char magic[8] = {};
  std::uint32_t version = 0;
  std::uint32_t size = 0;  // of the whole sheet
  catalog_layout::Section text;
  catalog_layout::Section packs;
  catalog_layout::Section names;
  catalog_layout::Section entries;
  catalog_layout::Section rules;
  catalog_layout::Section numbers;
};

// A run of the numbers section.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// One file of a pack.
struct Pack {
  catalog_layout::Text name;
  catalog_layout::Text version;
};

// What a file declares.
struct Name {
  catalog_layout::Text name;
  std::uint32_t file = 0;
  std::uint32_t begin = 0;  // of its value in the pack's matching part, bytes
  std::uint32_t end = 0;
  std::uint32_t kind = 0;  // NameKind
};

struct Entry {
  std::uint32_t file = 0;      // which of the packs
  std::uint32_t position = 0;  // in its `rules`, and behind them its `paths`
  std::uint32_t begin = 0;     // of its text in the pack's matching part, bytes
  std::uint32_t end = 0;
  catalog_layout::Text touches;  // Touches::ToText
  std::uint8_t kinds = 0;
  std::uint8_t needs = 0;  // bits in the order of MatcherNeeds
  std::uint8_t is_off = 0;
  std::uint8_t unused = 0;
  Range rules;  // Rule::index, in the order of the steps
};

struct Rule {
  catalog_layout::Text id;
  catalog_layout::Text name;
  catalog_layout::Text category;
  catalog_layout::Text message;
  std::uint8_t severity = 0;
  std::uint8_t confidence = 0;
  std::uint8_t audience = 0;
  std::uint8_t is_guardrail = 0;
  std::uint32_t entry = 0;
  std::uint32_t step = 0;      // or ProsePlace::kNoStep
  std::uint32_t in_prose = 0;  // placeholders (RuleDetail)
  Range superseded_by;         // Rule::index
};

}  // namespace sheet_layout

// A sheet that was opened; borrows its bytes.
class BookSheet {
 public:
  // Nothing: these bytes are not a sheet of this layout. They are the build's own, so that their
  // inside is not checked.
  static std::optional<BookSheet> FromBlob(std::string_view blob);

  // The files that it was written from, in their order.
  BlobArray<sheet_layout::Pack> packs() const { return packs_; }
  BlobArray<sheet_layout::Name> names() const { return names_; }
  BlobArray<sheet_layout::Entry> entries() const { return entries_; }
  BlobArray<sheet_layout::Rule> rules() const { return rules_; }
  std::string_view Text(catalog_layout::Text at) const { return text_.substr(at.offset, at.size); }
  std::vector<std::uint32_t> Numbers(sheet_layout::Range range) const;

 private:
  std::string_view text_;
  BlobArray<sheet_layout::Pack> packs_;
  BlobArray<sheet_layout::Name> names_;
  BlobArray<sheet_layout::Entry> entries_;
  BlobArray<sheet_layout::Rule> rules_;
  BlobArray<std::uint32_t> numbers_;
};

// Where things will stand in the matching part of a pack, bytes.
struct PackPlaces {
  struct Name {
    NameKind kind = NameKind::kSet;
    std::string name;
    Span value;
  };
  std::vector<Span> entries;  // each element of `rules`, then of `paths`
  std::vector<Name> names;
};

// Writes the sheet of a book. `places` are those of each pack that it was loaded from; the trees of
// these packs must still be there.
std::string WriteBookSheet(const RuleBook::Compiled& book, std::span<const PackPlaces> places);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_BOOK_SHEET_H_
