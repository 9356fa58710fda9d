#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/stopwatch.h"
#include "engine/cells.h"
#include "engine/raw_finding.h"

namespace leastwise {
namespace {

// Charges the time that goes by to rules, one behind the other.
class RuleTimer {
 public:
  // `times`: by Rule::index; empty: nothing is measured.
  explicit RuleTimer(std::span<double> times) : times_(times) {}

  void Start() {
    if (!times_.empty()) watch_.emplace();
  }
  void Charge(std::uint32_t rule) {
    if (watch_) times_[rule] += watch_->Restart();
  }

 private:
  std::span<double> times_;
  std::optional<Stopwatch> watch_;
};

// Of the entry's steps; their number: none.
std::size_t FirstThatMayMatch(const CompiledEntry& entry, const MatchContext& context,
                              RuleTimer& timer) {
  for (std::size_t i = 0; i < entry.steps.size(); ++i) {
    if (entry.steps[i].matcher->MayMatch(context)) return i;
    timer.Charge(entry.steps[i].rule);
  }
  return entry.steps.size();
}

// One entry on one subject (and, where the rule looks at facts on it, one holder).
class EntryEvaluation {
 public:
  EntryEvaluation(const CompiledEntry& entry, MatchContext& context, RuleTimer& timer)
      : entry_(entry), context_(context), timer_(timer) {}

  // `first`: the first step that may match, behind which others are asked. True where the entry
  // ends in "cannot tell".
  bool Run(std::size_t first) {
    for (std::size_t i = first; i < entry_.steps.size(); ++i) {
      const CompiledStep& step = entry_.steps[i];
      if (i == first || step.matcher->MayMatch(context_)) RunStep(step);
      timer_.Charge(step.rule);
    }
    AddUndecided();
    if (!found_.empty() && entry_.unless != nullptr) ApplyUnless();
    timer_.Charge(entry_.steps.back().rule);
    return cannot_tell_;
  }

  std::vector<RawFinding>& found() { return found_; }

 private:
  void RunStep(const CompiledStep& step) {
    Match match = step.matcher->Evaluate(context_);
    if (match.truth == Truth::kNo) return;
    if (match.truth == Truth::kUnknown && match.hits.empty()) cannot_tell_ = true;
    if (match.truth == Truth::kYes && match.hits.empty()) match.hits.emplace_back();
    for (Hit& hit : match.hits) {
      if (hit.truth == Truth::kYes) {
        AddDefinite(step.rule, std::move(hit));
      } else {
        undecided_.push_back(Raw(step.rule, std::move(hit), false));
      }
    }
    // The cells of this step are claimed at its end: its own hits do not hide each other.
    for (std::size_t i = claimed_; i < found_.size(); ++i) Claim(found_[i].hit);
    claimed_ = found_.size();
  }

  static RawFinding Raw(std::uint32_t rule, Hit hit, bool is_definite) {
    RawFinding raw;
    raw.rule = rule;
    raw.hit = std::move(hit);
    raw.is_definite = is_definite;
    return raw;
  }

  void AddDefinite(std::uint32_t rule, Hit hit) {
    if (hit.evidence) {
      if (!claims_.Subtract(&*hit.evidence)) return;
    } else if (subject_is_claimed_) {
      return;
    }
    found_.push_back(Raw(rule, std::move(hit), true));
  }

  void Claim(const Hit& hit) {
    if (hit.evidence) {
      claims_.Claim(*hit.evidence, hit.query != nullptr && hit.query->asks_actions_only());
    } else {
      subject_is_claimed_ = true;
    }
  }

  // What no step says a definite yes of goes to the first that could not tell: to be shown where a
  // hole in the text is why, to be counted where the input lacks something.
  void AddUndecided() {
    std::unordered_set<const Statement*> shown;
    bool subject_shown = false;
    for (RawFinding& raw : undecided_) {
      const Statement* statement = raw.hit.evidence ? raw.hit.evidence->statement : nullptr;
      const bool is_claimed = statement == nullptr ? subject_is_claimed_ : claims_.Has(statement);
      if (is_claimed) continue;
      if (raw.hit.lacks_input) {
        cannot_tell_ = true;
        continue;
      }
      const bool is_first = statement == nullptr ? !subject_shown : shown.insert(statement).second;
      if (statement == nullptr) subject_shown = true;
      if (is_first) found_.push_back(std::move(raw));
    }
  }

  void ApplyUnless() {
    const Match match = entry_.unless->Evaluate(context_);
    if (match.truth == Truth::kNo) return;
    const bool is_silent = match.truth == Truth::kYes || match.lacks_input;
    if (match.truth == Truth::kUnknown && match.lacks_input) cannot_tell_ = true;
    if (is_silent) found_.clear();
    for (RawFinding& raw : found_) raw.is_definite = false;
  }

