#ifndef LEASTWISE_REPORT_REQUEST_JSON_H_
#define LEASTWISE_REPORT_REQUEST_JSON_H_

#include <string_view>

#include "access/request.h"
#include "base/source_file.h"
#include "report/columns.h"
#include "report/json_text.h"

namespace leastwise {

// A text, or null where it is empty.
OrderedJson TextOrNull(std::string_view text);

// `path`, `line`, `column`, `end_line` and `end_column`; null where there is no place.
void AddPlaceJson(const Location& location, Columns& columns, OrderedJson& out);

// A request as the JSON of `can` and `diff` shows it.
OrderedJson RequestJson(const Request& request);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_REQUEST_JSON_H_
