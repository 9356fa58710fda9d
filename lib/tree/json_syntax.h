#ifndef LEASTWISE_TREE_JSON_SYNTAX_H_
#define LEASTWISE_TREE_JSON_SYNTAX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace leastwise {

// Why a text is no JSON, and where.
struct JsonSyntaxError {
  ErrorKind kind = ErrorKind::kSyntax;  // kLimit: nested deeper than asked
  std::uint32_t offset = 0;             // in the text; at its end where something is missing there
  std::string message;
  std::string hint;  // what to write instead; may be empty
};

// Finds the first thing in `text` that is not RFC 8259 JSON, or an array or object nested deeper
// than `max_depth`; no value where all of it is JSON. Accepts exactly what JsonReader accepts, at a
// tenth of its speed, and is called only to explain a refusal: simdjson does not tell the place of
// bad UTF-8 or of an unclosed string. An unclosed string, array or object is placed where it opens.
std::optional<JsonSyntaxError> FindJsonError(std::string_view text, std::uint32_t max_depth);

}  // namespace leastwise

#endif  // LEASTWISE_TREE_JSON_SYNTAX_H_
