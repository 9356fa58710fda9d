#ifndef LEASTWISE_TESTS_SUPPORT_CHECKED_H_
#define LEASTWISE_TESTS_SUPPORT_CHECKED_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule.h"
#include "iam/policy.h"

// The whole program below the command line, over texts in memory: what a user would be told.

namespace leastwise::testing {

struct Found {
  std::string id;
  Severity severity = Severity::kInfo;
  std::string underlined;  // the primary text, without quotes
  std::string message;
  std::vector<std::string> containers;
  std::optional<unsigned> statement;
};

struct Checked {
  std::vector<Found> found;  // active ones, in order of the report
  std::size_t statements = 0;
  std::size_t not_analysed = 0;

  // Distinct ids, sorted.
  std::vector<std::string> Ids() const;
  // The first finding of a rule, or null.
  const Found* Find(std::string_view id) const;
  bool Has(std::string_view id, std::string_view underlined) const;
};

// Checks one file with the shipped rules.
Checked CheckText(std::string_view json, Audience audience = Audience::kRegular,
                  std::optional<PolicyKind> kind = std::nullopt);

// Text of a file below testdata/.
std::string ReadTestData(std::string_view path);

// The document of an AWS managed policy from the linked knowledge.
std::string ManagedPolicyDocument(std::string_view name);

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_SUPPORT_CHECKED_H_
