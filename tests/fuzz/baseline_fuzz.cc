#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engine/baseline.h"
#include "report/baseline_text.h"
#include "require.h"

// The bytes as a baseline: every mistake has words and a place in the file; one without mistakes
// is written and read again, and is the same.

namespace leastwise {
namespace {

void Read(std::string_view text) {
  const auto file = SourceFile::FromString("baseline.json", text);
  std::vector<Error> errors;
  const Baseline baseline = Baseline::Read(*file, &errors);
  RequireGoodErrors(errors, *file);
  if (!errors.empty()) return;
  const auto written = SourceFile::FromString("again.json", BaselineText(baseline, "1", "core 1"));
  const Baseline again = Baseline::Read(*written, &errors);
  Require(errors.empty(), "what is written can be read");
  Require(again.entries().size() == baseline.entries().size(), "no entry is lost");
  for (const BaselineEntry& entry : baseline.entries()) {
    Require(again.Has(entry.fingerprint), "every fingerprint is found again");
  }
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  leastwise::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
