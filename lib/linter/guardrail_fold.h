#ifndef LEASTWISE_LINTER_GUARDRAIL_FOLD_H_
#define LEASTWISE_LINTER_GUARDRAIL_FOLD_H_

#include <optional>
#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "iam/inventory.h"

namespace leastwise {

// What the note that stands for folded findings is called in rules (`problem: guardrails-folded`).
inline constexpr std::string_view kGuardrailsFolded = "guardrails-folded";

// What may be folded: an active finding of a rule of the family `guardrail`.
bool IsActiveGuardrail(const Finding& finding);

// Whether the input holds a cap: a permissions boundary (read, or attached and not read) or a
// service control policy. Where it does, a guardrail that no cap gives is missing.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
bool HasCap(const Inventory& inventory);

// All that may be folded as one problem at the place of the first; none where there is nothing.
// `findings` are in order.
std::optional<Problem> SummariseGuardrails(const std::vector<Finding>& findings);

// Sets these findings to kFolded. Only for where something else stands for them.
void FoldGuardrails(std::vector<Finding>& findings);

// Puts the note into the order of the findings.
void InsertNote(Finding note, std::vector<Finding>* findings);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_GUARDRAIL_FOLD_H_
