#include "report/diff_rules.h"

#include <algorithm>
#include <utility>

namespace leastwise {
namespace {

Rule MakeRule(const char* id, const char* name, Severity severity, const char* message) {
  Rule rule;
  rule.id = id;
  rule.name = name;
  rule.category = "tool";
  rule.message = message;
  rule.severity = severity;
  rule.pack = "leastwise";
  return rule;
}

RuleReference NewAccessReference() {
  return {"IAM Access Analyzer custom policy checks",
          "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
          "access-analyzer-custom-policy-checks.html"};
}

}  // namespace

DiffRules::DiffRules() {
  RuleProse added;
  added.title = "A policy grants what it did not grant before";
  added.why =
      "a change that widens access is seen best before it is merged: the request in the message is "
      "allowed by the new policy and was not by the old one";
  added.help =
      "if the access is meant, say so in the review; else narrow the action, the resource or the "
      "condition that is underlined";
  added.references = {NewAccessReference()};
  added.tags = {"diff"};
  Add(MakeRule("LW0101", "access-added", Severity::kHigh,
               "adds {actions} on {resource}, for example {example}"),
      added);

  RuleProse later = added;
  later.title = "A policy grants actions that AWS may add later";
  later.why =
      "a wildcard matches names that the old policy did not, so the policy grows with the service, "
      "whatever it adds today";
  later.help = "write the actions out, or end the wildcard where the old one did";
  Add(MakeRule("LW0102", "access-added-to-later-actions", Severity::kMedium,
               "adds {actions} on {resource}, for example {example}"),
      std::move(later));

  RuleProse unknown = added;
  unknown.title = "It cannot be told whether a policy grants more than before";
  unknown.why =
      "neither was it proven that nothing is added, nor was a request found that shows it; the "
      "message names what stands in the way";
  unknown.help =
      "compare the two versions by hand, or write the part that is named in a way that can be "
      "decided; `--allow-unknown` lets the answer pass";
  Add(MakeRule("LW0103", "cannot-tell-added-access", Severity::kMedium,
               "cannot tell whether this policy adds access: {reason}"),
      std::move(unknown));
}

const Rule* DiffRules::Find(std::string_view id_or_name) const {
  const auto same = [](std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
      return x == y || (x >= 'a' && x <= 'z' && x - 'a' + 'A' == y);
    });
  };
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    return rule.name == id_or_name || same(id_or_name, rule.id);
  });
  return found == rules_.end() ? nullptr : &*found;
}

void DiffRules::Add(Rule rule, RuleProse prose) {
  rule.index = static_cast<std::uint32_t>(rules_.size());
  rules_.push_back(std::move(rule));
  prose_.push_back(std::move(prose));
}

}  // namespace leastwise
