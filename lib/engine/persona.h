#ifndef LEASTWISE_ENGINE_PERSONA_H_
#define LEASTWISE_ENGINE_PERSONA_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/truth.h"
#include "iam/glob.h"
#include "iam/inventory.h"
#include "tree/field_reader.h"

// Kinds of machine-learning identities, and how they are recognised.

namespace leastwise {

// One entry of rules/personas. Any hit recognises it.
struct Persona {
  std::string id;     // "sagemaker-execution"
  GlobList trust;     // on service principals that the trust policy lets in
  GlobList attached;  // on the names of attached AWS managed policies
  GlobList names;     // on the identity's name, case folded
  // Folded globs that an action string of its own policies can meet. `*` names no service, and so
  // meets none of them.
  std::vector<std::string> actions;
};

// Appends the personas of one file (schema leastwise/personas/1). Their titles are prose, which a
// run never reads.
void ReadPersonas(const Tree& tree, std::vector<Persona>* personas, std::vector<Error>* errors);

// Whether the identity is of this persona. Unknown where nothing hits, but the trust policy or the
// attachments are not in the input.
Truth Recognise(const Persona& persona, const Identity& identity);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_PERSONA_H_
