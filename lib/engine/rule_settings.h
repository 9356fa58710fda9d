#ifndef LEASTWISE_ENGINE_RULE_SETTINGS_H_
#define LEASTWISE_ENGINE_RULE_SETTINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "base/grades.h"
#include "base/source_file.h"
#include "engine/persona.h"

// What a user changes about rules before they run. Names are checked when the packs are loaded;
// one that names nothing is an error at its place (no place: it came from the call).

namespace leastwise {

// The texts alone, without their places.
inline std::vector<std::string> TextsOf(const std::vector<PlacedText>& placed) {
  std::vector<std::string> texts;
  for (const PlacedText& text : placed) texts.push_back(text.text);
  return texts;
}

// A list in the place of a parameter's default.
struct ParamValue {
  PlacedText rule;  // id or name; empty: every rule of every pack with a parameter of that name
  PlacedText name;
  std::vector<PlacedText> values;  // of the parameter's type; may be empty
};

// Other grades than the pack gives.
struct RuleChange {
  PlacedText rule;  // id or name
  std::optional<Severity> severity;
  std::optional<Confidence> confidence;
  std::optional<Audience> audience;
};

// A persona that is added to the shipped one of that id, or a kind of its own.
struct PersonaChange {
  Persona persona;  // all but these:
  std::vector<PlacedText> actions;
  std::vector<PlacedText> allow;
  std::vector<PlacedText> require;
  std::vector<PlacedText> resources;
};

struct RuleSettings {
  std::vector<ParamValue> params;  // of two with one name the later counts
  std::vector<RuleChange> changes;
  std::vector<PersonaChange> personas;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RULE_SETTINGS_H_
