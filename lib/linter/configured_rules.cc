#include "linter/configured_rules.h"

#include <string_view>
#include <utility>

namespace leastwise {
namespace {

void AddParams(const PlacedText& rule, const std::vector<ParamSetting>& params, RuleSettings* out) {
  for (const ParamSetting& param : params) {
    out->params.push_back({rule, param.name, param.values});
  }
}

void AddConfig(const Config& config, RuleSettings* out) {
  AddParams({}, config.params, out);
  for (const RuleOverride& one : config.overrides) {
    out->changes.push_back(
        {one.rule, one.severity.value, one.confidence.value, one.audience.value});
    AddParams(one.rule, one.params, out);
  }
  for (const PersonaSetting& setting : config.personas) {
    Persona persona;
    persona.id = setting.id.text;
    persona.trust = GlobList(TextsOf(setting.trust), CaseMode::kFold);
    persona.attached = GlobList(TextsOf(setting.attached), CaseMode::kFold);
    // Whoever writes a name here says what is called so.
    persona.declared = GlobList(TextsOf(setting.names), CaseMode::kFold);
    out->personas.push_back(
        {std::move(persona), setting.actions, setting.allow, setting.require, setting.resources});
  }
}

bool AddWord(std::string_view word, RuleSettings* out) {
  const std::size_t equals = word.find('=');
  if (equals == word.npos) return false;
  ParamValue value;
  const std::string_view name = word.substr(0, equals);
  const std::size_t dot = name.find('.');
  if (dot != name.npos) value.rule.text = name.substr(0, dot);
  value.name.text = name.substr(dot == name.npos ? 0 : dot + 1);
  if (value.name.text.empty() || dot == 0) return false;
  std::string_view rest = word.substr(equals + 1);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (comma > 0) value.values.push_back({std::string(rest.substr(0, comma)), {}});
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  out->params.push_back(std::move(value));
  return true;
}

}  // namespace

RuleSettings SettingsOf(const Config* config, std::span<const std::string> set_words,
                        std::vector<Error>* errors) {
  RuleSettings out;
  if (config != nullptr) AddConfig(*config, &out);
  for (const std::string& word : set_words) {
    if (AddWord(word, &out)) continue;
    errors->push_back({ErrorKind::kUsage,
                       "--set cannot be `" + word + "`",
                       {},
                       "write `PARAM=VALUE,VALUE` or `RULE.PARAM=VALUE`"});
  }
  return out;
}

}  // namespace leastwise
