#ifndef LEASTWISE_LEASTWISE_TERMINAL_H_
#define LEASTWISE_LEASTWISE_TERMINAL_H_

#include <optional>
#include <string_view>

namespace leastwise {

enum class ColourMode : unsigned char { kAuto, kAlways, kNever };
std::optional<ColourMode> ParseColourMode(std::string_view word);

// Whether to colour standard output: the flag, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE,
// then whether it is a terminal that can.
bool UseColour(ColourMode mode);

bool OutputIsTerminal();

// Columns of the terminal behind standard output; 80 where there is none.
unsigned TerminalWidth();

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_TERMINAL_H_
