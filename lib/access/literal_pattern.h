#ifndef LEASTWISE_ACCESS_LITERAL_PATTERN_H_
#define LEASTWISE_ACCESS_LITERAL_PATTERN_H_

#include <string>
#include <string_view>

namespace leastwise {

// A text as a pattern that matches it alone: its `*` and `?` are literal ones (iam/glob.h).
std::string EscapeWildcards(std::string_view text);

// The way back, as operators without wildcards read a pattern: `${*}` and `${?}` become what they
// stand for.
std::string UnescapeWildcards(std::string_view pattern);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_LITERAL_PATTERN_H_
