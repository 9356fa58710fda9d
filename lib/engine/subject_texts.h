#ifndef LEASTWISE_ENGINE_SUBJECT_TEXTS_H_
#define LEASTWISE_ENGINE_SUBJECT_TEXTS_H_

#include <cstdint>
#include <string_view>

#include "iam/inventory.h"

namespace leastwise {

// Where a text stands that the word `text` of rules looks at.
enum class TextPlace : std::uint8_t {
  kValue,  // a principal, a value of a condition
  kName,   // a Sid, a condition key, the name of an identity
  kTag,    // key or value of a tag
};

// Calls `visit(TextPlace, const Text&, std::string_view where)` for each text of a policy that
// `text` looks at, in the order of its statements; `where` is for messages. Actions and resources
// are not among them.
template <typename Visit>
void VisitTexts(const Policy& policy, const Visit& visit) {
  for (const Statement& statement : policy.statements) {
    visit(TextPlace::kName, statement.sid, "a Sid");
    for (const ConditionEntry& entry : statement.conditions) {
      visit(TextPlace::kName, entry.key, "a condition key");
      for (const Text& value : entry.values) visit(TextPlace::kValue, value, "a condition value");
    }
    for (const Principal& principal : statement.principals) {
      visit(TextPlace::kValue, principal.text, "a principal");
    }
  }
}

// The same for the tags and the name of an identity:
// `visit(TextPlace, std::string_view key_or_value)`.
template <typename Visit>
void VisitOwnTexts(const Identity& identity, const Visit& visit) {
  visit(TextPlace::kName, identity.name.value);
  for (const Tag& tag : identity.tags) {
    visit(TextPlace::kTag, tag.key);
    visit(TextPlace::kTag, tag.value);
  }
}

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_SUBJECT_TEXTS_H_
