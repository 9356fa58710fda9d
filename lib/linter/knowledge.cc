#include "linter/knowledge.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/edit_distance.h"
#include "config/sha256.h"
#include "linter/configured_rules.h"
#include "tree/field_reader.h"
#include "tree/json_writer.h"
#include "tree/source_view.h"

namespace leastwise {
namespace {

bool IsPersonaFile(std::string_view name) { return name.substr(0, 9) == "personas/"; }

std::string_view TextOf(const Node& node, std::string_view key) {
  const Node* const value = node.Find(key);
  return value == nullptr ? std::string_view() : value->text();
}

// What a pack calls itself and its version, as far as it says them.
std::string_view HeaderText(const Tree& tree, std::string_view key) {
  return tree.root == nullptr ? std::string_view() : TextOf(*tree.root, key);
}

// JSON is what `pack compile` writes; its reader takes a fraction of the other's time.
Result<Tree> ReadUserPackText(const SourceView& view, const std::string& path, Arena& arena) {
  if (!path.ends_with(".json")) return ReadUserYaml(view, arena);
  Result<Tree> tree = JsonReader().Read(view, arena);
  if (tree) return tree;
  Error error = tree.error();
  error.kind = ErrorKind::kPack;
  return error;
}

// A text with its tree; the tree borrows the view, the view the file.
struct ReadText {
  std::unique_ptr<SourceFile> file;
  std::unique_ptr<SourceView> view;
  Tree tree;

  void Hold(std::unique_ptr<SourceFile> source) {
    file = std::move(source);
    view = std::make_unique<SourceView>(SourceView::Whole(*file));
  }
};

}  // namespace

struct Knowledge::Pack {
  bool is_persona = false;
  bool is_shipped = false;
  std::string_view prose_text;  // shipped packs: read by LoadProse
  ReadText matching;            // without a tree where entries are left unread
  ReadText prose;
  std::string_view name;  // what it calls itself
  std::string_view version;

  void TakeTree(Tree tree) {
    matching.tree = std::move(tree);
    name = HeaderText(matching.tree, "pack");
    version = HeaderText(matching.tree, "version");
  }

