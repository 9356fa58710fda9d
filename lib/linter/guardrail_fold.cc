#include "linter/guardrail_fold.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace leastwise {
namespace {

std::string PathOf(const Finding& finding) {
  const SourceFile* file = finding.primary.location.file;
  return file == nullptr ? std::string() : file->path();
}

bool ComesBehind(const Finding& finding, const Finding& note) {
  const auto key = [](const Finding& one) {
    return std::tuple(PathOf(one), one.primary.location.span.begin, one.rule->id);
  };
  return key(note) < key(finding);
}

// "3 findings: LW6001 training-without-vpc (2), LW6021 instance-cap-missing (1)"
std::string Listed(const std::map<std::string, std::pair<const Rule*, std::size_t>>& rules) {
  std::size_t all = 0;
  std::string names;
  for (const auto& [id, counted] : rules) {
    all += counted.second;
    if (!names.empty()) names += ", ";
    names += id + " " + counted.first->name + " (" + std::to_string(counted.second) + ")";
  }
  return std::to_string(all) + (all == 1 ? " finding: " : " findings: ") + names;
}

}  // namespace

bool IsActiveGuardrail(const Finding& finding) {
  return finding.disposition == Disposition::kActive && finding.rule->is_guardrail;
}

bool HasCap(const Inventory& inventory) {
  const auto policies = inventory.policies();
  const auto identities = inventory.identities();
  return std::any_of(policies.begin(), policies.end(),
                     [](const Policy* policy) {
                       return policy->kind == PolicyKind::kBoundary ||
                              policy->kind == PolicyKind::kServiceControl;
                     }) ||
         std::any_of(identities.begin(), identities.end(),
                     [](const Identity* identity) { return identity->boundary.has_value(); });
}

std::optional<Problem> SummariseGuardrails(const std::vector<Finding>& findings) {
  std::map<std::string, std::pair<const Rule*, std::size_t>> rules;
  Location first{};
  for (const Finding& finding : findings) {
    if (!IsActiveGuardrail(finding)) continue;
    auto& counted = rules[finding.rule->id];
    counted.first = finding.rule;
    ++counted.second;
    if (!first.valid()) first = finding.primary.location;
  }
  if (rules.empty()) return std::nullopt;
  return Problem{kGuardrailsFolded, first, Listed(rules), {}};
}

void FoldGuardrails(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    if (IsActiveGuardrail(finding)) finding.disposition = Disposition::kFolded;
  }
}

void InsertNote(Finding note, std::vector<Finding>* findings) {
  const auto behind = std::find_if(findings->begin(), findings->end(),
                                   [&note](const Finding& one) { return ComesBehind(one, note); });
  findings->insert(behind, std::move(note));
}

}  // namespace leastwise
