#include "base/source_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <utility>

namespace leastwise {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Column by column, so that the compiler can take many bytes at once.
template <std::uint32_t kBytes>
std::uint32_t CountLineFeeds(const char* text) {
  constexpr std::uint32_t kWidth = 16;
  static_assert(kBytes % kWidth == 0 && kBytes / kWidth <= 255);
  std::array<std::uint8_t, kWidth> found{};
  for (std::uint32_t at = 0; at < kBytes; at += kWidth) {
    for (std::uint32_t i = 0; i < kWidth; ++i) {
      found[i] = static_cast<std::uint8_t>(found[i] + (text[at + i] == '\n' ? 1 : 0));
    }
  }
  return std::accumulate(found.begin(), found.end(), std::uint32_t{0});
}

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

std::unique_ptr<SourceFile> SourceFile::FromMapped(std::string path, MappedFile mapped) {
  return std::unique_ptr<SourceFile>(new SourceFile(std::move(path), std::move(mapped)));
}

SourceFile::SourceFile(std::string path, std::string padded)
    : path_(std::move(path)), padded_(std::move(padded)) {
  text_ = std::string_view(padded_.data(), padded_.size() - kPadding);
}

SourceFile::SourceFile(std::string path, std::string_view borrowed)
    : path_(std::move(path)), text_(borrowed) {}

SourceFile::SourceFile(std::string path, MappedFile mapped)
    : path_(std::move(path)), mapped_(std::move(mapped)), text_(mapped_->text()) {}

void SourceFile::ReleaseText() const {
  if (mapped_) mapped_->Release();
}

const SourceFile::Lines& SourceFile::lines() const {
  std::call_once(once_, [this] {
    const auto size = static_cast<std::uint32_t>(text_.size());
    lines_.marks.resize(text_.size() / kMarkedBytes + 1);
    Mark mark = {1, bom_size()};
    for (std::size_t block = 0; block < lines_.marks.size(); ++block) {
      const auto at = static_cast<std::uint32_t>(block) * kMarkedBytes;
      const std::uint32_t bytes = std::min(kMarkedBytes, size - at);
      lines_.has_cr = lines_.has_cr || std::memchr(text_.data() + at, '\r', bytes) != nullptr;
      lines_.marks[block] = mark;
      const bool is_plain = bytes == kMarkedBytes && !lines_.has_cr;
      mark = is_plain ? BehindBlock(mark, at) : Advance(lines_.has_cr, mark, at, at + bytes);
    }
    lines_.count = mark.line;
  });
  return lines_;
}

SourceFile::Mark SourceFile::BehindBlock(Mark from, std::uint32_t at) const {
  const char* const begin = text_.data();
  const std::uint32_t ends = CountLineFeeds<kMarkedBytes>(begin + at);
  if (ends == 0) return from;
  std::uint32_t start = at + kMarkedBytes;
  while (begin[start - 1] != '\n') --start;
  return {from.line + ends, start};
}

SourceFile::Mark SourceFile::Advance(bool has_cr, Mark from, std::uint32_t at, std::uint32_t to,
                                     std::uint32_t last) const {
  const char* const begin = text_.data();
  if (!has_cr) {
    while (at < to && from.line < last) {
      const void* const found = std::memchr(begin + at, '\n', to - at);
      if (found == nullptr) break;
      at = static_cast<std::uint32_t>(static_cast<const char*>(found) - begin) + 1;
      from = {from.line + 1, at};
    }
    return from;
  }
  for (++at; at <= to && from.line < last; ++at) {
    const bool is_behind_end = begin[at - 1] == '\n' ||
                               (begin[at - 1] == '\r' && (at == text_.size() || begin[at] != '\n'));
    if (is_behind_end) from = {from.line + 1, at};
  }
  return from;
}

std::uint32_t SourceFile::bom_size() const {
  return text().starts_with(kByteOrderMark) ? static_cast<std::uint32_t>(kByteOrderMark.size()) : 0;
}

LineColumn SourceFile::LineColumnAt(std::uint32_t offset) const {
  const auto size = static_cast<std::uint32_t>(text().size());
  offset = std::clamp(offset, std::min(bom_size(), size), size);
  const std::uint32_t block = offset / kMarkedBytes;
  const Lines& known = lines();
  const Mark own = Advance(known.has_cr, known.marks[block], block * kMarkedBytes, offset);
  return {own.line, offset - own.start + 1};
}

std::uint32_t SourceFile::LineStart(std::uint32_t line) const {
  const auto& [marks, count, has_cr] = lines();
  const auto behind = std::partition_point(marks.begin(), marks.end(),
                                           [line](const Mark& mark) { return mark.line < line; });
  // It starts behind the last mark of a lesser line, and the first line at the first mark.
  if (behind == marks.begin()) return behind->start;
  const auto block = static_cast<std::uint32_t>(behind - marks.begin()) - 1;
  const auto size = static_cast<std::uint32_t>(text().size());
  const std::uint32_t at = block * kMarkedBytes;
  return Advance(has_cr, marks[block], at, at + std::min(kMarkedBytes, size - at), line).start;
}

std::string_view SourceFile::Line(std::uint32_t line) const {
  const std::uint32_t begin = LineStart(line);
  std::string_view rest = text().substr(begin);
  if (line < line_count()) rest = rest.substr(0, LineStart(line + 1) - begin);
  while (!rest.empty() && (rest.back() == '\n' || rest.back() == '\r')) rest.remove_suffix(1);
  return rest;
}

SourcePlace PlaceOf(const Location& location) {
  if (!location.valid()) return {};
  return {location.file->path(), location.file->LineColumnAt(location.span.begin)};
}

}  // namespace leastwise
