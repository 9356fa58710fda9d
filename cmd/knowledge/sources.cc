#include "knowledge/sources.h"

#include <utility>

#include "base/file_reader.h"
#include "tree/json_reader.h"

namespace leastwise {

Result<std::unique_ptr<SourceFile>> ReadWholeFile(const std::string& path) {
  return DiskFileReader().Read(path);
}

Error At(const std::string& path, std::uint32_t line, std::string message) {
  return Error{ErrorKind::kPack, std::move(message), SourcePlace{path, {line, 1}}, ""};
}

JsonFile::JsonFile(std::unique_ptr<SourceFile> file)
    : file_(std::move(file)), view_(SourceView::Whole(*file_)) {}

Result<std::unique_ptr<JsonFile>> JsonFile::Read(const std::string& path) {
  LEASTWISE_TRY(file, ReadWholeFile(path));
  std::unique_ptr<JsonFile> json(new JsonFile(std::move(file)));
  LEASTWISE_TRY(tree, JsonReader().Read(json->view_, json->arena_));
  json->tree_ = std::move(tree);
  return json;
}

Result<DataSource> ReadDataSource(const std::string& folder, std::string_view entry) {
  const std::string path = folder + "/SOURCES.json";
  LEASTWISE_TRY(json, JsonFile::Read(path));
  const Node* source = json->root().Find(entry);
  const Node* version = source == nullptr ? nullptr : source->Find("version");
  const Node* date = source == nullptr ? nullptr : source->Find("date");
  if (version == nullptr || date == nullptr) {
    return At(path, 1, "`" + std::string(entry) + "` has no version and date");
  }
  return DataSource{std::string(version->text()), std::string(date->text())};
}

}  // namespace leastwise
