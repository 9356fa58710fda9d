#include "engine/evaluator.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/parallel_for.h"
#include "engine/document_reviews.h"
#include "engine/entry_choice.h"
#include "engine/finding_builder.h"
#include "engine/finding_order.h"
#include "engine/match_run.h"
#include "engine/raw_finding.h"
#include "engine/subject_links.h"

namespace leastwise {
namespace {

// What makes two raw findings of different subjects the same finding.
const void* ObjectOf(const RawFinding& raw) {
  if (raw.hit.evidence) return raw.hit.evidence->statement;
  if (raw.hit.problem != nullptr) return raw.hit.problem;
  if (raw.hit.text) return raw.hit.text->object;
  if (!raw.holders.empty()) return raw.holders.front();
  return raw.subject;
}

// Where its place will most likely be; null: not known.
const SourceFile* FileOf(const RawFinding& raw) {
  if (raw.hit.evidence) return raw.hit.evidence->policy->location.file;
  if (raw.hit.problem != nullptr) return raw.hit.problem->where.file;
  if (raw.hit.text) return raw.hit.text->place.file;
  return raw.holders.empty() ? nullptr : raw.holders.front()->location.file;
}

// What a finding that gets no words is counted by.
struct CountedFinding {
  std::uint32_t rule = 0;
  const void* object = nullptr;
  const RunSubject* subject = nullptr;
};

// What was found on one subject, each finding on its own, so that it can go when it has its words.
struct Found {
  Found() = default;
  Found(SubjectFindings all, const std::vector<bool>& only_counted)
      : cannot_tell(all.cannot_tell), superseded(all.superseded) {
    for (RawFinding& raw : all.findings) {
      if (!only_counted.empty() && only_counted[raw.rule]) {
        counted.push_back({raw.rule, ObjectOf(raw), raw.subject});
      } else {
        findings.push_back(std::make_unique<RawFinding>(std::move(raw)));
      }
    }
  }

  std::vector<std::unique_ptr<RawFinding>> findings;
  std::vector<CountedFinding> counted;
  std::size_t cannot_tell = 0;
  std::size_t superseded = 0;
};

// A statement that several identities hold is one finding, with all of them as containers.
class FindingMerger {
 public:
  // `statements_are_shared`: some statement may stand behind several subjects.
  explicit FindingMerger(bool statements_are_shared) : shared_(statements_are_shared) {}

  void Add(std::unique_ptr<RawFinding> raw) {
    if (shared_) {
      const auto [place, is_new] =
          by_object_.try_emplace({raw->rule, ObjectOf(*raw)}, merged_.size());
      // One statement may have several findings of one rule on one subject (its cells).
      if (!is_new && merged_[place->second]->subject != raw->subject) {
        Join(std::move(*raw), merged_[place->second].get());
        return;
      }
    }
    merged_.push_back(std::move(raw));
  }

  // Whether it is another finding than those that were counted before.
  bool Count(const CountedFinding& one) {
    if (!shared_) return true;
    const auto [place, is_new] = counted_.try_emplace({one.rule, one.object}, one.subject);
    return is_new || place->second == one.subject;
  }

  // In the order in which they came.
  std::vector<std::unique_ptr<RawFinding>> Take() {
    by_object_.clear();
    return std::move(merged_);
  }

 private:
  static void Join(RawFinding from, RawFinding* into) {
    std::vector<const Identity*> holders = Holders(*into);
    for (const Identity* holder : Holders(from)) holders.push_back(holder);
    if (from.is_definite && !into->is_definite) *into = std::move(from);
    into->of_all_holders = false;
    into->holders = std::move(holders);
  }

  static std::vector<const Identity*> Holders(const RawFinding& raw) {
    return raw.of_all_holders && raw.subject != nullptr ? raw.subject->holders : raw.holders;
  }

  using Key = std::pair<std::uint32_t, const void*>;
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return std::hash<const void*>()(key.second) * 31 + key.first;
    }
  };

  const bool shared_;
  std::unordered_map<Key, std::size_t, KeyHash> by_object_;
  std::unordered_map<Key, const RunSubject*, KeyHash> counted_;  // the first that has it
  std::vector<std::unique_ptr<RawFinding>> merged_;
};

