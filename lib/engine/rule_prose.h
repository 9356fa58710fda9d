#ifndef LEASTWISE_ENGINE_RULE_PROSE_H_
#define LEASTWISE_ENGINE_RULE_PROSE_H_

#include <span>

#include "engine/message_template.h"
#include "engine/pack_table.h"
#include "engine/rule.h"
#include "tree/field_reader.h"
#include "tree/node.h"

namespace leastwise {

// Reads the prose of one rule: an entry of a pack, overridden by one of its steps where `step` is
// not null. Wrong values read as empty: CheckProse says so when a pack is loaded.
RuleProse ReadProse(const Node& entry, const Node* step);

// Marks the keys of prose as known to `fields`, and `tests`.
void IgnoreProseKeys(FieldReader& fields);

// Complains of prose that is missing or wrong, at the rule. `provides` and `tables`: what help may
// print.
void CheckProse(const PackScope& scope, const Node& entry, const Node* step,
                PlaceholderSet provides, std::span<const PackTable* const> tables);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RULE_PROSE_H_
