#include "report/columns.h"
#include "report/json_text.h"
#include "report/request_json.h"
#include "report/ruling_report.h"

namespace leastwise {
namespace {

std::string_view VerdictWord(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllowed:
      return "allowed";
    case Verdict::kImplicitlyDenied:
      return "implicitly-denied";
    case Verdict::kExplicitlyDenied:
      return "explicitly-denied";
    case Verdict::kUnknown:
      break;
  }
  return "cannot-tell";
}

std::string_view TruthWord(Truth truth) {
  return truth == Truth::kYes ? "yes" : truth == Truth::kNo ? "no" : "unknown";
}

OrderedJson StatementJson(const StatementRuling& ruling, Columns& columns) {
  const Statement& statement = *ruling.statement;
  OrderedJson out = {{"layer", PolicyLayerName(ruling.layer)},
                     {"policy", TextOrNull(ruling.policy->name)},
                     {"container", TextOrNull(ruling.policy->container)},
                     {"statement", statement.index},
                     {"sid", TextOrNull(statement.sid.value)},
                     {"effect", statement.effect == Effect::kDeny ? "Deny" : "Allow"},
                     {"applies", TruthWord(ruling.Applies())},
                     {"principal", TruthWord(ruling.principal)},
                     {"action", TruthWord(ruling.action)},
                     {"resource", TruthWord(ruling.resource)},
                     {"condition", TruthWord(ruling.condition)}};
  AddPlaceJson(statement.location, columns, out);
  return out;
}

}  // namespace

std::string RulingJson(const RulingReport& report) {
  const Ruling& ruling = *report.ruling;
  Columns columns(ColumnUnit::kCodePoint);
  OrderedJson out = {{"format", "can-v1"},
                     {"verdict", VerdictWord(ruling.verdict)},
                     {"reason", ruling.reason},
                     {"request", RequestJson(*report.request)},
                     {"missing_keys", ruling.missing_keys},
                     {"readings", OrderedJson::array()},
                     {"statements", OrderedJson::array()},
                     {"notes", OrderedJson::array()}};
  for (const Reading reading : ruling.readings) out["readings"].push_back(ReadingText(reading));
  for (const StatementRuling& statement : ruling.statements) {
    out["statements"].push_back(StatementJson(statement, columns));
  }
  for (const std::string& note : report.notes) out["notes"].push_back(note);
  return DumpJson(out) + "\n";
}

}  // namespace leastwise
