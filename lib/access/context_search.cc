#include "access/context_search.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "access/implied_condition.h"

namespace leastwise {
namespace {

constexpr std::size_t kMaxVariables = 1000;  // each is one step deeper
constexpr std::size_t kMaxOpenAtOnce = 8;    // entries of one value that cannot be told

// The value of an atom while the search runs.
enum class Mark : std::uint8_t { kNo, kOpen, kYes, kUnset };

Mark ToMark(Truth truth) {
  return truth == Truth::kUnknown ? Mark::kOpen : (truth == Truth::kYes ? Mark::kYes : Mark::kNo);
}

// Something with a few possible values, each of which sets some atoms.
struct Variable {
  std::vector<std::size_t> atoms;
  struct Option {
    std::vector<Mark> marks;  // one for each atom
    const KeyClass* value = nullptr;
    const PrincipalClasses::Class* principal = nullptr;
  };
  std::vector<Option> options;
  std::string_view key;  // folded; empty for principals and open resources
  // Pairs of places among the atoms: where the first holds, the second does.
  std::vector<std::pair<std::size_t, std::size_t>> implied;

  bool IsPossible(const std::vector<Mark>& marks) const {
    return std::none_of(implied.begin(), implied.end(), [&](const auto& pair) {
      return marks[pair.first] == Mark::kYes && marks[pair.second] == Mark::kNo;
    });
  }
};

bool HasHole(const ConditionEntry& entry) {
  return std::any_of(entry.values.begin(), entry.values.end(),
                     [](const Text& text) { return text.has_hole(); });
}

// Of entries of one key, those that one unknown decides together. What has no hole is as its value
// says.
std::vector<std::pair<std::size_t, std::size_t>> ImpliedPairs(
    const ComparisonModel& model, const std::vector<std::uint32_t>& entries, WorkMeter* meter) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ConditionEntry& strong = model.entry(entries[i]);
    if (!HasHole(strong)) continue;
    for (std::size_t j = 0; j < entries.size(); ++j) {
      const ConditionEntry& weak = model.entry(entries[j]);
      if (i == j || !HasHole(weak)) continue;
      if (!meter->Spend(strong.values.size() * weak.values.size())) return out;
      if (Implies(strong, weak)) out.emplace_back(i, j);
    }
  }
  return out;
}

class Searcher {
 public:
  Searcher(const ComparisonModel& model, ContextSearch* owner, SearchMode mode,
           const ContextQuestion& question, std::size_t max_steps, WorkMeter* meter)
      : model_(model),
        owner_(owner),
        mode_(mode),
        question_(question),
        max_steps_(max_steps),
        meter_(meter) {}

  ContextAnswer Run() {
    CollectAtoms();
    MakeVariables();
    marks_.assign(atom_count_, Mark::kUnset);
    chosen_.assign(variables_.size(), nullptr);
    if (variables_.size() > kMaxVariables) GiveUp();
    const bool found = !gave_up_ && Step();
    if (found) {
      Fill();
    } else if (gave_up_ || !is_complete_) {
      answer_.outcome = ContextAnswer::Outcome::kGaveUp;
    }
    return std::move(answer_);
  }

 private:
  using Terms = std::vector<ContextTerm>;

  template <typename Visit>
  void EachTerm(Visit visit) const {
    visit(question_.goal);
    for (const ContextTerm& term : question_.new_denies) visit(term);
    for (const Terms& layer : question_.new_layers)
      std::for_each(layer.begin(), layer.end(), visit);
    for (const Terms& layer : question_.old_layers)
      std::for_each(layer.begin(), layer.end(), visit);
    for (const ContextTerm& term : question_.old_denies) visit(term);
  }

  void CollectAtoms() {
    EachTerm([this](const ContextTerm& term) {
      work_ += 1 + term.entries.size() + term.open.size();
      for (const std::uint32_t entry : term.entries) entries_.try_emplace(entry, 0);
      for (const std::uint32_t open : term.open) opens_.try_emplace(open, 0);
      if (term.principal != kAnyPrincipal) principals_.try_emplace(term.principal, 0);
    });
    work_ += opens_.size() * opens_.size();
    for (auto* atoms : {&entries_, &opens_, &principals_}) {
      for (auto& atom : *atoms) atom.second = atom_count_++;
    }
  }

