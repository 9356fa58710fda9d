#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engine/baseline.h"
#include "report/baseline_text.h"

// The bytes as a baseline: every mistake has words and a place in the file; one without mistakes
// is written and read again, and is the same.

namespace leastwise {
namespace {

void Require(bool holds, const char* fact) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", fact);
  std::abort();
}

void Read(std::string_view text) {
  const auto file = SourceFile::FromString("baseline.json", text);
  std::vector<Error> errors;
  const Baseline baseline = Baseline::Read(*file, &errors);
  for (const Error& error : errors) {
    Require(!error.message.empty(), "an error says what is wrong");
    Require(error.kind == ErrorKind::kPack, "a mistake is the file's");
    Require(error.where.has_value() && error.where->at.line >= 1 &&
                error.where->at.line <= file->line_count(),
            "a mistake has a place in the file");
  }
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
