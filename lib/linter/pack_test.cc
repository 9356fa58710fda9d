#include "linter/pack_test.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "base/file_reader.h"
#include "base/parallel_for.h"
#include "config/config_loader.h"
#include "linter/check.h"

namespace leastwise {
namespace {

constexpr const char* kInputPath = "input.json";
constexpr const char* kConfigPath = ".leastwise.yaml";
constexpr const char* kToday = "2026-01-01";  // when tests are run

struct KindWord {
  std::string_view word;
  PolicyKind kind;
};
constexpr std::array<KindWord, 9> kKindWords = {{
    {"identity-policy", PolicyKind::kIdentity},
    {"identity", PolicyKind::kIdentity},
    {"resource-policy", PolicyKind::kResource},
    {"resource", PolicyKind::kResource},
    {"trust-policy", PolicyKind::kTrust},
    {"trust", PolicyKind::kTrust},
    {"boundary", PolicyKind::kBoundary},
    {"scp", PolicyKind::kServiceControl},
    {"rcp", PolicyKind::kResourceControl},
}};

// The entries of the tested ids with all of their steps: a cell goes to the first step that says
// yes, so a step alone would find what is its neighbour's.
std::vector<bool> EntriesOf(const RuleBook& book, const RuleTest& test) {
  std::vector<bool> enabled(book.rules().size(), false);
  for (const std::string& id : test.ids) {
    const Rule* tested = book.Find(id);
    if (tested == nullptr) continue;
    for (const Rule& rule : book.rules()) {
      if (rule.entry == tested->entry) enabled[rule.index] = true;
    }
  }
  return enabled;
}

std::string_view WithoutQuotes(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::string Describe(const Finding& finding) {
  std::string line = finding.rule->id + " underlines `";
  line.append(WithoutQuotes(finding.primary.location.text())).append("`: ");
  return line + finding.message;
}

bool IsTested(const RuleTest& test, const Finding& finding) {
  return std::find(test.ids.begin(), test.ids.end(), finding.rule->id) != test.ids.end();
}

// What a bad test asks for and the findings do not have.
std::vector<std::string> WhatIsMissing(const RuleTest& test, std::span<const Finding> findings) {
  std::vector<std::string> missing;
  for (const std::string& id : test.ids) {
    if (std::none_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.rule->id == id; })) {
      missing.push_back(id + " is not found");
    }
  }
  if (!missing.empty() || test.ids.empty()) return missing;
  for (const std::string& text : test.at) {
    if (std::none_of(findings.begin(), findings.end(), [&](const Finding& finding) {
          return finding.rule->id == test.ids.front() &&
                 WithoutQuotes(finding.primary.location.text()) == text;
        })) {
      missing.push_back(test.ids.front() + " does not underline `" + text + "`");
    }
  }
  return missing;
}

void Judge(const CheckResult& checked, RuleTestResult* result) {
  const std::vector<Finding>& findings = checked.report.findings;
  if (!checked.FoundAny() && !checked.InputFailed() && findings.empty()) {
    result->details.push_back("the input holds no policy or identity");
  }
  if (result->test.is_good) {
    for (const Finding& finding : findings) {
      if (IsTested(result->test, finding)) result->details.push_back(Describe(finding));
    }
    const bool silent = result->details.empty();
    result->outcome = silent ? RuleTestOutcome::kValidated : RuleTestOutcome::kNoisy;
    return;
  }
  for (std::string& line : WhatIsMissing(result->test, findings)) {
    result->details.push_back(std::move(line));
  }
  if (result->details.empty()) {
    result->outcome = RuleTestOutcome::kReported;
    return;
  }
  result->outcome = RuleTestOutcome::kMissing;
  for (const Finding& finding : findings) result->details.push_back(Describe(finding));
  for (const NotAnalysed& entry : checked.report.not_analysed) {
    result->details.push_back("not analysed: " + entry.reason);
  }
}

// A configuration with the members of a JSON mapping.
Config ConfigWith(std::string_view mapping, std::vector<Error>* errors) {
  MemoryFileReader files;
  files.Add(kConfigPath, "{\"version\": 1, " + std::string(mapping.substr(1)));
  return LoadConfig(kConfigPath, files, errors);
}

// The suppressions of a test, as a configuration beside its input holds them.
Config ConfigOf(const RuleTest& test, std::vector<std::string>* details) {
  std::vector<Error> errors;
  if (test.suppressions.empty()) return {};
  Config config = ConfigWith("{\"suppressions\": " + test.suppressions + "}", &errors);
  for (const Error& error : errors) details->push_back("suppressions: " + error.message);
  return config;
}

RuleTestResult RunOne(const Knowledge& knowledge, RuleTest test) {
  MemoryFileReader reader;
  reader.Add(kInputPath, test.input);
  CheckOptions options;
  options.audience = Audience::kAuditor;
  options.enabled = EntriesOf(knowledge.rules(), test);
  options.input.kind = ParsePolicyKind(test.as);
  const std::array<InputFile, 1> files = {{{kInputPath, true}}};
  RuleTestResult result;
  const Config config = ConfigOf(test, &result.details);
  options.suppressions = config.suppressions;
  options.today = ParseDate(kToday);
  if (!config.suppressions.empty()) options.enabled = {};  // what is suppressed must run as well
  if (const auto audience = ParseAudience(test.audience)) {
    options.audience = *audience;
    options.enabled = {};  // what a reader sees depends on the other rules
  }
  const CheckResult checked = Check(files, knowledge, reader, options);
  result.test = std::move(test);
  Judge(checked, &result);
  return result;
}

// The tests of one configuration: those at `indexes`, whose results go to the same places.
class ConfiguredTests {
 public:
  ConfiguredTests(std::vector<RuleTest>* tests, std::vector<RuleTestResult>* results)
      : tests_(*tests), results_(*results) {}