  void MakeVariables() {
    std::map<std::string_view, std::vector<std::uint32_t>> by_key;
    for (const auto& [entry, atom] : entries_) {
      by_key[model_.entry(entry).folded_key].push_back(entry);
    }
    for (const auto& [key, entries] : by_key) AddKey(key, entries);
    AddPrincipals();
    for (const auto& [open, atom] : opens_) {
      Variable variable;
      variable.atoms = {atom};
      AddOption({{Mark::kOpen}, nullptr, nullptr}, &variable);
      NoteOpen("whether `" + std::string(model_.resource(open).text->value) +
               "` covers a resource cannot be told");
      Own(std::move(variable));
    }
  }

  void AddKey(std::string_view key, const std::vector<std::uint32_t>& entries) {
    const KeyClasses& classes = owner_->ClassesFor(entries);
    if (!classes.is_complete) {
      is_complete_ = false;
      answer_.reason =
          "the conditions on `" + std::string(key) + "` have too many patterns to weigh";
    }
    if (classes.reads_as_observed) {
      NoteOpen("whether `ForAnyValue:…IfExists` holds without `" + std::string(key) +
               "` cannot be told");
    }
    Variable variable;
    variable.key = key;
    for (const std::uint32_t entry : entries) variable.atoms.push_back(entries_[entry]);
    if (mode_ == SearchMode::kPossible) variable.implied = ImpliedPairs(model_, entries, meter_);
    for (const KeyClass& item : classes.items) {
      Variable::Option option;
      option.value = &item;
      for (std::size_t i = 0; i < entries.size(); ++i) {
        option.marks.push_back(ToMark(item.truths[i]));
        if (item.truths[i] != Truth::kUnknown) continue;
        const ConditionEntry& entry = model_.entry(entries[i]);
        NoteOpen("what `" + std::string(entry.op.value) + "` on `" + std::string(entry.key.value) +
                 "` compares with cannot be told");
      }
      AddOption(std::move(option), &variable);
    }
    Own(std::move(variable));
  }

  void AddPrincipals() {
    if (principals_.empty()) return;
    Variable variable;
    for (const auto& [id, atom] : principals_) variable.atoms.push_back(atom);
    std::set<std::vector<Mark>> known;
    for (const PrincipalClasses::Class& item : model_.principals().classes()) {
      Variable::Option option;
      option.principal = &item;
      for (const auto& [id, atom] : principals_) option.marks.push_back(ToMark(item.truths[id]));
      if (!known.insert(option.marks).second) continue;
      if (std::find(option.marks.begin(), option.marks.end(), Mark::kOpen) != option.marks.end()) {
        NoteOpen("who is meant by a principal cannot be told");
      }
      AddOption(std::move(option), &variable);
    }
    Own(std::move(variable));
  }

