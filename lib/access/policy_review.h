#ifndef LEASTWISE_ACCESS_POLICY_REVIEW_H_
#define LEASTWISE_ACCESS_POLICY_REVIEW_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/source_file.h"
#include "iam/action_table.h"
#include "iam/policy.h"

namespace leastwise {

// Codes of what a review finds; rules name and explain them like those of the parsers.
namespace problem {
// An Allow of which the Denies of its own document leave nothing.
inline constexpr std::string_view kAllowDenied = "allow-denied";
// An Allow that grants nothing beyond the other Allows of its document.
inline constexpr std::string_view kAllowRepeated = "allow-repeated";
// A condition that no request can meet, by effect of the statement.
inline constexpr std::string_view kAllowConditionNever = "allow-condition-never-holds";
inline constexpr std::string_view kDenyConditionNever = "deny-condition-never-holds";
// A condition that every request meets.
inline constexpr std::string_view kAllowConditionAlways = "allow-condition-always-holds";
inline constexpr std::string_view kDenyConditionAlways = "deny-condition-always-holds";
}  // namespace problem

struct PolicyReview {
  std::vector<Problem> problems;      // in order of the statements
  std::size_t exact_questions = 0;    // comparisons that were made (policy_comparison.h)
  std::size_t without_an_answer = 0;  // of those; nothing is said of their statements
};

// What of one document has no effect, whatever else there is. Only what the decision procedure has
// proven is said. Bitsets and wording decide what is worth asking it, so that most documents cost
// no comparison; conditions are asked key by key. Statements are compared with each other in
// documents of at most kMostStatements, so that the work stays linear in the size of the input.
// Statements that could not be read whole are left out. Thread-safe over const tables; the places
// borrow the document's file.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
inline constexpr std::size_t kMostReviewedStatements = 64;
PolicyReview ReviewPolicy(const Policy& policy, const ActionTable& actions);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_POLICY_REVIEW_H_
