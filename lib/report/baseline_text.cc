#include "report/baseline_text.h"

#include "report/json_text.h"

namespace leastwise {

std::string BaselineText(const Baseline& baseline, std::string_view tool_version,
                         std::string_view pack_versions) {
  std::string out = "{\"format\":\"leastwise-baseline-1\",\n\"fingerprints\":\"lw1\",\n";
  out += "\"tool\":" + DumpJson(OrderedJson(std::string(tool_version))) + ",\n";
  out += "\"packs\":" + DumpJson(OrderedJson(std::string(pack_versions))) + ",\n";
  out += "\"findings\":[";
  std::string_view separator = "\n";
  for (const BaselineEntry& entry : baseline.entries()) {
    const OrderedJson line = {{"fingerprint", entry.fingerprint},
                              {"moved", entry.moved},
                              {"rule", entry.rule},
                              {"path", entry.path},
                              {"sid", entry.sid},
                              {"message", entry.message}};
    out.append(separator).append(DumpJson(line));
    separator = ",\n";
  }
  return out + (baseline.entries().empty() ? "]}\n" : "\n]}\n");
}

}  // namespace leastwise
