#include "report/request_json.h"

#include "report/report_path.h"

namespace leastwise {

OrderedJson TextOrNull(std::string_view text) {
  return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
}

void AddPlaceJson(const Location& location, Columns& columns, OrderedJson& out) {
  if (!location.valid()) {
    for (const char* key : {"path", "line", "column", "end_line", "end_column"}) {
      out[key] = nullptr;
    }
    return;
  }
  const LineColumn begin = columns.At(*location.file, location.span.begin);
  const LineColumn end = columns.At(*location.file, location.span.end);
  out["path"] = ReportPath(location.file->path(), {});
  out["line"] = begin.line;
  out["column"] = begin.column;
  out["end_line"] = end.line;
  out["end_column"] = end.column;
}

OrderedJson RequestJson(const Request& request) {
  OrderedJson context = OrderedJson::object();
  for (const auto& [key, values] : request.context) context[key] = values;
  return {{"principal", TextOrNull(request.principal)},
          {"action", request.action},
          {"resource", request.resource},
          {"account", TextOrNull(request.account)},
          {"context", std::move(context)},
          {"context_is_complete", request.is_context_complete}};
}

}  // namespace leastwise
