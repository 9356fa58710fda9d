#include "linter/file_finder.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/git.h"
#include "base/path_glob.h"

namespace leastwise {
namespace {

namespace fs = std::filesystem;

bool IsSkippedFolder(std::string_view name) { return name == ".git" || name == "node_modules"; }

bool IsInputName(std::string_view name) {
  constexpr std::string_view kSuffix = ".json";
  if (name.size() <= kSuffix.size()) return false;
  const std::string_view suffix = name.substr(name.size() - kSuffix.size());
  return std::equal(suffix.begin(), suffix.end(), kSuffix.begin(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

std::string_view FileName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// `./a/../b.json` → `b.json`; absolute paths below the working folder become relative to it.
std::string Normalise(const std::string& path) {
  fs::path normal = fs::path(path).lexically_normal();
  // Behind a symbolic link `..` is another folder than the text says.
  std::error_code ignored;
  if (path.find("..") != std::string::npos && !fs::equivalent(path, normal, ignored)) return path;
  if (normal.is_absolute()) {
    std::error_code error;
    const fs::path here = fs::current_path(error);
    const fs::path relative = error ? fs::path() : normal.lexically_relative(here);
    if (!relative.empty() && *relative.begin() != "..") normal = relative;
  }
  std::string text = normal.string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

class Finder {
 public:
  explicit Finder(const FindOptions& options) : options_(options) {}

  FoundFiles Find(std::span<const std::string> paths) {
    for (const std::string& path : paths) AddArgument(path);
    if (options_.force_exclude) DropIgnored();
    if (!options_.exclude.empty()) DropExcluded();
    SortAndUnite();
    return std::move(found_);
  }

 private:
  void AddArgument(const std::string& argument) {
    const std::string path = Normalise(argument);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) {
      found_.walked = true;
      if (!(options_.force_exclude && IsIgnored(path))) WalkFolder(path);
    } else {
      found_.files.push_back({path, true});  // what cannot be read says so when it is read
    }
  }

  void WalkFolder(const std::string& folder) {
    std::optional<std::vector<std::string>> names = GitListFiles(folder);
    if (names && (!names->empty() || !IsIgnored(folder))) {
      for (const std::string& name : *names) AddTracked(folder, name);
    } else {
      WalkDisk(folder);
    }
  }

  static bool IsIgnored(const std::string& folder) {
    return !GitIgnored(folder, {fs::absolute(folder).lexically_normal().string()}).empty();
  }

  // What git lists may be gone from the disk, be a link, or be a folder: a repository of its own,
  // with rules of its own.
  void AddTracked(const std::string& folder, const std::string& name) {
    const fs::path relative(name);
    if (std::any_of(relative.begin(), relative.end(),
                    [](const fs::path& part) { return IsSkippedFolder(part.native()); })) {
      return;
    }
    const fs::path path = fs::path(folder) / relative;
    std::error_code error;
    if (fs::is_directory(fs::symlink_status(path, error))) {
      WalkFolder(Normalise(path.string()));
    } else {
      AddMet(fs::directory_entry(path, error));
    }
  }

  void WalkDisk(const std::string& folder) {
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                           error);
    if (error) {
      found_.errors.push_back({ErrorKind::kIo,
                               "cannot read the folder `" + folder + "`: " + error.message(),
                               SourcePlace{folder, {}},
                               {}});
      return;
    }
    for (const fs::recursive_directory_iterator end; entry != end; entry.increment(error)) {
      if (error) break;
      if (IsSkippedFolder(FileName(entry->path().native()))) {
        entry.disable_recursion_pending();
      } else {
        AddMet(*entry);
      }
    }
  }

  // A broken link or a pipe in a walk is nobody's policy. The folder's name is normal, so the
  // path of what is in it is too.
  void AddMet(const fs::directory_entry& entry) {
    const std::string& path = entry.path().native();
    std::error_code error;
    if (IsInputName(FileName(path)) && entry.is_regular_file(error)) {
      found_.files.push_back({path.starts_with("./") ? path.substr(2) : path, false});
    }
  }

  void DropIgnored() {
    std::vector<std::string> named;
    for (const InputFile& file : found_.files) {
      if (file.named) named.push_back(file.path);
    }
    if (named.empty()) return;
    std::vector<std::string> ignored = GitIgnored(".", named);
    std::sort(ignored.begin(), ignored.end());
    found_.excluded += std::erase_if(found_.files, [&](const InputFile& file) {
      return file.named && std::binary_search(ignored.begin(), ignored.end(), file.path);
    });
  }

  void DropExcluded() {
    found_.excluded += std::erase_if(found_.files, [this](const InputFile& file) {
      if (file.named && !options_.force_exclude) return false;
      return std::any_of(
          options_.exclude.begin(), options_.exclude.end(),
          [&file](const PlacedText& pattern) { return MatchesFrom(pattern, file.path); });
    });
  }

  void SortAndUnite() {
    std::vector<InputFile>& files = found_.files;
    std::sort(files.begin(), files.end(), [](const InputFile& a, const InputFile& b) {
      const int order = a.path.compare(b.path);
      return order != 0 ? order < 0 : a.named > b.named;
    });
    files.erase(
        std::unique(files.begin(), files.end(),
                    [](const InputFile& a, const InputFile& b) { return a.path == b.path; }),
        files.end());
    std::vector<Error>& errors = found_.errors;
    std::sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
      return std::tie(a.where->path, a.message) < std::tie(b.where->path, b.message);
    });
    errors.erase(
        std::unique(errors.begin(), errors.end(),
                    [](const Error& a, const Error& b) { return a.where->path == b.where->path; }),
        errors.end());
  }

  const FindOptions options_;
  FoundFiles found_;
};

}  // namespace

bool MatchesFrom(const PlacedText& pattern, const std::string& path) {
  std::error_code ignored;
  const std::string folder(
      pattern.where.file->path().substr(0, pattern.where.file->path().rfind('/') + 1));
  const fs::path from = fs::absolute(folder.empty() ? "." : folder, ignored).lexically_normal();
  const fs::path whole = fs::absolute(path, ignored).lexically_normal();
  const fs::path relative = whole.lexically_relative(from);
  if (relative.empty() || *relative.begin() == "..") return false;
  std::string_view text = pattern.text;
  if (text.starts_with("./")) text.remove_prefix(2);
  while (text.ends_with('/')) text.remove_suffix(1);
  const std::string name = relative.generic_string();
  return MatchesPath(text, name) || MatchesPath(std::string(text) + "/**", name);
}

bool IsWalkedName(std::string_view path) {
  const fs::path relative(path);
  return IsInputName(relative.filename().native()) &&
         std::none_of(relative.begin(), relative.end(),
                      [](const fs::path& part) { return IsSkippedFolder(part.native()); });
}

FoundFiles FindFiles(std::span<const std::string> paths, const FindOptions& options) {
  return Finder(options).Find(paths);
}

}  // namespace leastwise
