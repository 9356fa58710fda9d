#include "engine/evaluator.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/parallel_for.h"
#include "engine/document_reviews.h"
#include "engine/entry_choice.h"
#include "engine/finding_builder.h"
#include "engine/finding_merger.h"
#include "engine/finding_order.h"
#include "engine/match_run.h"
#include "engine/raw_finding.h"
#include "engine/subject_links.h"

namespace leastwise {
namespace {

// Where its place will most likely be; null: not known.
const SourceFile* FileOf(const RawFinding& raw) {
  if (raw.hit.evidence) return raw.hit.evidence->policy->location.file;
  if (raw.hit.problem != nullptr) return raw.hit.problem->where.file;
  if (raw.hit.text) return raw.hit.text->place.file;
  return raw.holders.empty() ? nullptr : raw.holders.front()->location.file;
}

// The evaluation of many subjects: what each worker keeps from one to the next.
class SubjectWork {
 public:
  SubjectWork(const RunEntries& entries, const EvaluationOptions& options)
      : entries_(entries),
        workers_(options.workers, entries_, options.time_rules ? entries_.book.rules.size() : 0,
                 options.only_counted.size()) {}

  SubjectFindings Evaluate(const RunSubject& subject, std::size_t worker) {
    Worker& own = workers_[worker];
    own.sweep.Look(subject.file());
    SubjectFindings found = EvaluateSubject(entries_, &own.by_content, subject, own.times);
    for (const std::uint32_t rule : found.counted) ++own.counts[rule];
    return found;
  }

  // Adds up SubjectFindings::counted of all workers.
  void AddCounts(std::vector<std::size_t>* counts) const {
    for (std::size_t worker = 0; worker < workers_.size(); ++worker) {
      const std::vector<std::size_t>& own = workers_[worker].counts;
      for (std::size_t rule = 0; rule < counts->size(); ++rule) (*counts)[rule] += own[rule];
    }
  }

  // Of all workers, by Rule::index, in milliseconds; empty: not measured.
  std::vector<double> Times() const {
    std::vector<double> sum = workers_[0].times;
    for (std::size_t worker = 1; worker < workers_.size(); ++worker) {
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += workers_[worker].times[i];
    }
    return sum;
  }

 private:
  struct Worker {
    Worker(const RunEntries& entries, std::size_t timed, std::size_t rules)
        : by_content(entries), times(timed), counts(rules) {}

    EntriesByContent by_content;
    std::vector<double> times;        // by Rule::index, or empty
    std::vector<std::size_t> counts;  // likewise
    TextSweep sweep;
  };

  const RunEntries entries_;
  PerWorker<Worker> workers_;
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
    subjects_ = ListSubjects(inventory_, &subject_arenas_.emplace(options_.workers));
    ChooseAndBind();
    EvaluateSubjects();
    result_.exact_questions += memo_.exact_questions();
    watch_.Lap("rules");
    EvaluateProblems(inventory_.problems());
    EvaluateProblems(reviewed_);
    watch_.Lap("problems");
    Build(TakeFileByFile());
    watch_.Lap("findings");
    // Nothing points to them any more, and the order takes room as well.
    links_.reset();
    subjects_ = {};
    subject_arenas_.reset();
    PutInOrder(options_.workers, &result_.findings);
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
    bound_->SetInventory(inventory_);
    bound_->SetHasScp(std::any_of(
        subjects_.begin(), subjects_.end(),
        [](const RunSubject& subject) { return subject.kind == PolicyKind::kServiceControl; }));
    const std::vector<CompiledEntry>& entries = book_.compiled().entries;
    if (std::none_of(chosen_.begin(), chosen_.end(),
                     [&entries](std::uint32_t entry) { return entries[entry].needs.links; })) {
      return;
    }
    links_.emplace(subjects_, actions_, memo_);
    bound_->SetLinks(&*links_);
  }

  RunEntries Entries() const {
    return RunEntries(book_.compiled(), bound_->run(), chosen_, options_.enabled,
                      options_.only_counted);
  }

  // Documents of many files are best built file by file, those of an account as soon as they are
  // found: raw findings are large.
  bool BuildsAtOnce() const {
    return subjects_.size() > kAtOnce && inventory_.identities().size() > kAtOnce;
  }

  void EvaluateSubjects() {
    SubjectWork work(Entries(), options_);
    const std::size_t block = BuildsAtOnce() ? kAtOnce : std::max<std::size_t>(subjects_.size(), 1);
    // An account has about one finding for each of them; what is not used costs nothing.
    if (BuildsAtOnce()) result_.findings.reserve(subjects_.size());
    for (std::size_t first = 0; first < subjects_.size(); first += block) {
      const std::size_t count = std::min(block, subjects_.size() - first);
      std::vector<FoundOnSubject> found(count);
      ParallelFor(count, options_.workers, [&](std::size_t index, std::size_t worker) {
        found[index] = FoundOnSubject(work.Evaluate(subjects_[first + index], worker),
                                      options_.only_counted, BuildsAtOnce());
      });
      TakeAll(found);
      BuildAlone(std::move(found));
    }
    work.AddCounts(&result_.counts);
    if (options_.time_rules) ListTimes(work.Times());
  }

