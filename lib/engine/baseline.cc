#include "engine/baseline.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/arena.h"
#include "tree/field_reader.h"
#include "tree/json_reader.h"
#include "tree/source_view.h"

namespace leastwise {
namespace {

constexpr std::string_view kFormat = "leastwise-baseline-1";
constexpr std::string_view kFingerprints = "lw1";

void CheckText(FieldReader& fields, std::string_view key, std::string_view wanted) {
  const std::string_view text = fields.NeedText(key);
  if (text.empty() || text == wanted) return;
  fields.errors().Add(*fields.node().Find(key), "this is not a baseline that this program can read",
                      "make it anew with `leastwise baseline create --force`");
}

BaselineEntry ReadEntry(PackErrors& errors, const Node& node) {
  FieldReader fields(errors, node, "finding");
  BaselineEntry entry;
  entry.fingerprint = fields.NeedText("fingerprint");
  entry.moved = fields.NeedText("moved");
  entry.rule = fields.NeedText("rule");
  entry.path = fields.Text("path");
  entry.sid = fields.Text("sid");
  entry.message = fields.Text("message");
  fields.Finish();
  return entry;
}

}  // namespace

Baseline::Baseline(std::vector<BaselineEntry> entries) : entries_(std::move(entries)) {
  std::sort(entries_.begin(), entries_.end(), [](const BaselineEntry& a, const BaselineEntry& b) {
    return std::tie(a.path, a.rule, a.fingerprint) < std::tie(b.path, b.rule, b.fingerprint);
  });
  for (const BaselineEntry& entry : entries_) fingerprints_.emplace_back(entry.fingerprint);
  std::sort(fingerprints_.begin(), fingerprints_.end());
}

bool Baseline::Has(std::string_view fingerprint) const {
  return std::binary_search(fingerprints_.begin(), fingerprints_.end(), fingerprint);
}

Baseline Baseline::Read(const SourceFile& file, std::vector<Error>* errors) {
  const SourceView view = SourceView::Whole(file);
  Arena arena;
  JsonReader reader;
  const Result<Tree> tree = reader.Read(view, arena);
  if (!tree) {
    Error error = tree.error();
    error.kind = ErrorKind::kPack;
    errors->push_back(std::move(error));
    return Baseline();
  }
  for (const Problem& problem : tree->problems) {
    errors->push_back({ErrorKind::kPack, problem.detail, PlaceOf(problem.where), {}});
  }
  PackErrors own(*tree, errors);
  FieldReader fields(own, *tree->root, "the baseline");
  CheckText(fields, "format", kFormat);
  CheckText(fields, "fingerprints", kFingerprints);
  fields.Ignore("tool");
  fields.Ignore("packs");
  std::vector<BaselineEntry> entries;
  std::vector<std::pair<std::string, const Node*>> seen;
  if (const Node* list = fields.Need("findings")) {
    if (!list->is(NodeKind::kArray)) own.Add(*list, "`findings` must be a list");
    for (const Node* item : list->items()) {
      entries.push_back(ReadEntry(own, *item));
      seen.emplace_back(entries.back().fingerprint, item);
    }
  }
  fields.Finish();
  std::stable_sort(seen.begin(), seen.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 1; i < seen.size(); ++i) {
    if (seen[i].first != seen[i - 1].first || seen[i].first.empty()) continue;
    own.Add(*seen[i].second, "the finding " + Quoted(seen[i].first) + " is there twice");
  }
  return Baseline(std::move(entries));
}

}  // namespace leastwise
