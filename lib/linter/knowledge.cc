#include "linter/knowledge.h"

#include <utility>

#include "tree/json_reader.h"
#include "tree/source_view.h"
#include "tree/yaml_reader.h"

namespace leastwise {
namespace {

bool IsPersonaFile(std::string_view name) { return name.substr(0, 9) == "personas/"; }

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
  ReadText matching;
  ReadText prose;

  // Where tests stand: the prose of a shipped pack, all of a user's.
  const Tree& tests() const { return is_shipped ? prose.tree : matching.tree; }
};

Knowledge::Knowledge() = default;
Knowledge::~Knowledge() = default;

std::unique_ptr<Knowledge> Knowledge::Open(const ShippedData& data, const KnowledgeOptions& options,
                                           const FileReader& files) {
  std::unique_ptr<Knowledge> knowledge(new Knowledge());
  knowledge->OpenCatalog(data, options, files);
  for (const ShippedPack& shipped : data.packs) {
    if (options.shipped_packs || IsPersonaFile(shipped.name)) knowledge->ReadShippedPack(shipped);
  }
  for (const std::string& path : options.packs) knowledge->ReadUserPack(path, files);
  if (knowledge->errors_.empty()) knowledge->LoadBook(options);
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

void Knowledge::ReadShippedPack(const ShippedPack& shipped) {
  auto pack = std::make_unique<Pack>();
  pack->is_persona = IsPersonaFile(shipped.name);
  pack->is_shipped = true;
  pack->prose_text = shipped.prose;
  pack->matching.Hold(SourceFile::FromString(std::string(shipped.name), shipped.matching));
  JsonReader reader;
  Result<Tree> tree = reader.Read(*pack->matching.view, arena_);
  if (tree) {
    pack->matching.tree = *std::move(tree);
  } else {
    errors_.push_back(tree.error());
  }
  packs_.push_back(std::move(pack));
}

void Knowledge::ReadUserPack(const std::string& path, const FileReader& files) {
  Result<std::unique_ptr<SourceFile>> file = files.Read(path);
  if (!file) {
    errors_.push_back({ErrorKind::kPack, file.error().message, {}, {}});
    return;
  }
  auto pack = std::make_unique<Pack>();
  pack->matching.Hold(*std::move(file));
  Result<Tree> tree = ReadYaml(*pack->matching.view, arena_);
  if (tree) {
    pack->matching.tree = *std::move(tree);
  } else {
    Error error = tree.error();
    error.kind = ErrorKind::kPack;
    errors_.push_back(std::move(error));
  }
  packs_.push_back(std::move(pack));
}

void Knowledge::LoadBook(const KnowledgeOptions& options) {
  std::vector<PackSource> packs;
  std::vector<PackSource> personas;
  for (const std::unique_ptr<Pack>& pack : packs_) {
    const Tree* prose = pack->is_shipped ? &pack->prose.tree : nullptr;
    (pack->is_persona ? personas : packs).push_back({&pack->matching.tree, prose});
  }
  LoadOptions load;
  load.check_tests = options.check_tests;
  book_ = RuleBook::Load(packs, personas, *catalog_, load, &errors_);
}

const SourceFile* Knowledge::Source(std::string_view path) const {
  for (const std::unique_ptr<Pack>& pack : packs_) {
    if (pack->matching.file->path() == path) return pack->matching.file.get();
  }
  return nullptr;
}

void Knowledge::LoadProse() {
  JsonReader reader;
  for (const std::unique_ptr<Pack>& pack : packs_) {
    if (!pack->is_shipped || pack->is_persona || pack->prose.file != nullptr) continue;
    pack->prose.Hold(SourceFile::FromString(pack->matching.file->path(), pack->prose_text));
    Result<Tree> tree = reader.Read(*pack->prose.view, arena_);
    if (tree) pack->prose.tree = *std::move(tree);
  }
  book_.LoadProse();
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
