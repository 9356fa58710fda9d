#ifndef LEASTWISE_REPORT_SARIF_RULES_H_
#define LEASTWISE_REPORT_SARIF_RULES_H_

#include "engine/finding.h"
#include "report/json_text.h"
#include "report/sarif_reporter.h"

namespace leastwise {

// Names of a rule's message strings; a result says which one its text comes from. The first two
// stand in rules whose message has placeholders, T is that message; the others take any text.
inline constexpr const char* kSarifMessage = "default";       // "T."
inline constexpr const char* kSarifMessageLinked = "linked";  // "T. links."
inline constexpr const char* kSarifVerbatim = "verbatim";     // "{0}."
inline constexpr const char* kSarifVerbatimLinked = "verbatimLinked";

// The `tool` of a run: the driver with all rules that ran, whether they found something or not, so
// that runs can be compared, and the packs as extensions. Rules carry what GitHub code scanning
// sorts by: security-severity, precision and at most ten tags.
OrderedJson SarifTool(const Report& report, const ProseOf& prose);

// "s3-read-any-bucket" → "S3ReadAnyBucket".
std::string PascalCase(std::string_view kebab);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_SARIF_RULES_H_
