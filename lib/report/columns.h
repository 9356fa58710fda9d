#ifndef LEASTWISE_REPORT_COLUMNS_H_
#define LEASTWISE_REPORT_COLUMNS_H_

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/source_file.h"

namespace leastwise {

// What a format counts columns in. Locations count bytes; text, concise and json print code points,
// as editors and compilers do, and sarif declares UTF-16 code units.
enum class ColumnUnit : std::uint8_t { kCodePoint, kUtf16 };

// Turns byte offsets into lines and columns of one unit. On a long line it counts from the nearest
// of the marks that it sets every few hundred bytes, so that thousands of places on one line of
// many megabytes cost no more than on short ones. Borrows the files; belongs to one thread.
class Columns {
 public:
  explicit Columns(ColumnUnit unit) : unit_(unit) {}

  // 1-based; an offset past the end gives the end of the file.
  LineColumn At(const SourceFile& file, std::uint32_t offset);

 private:
  std::uint32_t Units(const SourceFile& file, std::uint32_t begin, std::uint32_t end);
  // Units in front of each block of the file.
  const std::vector<std::uint32_t>& Marks(const SourceFile& file);

  ColumnUnit unit_;
  TextSweep sweep_;
  std::unordered_map<const SourceFile*, std::vector<std::uint32_t>> marks_;
};

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_COLUMNS_H_
