#ifndef LEASTWISE_REPORT_RULE_TABLE_H_
#define LEASTWISE_REPORT_RULE_TABLE_H_

#include <string>

#include "engine/rule_book.h"

// Rules for people and programs that have no finding at hand: `leastwise rules` and
// `leastwise explain`. All need RuleBook::LoadProse. Stateless and thread-safe.

namespace leastwise {

// How a page is written for a terminal.
struct PageOptions {
  bool colour = false;
  bool links = false;
  unsigned width = 80;
};

// The page of one rule for a terminal, wrapped at `width`.
std::string RulePageText(const Rule& rule, const RuleProse& prose, const PageOptions& options);

// One JSON object on one line: `rule`, `name`, `title`, `category`, `severity`, `confidence`,
// `audience`, `pack`, `message`, `why`, `help`, `suggestion`, `description`, `false_positives`,
// `references`, `tags`, `cwe`. A documented field keeps its name and meaning.
std::string RuleJson(const Rule& rule, const RuleProse& prose);

// All rules, by id: one line each, a Markdown table, or a JSON array of RuleJson objects.
std::string RuleTableText(const RuleBook& book);
std::string RuleTableMarkdown(const RuleBook& book);
std::string RuleTableJson(const RuleBook& book);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_RULE_TABLE_H_
