#include "config/config_file.h"

#include <algorithm>
#include <array>
#include <utility>

namespace leastwise {
namespace {

constexpr std::string_view kVersion = "1";

class ConfigFileReader {
 public:
  ConfigFileReader(FieldReader& fields, Config* config)
      : fields_(fields), errors_(fields.errors()), config_(config) {}

  void Read() {
    const Node* version = fields_.Need("version");
    if (version != nullptr && (!IsScalar(*version) || version->text() != kVersion)) {
      errors_.Add(*version, "version must be 1");
    }
    ReadGrades();
    ReplaceTexts("select", &config_->select);
    ReplaceTexts("ignore", &config_->ignore);
    ReadExclude();
    for (const Node* item : Items("packs")) ReadPack(*item);
    if (const Node* params = fields_.Take("params")) ReadParams(*params, &config_->params);
    for (const Node* item : Items("personas")) ReadPersona(*item);
    if (const Node* overrides = fields_.Take("overrides")) ReadOverrides(*overrides);
    for (const Node* item : Items("suppressions")) {
      config_->suppressions.push_back(ReadSuppression(errors_, *item));
    }
    if (!fields_.Text("baseline").empty()) {
      const PlacedText path = Placed(*fields_.node().Find("baseline"));
      config_->baseline = {Opened(path.text), path.where};
    }
    fields_.Finish();
  }

 private:
  PlacedText Placed(const Node& node) const {
    return {std::string(node.text()), errors_.tree().Locate(node)};
  }
  // A path of the file as the program opens it.
  std::string Opened(const std::string& path) const {
    if (path.starts_with('/')) return path;
    return FolderOf(errors_.tree().view->file().path()) + path;
  }

  std::span<const Node* const> Items(std::string_view key) {
    const Node* list = fields_.Take(key);
    if (list == nullptr) return {};
    if (list->is(NodeKind::kArray)) return list->items();
    errors_.Add(*list, Quoted(key) + " must be a list");
    return {};
  }

  // One text or a list of texts, none of them empty; the list itself may be.
  std::vector<PlacedText> Texts(const Node* node, std::string_view what) {
    std::vector<PlacedText> out;
    for (const Node* item : TextNodesOf(errors_, node, what)) out.push_back(Placed(*item));
    return out;
  }

  void ReplaceTexts(std::string_view key, std::vector<PlacedText>* out) {
    const Node* node = fields_.Take(key);
    if (node != nullptr) *out = Texts(node, key);
  }

  template <typename T, std::size_t kCount>
  void ReadWord(FieldReader& fields, std::string_view key,
                const std::array<std::string_view, kCount>& words, Setting<T>* out) {
    const auto word = fields.Word(key, words);
    if (!word) return;
    const Location where = errors_.tree().Locate(*fields.node().Find(key));
    if constexpr (std::is_enum_v<T>) {
      *out = {static_cast<T>(*word), where};
    } else {
      *out = {static_cast<typename T::value_type>(*word), where};
    }
  }

  void ReadGrades() {
    if (const Node* fail_on = fields_.Take("fail-on")) ReadFailOn(*fail_on);
    ReadWord(fields_, "min-severity", kSeverityWords, &config_->min_severity);
    ReadWord(fields_, "min-confidence", kConfidenceWords, &config_->min_confidence);
    ReadWord(fields_, "audience", kAudienceWords, &config_->audience);
  }

  void ReadFailOn(const Node& node) {
    const std::string_view text = IsScalar(node) ? node.text() : std::string_view();
    const std::size_t colon = std::min(text.find(':'), text.size());
    FailOn fail_on;
    const auto severity = ParseSeverity(text.substr(0, colon));
    if (!severity) {
      errors_.Add(node, Quoted(text) + " is not a value of `fail-on`",
                  PackErrors::Suggest(text.substr(0, colon), kSeverityWords));
      return;
    }
    fail_on.severity = *severity;
    if (colon < text.size()) {
      const auto confidence = ParseConfidence(text.substr(colon + 1));
      if (!confidence) {
        errors_.Add(node, Quoted(text) + " is not a value of `fail-on`",
                    PackErrors::Suggest(text.substr(colon + 1), kConfidenceWords));
        return;
      }
      fail_on.confidence = *confidence;
    }
    config_->fail_on = {fail_on, errors_.tree().Locate(node)};
  }

  void ReadExclude() {
    const Node* node = fields_.Take("exclude");
    for (PlacedText& pattern : Texts(node, "exclude")) {
      config_->exclude.push_back(std::move(pattern));
    }
    for (const Node* item : ItemsOf(node)) CheckPattern(*item);
  }

  // Patterns are held against names below the folder, so one that leads out of it matches nothing.
  void CheckPattern(const Node& node) {
    const std::string_view text = node.text();
    const bool leads_out = text.starts_with('/') || text == ".." || text.starts_with("../") ||
                           text.find("/../") != text.npos;
    if (!leads_out) return;
    errors_.Add(node, Quoted(text) + " leads out of the folder of this file",
                "patterns count from that folder: `policies/**/*.json`");
  }

