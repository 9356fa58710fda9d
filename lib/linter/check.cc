#include "linter/check.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <tuple>
#include <utility>

#include "base/arena.h"
#include "base/parallel_for.h"
#include "engine/finding_builder.h"
#include "engine/fingerprint.h"
#include "iam/action_table.h"
#include "iam/inventory.h"
#include "linter/guardrail_fold.h"
#include "linter/managed_policy_library.h"
#include "linter/path_namer.h"
#include "linter/suppress.h"
#include "tree/json_reader.h"

namespace leastwise {

struct CheckResult::Memory {
  Memory(const ActionCatalog& catalog, const ManagedPolicies& managed_policies)
      : actions(catalog), managed(managed_policies) {}

  std::vector<std::unique_ptr<SourceFile>> files;
  ActionTable actions;
  ManagedPolicyLibrary managed;
  Inventory inventory;
  std::optional<DocumentIndex> documents;  // made when a suppression is bound to a statement
  SuppressResult suppressed;
  Inventory complaints;  // about suppressions
  Inventory notes;       // that stand for findings
};

CheckResult::CheckResult() = default;
CheckResult::~CheckResult() = default;
CheckResult::CheckResult(CheckResult&&) noexcept = default;
CheckResult& CheckResult::operator=(CheckResult&&) noexcept = default;

bool CheckResult::HasFailing(const FailOn& fail_on) const {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
    return finding.disposition == Disposition::kActive &&
           finding.rule->severity >= fail_on.severity && finding.confidence >= fail_on.confidence;
  });
}

std::vector<PolicyStatistics> CheckResult::Statistics(std::size_t workers) const {
  std::vector<PolicyStatistics> out;
  if (memory_ == nullptr) return out;
  for (const Policy* policy : memory_->inventory.policies()) out.push_back({policy, {}});
  ParallelFor(out.size(), workers, [&](std::size_t i, std::size_t) {
    out[i].permissiveness = PermissivenessOf(*out[i].policy, memory_->actions);
  });
  std::stable_sort(out.begin(), out.end(),
                   [](const PolicyStatistics& a, const PolicyStatistics& b) {
                     return a.permissiveness.score > b.permissiveness.score;
                   });
  return out;
}

std::string CheckResult::ContentOf(const Finding& finding) const {
  const Location& place = finding.primary.location;
  if (!memory_->documents) memory_->documents.emplace(memory_->inventory);
  const Policy* policy = memory_->documents->Find(place);
  if (policy != nullptr && finding.statement) {
    for (const Statement& statement : policy->statements) {
      if (statement.index == *finding.statement) return StatementContent(statement);
    }
  }
  return TextContent(place.text());
}

namespace {

// How one file came out.
struct FileOutcome {
  std::unique_ptr<SourceFile> file;  // null where nothing points into it
  std::optional<Error> error;        // it could not be opened
  ReadOutcome outcome = ReadOutcome::kNoPolicy;
};

// Neighbouring files that one worker reads into one inventory: a folder of 20,000 small files must
// not cost 20,000 arenas. The size has no influence on the result, since inventories are merged in
// the order of the files.
std::size_t ChunkSize(std::size_t files, std::size_t workers) {
  constexpr std::size_t kChunksPerWorker = 8;
  constexpr std::size_t kMostFiles = 64;
  return std::clamp<std::size_t>(files / (std::max<std::size_t>(workers, 1) * kChunksPerWorker), 1,
                                 kMostFiles);
}

bool IsListedBefore(const NotAnalysed& a, const NotAnalysed& b) {
  return std::tie(a.path, a.at.line, a.at.column, a.pointer, a.reason) <
         std::tie(b.path, b.at.line, b.at.column, b.pointer, b.reason);
}

// No file is both configuration and input, so that places within one need not be compared.
bool HasLesserPath(const Finding& a, const Finding& b) {
  const SourceFile* left = a.primary.location.file;
  const SourceFile* right = b.primary.location.file;
  if (left == nullptr || right == nullptr) return left == nullptr && right != nullptr;
  return left->path() < right->path();
}

// Of all findings of a rule: they are for the rule's audience or a narrower one, and as sure as the
// rule or less. Active: it depends on the finding.
Disposition DispositionOf(const Rule& rule, const CheckOptions& options) {
  if (rule.audience > options.audience) return Disposition::kHiddenByAudience;
  const bool is_below =
      rule.severity < options.min_severity || rule.confidence < options.min_confidence;
  return is_below ? Disposition::kBelowThreshold : Disposition::kActive;
}

Disposition DispositionOf(const Finding& finding, const CheckOptions& options) {
  const Disposition of_rule = DispositionOf(*finding.rule, options);
  if (of_rule != Disposition::kActive) return of_rule;
  if (finding.audience > options.audience) return Disposition::kHiddenByAudience;
  const bool is_below = finding.confidence < options.min_confidence;
  return is_below ? Disposition::kBelowThreshold : Disposition::kActive;
}

}  // namespace

