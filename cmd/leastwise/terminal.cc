#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace leastwise {
namespace {

std::string_view Environment(const char* name) {
  const char* value = std::getenv(name);  // read before any thread is started
  return value == nullptr ? std::string_view() : std::string_view(value);
}

bool IsForced(const char* name) {
  const std::string_view value = Environment(name);
  return !value.empty() && value != "0";
}

}  // namespace

std::optional<ColourMode> ParseColourMode(std::string_view word) {
  if (word == "auto") return ColourMode::kAuto;
  if (word == "always") return ColourMode::kAlways;
  if (word == "never") return ColourMode::kNever;
  return std::nullopt;
}

bool UseColour(ColourMode mode) {
  if (mode != ColourMode::kAuto) return mode == ColourMode::kAlways;
  if (!Environment("NO_COLOR").empty()) return false;
  if (IsForced("FORCE_COLOR") || IsForced("CLICOLOR_FORCE")) return true;
  return OutputIsTerminal() && Environment("TERM") != "dumb";
}

bool OutputIsTerminal() { return ::isatty(STDOUT_FILENO) == 1; }

unsigned TerminalWidth() {
  constexpr unsigned kDefault = 80;
  constexpr unsigned kLeast = 40;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefault;
  return std::max<unsigned>(size.ws_col, kLeast);
}

}  // namespace leastwise
