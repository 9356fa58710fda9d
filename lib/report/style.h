#ifndef LEASTWISE_REPORT_STYLE_H_
#define LEASTWISE_REPORT_STYLE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/rule.h"

namespace leastwise {

// What a finding counts as: errors (critical, high), warnings (medium), notes (low, info). The word
// is the same in text, concise and sarif.
enum class Level : std::uint8_t { kNote, kWarning, kError };
Level LevelOf(Severity severity);
std::string_view LevelName(Level level);

// What a piece of terminal text is, so that only one place knows its colour.
enum class Role : std::uint8_t { kPlain, kNote, kWarning, kError, kStrong, kFrame };
Role RoleOf(Level level);

// Dresses text in ANSI styles and OSC 8 links, or leaves it plain. The text must be printable.
// Stateless and thread-safe.
class Style {
 public:
  Style(bool colour, bool links) : colour_(colour), links_(links) {}

  std::string Paint(Role role, std::string_view text) const;
  // The text itself where links are off or `url` is no web address.
  std::string Link(std::string_view url, std::string_view text) const;

 private:
  bool colour_;
  bool links_;
};

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_STYLE_H_