class Checker {
 public:
  Checker(std::span<const InputFile> files, const Knowledge& knowledge, const FileReader& reader,
          const CheckOptions& options)
      : files_(files),
        knowledge_(knowledge),
        reader_(reader),
        options_(options),
        namer_(options.root) {}

  CheckResult Run() {
    result_.memory_ =
        std::make_unique<CheckResult::Memory>(knowledge_.catalog(), knowledge_.managed_policies());
    Stopwatch watch;
    ReadAll();
    watch.Lap("read");
    Link(memory().inventory, memory().actions, memory().managed, options_.workers);
    watch.Lap("link");
    result_.phases = watch.laps();
    EvaluateRules();
    ApplySuppressions();
    ApplyBaseline();
    FoldFamilies();
    CountPolicies();
    DescribeRun();
    return std::move(result_);
  }

 private:
  CheckResult::Memory& memory() { return *result_.memory_; }

  void ReadAll() {
    const std::size_t chunk_size = ChunkSize(files_.size(), options_.workers);
    const std::size_t chunks = (files_.size() + chunk_size - 1) / chunk_size;
    std::vector<FileOutcome> outcomes(files_.size());
    std::vector<Inventory> inventories(chunks);
    PerWorker<Worker> workers(std::min(options_.workers, chunks + 1));
    const std::size_t inner =
        std::max<std::size_t>(options_.workers / std::max<std::size_t>(chunks, 1), 1);
    ParallelFor(chunks, workers.size(), [&](std::size_t chunk, std::size_t worker) {
      const std::size_t end = std::min(files_.size(), (chunk + 1) * chunk_size);
      for (std::size_t i = chunk * chunk_size; i < end; ++i) {
        outcomes[i] = ReadOne(files_[i], inner, workers[worker], inventories[chunk]);
      }
    });
    for (Inventory& inventory : inventories) memory().inventory.Merge(std::move(inventory));
    for (std::size_t i = 0; i < files_.size(); ++i) Count(files_[i], std::move(outcomes[i]));
  }

  // What one worker keeps from file to file.
  struct Worker {
    JsonReader reader;
    Arena scratch;
  };

  // `inner`: how many threads may share the elements of a large file.
  FileOutcome ReadOne(const InputFile& input, std::size_t inner, Worker& worker,
                      Inventory& inventory) const {
    FileOutcome result;
    Result<std::unique_ptr<SourceFile>> file = reader_.Read(input.path);
    if (!file) {
      result.error = file.error();
      result.outcome = ReadOutcome::kFailed;
      return result;
    }
    InputOptions input_options = options_.input;
    input_options.named = input.named;
    const std::size_t problems = inventory.problems().size();
    result.outcome =
        ReadInput(**file, input_options, worker.reader, worker.scratch, &inventory, inner);
    const bool is_pointed_at =
        result.outcome == ReadOutcome::kPolicies || inventory.problems().size() != problems;
    if (is_pointed_at) result.file = *std::move(file);
    return result;
  }

