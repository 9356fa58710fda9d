#include "report/rule_page.h"

#include <fmt/format.h>

#include "report/report_path.h"
#include "report/template_arguments.h"

namespace leastwise {
namespace {

std::string Section(std::string_view heading, std::string_view body) {
  if (body.empty()) return {};
  return fmt::format("\n## {}\n\n{}\n", heading, body);
}

std::string ListOf(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) {
    out += fmt::format("{}- {}", out.empty() ? "" : "\n", MarkdownProse(AsSentence(item)));
  }
  return out;
}

std::string References(const RuleProse& prose) {
  std::string out;
  for (const RuleReference& reference : prose.references) {
    const std::string title = MarkdownProse(reference.title);
    if (!out.empty()) out += '\n';
    out += IsWebAddress(reference.url) ? fmt::format("- [{}]({})", title, reference.url)
                                       : fmt::format("- {}", title);
  }
  return out;
}

std::string WhatToDo(const RuleProse& prose) {
  std::string out = MarkdownProse(AsSentence(WithoutPlaceholders(prose.help)));
  if (!prose.suggestion.empty()) {
    out += fmt::format("\n\n```json\n{}\n```", WithoutPlaceholders(prose.suggestion));
  }
  return out;
}

}  // namespace

std::string WithoutPlaceholders(std::string_view prose) {
  std::string out;
  for (const TemplatePiece& piece : SplitTemplate(prose)) {
    out += piece.literal;
    if (!piece.placeholder.empty()) out += fmt::format("<{}>", piece.placeholder);
  }
  return out;
}

std::string AsSentence(std::string_view prose) {
  std::string out(prose);
  // Only a plain word gets a capital: `s3:GetObject` keeps its spelling.
  const std::size_t word = out.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
  if (word != 0 && word != std::string::npos && (out[word] == ' ' || out[word] == ',')) {
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
  }
  const bool is_ended = out.ends_with('.') || out.ends_with('!') || out.ends_with('?');
  if (!out.empty() && !is_ended) out += '.';
  return out;
}

std::string MarkdownProse(std::string_view prose) {
  std::string out;
  bool is_code = false;
  for (std::size_t i = 0; i < prose.size(); ++i) {
    if (prose[i] == '`') is_code = !is_code && prose.find('`', i + 1) != std::string_view::npos;
    if (!is_code && std::string_view("\\*_<>[]#").find(prose[i]) != std::string_view::npos) {
      out += '\\';
    }
    out += prose[i];
  }
  return out;
}

std::string RulePageMarkdown(const Rule& rule, const RuleProse& prose) {
  std::string out = fmt::format("# {}: {}\n\n", rule.id, MarkdownProse(prose.title));
  out += fmt::format("`{}` · severity {} · confidence {} · audience {} · {}\n", rule.name,
                     SeverityName(rule.severity), ConfidenceName(rule.confidence),
                     AudienceName(rule.audience), rule.category);
  if (!prose.description.empty()) out += "\n" + MarkdownProse(AsSentence(prose.description)) + "\n";
  out += Section("Why it matters", MarkdownProse(AsSentence(prose.why)));
  out += Section("What to do", WhatToDo(prose));
  out += Section("Known false positives", ListOf(prose.false_positives));
  out += Section("References", References(prose));
  return out + fmt::format("\n`leastwise explain {}` shows this page.\n", rule.id);
}

}  // namespace leastwise
