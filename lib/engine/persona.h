#ifndef LEASTWISE_ENGINE_PERSONA_H_
#define LEASTWISE_ENGINE_PERSONA_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/truth.h"
#include "iam/glob.h"
#include "iam/inventory.h"
#include "tree/field_reader.h"

// Kinds of machine-learning identities, how they are recognised, and what they may need.

namespace leastwise {

// One entry of rules/personas. Any hit recognises it, as does a declaration: a tag
// `leastwise:persona` or `persona` with its id, or a name that the configuration gives.
struct Persona {
  std::string id;     // "sagemaker-execution"
  GlobList trust;     // on service principals that the trust policy lets in
  GlobList attached;  // on the names of attached AWS managed policies
  GlobList names;     // on the identity's name, case folded
  // Folded globs that an action string of its own policies can meet. `*` names no service, and so
  // meets none of them.
  std::vector<std::string> actions;
  GlobList declared;  // names of the configuration, case folded
  // Of a kind that is recognised with others: the baseline of that one is what all its parts need.
  std::string part_of;
  // Its baseline: patterns of actions that one of this kind may need; none: not known. Activities
  // are lists of them that several personas have.
  std::vector<std::string> allow;
  std::vector<std::shared_ptr<const std::vector<std::string>>> allowed_activities;
  bool has_baseline() const { return !allow.empty() || !allowed_activities.empty(); }
  // Calls `visit(pattern)` for each of both.
  template <typename Visit>
  void ForEachAllowed(const Visit& visit) const {
    for (const auto& activity : allowed_activities) {
      for (const std::string& pattern : *activity) visit(pattern);
    }
    for (const std::string& pattern : allow) visit(pattern);
  }
  // Actions that it cannot do its work without; empty: not known.
  std::vector<std::string> require;
  // ARN patterns that the user binds it to; empty: not bound.
  std::vector<std::string> resources;
};

// Appends the personas of one file (schema leastwise/personas/1). Their titles are prose, which a
// run never reads.
void ReadPersonas(const Tree& tree, std::vector<Persona>* personas, std::vector<Error>* errors);

// How well an identity is known to be of a persona, ascending.
enum class Recognition : std::uint8_t {
  kNo,
  kUnknown,   // nothing hits, but the trust policy or the attachments are not in the input
  kLikely,    // its trust policy, its attachments or its actions say so
  kNamed,     // its name does
  kDeclared,  // somebody does
};

Recognition Recognise(const Persona& persona, const Identity& identity);
// Whether it is kDeclared, for less.
bool IsDeclared(const Persona& persona, const Identity& identity);
// The tag `leastwise:persona` where its value is no persona's id, or null. Nothing is said of the
// key `persona`, which others use for what they like.
const Tag* FindMisnamingTag(std::span<const Persona> personas, const Identity& identity);

inline Truth ToTruth(Recognition recognition) {
  if (recognition == Recognition::kUnknown) return Truth::kUnknown;
  return recognition == Recognition::kNo ? Truth::kNo : Truth::kYes;
}

// The kinds that an identity's baseline is drawn from.
struct PersonaChoice {
  std::vector<std::size_t> personas;  // places in the list, ascending; empty: none, or not known
  bool is_declared = false;

  friend bool operator==(const PersonaChoice&, const PersonaChoice&) = default;
};

// The declared kinds, else those that its name says, else all that anything else says: an identity
// that two services may take on needs what either needs. With their parts. `known`: of each
// persona.
PersonaChoice ChoosePersonas(std::span<const Persona> personas, std::span<const Recognition> known);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_PERSONA_H_
