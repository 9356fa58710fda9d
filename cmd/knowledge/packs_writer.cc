#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

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

Result<PackText> ReadPack(const std::string& path) {
  LEASTWISE_TRY(file, ReadWholeFile(path));
  const SourceView view = SourceView::Whole(*file);
  Arena arena;
  LEASTWISE_TRY(tree, ReadYaml(view, arena));
  if (!tree.problems.empty()) {
    const Problem& problem = tree.problems.front();
    return Error{ErrorKind::kPack, problem.detail, PlaceOf(problem.where), ""};
  }
  return SplitPack(tree);
}

}  // namespace

Result<std::string> WritePacks(std::span<const std::string> files) {
  std::vector<std::pair<std::string, std::string>> named;  // name, path
  for (const std::string& path : files) named.emplace_back(PackName(path), path);
  std::sort(named.begin(), named.end());
  pack_layout::Header header;
  std::memcpy(header.magic, pack_layout::kMagic, sizeof(header.magic));
  header.version = pack_layout::kVersion;
  header.count = static_cast<std::uint32_t>(named.size());
  const std::size_t text_begin = sizeof(header) + named.size() * sizeof(pack_layout::Pack);
  const std::string padding(pack_layout::kPadding, '\0');
  TextPool pool;
  pool.Append(std::string(text_begin, '\0'));
  std::vector<pack_layout::Pack> records;
  for (const auto& [name, path] : named) {
    LEASTWISE_TRY(pack, ReadPack(path));
    pack_layout::Pack record;
    record.name = pool.Append(name);
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

}  // namespace leastwise
