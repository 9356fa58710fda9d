#ifndef LEASTWISE_LINTER_POLICY_TEXT_H_
#define LEASTWISE_LINTER_POLICY_TEXT_H_

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace leastwise {

// One statement of a policy that the program makes up to compare others with.
struct StatementText {
  bool denies = false;
  std::vector<std::string> actions;
  std::vector<std::string> resources;   // empty: the statement has no Resource
  std::vector<std::string> principals;  // empty: it has no Principal; `*` alone: everyone
  bool not_principals = false;          // they are those of NotPrincipal
  // Operator → key → values.
  std::map<std::string, std::map<std::string, std::set<std::string>>> conditions;
};

// The document as JSON, for the reader that reads all policies. `has_variables`: of the language
// version in which `${…}` is a policy variable.
std::string WritePolicy(std::span<const StatementText> statements, bool has_variables);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_POLICY_TEXT_H_
