#ifndef LEASTWISE_ENGINE_FINDING_VALUES_H_
#define LEASTWISE_ENGINE_FINDING_VALUES_H_

#include <span>
#include <vector>

#include "engine/message_template.h"
#include "engine/pack_table.h"
#include "engine/raw_finding.h"

namespace leastwise {

// What a hit puts in for each placeholder of `wanted`; empty where it has nothing of the kind.
// `holder` is the identity to name, or null. `tables`: those that the rule's match names.
PlaceholderValues ValuesOf(const Hit& hit, const Identity* holder, const ActionTable& actions,
                           std::span<const PackTable* const> tables, PlaceholderSet wanted);

// The listed actions of a granting statement that the strings left in it grant.
std::vector<ActionId> ActionsOfTexts(const Evidence& evidence, const ActionTable& actions);

// The action strings of a granting statement, worst first: those that reach permissions management,
// then writes, tags, reads and lists; among equals the widest, then file order.
std::vector<const Text*> WorstFirst(const Evidence& evidence, const ActionTable& actions);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINDING_VALUES_H_
