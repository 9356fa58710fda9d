#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_loader.h"
#include "config/suppression_edit.h"
#include "require.h"

// The bytes as a configuration: every mistake has words and a place in the file. One without
// mistakes takes another suppression and gives it back, and loses the ones that it has, without a
// change of what else it says.

namespace leastwise {
namespace {

constexpr const char* kFile = ".leastwise.yaml";

Config Load(std::string_view text, std::vector<Error>* errors) {
  MemoryFileReader files;
  files.Add(kFile, std::string(text));
  return LoadConfig(kFile, files, errors);
}

void RequireSame(const Config& a, const Config& b) {
  Require(a.select.size() == b.select.size() && a.exclude.size() == b.exclude.size() &&
              a.packs.size() == b.packs.size() && a.params.size() == b.params.size() &&
              a.overrides.size() == b.overrides.size() && a.baseline.value == b.baseline.value &&
              a.fail_on.value.severity == b.fail_on.value.severity,
          "an edit leaves the rest as it was");
}

void Edit(const Config& config) {
  const SourceFile& file = *config.nearest();
  const std::vector<NewSuppression> entries = {
      {"LW1003", "a \"b\"\n.json", "", "", "because it is so", "2027-03-31"}};
  if (const Result<std::string> more = WithSuppressions(&file, entries)) {
    std::vector<Error> errors;
    const Config changed = Load(*more, &errors);
    Require(errors.empty(), "an added entry can be read");
    Require(changed.suppressions.size() == config.suppressions.size() + 1, "one entry is added");
    Require(changed.suppressions.back().path.text == entries[0].path,
            "the entry says what it said");
    RequireSame(config, changed);
  }
  std::vector<const Suppression*> all;
  for (const Suppression& one : config.suppressions) all.push_back(&one);
  if (const Result<std::string> none = WithoutSuppressions(file, all); none && !all.empty()) {
    std::vector<Error> errors;
    const Config changed = Load(*none, &errors);
    Require(errors.empty(), "what is left can be read");
    Require(changed.suppressions.empty(), "no entry is left");
    RequireSame(config, changed);
  }
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<leastwise::Error> errors;
  const leastwise::Config config =
      leastwise::Load({reinterpret_cast<const char*>(data), size}, &errors);
  leastwise::Require(config.nearest() != nullptr, "the file is kept");
  leastwise::RequireGoodErrors(errors, *config.nearest());
  if (errors.empty()) leastwise::Edit(config);
  return 0;
}