  void ReadPack(const Node& node) {
    FieldReader fields(errors_, node, "pack");
    PackPin pin;
    const auto read = [&](std::string_view key, PlacedText* out) {
      if (!fields.Text(key).empty()) *out = Placed(*node.Find(key));
    };
    read("name", &pin.name);
    read("path", &pin.path);
    read("version", &pin.version);
    read("sha256", &pin.sha256);
    fields.Finish();
    if (!node.is(NodeKind::kObject)) return;
    if (pin.name.text.empty() && pin.path.text.empty()) {
      errors_.Add(node, "pack has neither `name` nor `path`",
                  "`path` is a pack of your own, `name` a shipped one");
    }
    if (!pin.sha256.text.empty() && pin.path.text.empty()) {
      errors_.Add(*node.Find("sha256"), "only a pack with a `path` has a `sha256`");
    }
    const bool is_hex = pin.sha256.text.size() == 64 &&
                        std::all_of(pin.sha256.text.begin(), pin.sha256.text.end(), [](char c) {
                          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                        });
    if (!pin.sha256.text.empty() && !is_hex) {
      errors_.Add(*node.Find("sha256"), Quoted(pin.sha256.text) + " is no SHA-256",
                  "write the 64 lower-case hex digits that `sha256sum` prints");
    }
    if (!pin.path.text.empty()) pin.path.text = Opened(pin.path.text);
    config_->packs.push_back(std::move(pin));
  }

  void ReadParams(const Node& node, std::vector<ParamSetting>* out) {
    if (!node.is(NodeKind::kObject)) errors_.Add(node, "`params` must be a mapping");
    for (const Member& member : node.members()) {
      ParamSetting param;
      param.name = {std::string(member.key), errors_.tree().Locate(member.key_span)};
      param.values = Texts(member.value, member.key);
      std::erase_if(*out, [&](const ParamSetting& old) { return old.name.text == member.key; });
      out->push_back(std::move(param));
    }
  }

  void ReadPersona(const Node& node) {
    FieldReader fields(errors_, node, "persona");
    PersonaSetting persona;
    if (!fields.NeedText("id").empty()) persona.id = Placed(*node.Find("id"));
    persona.trust = Texts(fields.Take("trust"), "trust");
    persona.attached = Texts(fields.Take("attached"), "attached");
    persona.names = Texts(fields.Take("names"), "names");
    persona.actions = Texts(fields.Take("actions"), "actions");
    persona.allow = Texts(fields.Take("allow"), "allow");
    persona.require = Texts(fields.Take("require"), "require");
    persona.resources = Texts(fields.Take("resources"), "resources");
    fields.Finish();
    const auto lists = {&persona.trust, &persona.attached, &persona.names,    &persona.actions,
                        &persona.allow, &persona.require,  &persona.resources};
    const bool says_nothing =
        std::all_of(lists.begin(), lists.end(), [](const auto* list) { return list->empty(); });
    if (says_nothing && node.is(NodeKind::kObject)) {
      errors_.Add(
          node, "nothing is said of this persona",
          "write `names`, `trust`, `attached`, `actions`, `allow`, `require` or `resources`");
    }
    config_->personas.push_back(std::move(persona));
  }

  void ReadOverrides(const Node& node) {
    if (!node.is(NodeKind::kObject)) {
      errors_.Add(node, "`overrides` must be a mapping of rules to what is changed about them");
    }
    for (const Member& member : node.members()) {
      ReadOverride(member, FindOverride(member.key));
    }
  }

  RuleOverride* FindOverride(std::string_view rule) {
    for (RuleOverride& known : config_->overrides) {
      if (known.rule.text == rule) return &known;
    }
    return &config_->overrides.emplace_back();
  }

  void ReadOverride(const Member& member, RuleOverride* out) {
    out->rule = {std::string(member.key), errors_.tree().Locate(member.key_span)};
    FieldReader fields(errors_, *member.value, "override");
    if (const auto enabled = fields.Bool("enabled")) {
      out->enabled = {enabled, errors_.tree().Locate(*member.value->Find("enabled"))};
    }
    ReadWord(fields, "severity", kSeverityWords, &out->severity);
    ReadWord(fields, "confidence", kConfidenceWords, &out->confidence);
    ReadWord(fields, "audience", kAudienceWords, &out->audience);
    if (const Node* params = fields.Take("params")) ReadParams(*params, &out->params);
    fields.Finish();
  }

  FieldReader& fields_;
  PackErrors& errors_;
  Config* config_;
};

}  // namespace

void ApplyConfigFile(FieldReader& fields, Config* config) {
  ConfigFileReader(fields, config).Read();
}

}  // namespace leastwise
