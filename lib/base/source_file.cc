#include "base/source_file.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace leastwise {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kLargeText = std::size_t{1} << 20;  // bytes

}  // namespace

std::unique_ptr<SourceFile> SourceFile::FromString(std::string path, std::string_view text) {
  std::string padded;
  padded.reserve(text.size() + kPadding);
  padded.append(text);
  padded.append(kPadding, '\0');
  return FromPadded(std::move(path), std::move(padded));
}

std::unique_ptr<SourceFile> SourceFile::FromPadded(std::string path, std::string padded) {
  return std::unique_ptr<SourceFile>(new SourceFile(std::move(path), std::move(padded)));
}

std::unique_ptr<SourceFile> SourceFile::FromBorrowed(std::string path, std::string_view text) {
  return std::unique_ptr<SourceFile>(new SourceFile(std::move(path), text));
}

SourceFile::SourceFile(std::string path, std::string padded)
    : path_(std::move(path)), padded_(std::move(padded)) {
  text_ = std::string_view(padded_.data(), padded_.size() - kPadding);
  FindLines();
}

SourceFile::SourceFile(std::string path, std::string_view borrowed)
    : path_(std::move(path)), text_(borrowed) {
  FindLines();
}

void SourceFile::FindLines() {
  const std::string_view whole = text_;
  line_starts_.push_back(bom_size());
  const char* const begin = whole.data();
  const char* const end = begin + whole.size();
  const bool has_cr = std::memchr(begin, '\r', whole.size()) != nullptr;
  // A table that grows is copied and held twice; to count first costs more where it stays small.
  if (whole.size() > kLargeText) {
    const auto lines = std::count(begin, end, '\n') + (has_cr ? std::count(begin, end, '\r') : 0);
    line_starts_.reserve(static_cast<std::size_t>(lines) + 1);
  }
  const char* at = begin;
  while (at < end) {
    const char* next = nullptr;
    if (has_cr) {
      next = std::find_if(at, end, [](char c) { return c == '\n' || c == '\r'; });
      if (next == end) break;
      if (*next == '\r' && next + 1 < end && next[1] == '\n') ++next;
    } else {
      next = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      if (next == nullptr) break;
    }
    at = next + 1;
    line_starts_.push_back(static_cast<std::uint32_t>(at - begin));
  }
}

std::uint32_t SourceFile::bom_size() const {
  return text().starts_with(kByteOrderMark) ? static_cast<std::uint32_t>(kByteOrderMark.size()) : 0;
}

LineColumn SourceFile::LineColumnAt(std::uint32_t offset) const {
  const auto size = static_cast<std::uint32_t>(text().size());
  offset = std::clamp(offset, std::min(bom_size(), size), size);
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
  return {line, offset - line_starts_[line - 1] + 1};
}

std::string_view SourceFile::Line(std::uint32_t line) const {
  const std::uint32_t begin = line_starts_[line - 1];
  std::string_view rest = text().substr(begin);
  if (line < line_count()) rest = rest.substr(0, line_starts_[line] - begin);
  while (!rest.empty() && (rest.back() == '\n' || rest.back() == '\r')) rest.remove_suffix(1);
  return rest;
}

SourcePlace PlaceOf(const Location& location) {
  if (!location.valid()) return {};
  return {location.file->path(), location.file->LineColumnAt(location.span.begin)};
}

}  // namespace leastwise