  void Count(const InputFile& input, FileOutcome outcome) {
    Summary& summary = result_.report.summary;
    ++summary.files;
    switch (outcome.outcome) {
      case ReadOutcome::kPolicies:
        ++summary.files_with_policies;
        break;
      case ReadOutcome::kNoPolicy:
      case ReadOutcome::kNotParsed:
        ++summary.files_skipped;
        break;
      case ReadOutcome::kFailed:
        ++summary.files_failed;
        break;
    }
    if (outcome.file != nullptr) memory().files.push_back(std::move(outcome.file));
    if (!outcome.error) return;
    memory().inventory.Add(NotAnalysed{input.path, {}, outcome.error->message, {}});
    result_.errors.push_back(*std::move(outcome.error));
  }

  EvaluationOptions RuleOptions() const {
    EvaluationOptions options;
    options.enabled = options_.enabled;
    options.workers = options_.workers;
    options.moved_fingerprints = options_.moved_fingerprints;
    options.time_rules = options_.time_rules;
    if (!options_.root.empty()) {
      options.name_of = [this](const std::string& path) {
        std::string name = namer_.NameOf(path);
        return name == path ? std::string() : name;
      };
    }
    return options;
  }

  std::vector<bool> UnseenRules() const {
    const bool all_are_needed = !options_.suppressions.empty() || options_.baseline != nullptr;
    if (!options_.count_unseen || all_are_needed) return {};
    std::vector<bool> unseen;
    for (const Rule& rule : knowledge_.rules().rules()) {
      unseen.push_back(DispositionOf(rule, options_) != Disposition::kActive);
    }
    return unseen;
  }

  void EvaluateRules() {
    EvaluationOptions options = RuleOptions();
    options.only_counted = UnseenRules();
    EvaluationResult evaluated =
        Evaluate(knowledge_.rules(), memory().inventory, memory().actions, options);
    for (std::size_t i = 0; i < evaluated.counts.size(); ++i) {
      if (evaluated.counts[i] == 0) continue;
      const Rule& rule = knowledge_.rules().rules()[i];
      result_.report.counted.push_back({&rule, DispositionOf(rule, options_), evaluated.counts[i]});
    }
    ParallelFor(evaluated.findings.size(), options_.workers, [&](std::size_t i, std::size_t) {
      Finding& finding = evaluated.findings[i];
      finding.disposition = DispositionOf(finding, options_);
      if (IsActiveGuardrail(finding)) has_guardrails_ = true;
    });
    result_.phases.insert(result_.phases.end(), evaluated.phases.begin(), evaluated.phases.end());
    result_.rule_times = std::move(evaluated.rule_times);
    result_.exact_questions = evaluated.exact_questions;
    Report& report = result_.report;
    report.findings = std::move(evaluated.findings);
    report.summary.cannot_tell = evaluated.cannot_tell;
    report.summary.superseded = evaluated.superseded;
  }

  // What is wrong with the entries are findings like any others, in files of the configuration.
  void ApplySuppressions() {
    if (options_.suppressions.empty()) return;
    std::vector<Finding>& findings = result_.report.findings;
    SuppressInputs inputs;
    inputs.suppressions = options_.suppressions;
    inputs.today = options_.today;
    inputs.rules = &knowledge_.rules();
    inputs.enabled = &options_.enabled;
    inputs.files = files_;
    inputs.is_whole = result_.report.summary.files_failed == 0;
    inputs.content_of = [this](const Finding& finding) { return result_.ContentOf(finding); };
    memory().suppressed = Suppress(inputs, findings);
    result_.unused = memory().suppressed.unused;
    for (const Problem& problem : memory().suppressed.problems) memory().complaints.Add(problem);
    EvaluationResult evaluated =
        Evaluate(knowledge_.rules(), memory().complaints, memory().actions, RuleOptions());
    const auto first = static_cast<std::ptrdiff_t>(findings.size());
    for (Finding& finding : evaluated.findings) {
      finding.disposition = DispositionOf(finding, options_);
      findings.push_back(std::move(finding));
    }
    std::inplace_merge(findings.begin(), findings.begin() + first, findings.end(), HasLesserPath);
  }

