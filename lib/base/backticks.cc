#include "base/backticks.h"

namespace leastwise {

std::string InBackticks(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string InBackticks(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return InBackticks(text);
  std::size_t end = most_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return "`" + std::string(text.substr(0, end)) + "…`";
}

}  // namespace leastwise
