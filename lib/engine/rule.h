#ifndef LEASTWISE_ENGINE_RULE_H_
#define LEASTWISE_ENGINE_RULE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/grades.h"

// What a rule is to everybody but the evaluator: its id, its grades and its words.

namespace leastwise {

struct RuleReference {
  std::string title;
  std::string url;
};

// The part of a rule that only people read; parsed when a report or `explain` first needs it.
struct RuleProse {
  std::string title;        // headline of the rule's page
  std::string why;          // the attack or accident it allows, one sentence
  std::string help;         // what to write instead; may hold the message's placeholders
  std::string suggestion;   // the statement as it might read, or empty
  std::string description;  // longer text of the rule's page, or empty
  std::vector<std::string> false_positives;
  std::vector<RuleReference> references;
  std::vector<std::string> tags;  // at most 10, GitHub keeps no more
  std::vector<unsigned> cwe;
};

// One rule id: an entry of a pack, or one step of an entry. Owned by a RuleBook, const, and valid
// as long as the book.
struct Rule {
  std::string id;        // "LW1001"
  std::string name;      // kebab-case, unique
  std::string category;  // one of the categories of the design
  std::string message;   // template of the headline: lower-case start, no final stop
  Severity severity = Severity::kMedium;
  Confidence confidence = Confidence::kHigh;
  Audience audience = Audience::kRegular;
  // `family: guardrail`: something is missing that a boundary or SCP could give as well.
  bool is_guardrail = false;
  std::string pack;         // name of the pack that it comes from
  std::uint32_t entry = 0;  // which entry of the book it belongs to (steps share one)
  std::uint32_t index = 0;  // position in RuleBook::rules()
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RULE_H_
