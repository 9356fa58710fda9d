#include "engine/pack_table.h"

#include <algorithm>

#include "engine/finding_values.h"
#include "engine/matcher.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// --- reading ---

std::vector<std::string> ColumnNames(const Node& row) {
  std::vector<std::string> names;
  for (const Member& member : row.members()) names.emplace_back(member.key);
  return names;
}

void ReadRow(const PackScope& scope, const Member& member, PackTable* out) {
  PackErrors& errors = scope.errors();
  if (scope.thorough()) {
    if (auto mistake = scope.MistakeIn(member.key, out->kind)) {
      errors.Add(member.key_span, std::move(mistake->message), std::move(mistake->hint));
    }
  }
  PackTable::Row row;
  row.key = member.key;
  const std::string what = "row " + Quoted(member.key);
  FieldReader fields(errors, *member.value, what);
  for (const std::string& column : out->columns) row.cells.emplace_back(fields.NeedText(column));
  fields.Finish();
  out->rows.push_back(std::move(row));
}

// --- what rows say of a hit ---

// The names of what a hit meets, of one kind.
struct Met {
  std::vector<std::string> names;       // of actions or policies
  std::vector<std::string_view> texts;  // patterns, where not all actions are listed
};

void AddActions(const Evidence& evidence, const ActionTable& actions, Met* met) {
  for (const ActionId id : ActionsOfTexts(evidence, actions)) {
    if (actions.IsCatalogued(id)) met->names.push_back(actions.catalog().FullName(id));
  }
  if (evidence.action_count <= evidence.actions.size()) return;
  for (const Text* text : evidence.action_texts) met->texts.push_back(text->pattern);
}

void Meet(SetKind kind, const Hit& hit, const ActionTable& actions, Met* met) {
  if (kind == SetKind::kActions && hit.evidence) AddActions(*hit.evidence, actions, met);
  if (kind == SetKind::kPolicies) {
    for (const Attachment* one : hit.attachments) met->names.emplace_back(one->name);
  }
  for (const Hit& companion : hit.with) Meet(kind, companion, actions, met);
}

bool IsMet(const PackTable::Row& row, const Met& met) {
  const Glob key(row.key, CaseMode::kFold);
  return std::any_of(met.names.begin(), met.names.end(),
                     [&key](const std::string& name) { return key.Matches(name); }) ||
         std::any_of(met.texts.begin(), met.texts.end(), [&key](std::string_view text) {
           return key.Overlaps(Glob(text, CaseMode::kFold));
         });
}

}  // namespace

std::vector<std::string> PackTable::Placeholders() const {
  std::vector<std::string> names;
  for (const std::string& column : columns) names.push_back(name + "." + column);
  return names;
}

std::optional<PackTable> ReadTable(const PackScope& scope, std::string_view name,
                                   const Node& node) {
  FieldReader fields(scope.errors(), node, "table");
  const Node* actions = fields.Take("actions");
  const Node* policies = fields.Take("policies");
  fields.Finish();
  if (!node.is(NodeKind::kObject)) return std::nullopt;
  const Node* rows = actions != nullptr ? actions : policies;
  if (rows == nullptr || (actions != nullptr && policies != nullptr)) {
    scope.errors().Add(
        node, "the rows of a table are of `actions` or of `policies`",
        "write `" + std::string(name) + ": {policies: {AmazonX: {instead: AmazonY}}}`");
    return std::nullopt;
  }
  if (!rows->is(NodeKind::kObject) || rows->members().empty()) {
    scope.errors().Add(*rows, "a table is a mapping of keys to rows, and has at least one");
    return std::nullopt;
  }
  PackTable table;
  table.name = name;
  table.kind = actions != nullptr ? SetKind::kActions : SetKind::kPolicies;
  table.columns = ColumnNames(*rows->members().front().value);
  if (table.columns.empty()) {
    scope.errors().Add(*rows, "a row is a mapping of columns to texts");
    return std::nullopt;
  }
  for (const std::string& placeholder : table.Placeholders()) {
    if (FindBadPlaceholder("{" + placeholder + "}", 0)) continue;
    scope.errors().Add(*rows, Quoted(placeholder) + " can be no placeholder",
                       "name tables and columns by lower-case words, as in `names.instead`");
  }
  for (const Member& member : rows->members()) ReadRow(scope, member, &table);
  return table;
}

std::vector<ColumnValue> ColumnsOf(std::span<const PackTable* const> tables, const Hit& hit,
                                   const ActionTable& actions) {
  std::vector<ColumnValue> values;
  for (const PackTable* table : tables) {
    Met met;
    Meet(table->kind, hit, actions, &met);
    std::vector<const PackTable::Row*> rows;
    for (const PackTable::Row& row : table->rows) {
      if (IsMet(row, met)) rows.push_back(&row);
    }
    std::vector<std::string> names = table->Placeholders();
    for (std::size_t column = 0; column < names.size(); ++column) {
      std::vector<std::string_view> cells;
      for (const PackTable::Row* row : rows) {
        const std::string_view cell = row->cells[column];
        if (std::find(cells.begin(), cells.end(), cell) == cells.end()) cells.push_back(cell);
      }
      values.push_back({std::move(names[column]), ListWords(cells)});
    }
  }
  return values;
}

namespace {

std::vector<std::string_view> ViewsOf(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

// `{table.column}`: which half of it is wrong.
void ComplainOfColumn(const PackScope& scope, const Node& text, std::string_view word,
                      std::span<const PackTable* const> tables) {
  const std::string_view table = word.substr(0, word.find('.'));
  const std::string_view column = word.substr(word.find('.') + 1);
  for (const PackTable* named : tables) {
    if (named->name != table) continue;
    scope.errors().Add(text, "the table " + Quoted(table) + " has no column " + Quoted(column),
                       PackErrors::Suggest(column, ViewsOf(named->columns)));
    return;
  }
  if (scope.sets().HasTable(scope.pack(), table)) {
    scope.errors().Add(text, "the match does not name the table " + Quoted(table),
                       "write `\"@" + std::string(table) + "\"` among its actions or policies");
    return;
  }
  const std::vector<std::string_view> known = scope.sets().TableNames(scope.pack());
  scope.errors().Add(
      text, "no table is called " + Quoted(table),
      known.empty() ? "a table stands in `tables` of its pack" : PackErrors::Suggest(table, known));
}

}  // namespace

void CheckPlaceholders(const PackScope& scope, const Node& text, PlaceholderSet provides,
                       std::span<const PackTable* const> tables) {
  if (!IsScalar(text)) return;
  std::vector<std::string> columns;
  for (const PackTable* table : tables) {
    const std::vector<std::string> more = table->Placeholders();
    columns.insert(columns.end(), more.begin(), more.end());
  }
  const auto bad = FindBadPlaceholder(text.text(), provides, columns);
  if (!bad) return;
  if (bad->find('.') != bad->npos) return ComplainOfColumn(scope, text, *bad, tables);
  scope.errors().Add(text, "nothing fills in `{" + std::string(*bad) + "}` here",
                     "this match has " + ListPlaceholders(provides));
}

}  // namespace leastwise
