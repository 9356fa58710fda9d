#ifndef LEASTWISE_ENGINE_PACK_TABLE_H_
#define LEASTWISE_ENGINE_PACK_TABLE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/message_template.h"
#include "engine/pack_scope.h"

// `tables:` of a pack: what there is to say of each action, or of each AWS managed policy, beside
// the list of them.

namespace leastwise {

struct Hit;
class ActionTable;

struct PackTable {
  struct Row {
    std::string key;                 // an IAM glob, case folded
    std::vector<std::string> cells;  // by column
  };
  std::string name;
  SetKind kind = SetKind::kActions;  // or kPolicies: what the keys are
  std::vector<std::string> columns;  // as its first row has them
  std::vector<Row> rows;             // in the order of the file

  // "table.column" of each column.
  std::vector<std::string> Placeholders() const;
};

// Reads `{actions: {key: {column: text}}}` or `{policies: …}`. Nothing after an error that leaves
// no table; every mistake is noted: an unknown action, a row without a column that the first one
// has, or with one that it lacks, an empty cell.
std::optional<PackTable> ReadTable(const PackScope& scope, std::string_view name, const Node& node);

// What the columns of `tables` say of a hit: the cells of the rows that its actions or attachments
// meet, each once, in the order of the table, at most three.
std::vector<ColumnValue> ColumnsOf(std::span<const PackTable* const> tables, const Hit& hit,
                                   const ActionTable& actions);

// Complains of placeholders of `text` that nothing fills in. `provides`: what the match has;
// `tables`: those that it names.
void CheckPlaceholders(const PackScope& scope, const Node& text, PlaceholderSet provides,
                       std::span<const PackTable* const> tables);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_PACK_TABLE_H_
