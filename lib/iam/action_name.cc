#include "iam/action_name.h"

#include <array>

#include "iam/glob.h"

namespace leastwise {
namespace {

// Wildcards, and what occurs in prefixes and names. A table: every action of every policy is read.
constexpr std::array<bool, 256> kIsActionByte = [] {
  std::array<bool, 256> table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) {
    const char c = static_cast<char>(byte);
    const char folded = FoldAscii(c);
    table[byte] = (folded >= 'a' && folded <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '.' || c == '_' || c == '*' || c == '?';
  }
  return table;
}();

}  // namespace

std::optional<ActionName> SplitAction(std::string_view action) {
  std::size_t colon = 0;
  const auto is_part = [](char c) { return kIsActionByte[static_cast<unsigned char>(c)]; };
  while (colon < action.size() && is_part(action[colon])) ++colon;
  if (colon == 0 || colon + 1 >= action.size() || action[colon] != ':') return std::nullopt;
  const ActionName parts{action.substr(0, colon), action.substr(colon + 1)};
  for (const char c : parts.name) {
    if (!is_part(c)) return std::nullopt;
  }
  return parts;
}

bool IsWellFormedAction(std::string_view action) {
  return Glob(action).is_everything() || SplitAction(action).has_value();
}

bool IsLiteralAction(std::string_view action) { return !Glob::HasWildcard(action); }

}  // namespace leastwise
