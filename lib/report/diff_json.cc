#include "report/columns.h"
#include "report/diff_report.h"
#include "report/grant_json.h"
#include "report/json_text.h"
#include "report/request_json.h"

namespace leastwise {
namespace {

OrderedJson GrantsJson(const PolicyComparison& comparison, const ActionTable& actions,
                       Columns& columns) {
  OrderedJson out = OrderedJson::array();
  for (const AddedGrant& grant : comparison.added) {
    out.push_back(GrantJson(grant, actions, columns));
  }
  return out;
}

OrderedJson IdentityJson(const Identity& identity) {
  return {{"kind", IdentityKindName(identity.kind)},
          {"name", TextOrNull(identity.name.value)},
          {"arn", TextOrNull(identity.arn)}};
}

OrderedJson ItemJson(const DiffReportItem& item, Columns& columns) {
  const PolicyComparison& added = *item.added;
  return {
      {"name", item.name},
      {"moved_from", TextOrNull(item.moved_from)},
      {"identity", item.identity == nullptr ? OrderedJson(nullptr) : IdentityJson(*item.identity)},
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