  void ListTimes(const std::vector<double>& milliseconds) {
    const RuleBook::Compiled& book = book_.compiled();
    for (const std::uint32_t entry : chosen_) {
      for (const std::uint32_t rule : book.entries[entry].rules) {
        result_.rule_times.push_back({&book.rules[rule], milliseconds[rule]});
      }
    }
    std::stable_sort(
        result_.rule_times.begin(), result_.rule_times.end(),
        [](const RuleTime& a, const RuleTime& b) { return a.milliseconds > b.milliseconds; });
  }

  void EvaluateProblems(std::span<const Problem> problems) {
    std::vector<FoundOnSubject> found(problems.size());
    const RunEntries entries = Entries();
    ParallelFor(problems.size(), options_.workers, [&](std::size_t index, std::size_t) {
      const Problem& problem = problems[index];
      const Policy* policy = documents_.Find(problem.where);
      const std::optional<PolicyKind> kind =
          policy == nullptr ? std::nullopt : std::optional<PolicyKind>(policy->kind);
      found[index] =
          FoundOnSubject(EvaluateProblem(entries, problem, kind), options_.only_counted, false);
    });
    TakeAll(found);
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

  // All but those that are kept apart.
  void TakeAll(std::span<FoundOnSubject> all) {
    for (FoundOnSubject& found : all) {
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

  // The file of a worker's last finding: most stand beside others of their file.
  struct LastFile {
    const SourceFile* file = nullptr;
    std::string name;
    TextSweep sweep;
  };

  void NameFile(const SourceFile* file, LastFile* last, FingerprintWords* words) const {
    last->sweep.Look(file);
    if (!options_.name_of || file == nullptr) return;
    if (last->file != file) {
      last->file = file;
      last->name = options_.name_of(file->path());
    }
    words->path = last->name;
  }

  // Appends them to the findings.
  void Build(std::vector<std::unique_ptr<RawFinding>> all) {
    const std::size_t before = result_.findings.size();
    result_.findings.resize(before + all.size());
    PerWorker<LastFile> last(options_.workers);
    ParallelFor(all.size(), options_.workers, [&](std::size_t index, std::size_t worker) {
      BuildOne(std::move(all[index]), &last[worker], &result_.findings[before + index]);
    });
  }

  // The same of those that are kept apart.
  void BuildAlone(std::vector<FoundOnSubject> all) {
    const std::size_t before = result_.findings.size();
    std::vector<std::size_t> places;
    std::size_t count = 0;
    for (const FoundOnSubject& found : all) {
      places.push_back(before + count);
      count += found.alone.size();
    }
    if (count == 0) return;
    result_.findings.resize(before + count);
    PerWorker<LastFile> last(options_.workers);
    ParallelFor(all.size(), options_.workers, [&](std::size_t index, std::size_t worker) {
      // Taken out, so that its memory is given back here and not by one thread for all.
      FoundOnSubject found = std::move(all[index]);
      std::size_t place = places[index];
      for (std::unique_ptr<RawFinding>& raw : found.alone) {
        BuildOne(std::move(raw), &last[worker], &result_.findings[place++]);
      }
    });
  }

  void BuildOne(std::unique_ptr<const RawFinding> raw, LastFile* last, Finding* finding) const {
    FingerprintWords words;
    *finding = BuildFinding(book_, bound_->run(), documents_, *raw, &words);
    NameFile(finding->primary.location.file, last, &words);
    FingerprintParts parts = PartsOf(*finding, words);
    finding->fingerprint = Fingerprint(parts);
    if (!options_.moved_fingerprints) return;
    parts.path = {};
    finding->moved_fingerprint = Fingerprint(parts);
  }

  static constexpr std::size_t kAtOnce = 4096;  // subjects

  const RuleBook& book_;
  const Inventory& inventory_;
  const EvaluationOptions& options_;
  const ActionTable& actions_;
  AccessMemo memo_;
  DocumentIndex documents_;
  std::vector<Problem> reviewed_;
  std::optional<PerWorker<Arena>> subject_arenas_;  // of subjects_
  std::span<const RunSubject> subjects_;
  std::vector<std::uint32_t> chosen_;
  std::optional<BoundBook> bound_;
  std::optional<SubjectLinks> links_;
  FindingMerger merger_;
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
    FindingProse filled = finding.prose ? std::move(*finding.prose) : FindingProse();
    PlaceholderValues values;
    const std::size_t count = std::min(values.fixed.size(), filled.values.size());
    std::move(filled.values.begin(), filled.values.begin() + static_cast<std::ptrdiff_t>(count),
              values.fixed.begin());
    values.columns = std::exchange(filled.columns, {});
    const RuleProse& prose = book.Prose(*finding.rule);
    filled.help = FillTemplate(prose.help, values);
    filled.suggestion = FillTemplate(prose.suggestion, values);
    filled.values = {};
    finding.prose = std::move(filled);
  });
}

}  // namespace leastwise
