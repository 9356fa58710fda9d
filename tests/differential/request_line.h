#ifndef LEASTWISE_TESTS_DIFFERENTIAL_REQUEST_LINE_H_
#define LEASTWISE_TESTS_DIFFERENTIAL_REQUEST_LINE_H_

#include <nlohmann/json.hpp>
#include <string>

// One request with the documents that decide about it, as a line of JSON:
//   { id, policies: [doc…], boundary?: [doc], scp?: [[doc…]…], rcp?: [[doc…]…],
//     resourcePolicy?: doc, session?: doc, action, resource, principal?, account?,
//     context?: { key: "v" | ["v", …] } }
// `scp` and `rcp` list the documents of each level; a list of documents alone is one level.

namespace leastwise::testing {

// { id, answer, reason, keys?, readings? }; `answer` is "Allowed", "ImplicitlyDenied",
// "ExplicitlyDenied", "Unknown", or "error" for a document that is no JSON object.
nlohmann::ordered_json AnswerLine(const std::string& line);

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_DIFFERENTIAL_REQUEST_LINE_H_
