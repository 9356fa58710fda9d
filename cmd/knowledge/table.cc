#include "knowledge/table.h"

#include <utility>

#include "knowledge/sources.h"

namespace leastwise {

std::vector<std::string_view> SplitList(std::string_view cell, char separator) {
  std::vector<std::string_view> items;
  while (!cell.empty()) {
    const std::size_t end = cell.find(separator);
    items.push_back(cell.substr(0, end));
    cell = end == std::string_view::npos ? std::string_view() : cell.substr(end + 1);
  }
  return items;
}

Result<Table> Table::Read(const std::string& path, std::size_t columns) {
  LEASTWISE_TRY(file, ReadWholeFile(path));
  Table table;
  table.path = path;
  table.file = std::move(file);
  for (std::uint32_t line = 1; line <= table.file->line_count(); ++line) {
    const std::string_view text = table.file->Line(line);
    if (text.empty() || text[0] == '#') continue;
    Row row{line, SplitList(text, '\t')};
    if (row.cells.size() > columns) {
      return At(path, line, "more than " + std::to_string(columns) + " columns");
    }
    row.cells.resize(columns);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace leastwise
