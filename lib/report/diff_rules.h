#ifndef LEASTWISE_REPORT_DIFF_RULES_H_
#define LEASTWISE_REPORT_DIFF_RULES_H_

#include <string_view>
#include <vector>

#include "engine/rule.h"

namespace leastwise {

// Rules that `check` never runs: what `diff` finds, for formats that want a rule for each result.
// Their ids are those of the tool itself (LW0xxx in rules/ids.tsv); no pack has them, since no
// single policy breaks them. Owns the rules that it hands out.
class DiffRules {
 public:
  DiffRules();
  DiffRules(const DiffRules&) = delete;
  DiffRules& operator=(const DiffRules&) = delete;

  const Rule& added() const { return rules_[0]; }
  const Rule& added_later() const { return rules_[1]; }  // by actions that AWS may add
  const Rule& cannot_tell() const { return rules_[2]; }

  const std::vector<Rule>& rules() const { return rules_; }
  // The prose of one of rules().
  const RuleProse& Prose(const Rule& rule) const { return prose_[rule.index]; }
  // By id or name, letters of the id in any case; null where there is none.
  const Rule* Find(std::string_view id_or_name) const;

 private:
  void Add(Rule rule, RuleProse prose);

  std::vector<Rule> rules_;
  std::vector<RuleProse> prose_;
};

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_DIFF_RULES_H_
