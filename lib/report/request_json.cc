#include "report/request_json.h"

namespace leastwise {

OrderedJson TextOrNull(std::string_view text) {
  return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
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
