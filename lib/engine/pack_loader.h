#ifndef LEASTWISE_ENGINE_PACK_LOADER_H_
#define LEASTWISE_ENGINE_PACK_LOADER_H_

#include <span>
#include <vector>

#include "engine/compiled_rule.h"
#include "engine/entry_reader.h"
#include "engine/rule_book.h"

namespace leastwise {

// Reads packs and personas into a book: see RuleBook::Load. Mistakes are appended to `errors` in
// the order of files and places, each once.
void LoadPacks(std::span<const PackSource> packs, std::span<const PackSource> personas,
               const ActionCatalog& catalog, const LoadOptions& options, RuleBook::Compiled* out,
               std::vector<Error>* errors);

// The parts of it that do not depend on how entries are read. Persona files are shipped; the
// settings of `options` add to them.
void LoadPersonas(std::span<const PackSource> personas, const ActionCatalog& catalog,
                  const LoadOptions& options, RuleBook::Compiled* out, std::vector<Error>* errors);
// Gives rules the grades that the settings ask for.
void ChangeGrades(const LoadOptions& options, RuleBook::Compiled* out, std::vector<Error>* errors);

// Resolves `supersedes` of all rules, which are in the order of Rule::index, into
// RuleDetail::superseded_by. Complains of unknown rules and of rules that supersede themselves.
void LinkSuperseded(std::vector<PendingRule>& rules, const LoadOptions& options);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_PACK_LOADER_H_