class Evaluation {
 public:
  Evaluation(const RuleBook& book, const Inventory& inventory, const ActionTable& actions,
             const EvaluationOptions& options)
      : book_(book),
        inventory_(inventory),
        options_(options),
        actions_(actions),
        memo_(actions.catalog()),
        documents_(inventory),
        merger_(!inventory.identities().empty()) {}

  EvaluationResult Run() {
    result_.counts.resize(options_.only_counted.size());
    if (WantsReviews()) reviewed_ = Reviews();
    watch_.Lap("reviews");
    subjects_ = ListSubjects(inventory_);
    ChooseAndBind();
    EvaluateSubjects();
    result_.exact_questions += memo_.exact_questions();
    watch_.Lap("rules");
    EvaluateProblems(inventory_.problems());
    EvaluateProblems(reviewed_);
    watch_.Lap("problems");
    Build();
    watch_.Lap("findings");
    PutInOrder(words_, options_.workers, &result_.findings);
    if (book_.compiled().has_all_prose) FillProse(book_, result_.findings, options_.workers);
    watch_.Lap("order");
    result_.phases = watch_.laps();
    return std::move(result_);
  }

 private:
  void ChooseAndBind() {
    RunInput input;
    input.subjects = subjects_;
    for (const Problem& problem : inventory_.problems()) input.problems.push_back(&problem);
    for (const Problem& problem : reviewed_) input.problems.push_back(&problem);
    chosen_ = ChooseEntries(book_.compiled(), input, options_.enabled);
    book_.Wake(chosen_);
    bound_.emplace(book_.compiled(), chosen_, actions_, memo_);
    const auto policies = inventory_.policies();
    bound_->SetInventory(inventory_);
    bound_->SetHasScp(std::any_of(policies.begin(), policies.end(), [](const Policy* policy) {
      return policy->kind == PolicyKind::kServiceControl;
    }));
    const std::vector<CompiledEntry>& entries = book_.compiled().entries;
    if (std::none_of(chosen_.begin(), chosen_.end(),
                     [&entries](std::uint32_t entry) { return entries[entry].needs.links; })) {
      return;
    }
    links_.emplace(subjects_, actions_, memo_);
    bound_->SetLinks(&*links_);
  }

  RunEntries Entries() const {
    return RunEntries(book_.compiled(), bound_->run(), chosen_, options_.enabled);
  }

  void EvaluateSubjects() {
    std::vector<Found> found(subjects_.size());
    const RunEntries entries = Entries();
    std::vector<std::vector<double>> times(std::max<std::size_t>(options_.workers, 1));
    for (std::vector<double>& own : times) own.resize(options_.time_rules ? chosen_.size() : 0);
    ParallelFor(subjects_.size(), options_.workers, [&](std::size_t index, std::size_t worker) {
      found[index] =
          Found(EvaluateSubject(entries, subjects_[index], times[worker]), options_.only_counted);
    });
    TakeAll(std::move(found));
    if (options_.time_rules) AddUp(times);
  }

