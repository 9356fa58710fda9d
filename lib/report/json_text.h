#ifndef LEASTWISE_REPORT_JSON_TEXT_H_
#define LEASTWISE_REPORT_JSON_TEXT_H_

#include <nlohmann/json.hpp>
#include <string>

// Private to the JSON formats: slow to compile, so no other header includes it.

namespace leastwise {

using OrderedJson = nlohmann::ordered_json;

// One value on one line, in ASCII; bytes that are no UTF-8 become U+FFFD, so this cannot fail.
inline std::string DumpJson(const OrderedJson& value) {
  return value.dump(-1, ' ', true, OrderedJson::error_handler_t::replace);
}

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_JSON_TEXT_H_
