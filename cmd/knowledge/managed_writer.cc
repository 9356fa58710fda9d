#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "iam/managed_layout.h"
#include "knowledge/blob_writer.h"
#include "knowledge/sources.h"
#include "knowledge/writers.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

// One line of managed-policies.jsonl; borrows the file.
struct Entry {
  std::string name;
  std::string arn;
  std::string version;
  std::string date;
  std::string_view document;
};

Result<Entry> ParseEntry(const SourceFile& file, std::uint32_t line, JsonReader* reader,
                         Arena* arena) {
  const SourceView whole = SourceView::Whole(file);
  const std::uint32_t begin = file.LineStart(line) - file.bom_size();
  const auto size = static_cast<std::uint32_t>(file.Line(line).size());
  const SourceView view = SourceView::Part(whole, Span{begin, begin + size});
  LEASTWISE_TRY(tree, reader->Read(view, *arena));
  Entry entry;
  const std::pair<std::string_view, std::string*> texts[] = {{"name", &entry.name},
                                                             {"arn", &entry.arn},
                                                             {"version", &entry.version},
                                                             {"date", &entry.date}};
  for (const auto& [key, out] : texts) {
    const Node* node = tree.root->Find(key);
    if (node == nullptr || !node->is(NodeKind::kString)) {
      return At(file.path(), line, "`" + std::string(key) + "` is missing");
    }
    *out = node->text();
  }
  const Node* document = tree.root->Find("document");
  if (document == nullptr || !document->is(NodeKind::kObject)) {
    return At(file.path(), line, "`document` is missing");
  }
  entry.document = view.text().substr(document->span().begin, document->span().size());
  return entry;
}

Result<std::vector<Entry>> ParseEntries(const SourceFile& file) {
  std::vector<Entry> entries;
  JsonReader reader;
  Arena arena;
  for (std::uint32_t line = 1; line <= file.line_count(); ++line) {
    if (file.Line(line).empty()) continue;
    LEASTWISE_TRY(entry, ParseEntry(file, line, &reader, &arena));
    if (!entries.empty() && entries.back().name >= entry.name) {
      return At(file.path(), line, "`" + entry.name + "` is not in order of names");
    }
    entries.push_back(std::move(entry));
    arena.Reset();
  }
  return entries;
}

}  // namespace

Result<std::string> WriteManagedPolicies(const std::string& folder) {
  LEASTWISE_TRY(source, ReadDataSource(folder, "managed_policies"));
  LEASTWISE_TRY(file, ReadWholeFile(folder + "/managed-policies.jsonl"));
  LEASTWISE_TRY(entries, ParseEntries(*file));
  managed_layout::Header header;
  std::memcpy(header.magic, managed_layout::kMagic, sizeof(header.magic));
  header.version = managed_layout::kVersion;
  header.count = static_cast<std::uint32_t>(entries.size());
  // Offsets count from the start of the blob; the text stands behind the records.
  const std::size_t text_begin = sizeof(header) + entries.size() * sizeof(managed_layout::Policy);
  TextPool pool;
  pool.Append(std::string(text_begin, '\0'));
  header.revision = pool.Intern(source.version);
  header.date = pool.Intern(source.date);
  std::vector<managed_layout::Policy> records;
  for (const Entry& entry : entries) {
    records.push_back({pool.Intern(entry.name), pool.Intern(entry.arn), pool.Intern(entry.version),
                       pool.Intern(entry.date), pool.Append(entry.document)});
    pool.Append(std::string(managed_layout::kPadding, '\0'));
  }
  BlobWriter blob(sizeof(header));
  blob.Append(records);
  blob.Append(std::string_view(pool.text()).substr(text_begin));
  header.size = blob.size();
  return std::move(blob).Finish(header);
}

}  // namespace leastwise
