#ifndef LEASTWISE_REPORT_RULE_PAGE_H_
#define LEASTWISE_REPORT_RULE_PAGE_H_

#include <string>
#include <string_view>

#include "engine/rule.h"

namespace leastwise {

// The whole page of a rule in GitHub's Markdown: what it finds, why, what to do, known false
// positives, references. Sarif carries it as help.markdown.
std::string RulePageMarkdown(const Rule& rule, const RuleProse& prose);

// Prose for readers who have no finding at hand: a placeholder such as `{actions}` becomes
// `<actions>`.
std::string WithoutPlaceholders(std::string_view prose);

// Prose of a pack, which starts small and has no full stop, as a sentence.
std::string AsSentence(std::string_view prose);

// Prose as Markdown: characters that Markdown would take for markup are escaped outside backticks.
std::string MarkdownProse(std::string_view prose);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_RULE_PAGE_H_
