#include "report/assert_report.h"
#include "report/columns.h"
#include "report/grant_json.h"
#include "report/json_text.h"
#include "report/request_json.h"

namespace leastwise {
namespace {

// What stands in the way of a request that should be allowed.
OrderedJson ObstaclesJson(const AddedGrant& grant, Columns& columns) {
  OrderedJson out = OrderedJson::array();
  for (const Statement* statement : grant.old_statements) {
    OrderedJson one = {{"effect", statement->effect == Effect::kDeny ? "Deny" : "Allow"},
                       {"statement", statement->index},
                       {"sid", TextOrNull(statement->sid.value)}};
    AddPlaceJson(statement->location, columns, one);
    out.push_back(std::move(one));
  }
  return out;
}

OrderedJson ViolationJson(const AssertReportItem& item, const AssertReportViolation& violation,
                          Columns& columns) {
  OrderedJson expected = OrderedJson::object();
  AddPlaceJson(violation.expected, columns, expected);
  const AddedGrant& grant = *violation.grant;
  OrderedJson out = {{"witness", RequestJson(grant.witness)}, {"expected", std::move(expected)}};
  // The statement of what should be allowed is made up: it stands nowhere.
  out["grant"] =
      item.wants_access ? OrderedJson(nullptr) : GrantJson(grant, *item.actions, columns);
  out["obstacles"] = item.wants_access ? ObstaclesJson(grant, columns) : OrderedJson::array();
  return out;
}

OrderedJson ItemJson(const AssertReportItem& item, Columns& columns) {
  OrderedJson violations = OrderedJson::array();
  for (const AssertReportViolation& violation : item.violations) {
    violations.push_back(ViolationJson(item, violation, columns));
  }
  return {{"demand", item.demand},
          {"policy", item.policy},
          {"kind", PolicyKindName(item.kind)},
          {"verdict", AssertVerdictName(item.comparison->verdict)},
          {"only_future", item.comparison->only_future},
          {"violations", std::move(violations)},
          {"reasons", item.comparison->reasons},
          {"internal_errors", item.comparison->internal_errors},
          {"notes", item.comparison->notes}};
}

OrderedJson ExpectationJson(const AssertReportExpectation& one, Columns& columns) {
  OrderedJson out = {{"name", one.name}, {"verdict", AssertVerdictName(one.verdict())}};
  AddPlaceJson(one.where, columns, out);
  OrderedJson items = OrderedJson::array();
  for (const AssertReportItem& item : one.items) items.push_back(ItemJson(item, columns));
  out["answers"] = std::move(items);
  return out;
}

}  // namespace

std::string AssertJson(const AssertReport& report) {
  Columns columns(ColumnUnit::kCodePoint);
  OrderedJson expectations = OrderedJson::array();
  for (const AssertReportExpectation& one : report.expectations) {
    expectations.push_back(ExpectationJson(one, columns));
  }
  const OrderedJson out = {{"format", "assert-v1"},
                           {"verdict", AssertVerdictName(report.verdict())},
                           {"expectations", std::move(expectations)}};
  return DumpJson(out) + "\n";
}

}  // namespace leastwise