  void ApplyBaseline() {
    if (options_.baseline == nullptr) return;
    Report& report = result_.report;
    report.has_baseline = true;
    std::vector<std::string_view> there;
    for (Finding& finding : report.findings) {
      there.emplace_back(finding.fingerprint);
      const bool is_known = options_.baseline->Has(finding.fingerprint);
      if (is_known && finding.disposition == Disposition::kActive) {
        finding.disposition = Disposition::kInBaseline;
      }
    }
    std::sort(there.begin(), there.end());
    std::vector<std::string> names;
    for (const InputFile& file : files_) names.push_back(namer_.NameOf(file.path));
    std::sort(names.begin(), names.end());
    for (const BaselineEntry& entry : options_.baseline->entries()) {
      const bool was_read = std::binary_search(names.begin(), names.end(), entry.path);
      if (was_read && !std::binary_search(there.begin(), there.end(), entry.fingerprint)) {
        ++result_.fixed;
      }
    }
  }

  // Where no cap is in the input, one note stands for what a cap could give as well. Readers who
  // want more than the regular see each, as do those who do not ask for the note's rule. No
  // threshold is put to the note: what it stands for has passed them.
  void FoldFamilies() {
    if (options_.audience > Audience::kRegular || !has_guardrails_) return;
    if (HasCap(memory().inventory)) return;
    std::vector<Finding>& findings = result_.report.findings;
    const std::optional<Problem> problem = SummariseGuardrails(findings);
    if (!problem) return;
    memory().notes.Add(*problem);
    EvaluationResult evaluated =
        Evaluate(knowledge_.rules(), memory().notes, memory().actions, RuleOptions());
    if (evaluated.findings.empty()) return;
    FoldGuardrails(findings);
    for (Finding& note : evaluated.findings) {
      note.stands_for_others = true;
      InsertNote(std::move(note), &findings);
    }
  }

  void CountPolicies() {
    Summary& summary = result_.report.summary;
    const Inventory& inventory = memory().inventory;
    summary.identities = inventory.identities().size();
    summary.analysed = inventory.policies().size();
    summary.statements = inventory.statement_count();
    summary.policies = summary.analysed;
    for (const NotAnalysed& entry : inventory.not_analysed()) {
      if (!entry.pointer.empty()) ++summary.policies;  // else it is a file, not a policy in it
    }
    std::vector<NotAnalysed>& listed = result_.report.not_analysed;
    listed.assign(inventory.not_analysed().begin(), inventory.not_analysed().end());
    std::sort(listed.begin(), listed.end(), IsListedBefore);
  }

  void DescribeRun() {
    Report& report = result_.report;
    for (const Rule& rule : knowledge_.rules().rules()) {
      if (options_.enabled.empty() || options_.enabled[rule.index]) report.rules.push_back(&rule);
    }
    for (const auto& file : memory().files) report.files.push_back(file.get());
    report.tool_version = options_.tool_version;
    report.pack_versions = knowledge_.rules().PackVersions();
    report.catalog_date = std::string(knowledge_.catalog().date());
  }

  const std::span<const InputFile> files_;
  const Knowledge& knowledge_;
  const FileReader& reader_;
  const CheckOptions& options_;
  const PathNamer namer_;
  std::atomic<bool> has_guardrails_{false};  // some finding may be folded
  CheckResult result_;
};

CheckResult Check(std::span<const InputFile> files, const Knowledge& knowledge,
                  const FileReader& reader, const CheckOptions& options) {
  return Checker(files, knowledge, reader, options).Run();
}

}  // namespace leastwise