  // Where tests stand: the prose of a shipped pack, all of a user's.
  const Tree& tests() const { return is_shipped ? prose.tree : matching.tree; }
};

Knowledge::Knowledge() = default;
Knowledge::~Knowledge() = default;

std::unique_ptr<Knowledge> Knowledge::Open(const ShippedData& data, const KnowledgeOptions& options,
                                           const FileReader& files) {
  std::unique_ptr<Knowledge> knowledge(new Knowledge());
  knowledge->OpenCatalog(data, options, files);
  std::vector<Error> of_settings;
  knowledge->settings_ = SettingsOf(options.config, options.set, &of_settings);
  knowledge->ChooseHowToLoad(data, options);
  for (const ShippedPack& shipped : data.packs) {
    if (options.shipped_packs || IsPersonaFile(shipped.name)) knowledge->ReadShippedPack(shipped);
  }
  knowledge->ReadUserPacks(options, files);
  const bool can_load = knowledge->errors_.empty();
  std::move(of_settings.begin(), of_settings.end(), std::back_inserter(knowledge->errors_));
  if (can_load) knowledge->LoadBook(options);
  return knowledge;
}

void Knowledge::OpenCatalog(const ShippedData& data, const KnowledgeOptions& options,
                            const FileReader& files) {
  Result<ManagedPolicies> managed = ManagedPolicies::FromBlob(data.managed_policies);
  if (managed) {
    managed_policies_.emplace(*std::move(managed));
  } else {
    errors_.push_back(managed.error());
  }
  if (!options.catalog.empty()) {
    Result<std::unique_ptr<SourceFile>> file = files.Read(options.catalog);
    if (!file) {
      errors_.push_back({ErrorKind::kUsage, file.error().message, {}, {}});
      return;
    }
    catalog_file_ = *std::move(file);
  }
  Result<ActionCatalog> catalog = catalog_file_ == nullptr
                                      ? ActionCatalog::FromBlob(data.catalog)
                                      : ActionCatalog::FromUntrusted(catalog_file_->text());
  if (catalog) {
    catalog_.emplace(*std::move(catalog));
  } else {
    Error error = catalog.error();
    if (!options.catalog.empty()) {
      error.message = "cannot use the catalog `" + options.catalog + "`: " + error.message;
    }
    errors_.push_back(std::move(error));
  }
}

void Knowledge::ChooseHowToLoad(const ShippedData& data, const KnowledgeOptions& options) {
  const bool has_own_packs =
      !options.packs.empty() ||
      (options.config != nullptr &&
       std::any_of(options.config->packs.begin(), options.config->packs.end(),
                   [](const PackPin& pin) { return !pin.path.text.empty(); }));
  const auto pack_count =
      std::count_if(data.packs.begin(), data.packs.end(),
                    [](const ShippedPack& pack) { return !IsPersonaFile(pack.name); });
  const bool is_as_shipped = options.shipped_packs && !has_own_packs && options.catalog.empty() &&
                             settings_.params.empty();
  if (is_as_shipped) sheet_ = BookSheet::FromBlob(data.sheet);
  const bool is_whole = sheet_ && sheet_->packs().size() == static_cast<std::size_t>(pack_count);
  if (!is_whole) sheet_.reset();
}

void Knowledge::ReadShippedPack(const ShippedPack& shipped) {
  auto pack = std::make_unique<Pack>();
  pack->is_persona = IsPersonaFile(shipped.name);
  pack->is_shipped = true;
  pack->prose_text = shipped.prose;
  pack->matching.Hold(SourceFile::FromBorrowed(std::string(shipped.name), shipped.matching));
  if (sheet_ && !pack->is_persona) {
    const sheet_layout::Pack record = sheet_->packs()[asleep_++];
    pack->name = sheet_->Text(record.name);
    pack->version = sheet_->Text(record.version);
  } else if (Result<Tree> tree = json_reader_.Read(*pack->matching.view, arena_)) {
    pack->TakeTree(*std::move(tree));
  } else {
    errors_.push_back(tree.error());
  }
  packs_.push_back(std::move(pack));
}

// A pack that both the call and the configuration name is read once, and its pin holds.
void Knowledge::ReadUserPacks(const KnowledgeOptions& options, const FileReader& files) {
  const auto pin_of = [&options](const std::string& path) -> const PackPin* {
    if (options.config == nullptr) return nullptr;
    for (const PackPin& pin : options.config->packs) {
      if (pin.path.text == path) return &pin;
    }
    return nullptr;
  };
  std::vector<std::string> paths = options.packs;
  if (options.config != nullptr) {
    for (const PackPin& pin : options.config->packs) {
      const bool is_known = std::find(paths.begin(), paths.end(), pin.path.text) != paths.end();
      if (!pin.path.text.empty() && !is_known) paths.push_back(pin.path.text);
    }
  }
  for (const std::string& path : paths) ReadUserPack(path, pin_of(path), files);
}

void Knowledge::ReadUserPack(const std::string& path, const PackPin* pin, const FileReader& files) {
  Result<std::unique_ptr<SourceFile>> file = files.Read(path);
  if (!file) {
    std::optional<SourcePlace> place;
    if (pin != nullptr) place = PlaceOf(pin->path.where);
    errors_.push_back({ErrorKind::kPack, file.error().message, std::move(place), {}});
    return;
  }
  if (pin != nullptr && !pin->sha256.text.empty()) {
    const std::string found = Sha256Hex((*file)->text());
    if (found != pin->sha256.text) {
      errors_.push_back({ErrorKind::kPack, "`" + path + "` is not the pack that is pinned here",
                         PlaceOf(pin->sha256.where), "its SHA-256 is `" + found + "`"});
    }
  }
  auto pack = std::make_unique<Pack>();
  pack->matching.Hold(*std::move(file));
  Result<Tree> tree = ReadUserPackText(*pack->matching.view, path, arena_);
  if (tree) {
    pack->TakeTree(*std::move(tree));
  } else {
    errors_.push_back(tree.error());
  }
  packs_.push_back(std::move(pack));
}

// Every pin must meet a pack of its path, or a shipped one of its name, in the version that it
// names.
void Knowledge::CheckPins(const Config& config) {
  std::vector<std::string_view> shipped;
  for (const std::unique_ptr<Pack>& pack : packs_) {
    if (pack->is_shipped && !pack->is_persona) shipped.push_back(pack->name);
  }
  for (const PackPin& pin : config.packs) {
    const bool is_shipped = pin.path.text.empty();
    const auto fits = [&](const std::unique_ptr<Pack>& pack) {
      if (pack->is_persona || pack->is_shipped != is_shipped) return false;
      return is_shipped ? pack->name == pin.name.text
                        : pack->matching.file->path() == pin.path.text;
    };
    const auto found = std::find_if(packs_.begin(), packs_.end(), fits);
    if (found == packs_.end()) {
      const std::string_view nearest = NearestWord(pin.name.text, shipped);
      errors_.push_back({ErrorKind::kPack, "no shipped pack is called `" + pin.name.text + "`",
                         PlaceOf(pin.name.where),
                         nearest.empty() ? "a pack of your own needs a `path`"
                                         : "did you mean `" + std::string(nearest) + "`?"});
      continue;
    }
    const Pack& pack = **found;
    if (!pin.name.text.empty() && pack.name != pin.name.text) {
      errors_.push_back(
          {ErrorKind::kPack,
           "the pack at `" + pin.path.text + "` is called `" + std::string(pack.name) + "`",
           PlaceOf(pin.name.where),
           {}});
    }
    if (!pin.version.text.empty() && pack.version != pin.version.text) {
      errors_.push_back({ErrorKind::kPack,
                         "pack `" + std::string(pack.name) + "` is version `" +
                             std::string(pack.version) + "`, not `" + pin.version.text + "`",
                         PlaceOf(pin.version.where), "read what changed, then change the pin"});
    }
  }
}

void Knowledge::LoadBook(const KnowledgeOptions& options) {
  if (options.config != nullptr) CheckPins(*options.config);
  std::vector<PackSource> packs;
  std::vector<PackSource> personas;
  for (const std::unique_ptr<Pack>& pack : packs_) {
    const Tree* prose = pack->is_shipped ? &pack->prose.tree : nullptr;
    const SourceView* text = pack->is_shipped ? pack->matching.view.get() : nullptr;
    (pack->is_persona ? personas : packs).push_back({&pack->matching.tree, prose, text});
  }
  LoadOptions load;
  load.check_tests = options.check_tests;
  load.settings = &settings_;
  book_ = sheet_ ? RuleBook::LoadAsleep(*sheet_, packs, personas, *catalog_, load, &errors_)
                 : RuleBook::Load(packs, personas, *catalog_, load, &errors_);
}

const SourceFile* Knowledge::Source(std::string_view path) const {
  for (const std::unique_ptr<Pack>& pack : packs_) {
    if (pack->matching.file->path() == path) return pack->matching.file.get();
  }
  return nullptr;
}

Result<std::string> Knowledge::PackAsJson(std::string_view path) const {
  std::string text;
  for (const std::unique_ptr<Pack>& pack : packs_) {
    if (pack->is_shipped || pack->matching.file->path() != path) continue;
    const Tree& tree = pack->matching.tree;
    JsonWriter writer;
    writer.Append(*tree.root, &text);
    if (writer.bad_number() != nullptr) return NoJsonNumber(tree, *writer.bad_number());
  }
  return text + "\n";
}

void Knowledge::ReadProse(Pack* pack) {
  if (pack->prose.file != nullptr) return;
  pack->prose.Hold(SourceFile::FromBorrowed(pack->matching.file->path(), pack->prose_text));
  Result<Tree> tree = json_reader_.Read(*pack->prose.view, arena_);
  if (tree) pack->prose.tree = *std::move(tree);
}

void Knowledge::LoadProse() {
  for (const std::unique_ptr<Pack>& pack : packs_) {
    if (pack->is_shipped && !pack->is_persona) ReadProse(pack.get());
  }
  book_.LoadProse();
}

std::string_view Knowledge::PersonaTitle(std::string_view id) {
  for (const std::unique_ptr<Pack>& pack : packs_) {
    if (!pack->is_persona) continue;
    ReadProse(pack.get());
    const Node* const root = pack->prose.tree.root;
    const Node* const list = root == nullptr ? nullptr : root->Find("personas");
    for (const Node* item : ItemsOf(list)) {
      if (TextOf(*item, "id") == id) return TextOf(*item, "title");
    }
  }
  return {};
}

std::vector<RuleTest> Knowledge::Tests() const {
  std::vector<RuleTest> tests;
  for (const std::unique_ptr<Pack>& pack : packs_) {
    if (pack->is_persona || pack->tests().root == nullptr) continue;
    for (RuleTest& test : CollectRuleTests(pack->tests())) tests.push_back(std::move(test));
  }
  return tests;
}

}  // namespace leastwise
