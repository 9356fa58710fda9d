#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/book_sheet.h"
#include "iam/action_catalog.h"
#include "knowledge/blob_writer.h"
#include "knowledge/pack_blob.h"
#include "knowledge/pack_text.h"
#include "knowledge/sources.h"
#include "knowledge/writers.h"
#include "tree/yaml_reader.h"

namespace leastwise {
namespace {

// "rules/packs/s3.yaml" is "packs/s3.yaml".
std::string PackName(std::string_view path) {
  std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos && slash > 0) slash = path.rfind('/', slash - 1);
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

// A pack as it is read from its file; the tree borrows the rest.
struct PackFile {
  std::string name;
  std::unique_ptr<SourceFile> file;
  std::unique_ptr<SourceView> view;
  Arena arena;
  Tree tree;
};

Result<std::unique_ptr<PackFile>> OpenPack(const std::string& path) {
  auto pack = std::make_unique<PackFile>();
  pack->name = PackName(path);
  LEASTWISE_TRY(file, ReadWholeFile(path));
  pack->file = std::move(file);
  pack->view = std::make_unique<SourceView>(SourceView::Whole(*pack->file));
  LEASTWISE_TRY(tree, ReadYaml(*pack->view, pack->arena));
  pack->tree = std::move(tree);
  if (!pack->tree.problems.empty()) {
    const Problem& problem = pack->tree.problems.front();
    return Error{ErrorKind::kPack, problem.detail, PlaceOf(problem.where), ""};
  }
  return pack;
}

// Runs borrow the texts as SourceFiles (linter/knowledge.h).
static_assert(pack_layout::kPadding >= SourceFile::kPadding);

// By name.
Result<std::vector<std::unique_ptr<PackFile>>> OpenPacks(std::span<const std::string> files) {
  std::vector<std::unique_ptr<PackFile>> packs;
  for (const std::string& path : files) {
    LEASTWISE_TRY(pack, OpenPack(path));
    packs.push_back(std::move(pack));
  }
  std::sort(packs.begin(), packs.end(),
            [](const auto& a, const auto& b) { return a->name < b->name; });
  return packs;
}

}  // namespace

Result<std::string> WritePacks(std::span<const std::string> files) {
  LEASTWISE_TRY(packs, OpenPacks(files));
  pack_layout::Header header;
  std::memcpy(header.magic, pack_layout::kMagic, sizeof(header.magic));
  header.version = pack_layout::kVersion;
  header.count = static_cast<std::uint32_t>(packs.size());
  const std::size_t text_begin = sizeof(header) + packs.size() * sizeof(pack_layout::Pack);
  const std::string padding(pack_layout::kPadding, '\0');
  TextPool pool;
  pool.Append(std::string(text_begin, '\0'));
  std::vector<pack_layout::Pack> records;
  for (const std::unique_ptr<PackFile>& file : packs) {
    LEASTWISE_TRY(pack, SplitPack(file->tree));
    pack_layout::Pack record;
    record.name = pool.Append(file->name);
    record.matching = pool.Append(pack.matching);
    pool.Append(padding);
    record.prose = pool.Append(pack.prose);
    pool.Append(padding);
    records.push_back(record);
  }
  BlobWriter blob(sizeof(header));
  blob.Append(records);
  blob.Append(std::string_view(pool.text()).substr(text_begin));
  header.size = blob.size();
  return std::move(blob).Finish(header);
}

Result<std::string> WriteSheet(std::string_view catalog_blob, std::span<const std::string> files) {
  LEASTWISE_TRY(catalog, ActionCatalog::FromBlob(catalog_blob));
  LEASTWISE_TRY(packs, OpenPacks(files));
  std::vector<PackSource> rules;
  std::vector<PackSource> personas;
  std::vector<PackPlaces> places;
  for (const std::unique_ptr<PackFile>& file : packs) {
    const bool is_pack = file->name.starts_with("packs/");
    (is_pack ? rules : personas).push_back({&file->tree});
    if (!is_pack) continue;
    LEASTWISE_TRY(pack, SplitPack(file->tree));
    places.push_back(std::move(pack.places));
  }
  std::vector<Error> errors;
  const RuleBook book = RuleBook::Load(rules, personas, catalog, {}, &errors);
  if (!errors.empty()) return errors.front();
  return WriteBookSheet(book.compiled(), places);
}

}  // namespace leastwise
