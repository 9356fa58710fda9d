#include "report/columns.h"
#include "report/diff_report.h"
#include "report/json_text.h"
#include "report/request_json.h"

namespace leastwise {
namespace {

OrderedJson ConditionsJson(const Statement& statement) {
  OrderedJson out = OrderedJson::array();
  for (const ConditionEntry& entry : statement.conditions) {
    OrderedJson values = OrderedJson::array();
    for (const Text& value : entry.values) values.push_back(value.value);
    out.push_back(
        {{"operator", entry.op.value}, {"key", entry.key.value}, {"values", std::move(values)}});
  }
  return out;
}

OrderedJson GrantJson(const AddedGrant& grant, const ActionTable& actions, Columns& columns) {
  OrderedJson names = OrderedJson::array();
  for (const ActionId id : grant.actions) names.push_back(actions.Name(id));
  OrderedJson elements = OrderedJson::array();
  for (const Text* element : grant.elements) elements.push_back(element->value);
  OrderedJson out = {{"actions", std::move(names)},
                     {"future_actions", grant.future_actions},
                     {"resource", grant.resource == nullptr ? OrderedJson(nullptr)
                                                            : OrderedJson(grant.resource->value)},
                     {"elements", std::move(elements)},
                     {"conditions", ConditionsJson(*grant.statement)},
                     {"statement", grant.statement->index},
                     {"sid", TextOrNull(grant.statement->sid.value)},
                     {"witness", RequestJson(grant.witness)},
                     {"outside_catalog_types", grant.outside_catalog_types},
                     {"unlisted_keys", grant.unlisted_keys}};
  // Where the reader should look: the resource string, or the statement.
  Location place = grant.statement->location;
  if (grant.resource != nullptr) place = grant.resource->location;
  // FullAWSAccess, which stands beside an SCP, is in no file.
  AddPlaceJson(grant.policy->is_aws_managed ? Location{} : place, columns, out);
  return out;
}

OrderedJson GrantsJson(const PolicyComparison& comparison, const ActionTable& actions,
                       Columns& columns) {
  OrderedJson out = OrderedJson::array();
  for (const AddedGrant& grant : comparison.added) {
    out.push_back(GrantJson(grant, actions, columns));
  }
  return out;
}

OrderedJson ItemJson(const DiffReportItem& item, Columns& columns) {
  const PolicyComparison& added = *item.added;
  return {{"name", item.name},
          {"moved_from", TextOrNull(item.moved_from)},
          {"kind", PolicyKindName(item.kind)},
          {"verdict", ComparisonVerdictName(added.verdict)},
          {"only_future", added.only_future},
          {"has_old", item.has_old},
          {"has_new", item.has_new},
          {"added", GrantsJson(added, *item.actions, columns)},
          {"removed", GrantsJson(*item.removed, *item.actions, columns)},
          {"witness",
           added.added.empty() ? OrderedJson(nullptr) : RequestJson(added.added.front().witness)},
          {"reasons", added.reasons},
          {"internal_errors", added.internal_errors},
          {"notes", added.notes}};
}

}  // namespace

std::string DiffJson(const DiffReport& report) {
  Columns columns(ColumnUnit::kCodePoint);
  OrderedJson out = {{"format", "diff-v1"},
                     {"verdict", ComparisonVerdictName(report.verdict)},
                     {"base", TextOrNull(report.base)},
                     {"files_without_policies", report.files_without_policies},
                     {"comparisons", OrderedJson::array()}};
  for (const DiffReportItem& item : report.items) {
    out["comparisons"].push_back(ItemJson(item, columns));
  }
  return DumpJson(out) + "\n";
}

}  // namespace leastwise
