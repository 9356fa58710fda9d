#ifndef LEASTWISE_BASE_BACKTICKS_H_
#define LEASTWISE_BASE_BACKTICKS_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace leastwise {

// How the user's text stands in a message: "`text`".
std::string InBackticks(std::string_view text);
// The same, cut to at most so many bytes, never inside a UTF-8 character, with "…" behind the cut.
std::string InBackticks(std::string_view text, std::size_t most_bytes);

}  // namespace leastwise

#endif  // LEASTWISE_BASE_BACKTICKS_H_
