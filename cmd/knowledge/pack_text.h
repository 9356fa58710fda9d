#ifndef LEASTWISE_KNOWLEDGE_PACK_TEXT_H_
#define LEASTWISE_KNOWLEDGE_PACK_TEXT_H_

#include <string>

#include "base/result.h"
#include "engine/book_sheet.h"
#include "tree/node.h"

namespace leastwise {

// A pack as two compact JSON texts, keys in the order of the file.
struct PackText {
  // Everything that decides what is found. Entries of lists keep their place.
  std::string matching;
  PackPlaces places;  // in `matching`
  // The same document with nothing but what only people read: why, help, title, description,
  // references, false_positives, tests, suggestion, mappings, tags, cwe, and the id, which stands
  // in both. Lists of entries and of steps are as long as in `matching`, entry by entry, an entry
  // without any of them being {}; other members are left out.
  std::string prose;
};

// Entries are the objects of the document's lists (rules, paths, …) and of their `steps`.
// Error (kPack): the document is not an object, or a number is not one in JSON (`.5`).
Result<PackText> SplitPack(const Tree& tree);

}  // namespace leastwise

#endif  // LEASTWISE_KNOWLEDGE_PACK_TEXT_H_
