#include "report/report_path.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace leastwise {
namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

std::string_view WithoutDot(std::string_view path) {
  while (path.starts_with("./") && path.size() > 2) path.remove_prefix(2);
  return path;
}

}  // namespace

std::string ReportPath(std::string_view path, std::string_view root) {
  if (root.empty()) return std::string(WithoutDot(path));
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error).lexically_normal();
  std::filesystem::path base = std::filesystem::absolute(root, error).lexically_normal();
  if (!base.has_filename()) base = base.parent_path();  // "a/b/" names the folder a/b
  const std::string relative = whole.lexically_relative(base).generic_string();
  if (error || relative.empty() || relative == ".." || relative.starts_with("../")) {
    return std::string(WithoutDot(path));
  }
  return relative;
}

std::string PercentEncodePath(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(path.size());
  for (const char c : path) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

bool IsWebAddress(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
  return std::all_of(url.begin(), url.end(), [](char c) {
    return c > ' ' && c < '\x7f' &&
           std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
}

}  // namespace leastwise
