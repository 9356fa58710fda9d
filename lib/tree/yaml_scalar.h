#ifndef LEASTWISE_TREE_YAML_SCALAR_H_
#define LEASTWISE_TREE_YAML_SCALAR_H_

#include <cstddef>
#include <string_view>

#include "tree/node.h"

// What yaml-cpp does not tell about a scalar: where it ends, how it was written and of what type a
// plain one is. Offsets are bytes of the whole text.

namespace leastwise {

// Steps over anchors and tags (`&name`, `!!str`), and the white space and comments behind them.
// yaml-cpp's mark of a node is that of its first property.
std::size_t SkipYamlProperties(std::string_view text, std::size_t at);

// Steps over white space and comments.
std::size_t SkipYamlSpace(std::string_view text, std::size_t at);

// Whether the scalar that starts at `begin` is neither quoted nor a block scalar.
bool IsPlainYaml(std::string_view text, std::size_t begin);

// Where the scalar that starts at `begin` and was decoded to `value` ends, quotes included. White
// space at the end of a plain or block scalar is not part of it. npos: a quoted one never ends,
// which yaml-cpp lets pass.
std::size_t YamlScalarEnd(std::string_view text, std::size_t begin, std::string_view value);

// The size of `null`, `~` or another spelling of it that stands at `at` as a whole word, or 0.
// With `as_value`, a word that is followed by a colon is the next key, and no null.
std::size_t YamlNullSize(std::string_view text, std::size_t at, bool as_value);

// The type of a plain scalar by the core schema of YAML 1.2; octal and hexadecimal numbers,
// infinities and NaN are left as strings.
NodeKind PlainYamlKind(std::string_view value);

}  // namespace leastwise

#endif  // LEASTWISE_TREE_YAML_SCALAR_H_
