#include "support/checked.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>

#include "base/file_reader.h"
#include "linter/check.h"
#include "linter/shipped_fixture.h"

namespace leastwise::testing {

std::vector<std::string> Checked::Ids() const {
  std::vector<std::string> ids;
  for (const Found& item : found) ids.push_back(item.id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

const Found* Checked::Find(std::string_view id) const {
  const auto at =
      std::find_if(found.begin(), found.end(), [&](const Found& f) { return f.id == id; });
  return at == found.end() ? nullptr : &*at;
}

bool Checked::Has(std::string_view id, std::string_view underlined) const {
  return std::any_of(found.begin(), found.end(), [&](const Found& item) {
    return item.id == id && item.underlined == underlined;
  });
}

Checked CheckText(std::string_view json, Audience audience, std::optional<PolicyKind> kind) {
  MemoryFileReader files;
  const std::unique_ptr<Knowledge> knowledge = Knowledge::Open(LinkedData(), {}, files);
  files.Add("input.json", std::string(json));
  CheckOptions options;
  options.audience = audience;
  options.input.kind = kind;
  const std::vector<InputFile> inputs = {{"input.json", true}};
  const CheckResult result = Check(inputs, *knowledge, files, options);

  Checked checked;
  checked.statements = result.report.summary.statements;
  checked.not_analysed = result.report.not_analysed.size();
  for (const Finding& finding : result.report.findings) {
    if (finding.disposition != Disposition::kActive) continue;
    std::string_view text = finding.primary.location.text();
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
      text = text.substr(1, text.size() - 2);
    }
    checked.found.push_back({finding.rule->id, finding.rule->severity, std::string(text),
                             finding.message, finding.containers, finding.statement});
  }
  return checked;
}

std::string ReadTestData(std::string_view path) {
  std::ifstream in(std::string(LEASTWISE_SOURCE_DIR) + "/testdata/" + std::string(path));
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string ManagedPolicyDocument(std::string_view name) {
  MemoryFileReader files;
  const std::unique_ptr<Knowledge> knowledge = Knowledge::Open(LinkedData(), {}, files);
  const auto policy = knowledge->managed_policies().Find(name);
  return policy ? std::string(policy->document) : std::string();
}

}  // namespace leastwise::testing