  const CompiledEntry& entry_;
  MatchContext& context_;
  RuleTimer& timer_;
  CellClaims claims_;
  bool subject_is_claimed_ = false;
  std::size_t claimed_ = 0;
  bool cannot_tell_ = false;
  std::vector<RawFinding> found_;
  std::vector<RawFinding> undecided_;
};

class SubjectEvaluation {
 public:
  SubjectEvaluation(const RunEntries& entries, EntriesByContent* by_content,
                    const RunSubject& subject, std::span<double> times)
      : entries_(entries),
        subject_(subject),
        timer_(times),
        grants_(*entries.run.actions, *entries.run.memo, subject.ToSubject()),
        places_(by_content->For(subject.kind, grants_)),
        content_(by_content->content()) {}

  SubjectFindings Run() {
    HolderFacts front(entries_.run, subject_.holders.empty() ? nullptr : subject_.holders.front());
    const bool is_first = content_ != nullptr && !content_->places;
    if (content_ != nullptr && content_->places) out_.counted = content_->counted;
    ForEntries([&](const CompiledEntry& entry, std::uint32_t place) {
      if (IsForEach(entry)) return;
      const std::size_t before = out_.findings.size();
      const bool is_sure = RunEntry(entry, front, false);
      if (is_first && is_sure && entries_.follows_from_content[place]) Count(place, before);
    });
    for (const Identity* holder : subject_.holders) {
      std::optional<HolderFacts> own;
      if (holder != front.identity()) own.emplace(entries_.run, holder);
      HolderFacts& facts = own ? *own : front;
      ForEntries([&](const CompiledEntry& entry, std::uint32_t) {
        if (IsForEach(entry)) RunEntry(entry, facts, true);
      });
    }
    out_.superseded = DropSuperseded(entries_.book, &out_.findings);
    return std::move(out_);
  }

 private:
  template <typename RunOne>
  void ForEntries(const RunOne& run_one) {
    timer_.Start();
    for (const std::uint32_t place : places_) {
      run_one(entries_.book.entries[entries_.chosen[place]], place);
    }
  }

  // Evaluated for each holder, or once for all.
  bool IsForEach(const CompiledEntry& entry) const {
    return entry.needs.identity || (entry.needs.each_holder && !subject_.holders.empty());
  }

  // The first subject of a content has what the others will have, so that these need not be asked.
  void Count(std::uint32_t place, std::size_t first_finding) {
    const std::span<const RawFinding> found = std::span(out_.findings).subspan(first_finding);
    const bool can_count = std::all_of(found.begin(), found.end(), [this](const RawFinding& raw) {
      return raw.is_alone && entries_.is_countable[raw.rule];
    });
    if (!can_count) return;
    content_->counted_places.push_back(place);
    for (const RawFinding& raw : found) content_->counted.push_back(raw.rule);
  }

  // False where it ends in "cannot tell".
  bool RunEntry(const CompiledEntry& entry, HolderFacts& holder, bool of_holder) {
    MatchContext context(entries_.run, subject_.kind, &grants_, &holder);
    const std::size_t first = FirstThatMayMatch(entry, context, timer_);
    if (first == entry.steps.size() || !IsOnItsType(entry)) return true;
    EntryEvaluation evaluation(entry, context, timer_);
    const bool is_sure = !evaluation.Run(first);
    if (!is_sure) ++out_.cannot_tell;
    for (RawFinding& raw : evaluation.found()) {
      if (!entries_.enabled.empty() && !entries_.enabled[raw.rule]) continue;
      raw.subject = &subject_;
      // A text of a document is every holder's, a name or a tag is one's own.
      const bool is_own = of_holder && !(raw.hit.text && !raw.hit.names_identity);
      raw.of_all_holders = !is_own;
      if (is_own) raw.holders.push_back(holder.identity());
      raw.is_alone = IsAlone(entry, raw.hit);
      out_.findings.push_back(std::move(raw));
    }
    return is_sure;
  }

  // Whether the hit is of what one identity alone has, and which the entry looks at once.
  bool IsAlone(const CompiledEntry& entry, const Hit& hit) const {
    const bool looks_twice =
        entry.LooksAt(PolicyKind::kIdentity) && entry.LooksAt(PolicyKind::kTrust);
    if (subject_.holders.size() != 1 || looks_twice || entry.needs.links) return false;
    if (!hit.evidence) return hit.names_identity && hit.problem == nullptr && !hit.text;
    const Identity& holder = *subject_.holders.front();
    const auto& own = holder.inline_policies;
    return hit.evidence->policy == holder.trust ||
           std::find(own.begin(), own.end(), hit.evidence->policy) != own.end();
  }

  // Whether the document is of a resource that the entry is about.
  bool IsOnItsType(const CompiledEntry& entry) {
    if (entry.resource_types.empty() || subject_.document == nullptr) return true;
    const std::string_view type = subject_.document->resource_type;
    if (type.empty()) ++out_.cannot_tell;
    return std::find(entry.resource_types.begin(), entry.resource_types.end(), type) !=
           entry.resource_types.end();
  }

