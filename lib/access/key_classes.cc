#include "access/key_classes.h"

#include <algorithm>
#include <set>

#include "access/cut_points.h"
#include "access/glob_automaton.h"
#include "access/literal_pattern.h"
#include "access/resource_pattern.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// Of a value that is compared; a number, date or block is read each time.
constexpr std::size_t kWorkOfText = 4;
constexpr std::size_t kWorkOfTyped = 32;
constexpr char kAnyArn[] = "arn:*:*:*:*:*";

bool IsText(ConditionFamily family) {
  return family == ConditionFamily::kString || family == ConditionFamily::kStringIgnoreCase ||
         family == ConditionFamily::kStringLike || family == ConditionFamily::kArn ||
         family == ConditionFamily::kBinary;
}

class ClassMaker {
 public:
  explicit ClassMaker(const KeyQuestion& question) : question_(question) {
    for (const ConditionEntry* entry : question.entries) Collect(*entry);
    const auto type = question.type;
    is_arn_ = type ? type == ConditionKeyType::kArn || type == ConditionKeyType::kArrayOfArn
                   : question.key.ends_with("arn");
    is_plain_text_ = type == ConditionKeyType::kString || type == ConditionKeyType::kArrayOfString;
    is_bool_ = is_bool_ || type == ConditionKeyType::kBool;
    may_have_many_ = is_quantified_ && (!type || IsMultivalued(*type));
  }

  KeyClasses Make() {
    if (question_.pinned != nullptr) {
      Keep({{*question_.pinned}, false});
      return std::move(out_);
    }
    Keep({});
    if (may_have_many_) known_.clear();  // what is as good as absent alone may differ beside others
    AddReadable();
    AddTyped();
    if (has_text_) AddTexts();
    if (may_have_many_) CloseUnderUnion();
    return std::move(out_);
  }

 private:
  void Collect(const ConditionEntry& entry) {
    if (entry.quantifier != Quantifier::kNone) is_quantified_ = true;
    if (entry.family == ConditionFamily::kBool) is_bool_ = true;
    has_text_ = has_text_ || IsText(entry.family);
    work_ += entry.values.size() * (IsText(entry.family) ? kWorkOfText : kWorkOfTyped);
    for (const Text& text : entry.values) {
      if (entry.family == ConditionFamily::kNumeric) numbers_.push_back(text.pattern);
      if (entry.family == ConditionFamily::kDate) dates_.push_back(text.pattern);
      if (entry.family == ConditionFamily::kIp) blocks_.push_back(text.pattern);
      if (IsText(entry.family)) CollectText(entry.family, text);
    }
    is_typed_ = is_typed_ || !numbers_.empty() || !dates_.empty() || !blocks_.empty();
  }

  void CollectText(ConditionFamily family, const Text& text) {
    const bool is_pattern =
        family == ConditionFamily::kStringLike || family == ConditionFamily::kArn;
    const bool folds = family == ConditionFamily::kStringIgnoreCase;
    if (folds && text.has_hole()) return;  // nothing that a value does decides it
    Pattern pattern{is_pattern ? std::string(text.pattern) : EscapeWildcards(text.pattern),
                    family == ConditionFamily::kArn, folds};
    if (text.has_hole()) pattern.text = WidenHoles(pattern.text);
    if (pattern.is_arn && !SplitArn(pattern.text)) return;  // a reading decides, not the value
    patterns_.insert(std::move(pattern));
  }

  // A person's guess at a value first: one that needs no search and reads well.
  void AddReadable() {
    if (is_arn_) return Add("arn:aws:iam::123456789012:role/example");
    if (is_bool_) return;
    if (question_.key.ends_with("account")) Add("123456789012");
    if (question_.key == "aws:requestedregion") Add("us-east-1");
    if (question_.key == "iam:passedtoservice") Add("example.amazonaws.com");
    Add("example");
  }

  void AddTyped() {
    if (is_bool_) {
      Add("true");
      Add("false");
    }
    for (const std::string& number : NumbersAround(numbers_)) Add(number);
    for (const std::string& date : DatesAround(dates_)) Add(date);
    if (!blocks_.empty()) {
      for (const std::string& address : AddressesAround(blocks_)) Add(address);
    }
    if (!is_typed_ || !has_text_) return;
    // The same number in a spelling that no text names.
    for (const std::string_view number : numbers_) Add(std::string(number) + ".000");
    for (const Pattern& pattern : patterns_) {
      if (!Glob(pattern.text).is_literal()) out_.is_complete = false;
    }
  }

