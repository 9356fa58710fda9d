#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "knowledge/blobs.h"
#include "knowledge/pack_blob.h"
#include "linter/check.h"
#include "linter/knowledge.h"
#include "report/reporter.h"

// The whole lint in memory: the bytes as one named file, through every rule at every audience, into
// every report. Whatever the bytes are, the run ends and each report is written; a file that is
// rejected says so.

namespace leastwise {
namespace {

std::unique_ptr<Knowledge> OpenLinked() {
  ShippedData data;
  data.catalog = CatalogBlob();
  data.managed_policies = ManagedPoliciesBlob();
  if (const Result<std::vector<PackView>> packs = ReadPackBlob(PacksBlob())) {
    for (const PackView& pack : *packs) {
      data.packs.push_back({pack.name, pack.matching, pack.prose});
    }
  }
  data.sheet = SheetBlob();
  std::unique_ptr<Knowledge> knowledge = Knowledge::Open(data, {}, MemoryFileReader());
  if (!knowledge->errors().empty()) std::abort();
  knowledge->LoadProse();
  return knowledge;
}

void Lint(const Knowledge& knowledge, std::string_view text) {
  MemoryFileReader files;
  files.Add("input.json", std::string(text));
  CheckOptions options;
  options.audience = Audience::kAuditor;
  const InputFile input{"input.json", true};
  const CheckResult result = Check({&input, 1}, knowledge, files, options);
  for (const Finding& finding : result.report.findings) {
    const Location& place = finding.primary.location;
    if (place.valid() && place.span.end > place.file->text().size()) std::abort();
  }
  for (const Reporter& reporter : Reporters()) {
    // SARIF begins with the pages of all rules, which cost more than all the rest and are always
    // the same: it is written for an eighth of the inputs.
    if (reporter.name == "sarif" && text.size() % 8 != 0) continue;
    std::size_t written = 0;
    const Result<bool> done =
        reporter.write(result.report, knowledge.rules(), {},
                       [&](std::string_view part) { written += part.size(); });
    if (!done.has_value()) std::abort();
  }
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<leastwise::Knowledge> knowledge = leastwise::OpenLinked();
  leastwise::Lint(*knowledge, {reinterpret_cast<const char*>(data), size});
  return 0;
}
