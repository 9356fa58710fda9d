#include "report/rule_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/display_text.h"
#include "report/json_text.h"
#include "report/rule_page.h"
#include "report/style.h"

namespace leastwise {
namespace {

constexpr std::size_t kIndent = 2;

class PageWriter {
 public:
  PageWriter(const Rule& rule, const RuleProse& prose, const PageOptions& options)
      : rule_(rule),
        prose_(prose),
        style_(options.colour, options.links),
        width_(std::min<std::size_t>(options.width, 100)) {}

  std::string Write() {
    Headline();
    Section("What it finds", prose_.description);
    Section("Why it matters", prose_.why);
    Section("What to do", WithoutPlaceholders(prose_.help));
    Verbatim("Suggestion", WithoutPlaceholders(prose_.suggestion));
    List("Known false positives", prose_.false_positives);
    References();
    out_ += fmt::format("\nSwitch it off with `--ignore {}`.\n", rule_.id);
    return std::move(out_);
  }

 private:
  void Headline() {
    const Level level = LevelOf(rule_.severity);
    out_ += style_.Paint(RoleOf(level), rule_.id) + ": " +
            style_.Paint(Role::kStrong,
                         Wrap(prose_.title, width_, rule_.id.size() + 2, rule_.id.size() + 2)) +
            "\n";
    out_ += (fmt::format("{} · severity {} · confidence {} · audience {} · {}\n", rule_.name,
                         SeverityName(rule_.severity), ConfidenceName(rule_.confidence),
                         AudienceName(rule_.audience), rule_.category));
  }

  void Heading(std::string_view heading) {
    out_ += "\n" + style_.Paint(Role::kStrong, heading) + "\n";
  }

  void Section(std::string_view heading, std::string_view body) {
    if (body.empty()) return;
    Heading(heading);
    Paragraph(body, kIndent);
  }

  void Paragraph(std::string_view body, std::size_t indent) {
    out_ += std::string(indent, ' ') + Wrap(body, width_, indent, indent) + "\n";
  }

  void Verbatim(std::string_view heading, std::string_view body) {
    if (body.empty()) return;
    Heading(heading);
    while (!body.empty()) {
      const std::size_t end = std::min(body.find('\n'), body.size());
      out_ += "  " + Printable(body.substr(0, end)) + "\n";
      body.remove_prefix(std::min(end + 1, body.size()));
    }
  }

  void List(std::string_view heading, const std::vector<std::string>& items) {
    if (items.empty()) return;
    Heading(heading);
    for (const std::string& item : items) {
      out_ += "  - " + Wrap(item, width_, kIndent + 2, kIndent + 2) + "\n";
    }
  }

  void References() {
    if (prose_.references.empty()) return;
    Heading("References");
    for (const RuleReference& reference : prose_.references) {
      Paragraph(reference.title, kIndent);
      const std::string url = Printable(reference.url);
      out_ += "    " + style_.Link(url, url) + "\n";
    }
  }

  const Rule& rule_;
  const RuleProse& prose_;
  const Style style_;
  const std::size_t width_;
  std::string out_;
};

OrderedJson ToJson(const Rule& rule, const RuleProse& prose) {
  OrderedJson references = OrderedJson::array();
  for (const RuleReference& reference : prose.references) {
    references.push_back({{"title", reference.title}, {"url", reference.url}});
  }
  return {{"rule", rule.id},
          {"name", rule.name},
          {"title", prose.title},
          {"category", rule.category},
          {"severity", SeverityName(rule.severity)},
          {"confidence", ConfidenceName(rule.confidence)},
          {"audience", AudienceName(rule.audience)},
          {"pack", rule.pack},
          {"message", rule.message},
          {"why", prose.why},
          {"help", prose.help},
          {"suggestion", prose.suggestion},
          {"description", prose.description},
          {"false_positives", prose.false_positives},
          {"references", std::move(references)},
          {"tags", prose.tags},
          {"cwe", prose.cwe}};
}

}  // namespace

std::string RulePageText(const Rule& rule, const RuleProse& prose, const PageOptions& options) {
  return PageWriter(rule, prose, options).Write();
}

std::string RuleJson(const Rule& rule, const RuleProse& prose) {
  return DumpJson(ToJson(rule, prose));
}

std::string RuleTableText(const RuleBook& book) {
  std::size_t widest = 4;
  for (const Rule& rule : book.rules()) widest = std::max(widest, rule.name.size());
  std::string out = fmt::format("{:<8}{:<{}}  {:<10}{:<12}{:<10}{}\n", "ID", "NAME", widest,
                                "SEVERITY", "CONFIDENCE", "AUDIENCE", "TITLE");
  for (const Rule& rule : book.rules()) {
    out += fmt::format("{:<8}{:<{}}  {:<10}{:<12}{:<10}{}\n", rule.id, rule.name, widest,
                       SeverityName(rule.severity), ConfidenceName(rule.confidence),
                       AudienceName(rule.audience), Printable(book.Prose(rule).title));
  }
  return out;
}

std::string RuleTableMarkdown(const RuleBook& book) {
  std::string out =
      "| Rule | Name | Severity | Confidence | Audience | Category | What it finds |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Rule& rule : book.rules()) {
    out += fmt::format("| {} | `{}` | {} | {} | {} | {} | {} |\n", rule.id, rule.name,
                       SeverityName(rule.severity), ConfidenceName(rule.confidence),
                       AudienceName(rule.audience), rule.category,
                       MarkdownProse(book.Prose(rule).title));
  }
  return out;
}

std::string RuleTableJson(const RuleBook& book) {
  std::string out;
  for (const Rule& rule : book.rules()) {
    out += (out.empty() ? "[\n" : ",\n") + RuleJson(rule, book.Prose(rule));
  }
  return out.empty() ? "[]\n" : out + "\n]\n";
}

}  // namespace leastwise