  const RunEntries& entries_;
  const RunSubject& subject_;
  RuleTimer timer_;
  Grants grants_;
  const std::span<const std::uint32_t> places_;  // of what is evaluated, in RunEntries::chosen
  EntriesByContent::Content* const content_;     // null: of this subject alone
  SubjectFindings out_;
};

// Without those that take other findings away, or are taken away by others.
std::vector<bool> CountableRules(const RuleBook::Compiled& book, const std::vector<bool>& unseen) {
  std::vector<bool> out(book.rules.size(), false);
  std::copy(unseen.begin(), unseen.end(), out.begin());
  for (std::size_t rule = 0; rule < book.details.size(); ++rule) {
    for (const std::uint32_t stronger : book.details[rule].superseded_by) {
      out[stronger] = false;
      out[rule] = false;
    }
  }
  return out;
}

// Whether the answer is the same for all subjects of one content, digits of names aside.
bool FollowsFromContent(const CompiledEntry& entry, const RuleBook::Compiled& book,
                        const MatchRun& run) {
  const MatcherNeeds& needs = entry.needs;
  if (needs.identity || needs.each_holder || needs.links || needs.problem) return false;
  if (!entry.resource_types.empty()) return false;
  for (GrantQueryId id = entry.first_query; id < entry.end_query; ++id) {
    const GrantQuery& query = book.queries[id];
    if (query.names_self || !query.overlaps.empty() || run.plans[id]->asks_digits()) return false;
  }
  return true;
}

}  // namespace

RunEntries::RunEntries(const RuleBook::Compiled& of_book, const MatchRun& of_run,
                       std::span<const std::uint32_t> of_input, const std::vector<bool>& of_rules,
                       const std::vector<bool>& unseen)
    : book(of_book),
      run(of_run),
      chosen(of_input),
      enabled(of_rules),
      is_countable(CountableRules(of_book, unseen)) {
  for (const std::uint32_t number : chosen) {
    follows_from_content.push_back(FollowsFromContent(book.entries[number], book, run));
  }
  for (std::uint32_t place = 0; place < chosen.size(); ++place) {
    const CompiledEntry& entry = book.entries[chosen[place]];
    if (entry.needs.problem) continue;
    for (std::size_t kind = 0; kind < of_kind.size(); ++kind) {
      if (entry.LooksAt(static_cast<PolicyKind>(kind))) of_kind[kind].push_back(place);
    }
  }
}

bool IsEnabled(const CompiledEntry& entry, const std::vector<bool>& enabled) {
  if (entry.is_off) return false;
  return enabled.empty() || std::any_of(entry.rules.begin(), entry.rules.end(),
                                        [&enabled](std::uint32_t rule) { return enabled[rule]; });
}

std::span<const std::uint32_t> EntriesByContent::For(PolicyKind kind, const Grants& grants) {
  const std::vector<std::uint32_t>& all = entries_.of_kind[static_cast<std::size_t>(kind)];
  const std::optional<std::uint32_t> content = grants.content();
  content_ = nullptr;
  if (!content) return all;
  while (contents_.size() <= *content) contents_.emplace_back();
  content_ = &contents_[*content];
  Content& own = *content_;
  if (!std::exchange(own.was_asked, true)) return all;
  if (own.places) return *own.places;
  own.places.emplace();
  for (const std::uint32_t place : all) {
    const CompiledEntry& entry = entries_.book.entries[entries_.chosen[place]];
    const bool may_match =
        std::any_of(entry.steps.begin(), entry.steps.end(), [&](const CompiledStep& step) {
          return step.matcher->MayMatchGrants(entries_.run, grants);
        });
    const bool was_counted = std::find(own.counted_places.begin(), own.counted_places.end(),
                                       place) != own.counted_places.end();
    if (may_match && !was_counted) own.places->push_back(place);
  }
  return *own.places;
}

SubjectFindings EvaluateSubject(const RunEntries& entries, EntriesByContent* by_content,
                                const RunSubject& subject, std::span<double> times) {
  return SubjectEvaluation(entries, by_content, subject, times).Run();
}

SubjectFindings EvaluateProblem(const RunEntries& entries, const Problem& problem,
                                std::optional<PolicyKind> kind) {
  SubjectFindings out;
  RuleTimer untimed({});
  for (const std::uint32_t number : entries.chosen) {
    const CompiledEntry& entry = entries.book.entries[number];
    if (!entry.needs.problem || (kind && !entry.LooksAt(*kind))) continue;
    HolderFacts nobody(entries.run, nullptr);
    MatchContext context(entries.run, kind.value_or(PolicyKind::kIdentity), nullptr, &nobody,
                         &problem);
    const std::size_t first = FirstThatMayMatch(entry, context, untimed);
    if (first == entry.steps.size()) continue;
    EntryEvaluation evaluation(entry, context, untimed);
    evaluation.Run(first);
    for (RawFinding& raw : evaluation.found()) {
      const bool is_enabled = entries.enabled.empty() || entries.enabled[raw.rule];
      if (is_enabled) out.findings.push_back(std::move(raw));
    }
  }
  return out;
}

}  // namespace leastwise
