#include "linter/expected_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "base/path_glob.h"
#include "input/input_format.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

namespace fs = std::filesystem;

std::string Absolute(const std::string& path) {
  std::error_code error;
  return fs::absolute(path, error).lexically_normal().string();
}

bool IsFolder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

}  // namespace

ExpectedFiles::ExpectedFiles(const std::string& path, const FileReader& reader, PolicyFiles* out)
    : folder_(path.substr(0, path.rfind('/') + 1)), reader_(reader), out_(out) {}

void ExpectedFiles::Complain(const PlacedText& at, std::string message) {
  out_->errors.push_back({ErrorKind::kUsage, std::move(message), PlaceOf(at.where), {}});
}

std::vector<InputFile> ExpectedFiles::Find(const PlacedText& text) {
  const bool is_absolute = text.text.front() == '/';
  const std::string path = is_absolute ? text.text : folder_ + text.text;
  FoundFiles found;
  if (!IsPathPattern(text.text)) {
    found = FindFiles({&path, 1}, {});
  } else {
    // The folder of the file may have a name that looks like a pattern.
    const std::size_t own = is_absolute ? 0 : folder_.size();
    std::string folder = path.substr(0, own + FolderOfPattern(text.text).size());
    if (folder.empty()) folder = is_absolute ? "/" : ".";
    if (IsFolder(folder)) found = FindFiles({&folder, 1}, {});
    const std::string root = Absolute(is_absolute ? "/" : folder_.empty() ? "." : folder_);
    const std::string_view slash = root.ends_with('/') ? "" : "/";
    std::erase_if(found.files, [&](const InputFile& file) {
      const std::string whole = Absolute(file.path);
      const std::string prefix = root + std::string(slash);
      const std::string_view pattern = std::string_view(text.text).substr(is_absolute ? 1 : 0);
      return !whole.starts_with(prefix) || !MatchesPath(pattern, whole.substr(prefix.size()));
    });
  }
  std::move(found.errors.begin(), found.errors.end(), std::back_inserter(out_->errors));
  return std::move(found.files);
}

std::vector<const Policy*> ExpectedFiles::Read(std::span<const InputFile> files,
                                               std::optional<PolicyKind> kind) {
  std::vector<const Policy*> policies;
  for (std::size_t begin = 0; begin < files.size();) {
    std::vector<std::string> paths;
    std::size_t end = begin;
    while (end < files.size() && files[end].named == files[begin].named) {
      paths.push_back(files[end++].path);
    }
    PolicyFiles part = ReadPolicyFiles(paths, kind, reader_, files[begin].named);
    for (const Policy* policy : part.inventory.policies()) policies.push_back(policy);
    for (const NotAnalysed& entry : part.inventory.not_analysed()) {
      out_->errors.push_back({ErrorKind::kSyntax,
                              "a policy cannot be analysed: " + entry.reason,
                              SourcePlace{entry.path, entry.at},
                              {}});
    }
    out_->inventory.Merge(std::move(part.inventory));
    std::move(part.files.begin(), part.files.end(), std::back_inserter(out_->files));
    std::move(part.errors.begin(), part.errors.end(), std::back_inserter(out_->errors));
    begin = end;
  }
  return policies;
}

std::vector<const Policy*> ExpectedFiles::ReadAll(std::span<const PlacedText> texts,
                                                  std::optional<PolicyKind> kind) {
  std::vector<const Policy*> out;
  std::set<std::string> known;
  for (const PlacedText& text : texts) {
    const std::size_t errors = out_->errors.size();
    std::vector<InputFile> files = Find(text);
    if (files.empty() && out_->errors.size() == errors) {
      Complain(text, "`" + text.text + "` matches no file");
      continue;
    }
    const std::size_t found = files.size();
    std::erase_if(files, [&](const InputFile& file) { return !known.insert(file.path).second; });
    const std::vector<const Policy*> policies = Read(files, kind);
    if (policies.empty() && found == files.size() && out_->errors.size() == errors) {
      Complain(text, "no file that `" + text.text + "` matches holds a policy");
    }
    out.insert(out.end(), policies.begin(), policies.end());
  }
  return out;
}

const Policy* ExpectedFiles::ReadBoundary(const PlacedText& text) {
  const std::size_t errors = out_->errors.size();
  const std::vector<const Policy*> policies = ReadAll({&text, 1}, PolicyKind::kBoundary);
  if (policies.size() == 1) return policies.front();
  if (out_->errors.size() == errors) {
    Complain(text, "`" + text.text + "` holds " + std::to_string(policies.size()) +
                       " policies, and one was expected");
  }
  return nullptr;
}

const Policy* ExpectedFiles::AddText(std::string_view name, const std::string& text,
                                     PolicyKind kind) {
  out_->files.push_back(SourceFile::FromString(std::string(name), text));
  JsonReader json;
  Arena scratch;
  InputOptions options;
  options.kind = kind;
  options.named = true;
  const std::size_t before = out_->inventory.policies().size();
  ReadInput(*out_->files.back(), options, json, scratch, &out_->inventory);
  const auto policies = out_->inventory.policies();
  if (policies.size() > before) return policies.back();
  out_->errors.push_back(
      {ErrorKind::kInternal, "the document of the " + std::string(name) + " is no policy", {}, {}});
  return nullptr;
}

}  // namespace leastwise
