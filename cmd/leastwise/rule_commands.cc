#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"
#include "diagnostics.h"
#include "option_parser.h"
#include "output.h"
#include "report/diff_rules.h"
#include "report/rule_page.h"
#include "report/rule_table.h"
#include "shipped.h"
#include "terminal.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 3> kPageFormats = {"text", "markdown", "json"};
constexpr std::array<std::string_view, 3> kTableFormats = {"table", "markdown", "json"};
constexpr std::array<std::string_view, 3> kColours = {"auto", "always", "never"};

ExitCode Print(std::string_view text) {
  Output output = Output::Standard();
  output.Write(text);
  if (const std::optional<Error> error = output.Close()) {
    PrintError(*error);
    return ExitCode::kInternal;
  }
  return ExitCode::kClean;
}

// True, or the word was complained about.
bool IsOneOf(std::string_view word, std::span<const std::string_view> formats) {
  for (const std::string_view format : formats) {
    if (word == format) return true;
  }
  PrintBadWord("--format", word, formats);
  return false;
}

// `lw1001` is as good as `LW1001`.
std::string UpperCase(std::string word) {
  for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return word;
}

// A rule of the book, or one of those that `diff` has.
const Rule* FindOrExplain(const RuleBook& book, const DiffRules& of_diff, const std::string& word) {
  if (const Rule* rule = of_diff.Find(word)) return rule;
  const Rule* rule = book.Find(word);
  if (rule == nullptr) rule = book.Find(UpperCase(word));
  if (rule != nullptr) return rule;
  const std::string_view nearest = book.Nearest(word);
  PrintError({ErrorKind::kUsage,
              "there is no rule `" + word + "`",
              {},
              nearest.empty() ? "`leastwise rules` lists them"
                              : "did you mean `" + std::string(nearest) + "`?"});
  return nullptr;
}

std::string Page(const Rule& rule, const RuleProse& prose, std::string_view format,
                 ColourMode colour) {
  if (format == "json") return RuleJson(rule, prose) + "\n";
  if (format == "markdown") return RulePageMarkdown(rule, prose);
  PageOptions options;
  options.colour = UseColour(colour);
  options.links = options.colour && OutputIsTerminal();
  options.width = TerminalWidth();
  return RulePageText(rule, prose, options);
}

}  // namespace

ExitCode RunExplain(const CommandCall& call) {
  std::vector<std::string> words;
  std::string format = "text";
  std::string color = "auto";
  KnowledgeOptions options;
  OptionParser parser("Prints the page of a rule.", "explain [OPTIONS] RULE…");
  parser.Positionals("RULE", &words, "ids or names of rules");
  parser.Value("--format", &format, "NAME", "text, markdown or json");
  parser.Value("--color", &color, "WHEN", "auto, always or never");
  parser.Many("--pack", &options.packs, "FILE", "a rule pack of your own");
  parser.Choices("--format", kPageFormats);
  parser.Choices("--color", kColours);
  if (const std::optional<ExitCode> code = parser.Parse(call)) return *code;
  const std::optional<ColourMode> colour = ParseColourMode(color);
  if (!colour) {
    PrintBadWord("--color", color, kColours);
  }
  if (!colour || !IsOneOf(format, kPageFormats)) return ExitCode::kUsage;
  if (words.empty()) {
    PrintError({ErrorKind::kUsage, "which rule?", {}, "`leastwise rules` lists them"});
    return ExitCode::kUsage;
  }
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options);
  if (knowledge == nullptr) return ExitCode::kUsage;
  knowledge->LoadProse();
  const DiffRules of_diff;
  std::string pages;
  for (const std::string& word : words) {
    const Rule* rule = FindOrExplain(knowledge->rules(), of_diff, word);
    if (rule == nullptr) return ExitCode::kUsage;
    if (!pages.empty() && format != "json") pages += "\n";
    const bool is_of_diff = of_diff.Find(rule->id) != nullptr;
    pages += Page(*rule, is_of_diff ? of_diff.Prose(*rule) : knowledge->rules().Prose(*rule),
                  format, *colour);
  }
  return Print(pages);
}

ExitCode RunRules(const CommandCall& call) {
  std::string format = "table";
  KnowledgeOptions options;
  OptionParser parser("Lists the rules.", "rules [OPTIONS]");
  parser.Value("--format", &format, "NAME", "table, markdown or json");
  parser.Many("--pack", &options.packs, "FILE", "a rule pack of your own");
  parser.Choices("--format", kTableFormats);
  if (const std::optional<ExitCode> code = parser.Parse(call)) return *code;
  if (!IsOneOf(format, kTableFormats)) return ExitCode::kUsage;
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options);
  if (knowledge == nullptr) return ExitCode::kUsage;
  knowledge->LoadProse();
  if (format == "json") return Print(RuleTableJson(knowledge->rules()));
  if (format == "markdown") return Print(RuleTableMarkdown(knowledge->rules()));
  return Print(RuleTableText(knowledge->rules()));
}

}  // namespace leastwise