  void AddUp(const std::vector<std::vector<double>>& by_worker) {
    const RuleBook::Compiled& book = book_.compiled();
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      RuleTime& time = result_.rule_times.emplace_back();
      for (const std::vector<double>& own : by_worker) time.milliseconds += own[i];
      for (const std::uint32_t rule : book.entries[chosen_[i]].rules) {
        time.rules.push_back(&book.rules[rule]);
      }
    }
    std::stable_sort(
        result_.rule_times.begin(), result_.rule_times.end(),
        [](const RuleTime& a, const RuleTime& b) { return a.milliseconds > b.milliseconds; });
  }

  void EvaluateProblems(std::span<const Problem> problems) {
    std::vector<Found> found(problems.size());
    const RunEntries entries = Entries();
    ParallelFor(problems.size(), options_.workers, [&](std::size_t index, std::size_t) {
      const Problem& problem = problems[index];
      const Policy* policy = documents_.Find(problem.where);
      const std::optional<PolicyKind> kind =
          policy == nullptr ? std::nullopt : std::optional<PolicyKind>(policy->kind);
      found[index] = Found(EvaluateProblem(entries, problem, kind), options_.only_counted);
    });
    TakeAll(std::move(found));
  }

  bool WantsReviews() const {
    const std::vector<CompiledEntry>& entries = book_.compiled().entries;
    return std::any_of(entries.begin(), entries.end(), [this](const CompiledEntry& entry) {
      return entry.needs.review && IsEnabled(entry, options_.enabled);
    });
  }

  // What reviews find, in order of the documents.
  std::vector<Problem> Reviews() {
    DocumentReviews reviews(inventory_.policies(), actions_, memo_, options_.workers);
    result_.exact_questions += reviews.exact_questions();
    result_.cannot_tell += reviews.without_an_answer();
    return reviews.TakeProblems();
  }

  void TakeAll(std::vector<Found> all) {
    for (Found& found : all) {
      result_.cannot_tell += found.cannot_tell;
      result_.superseded += found.superseded;
      for (std::unique_ptr<RawFinding>& raw : found.findings) merger_.Add(std::move(raw));
      for (const CountedFinding& one : found.counted) {
        if (merger_.Count(one)) ++result_.counts[one.rule];
      }
    }
  }

  // So that most findings are built where they stand in the end.
  std::vector<std::unique_ptr<RawFinding>> TakeFileByFile() {
    std::vector<std::unique_ptr<RawFinding>> merged = merger_.Take();
    std::vector<const SourceFile*> files(merged.size());
    ParallelFor(merged.size(), options_.workers,
                [&](std::size_t index, std::size_t) { files[index] = FileOf(*merged[index]); });
    const std::vector<std::size_t> order = FileByFile(files);
    if (order.empty()) return merged;
    std::vector<std::unique_ptr<RawFinding>> in_order;
    in_order.reserve(merged.size());
    for (const std::size_t index : order) in_order.push_back(std::move(merged[index]));
    return in_order;
  }

  void Build() {
    std::vector<std::unique_ptr<RawFinding>> merged = TakeFileByFile();
    result_.findings.resize(merged.size());
    words_.resize(merged.size());
    ParallelFor(merged.size(), options_.workers, [&](std::size_t index, std::size_t) {
      // Taken out, so that its memory is given back here and not by one thread for all.
      const std::unique_ptr<const RawFinding> raw = std::move(merged[index]);
      result_.findings[index] =
          BuildFinding(book_, bound_->run(), documents_, *raw, &words_[index]);
      Finding& finding = result_.findings[index];
      const SourceFile* file = finding.primary.location.file;
      if (options_.name_of && file != nullptr) words_[index].path = options_.name_of(file->path());
      const bool has_name = !words_[index].path.empty();
      if (!has_name && !options_.moved_fingerprints) return;
      FingerprintParts parts = PartsOf(finding, words_[index]);
      if (has_name) finding.fingerprint = Fingerprint(parts, 0);
      if (!options_.moved_fingerprints) return;
      parts.path = {};
      finding.moved_fingerprint = Fingerprint(parts, 0);
    });
  }

  const RuleBook& book_;
  const Inventory& inventory_;
  const EvaluationOptions& options_;
  const ActionTable& actions_;
  AccessMemo memo_;
  DocumentIndex documents_;
  std::vector<Problem> reviewed_;
  std::vector<RunSubject> subjects_;
  std::vector<std::uint32_t> chosen_;
  std::optional<BoundBook> bound_;
  std::optional<SubjectLinks> links_;
  FindingMerger merger_;
  std::vector<FingerprintWords> words_;  // of result_.findings, before they are in order
  Stopwatch watch_;
  EvaluationResult result_;
};

}  // namespace

EvaluationResult Evaluate(const RuleBook& book, const Inventory& inventory,
                          const ActionTable& actions, const EvaluationOptions& options) {
  return Evaluation(book, inventory, actions, options).Run();
}

void FillProse(const RuleBook& book, std::span<Finding> findings, std::size_t workers) {
  ParallelFor(findings.size(), workers, [&](std::size_t index, std::size_t) {
    Finding& finding = findings[index];
    PlaceholderValues values;
    const std::size_t count = std::min(values.fixed.size(), finding.values.size());
    std::move(finding.values.begin(), finding.values.begin() + static_cast<std::ptrdiff_t>(count),
              values.fixed.begin());
    values.columns = std::exchange(finding.columns, {});
    const RuleProse& prose = book.Prose(*finding.rule);
    finding.help = FillTemplate(prose.help, values);
    finding.suggestion = FillTemplate(prose.suggestion, values);
    finding.values = {};
  });
}

}  // namespace leastwise