  void AddTexts() {
    for (const Pattern& pattern : patterns_) {
      if (Glob(pattern.text).is_literal()) Add(UnescapeWildcards(pattern.text));
    }
    const bool only_literals = std::all_of(
        patterns_.begin(), patterns_.end(),
        [](const Pattern& pattern) { return !pattern.folds && Glob(pattern.text).is_literal(); });
    if (question_.type == ConditionKeyType::kBool) return;
    if (only_literals) return AddUnnamed();
    std::vector<GlobAtom> atoms;
    if (is_arn_) atoms.push_back({kAnyArn, true});
    for (const Pattern& pattern : patterns_) {
      atoms.push_back(
          {pattern.text, pattern.is_arn, pattern.folds ? CaseMode::kFold : CaseMode::kSensitive});
    }
    GlobAutomaton::Walk walk;
    walk.max_states = question_.max_states;
    walk.required = is_arn_ ? 1 : 0;
    walk.with_empty_text = true;
    walk.meter = question_.meter;
    const auto end = GlobAutomaton(atoms).Run(
        walk, [this](const GlobSignature&, const GlobAutomaton::TextMaker& text) {
          Add(text());
          return !out_.is_complete;
        });
    if (end != GlobAutomaton::End::kExhausted) out_.is_complete = false;
  }

  // A text that is none of the literals.
  void AddUnnamed() {
    std::string text = is_arn_ ? "arn:aws:iam::123456789012:role/other" : "other";
    while (patterns_.contains({text, false, false}) || patterns_.contains({text, true, false})) {
      text += 'x';
    }
    Add(text);
  }

  // Text that an operator of the key's own type cannot read is no value of such a key.
  bool IsOfType(const std::string& text) const {
    if (is_plain_text_ || !is_typed_) return true;
    return (numbers_.empty() || CompareDecimals(text, "0")) &&
           (dates_.empty() || SecondsOf(text)) && (blocks_.empty() || ParseIpBlock(text));
  }

  void Add(std::string text) {
    if (IsOfType(text)) Keep({{std::move(text)}, false});
  }

  Truth TruthOf(const ConditionEntry& entry, const ContextValue& value) {
    if (question_.as_observed && value.is_absent() && entry.if_exists &&
        entry.quantifier == Quantifier::kForAnyValue && Evaluate(entry, value) == Truth::kUnknown) {
      out_.reads_as_observed = true;
      return Truth::kNo;
    }
    const bool lacks_quantifier = value.values.size() > 1 && entry.quantifier == Quantifier::kNone;
    if (!lacks_quantifier || entry.family == ConditionFamily::kNull ||
        entry.family == ConditionFamily::kUnknown) {
      return Evaluate(entry, value);
    }
    out_.reads_many_values = true;
    return Truth::kNo;
  }

  void Keep(ContextValue value) {
    if (question_.meter != nullptr && !question_.meter->Spend(work_ * value.values.size() + 1)) {
      out_.is_complete = false;
      return;
    }
    KeyClass item;
    for (const ConditionEntry* entry : question_.entries) {
      item.truths.push_back(TruthOf(*entry, value));
    }
    if (!known_.insert(item.truths).second) return;
    if (out_.items.size() == question_.max_classes) {
      out_.is_complete = false;
      return;
    }
    item.value = std::move(value);
    out_.items.push_back(std::move(item));
  }

  // How a set comes out depends only on how its parts do, so adding single values to the classes
  // found so far finds them all.
  void CloseUnderUnion() {
    const std::size_t singles = out_.items.size();
    for (std::size_t i = 0; i < out_.items.size() && out_.is_complete; ++i) {
      for (std::size_t j = 0; j < singles; ++j) {
        ContextValue both = out_.items[i].value;
        const ContextValue& single = out_.items[j].value;
        if (both.is_absent() || single.is_absent()) continue;
        if (std::find(both.values.begin(), both.values.end(), single.values.front()) !=
            both.values.end()) {
          continue;
        }
        both.values.push_back(single.values.front());
        Keep(std::move(both));
      }
    }
  }

  struct Pattern {
    std::string text;
    bool is_arn = false;
    bool folds = false;
    friend bool operator<(const Pattern& a, const Pattern& b) {
      if (a.text != b.text) return a.text < b.text;
      return a.is_arn != b.is_arn ? a.is_arn < b.is_arn : a.folds < b.folds;
    }
  };

  const KeyQuestion& question_;
  std::set<Pattern> patterns_;
  std::vector<std::string_view> numbers_;
  std::vector<std::string_view> dates_;
  std::vector<std::string_view> blocks_;
  std::size_t work_ = 0;  // of ruling on one value
  bool has_text_ = false;
  bool is_typed_ = false;
  bool is_bool_ = false;
  bool is_arn_ = false;
  bool is_plain_text_ = false;
  bool is_quantified_ = false;
  bool may_have_many_ = false;
  std::set<std::vector<Truth>> known_;
  KeyClasses out_;
};

}  // namespace

KeyClasses ClassesOf(const KeyQuestion& question) { return ClassMaker(question).Make(); }

}  // namespace leastwise
