#ifndef LEASTWISE_REPORT_PERSONA_TABLE_H_
#define LEASTWISE_REPORT_PERSONA_TABLE_H_

#include <span>
#include <string>
#include <string_view>

#include "engine/persona.h"

namespace leastwise {

struct PersonaLine {
  const Persona* persona = nullptr;
  std::string_view title;  // empty: of the configuration
};

// All personas for who declares one or reads what it may need: a line each, those that are part of
// another below it, or a JSON array of objects `persona`, `title`, `part_of`, `allow` (sorted),
// `require`, `resources`. A documented field keeps its name and meaning. Stateless and thread-safe.
std::string PersonaTableText(std::span<const PersonaLine> personas);
std::string PersonaTableJson(std::span<const PersonaLine> personas);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_PERSONA_TABLE_H_
