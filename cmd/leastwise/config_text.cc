#include "config_text.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "report/display_text.h"

namespace leastwise {
namespace {

constexpr std::size_t kOriginColumn = 48;

class ConfigPrinter {
 public:
  explicit ConfigPrinter(const CheckCommandOptions& options) : options_(options) {}

  std::string Print(const RuleBook& book) {
    const Config none;
    const Config& config = options_.config == nullptr ? none : *options_.config;
    PrintFiles(config);
    PrintGrades(config);
    PrintList("select", config.select, "all rules");
    PrintList("ignore", config.ignore, "none");
    PrintList("exclude", config.exclude, "none");
    PrintRules(book);
    for (const PackPin& pin : config.packs) PrintPack(pin);
    PrintParams("params", config.params);
    for (const PersonaSetting& persona : config.personas) {
      Line("personas: " + Name(persona.id.text), At(persona.id.where));
    }
    for (const RuleOverride& one : config.overrides) PrintOverride(one);
    for (const Suppression& one : config.suppressions) {
      Line("suppressions: " + Name(one.rule.text) + " in " + Name(one.path.text), At(one.where));
    }
    if (config.baseline.is_set()) {
      Line("baseline: " + Name(config.baseline.value), At(config.baseline.where));
    }
    return std::move(out_);
  }

 private:
  static std::string Name(const std::string& text) { return Printable(text); }

  static std::string At(const Location& where) {
    if (!where.valid()) return "default";
    const SourcePlace place = PlaceOf(where);
    return Printable(place.path) + ":" + std::to_string(place.at.line);
  }

  void Line(std::string text, const std::string& origin) {
    if (text.size() < kOriginColumn) text.resize(kOriginColumn, ' ');
    out_ += text + "  # " + origin + "\n";
  }

  void PrintFiles(const Config& config) {
    if (config.files.empty()) out_ += "# no configuration file\n";
    for (const auto& file : config.files) out_ += "# read: " + Printable(file->path()) + "\n";
  }

  template <typename T>
  std::string OriginOf(std::string_view key, const Setting<T>& setting) const {
    for (const EnvironmentSetting& one : options_.environment) {
      if (one.key == key) return std::string(one.variable);
    }
    return At(setting.where);
  }

  void PrintGrades(const Config& config) {
    const CheckOptions& check = options_.check;
    Line("fail-on: " + std::string(SeverityName(options_.fail_on.severity)) + ":" +
             std::string(ConfidenceName(options_.fail_on.confidence)),
         OriginOf("fail-on", config.fail_on));
    Line("min-severity: " + std::string(SeverityName(check.min_severity)),
         OriginOf("min-severity", config.min_severity));
    Line("min-confidence: " + std::string(ConfidenceName(check.min_confidence)),
         OriginOf("min-confidence", config.min_confidence));
    Line("audience: " + std::string(AudienceName(check.audience)),
         OriginOf("audience", config.audience));
  }

  void PrintList(const std::string& key, const std::vector<PlacedText>& texts,
                 const std::string& without) {
    if (texts.empty()) Line(key + ": " + without, "default");
    for (const PlacedText& text : texts) Line(key + ": " + Name(text.text), At(text.where));
  }

  void PrintRules(const RuleBook& book) {
    const std::vector<bool>& enabled = options_.check.enabled;
    const auto count = std::count(enabled.begin(), enabled.end(), true);
    Line("rules: " + std::to_string(count) + " of " + std::to_string(book.rules().size()),
         Printable(book.PackVersions()));
  }

  void PrintPack(const PackPin& pin) {
    const PlacedText& what = pin.path.text.empty() ? pin.name : pin.path;
    std::string text = "packs: " + Name(what.text);
    if (!pin.version.text.empty()) text += " " + Name(pin.version.text);
    if (!pin.sha256.text.empty()) text += " sha256 " + pin.sha256.text.substr(0, 12);
    Line(text, At(what.where));
  }

