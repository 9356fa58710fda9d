#ifndef LEASTWISE_KNOWLEDGE_TABLE_H_
#define LEASTWISE_KNOWLEDGE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source_file.h"

namespace leastwise {

// A tab-separated file: one row a line, `#` lines are comments, empty cells at the end may be left
// out. Owns the text that its cells point to.
struct Table {
  struct Row {
    std::uint32_t line = 0;
    std::vector<std::string_view> cells;  // as many as the table has columns
  };

  static Result<Table> Read(const std::string& path, std::size_t columns);

  std::string path;
  std::unique_ptr<SourceFile> file;
  std::vector<Row> rows;
};

// The items of a list in a cell; none for an empty cell.
std::vector<std::string_view> SplitList(std::string_view cell, char separator);

}  // namespace leastwise

#endif  // LEASTWISE_KNOWLEDGE_TABLE_H_
