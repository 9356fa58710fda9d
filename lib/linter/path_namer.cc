#include "linter/path_namer.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace leastwise {

namespace fs = std::filesystem;

PathNamer::PathNamer(std::string root) : root_(std::move(root)) {
  if (root_.empty()) return;
  std::error_code ignored;
  const fs::path prefix = fs::current_path(ignored).lexically_relative(root_);
  is_below_root_ = !prefix.empty() && *prefix.begin() != "..";
  if (is_below_root_ && prefix != ".") prefix_ = prefix.string() + '/';
}

std::string PathNamer::NameOf(const std::string& path) const {
  if (root_.empty()) return path;
  const bool is_plain = is_below_root_ && !path.starts_with('/') &&
                        path.find("..") == std::string::npos && !path.starts_with("./");
  if (is_plain) return prefix_ + path;
  std::error_code ignored;
  const fs::path whole = fs::absolute(path, ignored).lexically_normal();
  const fs::path name = whole.lexically_relative(root_);
  return name.empty() || *name.begin() == ".." ? path : name.string();
}

}  // namespace leastwise