  void PrintParams(const std::string& of, const std::vector<ParamSetting>& params) {
    for (const ParamSetting& param : params) {
      std::string text = of + "." + Name(param.name.text) + ": [";
      for (std::size_t i = 0; i < param.values.size(); ++i) {
        text += (i == 0 ? "" : ", ") + Name(param.values[i].text);
      }
      Line(text + "]", At(param.name.where));
    }
  }

  void PrintOverride(const RuleOverride& one) {
    const std::string key = "overrides." + Name(one.rule.text);
    const auto print = [&](const char* name, const auto& setting, std::string_view word) {
      if (setting.is_set()) Line(key + "." + name + ": " + std::string(word), At(setting.where));
    };
    if (one.enabled.is_set()) {
      print("enabled", one.enabled, *one.enabled.value ? "true" : "false");
    }
    if (one.severity.is_set()) print("severity", one.severity, SeverityName(*one.severity.value));
    if (one.confidence.is_set()) {
      print("confidence", one.confidence, ConfidenceName(*one.confidence.value));
    }
    if (one.audience.is_set()) print("audience", one.audience, AudienceName(*one.audience.value));
    PrintParams(key + ".params", one.params);
  }

  const CheckCommandOptions& options_;
  std::string out_;
};

}  // namespace

std::string ConfigText(const CheckCommandOptions& options, const RuleBook& book) {
  return ConfigPrinter(options).Print(book);
}

std::string NewConfigText(const RuleBook& book) {
  std::string out =
      "# What `leastwise` goes by below this folder: `leastwise config show` prints it,\n"
      "# `leastwise config schema` what may stand here. Paths count from this folder.\n"
      "version: 1\n"
      "\n"
      "# Another version of a pack is an error, so that an upgrade changes no gate unseen.\n"
      "packs:\n";
  std::string versions = book.PackVersions() + ", ";
  for (std::size_t end = versions.find(", "); end != versions.npos; end = versions.find(", ")) {
    const std::string pack = versions.substr(0, end);
    const std::size_t space = pack.rfind(' ');
    out += "- {name: " + pack.substr(0, space) + ", version: " + pack.substr(space + 1) + "}\n";
    versions.erase(0, end + 2);
  }
  out +=
      "\n"
      "# What makes the exit code 1, as SEVERITY:CONFIDENCE.\n"
      "fail-on: medium:medium\n"
      "\n"
      "# Files that a walk passes over.\n"
      "# exclude: [\"vendor/**\", \"**/testdata\"]\n"
      "\n"
      "# Accounts of your own: trust in them is no finding. What was approved: the rest is one.\n"
      "# params:\n"
      "#   trusted_accounts: [\"111122223333\"]\n"
      "#   approved_regions: [eu-west-1, eu-central-1]\n"
      "#   approved_instance_types: [ml.m5.*, ml.g5.xlarge]\n"
      "#   approved_boundaries: [\"arn:aws:iam::111122223333:policy/ml-boundary\"]\n"
      "#   trusted_registries: [\"arn:aws:ecr:*:111122223333:repository/*\"]\n"
      "\n"
      "# overrides:\n"
      "#   LW3002: {severity: high}\n"
      "\n"
      "# Findings that were there first and do not count; `leastwise baseline create` writes "
      "them.\n"
      "# baseline: .leastwise-baseline.json\n"
      "\n"
      "# Findings that somebody looked at and accepted: `leastwise check --add-suppressions\n"
      "# --reason \"...\" --expires 2027-03-31` writes them here.\n"
      "# suppressions:\n"
      "# - rule: LW1003\n"
      "#   path: policies/train-job.json\n"
      "#   sid: ReadTrainingData\n"
      "#   reason: the data catalogue job reads every bucket of this account\n"
      "#   expires: 2027-03-31\n";
  return out;
}

}  // namespace leastwise
