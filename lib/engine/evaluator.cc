#include "engine/evaluator.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/parallel_for.h"
#include "engine/document_reviews.h"
#include "engine/finding_builder.h"
#include "engine/match_run.h"
#include "engine/raw_finding.h"

namespace leastwise {
namespace {

// What makes two raw findings of different subjects the same finding.
const void* ObjectOf(const RawFinding& raw) {
  if (raw.hit.evidence) return raw.hit.evidence->statement;
  if (raw.hit.problem != nullptr) return raw.hit.problem;
  if (!raw.holders.empty()) return raw.holders.front();
  return raw.subject;
}

// A statement that several identities hold is one finding, with all of them as containers.
class FindingMerger {
 public:
  // Makes room for so many more.
  void Reserve(std::size_t count) {
    merged_.reserve(merged_.size() + count);
    by_object_.reserve(by_object_.size() + count);
  }

  void Add(RawFinding raw) {
    const auto [place, is_new] = by_object_.try_emplace({raw.rule, ObjectOf(raw)}, merged_.size());
    // One statement may have several findings of one rule on one subject (its cells).
    if (is_new || merged_[place->second].subject == raw.subject) {
      merged_.push_back(std::move(raw));
      return;
    }
    Join(std::move(raw), &merged_[place->second]);
  }

  std::vector<RawFinding>& merged() { return merged_; }

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

  std::unordered_map<Key, std::size_t, KeyHash> by_object_;
  std::vector<RawFinding> merged_;
};

bool StandsBefore(const Finding& a, const Finding& b) {
  const Location& left = a.primary.location;
  const Location& right = b.primary.location;
  if (left.file != right.file) {
    const auto path_of = [](const Location& place) {
      return place.file == nullptr ? std::string_view() : place.file->path();
    };
    const int order = path_of(left).compare(path_of(right));
    if (order != 0) return order < 0;
  }
  const auto key = [](const Finding& finding) {
    const Span& span = finding.primary.location.span;
    return std::tuple(span.begin, span.end, std::string_view(finding.rule->id),
                      std::string_view(finding.message));
  };
  return key(a) < key(b);
}

// Findings are large: their order is found first, then each is moved once.
std::vector<std::size_t> OrderOf(const std::vector<BuiltFinding>& built) {
  std::vector<std::size_t> order(built.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto is_before = [&built](std::size_t a, std::size_t b) {
    return StandsBefore(built[a].finding, built[b].finding);
  };
  if (!std::is_sorted(order.begin(), order.end(), is_before))
    std::stable_sort(order.begin(), order.end(), is_before);
  return order;
}

// Moves the findings into their order. Those that are the same but for their place are counted.
std::vector<Finding> InOrder(std::vector<BuiltFinding> built) {
  const std::vector<std::size_t> order = OrderOf(built);
  std::vector<Finding> out;
  out.reserve(built.size());
  std::unordered_map<std::string_view, std::size_t> seen;  // views of the first of each in `out`
  seen.reserve(built.size());
  for (const std::size_t index : order) {
    BuiltFinding& one = built[index];
    const auto known = seen.find(one.finding.fingerprint);
    const bool is_new = known == seen.end();
    if (!is_new) one.finding.fingerprint = Fingerprint(one.Parts(), known->second++);
    out.push_back(std::move(one.finding));
    if (is_new) seen.emplace(out.back().fingerprint, 1);
  }
  return out;
}

class Evaluation {
 public:
  Evaluation(const RuleBook& book, const Inventory& inventory, const ActionTable& actions,
             const EvaluationOptions& options)
      : book_(book),
        inventory_(inventory),
        options_(options),
        bound_(book.compiled(), actions),
        documents_(inventory) {}

  EvaluationResult Run() {
    EvaluateSubjects();
    result_.exact_questions += bound_.run().memo->exact_questions();
    watch_.Lap("rules");
    EvaluateProblems(inventory_.problems());
    watch_.Lap("problems");
    const std::vector<Problem> reviewed = WantsReviews() ? Reviews() : std::vector<Problem>();
    EvaluateProblems(reviewed);
    watch_.Lap("reviews");
    std::vector<BuiltFinding> built = Build();
    watch_.Lap("findings");
    result_.findings = InOrder(std::move(built));
    if (book_.compiled().has_all_prose) FillProse(book_, result_.findings, options_.workers);
    watch_.Lap("order");
    result_.phases = watch_.laps();
    return std::move(result_);
  }

 private:
  void EvaluateSubjects() {
    subjects_ = ListSubjects(inventory_);
    std::vector<SubjectFindings> found(subjects_.size());
    ParallelFor(subjects_.size(), options_.workers, [&](std::size_t index, std::size_t) {
      found[index] =
          EvaluateSubject(book_.compiled(), bound_.run(), subjects_[index], options_.enabled);
    });
    TakeAll(std::move(found));
  }

  void EvaluateProblems(std::span<const Problem> problems) {
    std::vector<SubjectFindings> found(problems.size());
    ParallelFor(problems.size(), options_.workers, [&](std::size_t index, std::size_t) {
      const Problem& problem = problems[index];
      const Policy* policy = documents_.Find(problem.where);
      const std::optional<PolicyKind> kind =
          policy == nullptr ? std::nullopt : std::optional<PolicyKind>(policy->kind);
      found[index] =
          EvaluateProblem(book_.compiled(), bound_.run(), problem, kind, options_.enabled);
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
    DocumentReviews reviews(inventory_.policies(), *bound_.run().actions, options_.workers);
    result_.exact_questions += reviews.exact_questions();
    result_.cannot_tell += reviews.without_an_answer();
    return reviews.TakeProblems();
  }

  void TakeAll(std::vector<SubjectFindings> all) {
    std::size_t count = 0;
    for (const SubjectFindings& found : all) count += found.findings.size();
    merger_.Reserve(count);
    for (SubjectFindings& found : all) {
      result_.cannot_tell += found.cannot_tell;
      result_.superseded += found.superseded;
      for (RawFinding& raw : found.findings) merger_.Add(std::move(raw));
    }
  }

  std::vector<BuiltFinding> Build() {
    const std::vector<RawFinding>& merged = merger_.merged();
    std::vector<BuiltFinding> built(merged.size());
    ParallelFor(merged.size(), options_.workers, [&](std::size_t index, std::size_t) {
      BuiltFinding& one = built[index];
      one = BuildFinding(book_, bound_.run(), documents_, merged[index]);
      one.finding.fingerprint = Fingerprint(one.Parts(), 0);
    });
    return built;
  }

  const RuleBook& book_;
  const Inventory& inventory_;
  const EvaluationOptions& options_;
  BoundBook bound_;
  DocumentIndex documents_;
  std::vector<RunSubject> subjects_;
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
    PlaceholderValues values;
    const std::size_t count = std::min(values.size(), finding.values.size());
    std::move(finding.values.begin(), finding.values.begin() + static_cast<std::ptrdiff_t>(count),
              values.begin());
    const RuleProse& prose = book.Prose(*finding.rule);
    finding.help = FillTemplate(prose.help, values);
    finding.suggestion = FillTemplate(prose.suggestion, values);
    finding.values = {};
  });
}

}  // namespace leastwise