  // Where anything is possible, each combination of what cannot be told is a value of its own.
  void AddOption(Variable::Option option, Variable* variable) {
    if (mode_ == SearchMode::kCertain) return variable->options.push_back(std::move(option));
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < option.marks.size(); ++i) {
      if (option.marks[i] == Mark::kOpen) open.push_back(i);
    }
    if (open.size() > kMaxOpenAtOnce) {
      is_complete_ = false;
      open.resize(kMaxOpenAtOnce);
    }
    for (std::size_t bits = 0; bits < (std::size_t{1} << open.size()); ++bits) {
      for (std::size_t i = 0; i < open.size(); ++i) {
        option.marks[open[i]] = (bits >> i & 1U) != 0 ? Mark::kYes : Mark::kNo;
      }
      if (variable->IsPossible(option.marks)) variable->options.push_back(option);
    }
  }

  void Own(Variable variable) {
    for (const std::size_t atom : variable.atoms) {
      if (owners_.size() <= atom) owners_.resize(atom + 1);
      owners_[atom] = variables_.size();
    }
    variables_.push_back(std::move(variable));
  }

  void NoteOpen(std::string reason) {
    answer_.met_open = true;
    if (answer_.reason.empty()) answer_.reason = std::move(reason);
  }

  // What can still become of a term, and an atom that it waits for.
  struct State {
    bool is_yes = true;
    bool is_no = false;
    bool can_be_yes = true;
    bool can_be_no = false;
    std::optional<std::size_t> waits_for;
  };

  static void Take(Mark mark, std::size_t atom, State* state) {
    state->is_yes = state->is_yes && mark == Mark::kYes;
    state->is_no = state->is_no || mark == Mark::kNo;
    state->can_be_yes = state->can_be_yes && (mark == Mark::kYes || mark == Mark::kUnset);
    state->can_be_no = state->can_be_no || mark == Mark::kNo || mark == Mark::kUnset;
    if (mark == Mark::kUnset && !state->waits_for) state->waits_for = atom;
  }

  State StateOf(const ContextTerm& term) const {
    State state;
    if (term.principal != kAnyPrincipal) {
      const std::size_t atom = principals_.at(term.principal);
      Take(marks_[atom], atom, &state);
    }
    for (const std::uint32_t entry : term.entries) {
      const std::size_t atom = entries_.at(entry);
      Take(marks_[atom], atom, &state);
    }
    if (!term.open.empty()) TakeOpen(term, &state);
    return state;
  }

  void TakeOpen(const ContextTerm& term, State* state) const {
    Mark any = Mark::kNo;
    std::size_t waits = 0;
    for (const std::uint32_t open : term.open) {
      const std::size_t atom = opens_.at(open);
      const Mark mark = marks_[atom];
      if (mark == Mark::kUnset) waits = atom;
      if (any == Mark::kYes || mark == Mark::kNo) continue;
      if (mark == Mark::kYes || any == Mark::kNo || mark == Mark::kUnset) any = mark;
    }
    if (term.open_excludes && any != Mark::kOpen && any != Mark::kUnset) {
      any = any == Mark::kYes ? Mark::kNo : Mark::kYes;
    }
    Take(any, waits, state);
  }

  // One step towards an answer: settled, hopeless, or what to settle next.
  struct Progress {
    bool is_hopeless = false;
    std::optional<std::size_t> waits_for;
  };

  static void Wait(const State& state, Progress* progress) {
    if (!progress->waits_for) progress->waits_for = state.waits_for;
  }

  void NeedYes(const ContextTerm& term, Progress* progress) const {
    const State state = StateOf(term);
    if (state.is_yes) return;
    if (!state.can_be_yes) progress->is_hopeless = true;
    Wait(state, progress);
  }

  void NeedNo(const ContextTerm& term, Progress* progress) const {
    const State state = StateOf(term);
    if (state.is_no) return;
    if (!state.can_be_no) progress->is_hopeless = true;
    Wait(state, progress);
  }

  void NeedAny(const Terms& layer, Progress* progress) const {
    bool can_be = false;
    Progress own;
    for (const ContextTerm& term : layer) {
      const State state = StateOf(term);
      if (state.is_yes) return;
      if (state.can_be_yes) {
        can_be = true;
        Wait(state, &own);
      }
    }
    if (!can_be) progress->is_hopeless = true;
    if (!progress->waits_for) progress->waits_for = own.waits_for;
  }

  // The old side does not allow: a layer where nothing holds, or a Deny that does.
  void NeedRefusal(Progress* progress) const {
    bool can_be = false;
    Progress own;
    for (const Terms& layer : question_.old_layers) {
      Progress none;
      for (const ContextTerm& term : layer) NeedNo(term, &none);
      if (none.is_hopeless) continue;
      if (!none.waits_for) return;
      can_be = true;
      if (!own.waits_for) own.waits_for = none.waits_for;
    }
    for (const ContextTerm& term : question_.old_denies) {
      const State state = StateOf(term);
      if (state.is_yes) return;
      if (!state.can_be_yes) continue;
      can_be = true;
      Wait(state, &own);
    }
    if (!can_be) progress->is_hopeless = true;
    if (!progress->waits_for) progress->waits_for = own.waits_for;
  }

  // Of two resource strings one may lie within the other whatever fills their holes.
  bool OpensAgree() const {
    for (const auto& [a, atom] : opens_) {
      if (marks_[atom] != Mark::kYes) continue;
      for (const auto& [b, other] : opens_) {
        if (marks_[other] == Mark::kNo && Covers(model_.resource(b), model_.resource(a))) {
          return false;
        }
      }
    }
    return true;
  }

  void GiveUp() {
    gave_up_ = true;
    answer_.reason = "too many combinations of condition keys to try";
  }

  bool Step() {
    if (++steps_ > max_steps_ || !meter_->Spend(work_)) {
      GiveUp();
      return false;
    }
    Progress progress;
    NeedYes(question_.goal, &progress);
    for (const ContextTerm& term : question_.new_denies) NeedNo(term, &progress);
    for (const Terms& layer : question_.new_layers) NeedAny(layer, &progress);
    if (!progress.is_hopeless) NeedRefusal(&progress);
    if (progress.is_hopeless || (opens_.size() > 1 && !OpensAgree())) return false;
    if (!progress.waits_for) return true;
    const std::size_t at = owners_[*progress.waits_for];
    const Variable& variable = variables_[at];
    for (const Variable::Option& option : variable.options) {
      for (std::size_t i = 0; i < variable.atoms.size(); ++i) {
        marks_[variable.atoms[i]] = option.marks[i];
      }
      chosen_[at] = &option;
      if (Step()) return true;
      if (gave_up_) break;
    }
    for (const std::size_t atom : variable.atoms) marks_[atom] = Mark::kUnset;
    chosen_[at] = nullptr;
    return false;
  }

  void Fill() {
    answer_.outcome = ContextAnswer::Outcome::kFound;
    answer_.principal = model_.principals().classes().front().principal;
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      if (chosen_[i] == nullptr) continue;
      if (chosen_[i]->principal != nullptr) answer_.principal = chosen_[i]->principal->principal;
      if (chosen_[i]->value == nullptr || chosen_[i]->value->value.is_absent()) continue;
      answer_.context[std::string(variables_[i].key)] = chosen_[i]->value->value.values;
    }
    for (const auto& [key, value] : model_.bindings()) answer_.context.try_emplace(key, 1, value);
  }

  const ComparisonModel& model_;
  ContextSearch* owner_;
  SearchMode mode_;
  const ContextQuestion& question_;
  std::size_t max_steps_;
  WorkMeter* meter_;
  std::size_t work_ = 0;                          // of one step
  std::map<std::uint32_t, std::size_t> entries_;  // numbers to atoms
  std::map<std::uint32_t, std::size_t> opens_;
  std::map<std::uint32_t, std::size_t> principals_;
  std::size_t atom_count_ = 0;
  std::vector<Variable> variables_;
  std::vector<std::size_t> owners_;  // of atoms: the variable
  std::vector<Mark> marks_;
  std::vector<const Variable::Option*> chosen_;
  std::size_t steps_ = 0;
  bool gave_up_ = false;
  bool is_complete_ = true;
  ContextAnswer answer_;
};

}  // namespace

