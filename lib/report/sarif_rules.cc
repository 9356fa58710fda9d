#include "report/sarif_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "report/display_text.h"
#include "report/report_path.h"
#include "report/rule_page.h"
#include "report/style.h"
#include "report/template_arguments.h"

namespace leastwise {
namespace {

// There is no page of the tool itself: this is the practice that it checks.
constexpr const char* kInformationUri =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege";
constexpr std::size_t kMostTags = 10;              // GitHub keeps no more
constexpr std::size_t kLongestDescription = 1024;  // GitHub's limit, in characters

// GitHub reads > 9.0 as critical, 7.0 to 8.9 as high, 4.0 to 6.9 as medium, below as low.
const char* SecuritySeverity(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "9.5";
    case Severity::kHigh:
      return "8.0";
    case Severity::kMedium:
      return "5.5";
    case Severity::kLow:
      return "3.0";
    case Severity::kInfo:
      return nullptr;
  }
  return nullptr;
}

// Within GitHub's limit, for readers who have no finding at hand.
std::string Description(std::string_view text) {
  std::string out = AsSentence(WithoutPlaceholders(text));
  if (out.size() <= kLongestDescription) return out;
  std::size_t end = kLongestDescription - 4;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  return out.substr(0, end) + "….";
}

OrderedJson Tags(const Rule& rule, const RuleProse& prose) {
  std::vector<std::string> tags = {"iam", rule.category};
  if (rule.severity != Severity::kInfo) tags.insert(tags.begin(), "security");
  for (const unsigned cwe : prose.cwe) tags.push_back(fmt::format("external/cwe/cwe-{:03}", cwe));
  OrderedJson out = OrderedJson::array();
  tags.insert(tags.end(), prose.tags.begin(), prose.tags.end());
  for (const std::string& tag : tags) {
    const bool is_new = std::find(out.begin(), out.end(), tag) == out.end();
    if (!tag.empty() && is_new && out.size() < kMostTags) out.push_back(tag);
  }
  return out;
}

OrderedJson Properties(const Rule& rule, const RuleProse& prose) {
  OrderedJson out = {{"tags", Tags(rule, prose)},
                     {"precision", ConfidenceName(rule.confidence)},
                     {"severity", SeverityName(rule.severity)},
                     {"audience", AudienceName(rule.audience)},
                     {"category", rule.category}};
  if (const char* score = SecuritySeverity(rule.severity)) {
    out["security-severity"] = score;
  } else {
    out["problem.severity"] = "recommendation";
  }
  return out;
}

OrderedJson MessageStrings(const Rule& rule) {
  const std::size_t arguments = SplitTemplate(rule.message).size() - 1;
  const auto string = [](std::string value) { return OrderedJson{{"text", std::move(value)}}; };
  OrderedJson out = OrderedJson::object();
  // A template without placeholders says nothing that a result does not.
  if (arguments > 0) {
    const std::string text = NumberPlaceholders(rule.message);
    out[kSarifMessage] = string(text + ".");
    out[kSarifMessageLinked] = string(fmt::format("{}. {{{}}}.", text, arguments));
  }
  out[kSarifVerbatim] = string("{0}.");
  out[kSarifVerbatimLinked] = string("{0}. {1}.");
  return out;
}

std::string HelpText(const Rule& rule, const RuleProse& prose) {
  return fmt::format("Why: {} Help: {} See: leastwise explain {}.", Description(prose.why),
                     Description(prose.help), rule.id);
}

OrderedJson RuleDescriptor(const Rule& rule, const RuleProse& prose) {
  OrderedJson out = {
      {"id", rule.id},
      {"name", PascalCase(rule.name)},
      {"shortDescription", {{"text", Description(prose.title)}}},
      {"fullDescription", {{"text", Description(prose.why)}}},
      {"messageStrings", MessageStrings(rule)},
      {"defaultConfiguration", {{"level", LevelName(LevelOf(rule.severity))}}},
      {"help", {{"text", HelpText(rule, prose)}, {"markdown", RulePageMarkdown(rule, prose)}}}};
  for (const RuleReference& reference : prose.references) {
    if (!IsWebAddress(reference.url)) continue;
    out["helpUri"] = reference.url;
    break;
  }
  out["properties"] = Properties(rule, prose);
  return out;
}

// "core 0.1.0, mine 1.2.0"
OrderedJson Extensions(std::string_view packs) {
  OrderedJson out = OrderedJson::array();
  while (!packs.empty()) {
    const std::size_t end = std::min(packs.find(", "), packs.size());
    const std::string_view pack = packs.substr(0, end);
    const std::size_t space = std::min(pack.rfind(' '), pack.size());
    OrderedJson extension = {{"name", fmt::format("leastwise/{}", pack.substr(0, space))}};
    if (space < pack.size()) extension["version"] = std::string(pack.substr(space + 1));
    out.push_back(std::move(extension));
    packs.remove_prefix(std::min(end + 2, packs.size()));
  }
  return out;
}

}  // namespace

std::string PascalCase(std::string_view kebab) {
  std::string out;
  bool starts_word = true;
  for (const char c : kebab) {
    if (c == '-') {
      starts_word = true;
      continue;
    }
    const bool raise = starts_word && c >= 'a' && c <= 'z';
    out += raise ? static_cast<char>(c - 'a' + 'A') : c;
    starts_word = false;
  }
  return out;
}

OrderedJson SarifTool(const Report& report, const ProseOf& prose) {
  OrderedJson driver = {{"name", "leastwise"},
                        {"fullName", "leastwise " + report.tool_version},
                        {"version", report.tool_version},
                        {"semanticVersion", report.tool_version},
                        {"informationUri", kInformationUri}};
  driver["rules"] = OrderedJson::array();
  for (const Rule* rule : report.rules) {
    driver["rules"].push_back(RuleDescriptor(*rule, prose(*rule)));
  }
  driver["properties"] = {{"catalogDate", report.catalog_date}};
  OrderedJson tool = {{"driver", std::move(driver)}};
  OrderedJson extensions = Extensions(report.pack_versions);
  if (!extensions.empty()) tool["extensions"] = std::move(extensions);
  return tool;
}

}  // namespace leastwise
