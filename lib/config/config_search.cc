#include "config/config_search.h"

#include <array>
#include <filesystem>
#include <system_error>

namespace leastwise {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kNames = {".leastwise.yaml", "leastwise.yaml",
                                               ".github/leastwise.yaml"};

fs::path WorkingFolder() {
  std::error_code ignored;
  return fs::current_path(ignored);
}

// The folder of a path; a path that is not there is taken for a file.
fs::path FolderAt(const std::string& path) {
  std::error_code ignored;
  const fs::path whole = fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  return fs::is_directory(whole, ignored) ? whole : whole.parent_path();
}

fs::path CommonFolder(const fs::path& a, const fs::path& b) {
  fs::path common;
  for (auto left = a.begin(), right = b.begin();
       left != a.end() && right != b.end() && *left == *right; ++left, ++right) {
    common /= *left;
  }
  return common;
}

fs::path InnermostFolder(std::span<const std::string> paths) {
  if (paths.empty()) return WorkingFolder();
  fs::path folder = FolderAt(paths.front());
  for (const std::string& path : paths.subspan(1)) folder = CommonFolder(folder, FolderAt(path));
  return folder;
}

bool IsTopOfWorkTree(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / ".git", ignored);
}

// Empty: in no work tree.
fs::path TopOf(fs::path folder) {
  while (!IsTopOfWorkTree(folder)) {
    if (!folder.has_relative_path()) return {};
    folder = folder.parent_path();
  }
  return folder;
}

bool IsBelow(const fs::path& folder, const fs::path& above) {
  return CommonFolder(folder, above) == above;
}

// From the working folder, by `..` where need be: what is printed must not name the machine.
std::string Shown(const fs::path& path) {
  const fs::path here = WorkingFolder();
  const bool is_near = CommonFolder(path, here).has_relative_path();
  return is_near ? path.lexically_relative(here).string() : path.string();
}

}  // namespace

std::optional<std::string> FindConfig(std::span<const std::string> paths) {
  fs::path folder = InnermostFolder(paths);
  fs::path last = TopOf(folder);
  if (last.empty()) last = IsBelow(folder, WorkingFolder()) ? WorkingFolder() : folder;
  for (;; folder = folder.parent_path()) {
    for (const char* name : kNames) {
      std::error_code ignored;
      if (fs::is_regular_file(folder / name, ignored)) return Shown(folder / name);
    }
    if (folder == last || !folder.has_relative_path()) return std::nullopt;
  }
}

std::string RootOf(std::span<const std::string> paths) {
  const fs::path top = TopOf(InnermostFolder(paths));
  return (top.empty() ? WorkingFolder() : top).string();
}

}  // namespace leastwise
