#include "report/style.h"

#include <fmt/format.h>

#include "report/report_path.h"

namespace leastwise {
namespace {

std::string_view AnsiCode(Role role) {
  switch (role) {
    case Role::kPlain:
      return "";
    case Role::kNote:
      return "1;36";
    case Role::kWarning:
      return "1;33";
    case Role::kError:
      return "1;31";
    case Role::kStrong:
      return "1";
    case Role::kFrame:
      return "1;34";
  }
  return "";
}

}  // namespace

Level LevelOf(Severity severity) {
  if (severity >= Severity::kHigh) return Level::kError;
  return severity == Severity::kMedium ? Level::kWarning : Level::kNote;
}

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kNote:
      return "note";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "";
}

Role RoleOf(Level level) {
  switch (level) {
    case Level::kNote:
      return Role::kNote;
    case Level::kWarning:
      return Role::kWarning;
    case Level::kError:
      return Role::kError;
  }
  return Role::kPlain;
}

std::string Style::Paint(Role role, std::string_view text) const {
  if (!colour_ || role == Role::kPlain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", AnsiCode(role), text);
}

std::string Style::Link(std::string_view url, std::string_view text) const {
  if (!links_ || !IsWebAddress(url)) return std::string(text);
  return fmt::format("\x1b]8;;{}\x1b\\{}\x1b]8;;\x1b\\", url, text);
}

}  // namespace leastwise
