#include "report/columns.h"

#include <algorithm>
#include <string_view>

namespace leastwise {
namespace {

constexpr std::uint32_t kBlock = 512;

// Counts by lead bytes: every code point has one, and those of four bytes are two UTF-16 units.
std::uint32_t CountUnits(std::string_view text, ColumnUnit unit) {
  std::uint32_t units = 0;
  const bool is_utf16 = unit == ColumnUnit::kUtf16;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += static_cast<std::uint32_t>((byte & 0xC0) != 0x80);
    units += static_cast<std::uint32_t>(is_utf16 && byte >= 0xF0);
  }
  return units;
}

}  // namespace

LineColumn Columns::At(const SourceFile& file, std::uint32_t offset) {
  sweep_.Look(&file);
  const LineColumn bytes = file.LineColumnAt(offset);
  const std::uint32_t begin = file.LineStart(bytes.line);
  return {bytes.line, Units(file, begin, begin + bytes.column - 1) + 1};
}

std::uint32_t Columns::Units(const SourceFile& file, std::uint32_t begin, std::uint32_t end) {
  const std::string_view text = file.text();
  if (end - begin <= 2 * kBlock) return CountUnits(text.substr(begin, end - begin), unit_);
  const std::vector<std::uint32_t>& marks = Marks(file);
  const auto units_before = [&](std::uint32_t offset) {
    const std::uint32_t block = offset / kBlock;
    return marks[block] + CountUnits(text.substr(block * kBlock, offset - block * kBlock), unit_);
  };
  return units_before(end) - units_before(begin);
}

const std::vector<std::uint32_t>& Columns::Marks(const SourceFile& file) {
  std::vector<std::uint32_t>& marks = marks_[&file];
  if (!marks.empty()) return marks;
  const std::string_view text = file.text();
  marks.push_back(0);
  for (std::size_t at = 0; at + kBlock <= text.size(); at += kBlock) {
    marks.push_back(marks.back() + CountUnits(text.substr(at, kBlock), unit_));
  }
  return marks;
}

}  // namespace leastwise