  void Run(const Knowledge& knowledge, const std::vector<std::size_t>& indexes,
           std::size_t workers) {
    knowledge.rules().WakeAll();  // the runs share the book
    ParallelFor(indexes.size(), workers, [&](std::size_t i, std::size_t) {
      results_[indexes[i]] = RunOne(knowledge, std::move(tests_[indexes[i]]));
    });
  }

  void RunUnder(const std::string& settings, const OpenConfigured& open,
                const std::vector<std::size_t>& indexes, std::size_t workers) {
    std::vector<Error> errors;
    const Config config = ConfigWith(settings, &errors);
    const std::unique_ptr<Knowledge> own = errors.empty() ? open(config) : nullptr;
    if (own != nullptr && own->errors().empty()) return Run(*own, indexes, workers);
    for (const std::size_t index : indexes) {
      results_[index].test = std::move(tests_[index]);
      results_[index].details = {"its `params` or `personas` cannot be set"};
    }
  }

 private:
  std::vector<RuleTest>& tests_;
  std::vector<RuleTestResult>& results_;
};

}  // namespace

std::vector<RuleTestResult> RunRuleTests(const Knowledge& knowledge, const OpenConfigured& open,
                                         std::size_t workers) {
  std::vector<RuleTest> tests = knowledge.Tests();
  std::vector<RuleTestResult> results(tests.size());
  std::map<std::string, std::vector<std::size_t>> by_settings;
  for (std::size_t i = 0; i < tests.size(); ++i) by_settings[tests[i].settings].push_back(i);
  ConfiguredTests run(&tests, &results);
  for (const auto& [settings, indexes] : by_settings) {
    if (settings.empty()) {
      run.Run(knowledge, indexes, workers);
    } else {
      run.RunUnder(settings, open, indexes, workers);
    }
  }
  return results;
}

std::optional<PolicyKind> ParsePolicyKind(std::string_view word) {
  const auto* const found = std::find_if(kKindWords.begin(), kKindWords.end(),
                                         [&](const KindWord& kind) { return kind.word == word; });
  if (found == kKindWords.end()) return std::nullopt;
  return found->kind;
}

}  // namespace leastwise