const KeyClasses& ContextSearch::ClassesFor(const std::vector<std::uint32_t>& entries) {
  const auto [found, is_new] = classes_.try_emplace(entries);
  if (!is_new) return found->second;
  std::vector<const ConditionEntry*> tests;
  for (const std::uint32_t entry : entries) tests.push_back(&model_.entry(entry));
  KeyQuestion question;
  question.key = tests.front()->folded_key;
  question.entries = tests;
  question.max_classes = budget_.max_key_classes;
  question.meter = meter_;
  question.as_observed = mode_ == SearchMode::kCertain;
  if (const auto known = catalog_.FindConditionKey(question.key)) {
    question.type = catalog_.condition_key(*known).type;
  }
  const auto bound = model_.bindings().find(std::string(question.key));
  if (bound != model_.bindings().end()) question.pinned = &bound->second;
  found->second = ClassesOf(question);
  if (found->second.reads_many_values) {
    notes_.push_back("an operator without `ForAllValues` or `ForAnyValue` on `" +
                     std::string(question.key) + "` is read as never matching several values");
  }
  return found->second;
}

const ContextAnswer& ContextSearch::Answer(ContextQuestion question) {
  Simplify(&question);
  const auto [found, is_new] = answers_.try_emplace(KeyOf(question));
  if (is_new) {
    found->second = Searcher(model_, this, mode_, question, budget_.max_steps, meter_).Run();
  }
  return found->second;
}

}  // namespace leastwise
