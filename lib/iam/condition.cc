#include "iam/condition.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "iam/glob.h"
#include "iam/policy_parser.h"

namespace leastwise {
namespace {

struct NamedOperator {
  std::string_view name;
  ConditionFamily family;
  Comparison comparison = Comparison::kEquals;
  bool negated = false;
};

using Family = ConditionFamily;

constexpr std::array<NamedOperator, 27> kOperators = {{
    {"StringEquals", Family::kString},
    {"StringNotEquals", Family::kString, Comparison::kEquals, true},
    {"StringEqualsIgnoreCase", Family::kStringIgnoreCase},
    {"StringNotEqualsIgnoreCase", Family::kStringIgnoreCase, Comparison::kEquals, true},
    {"StringLike", Family::kStringLike},
    {"StringNotLike", Family::kStringLike, Comparison::kEquals, true},
    {"NumericEquals", Family::kNumeric},
    {"NumericNotEquals", Family::kNumeric, Comparison::kEquals, true},
    {"NumericLessThan", Family::kNumeric, Comparison::kLess},
    {"NumericLessThanEquals", Family::kNumeric, Comparison::kLessOrEqual},
    {"NumericGreaterThan", Family::kNumeric, Comparison::kGreater},
    {"NumericGreaterThanEquals", Family::kNumeric, Comparison::kGreaterOrEqual},
    {"DateEquals", Family::kDate},
    {"DateNotEquals", Family::kDate, Comparison::kEquals, true},
    {"DateLessThan", Family::kDate, Comparison::kLess},
    {"DateLessThanEquals", Family::kDate, Comparison::kLessOrEqual},
    {"DateGreaterThan", Family::kDate, Comparison::kGreater},
    {"DateGreaterThanEquals", Family::kDate, Comparison::kGreaterOrEqual},
    {"Bool", Family::kBool},
    {"BinaryEquals", Family::kBinary},
    {"IpAddress", Family::kIp},
    {"NotIpAddress", Family::kIp, Comparison::kEquals, true},
    {"ArnEquals", Family::kArn},
    {"ArnLike", Family::kArn},
    {"ArnNotEquals", Family::kArn, Comparison::kEquals, true},
    {"ArnNotLike", Family::kArn, Comparison::kEquals, true},
    {"Null", Family::kNull},
}};

bool RemovePrefix(std::string_view* text, std::string_view prefix) {
  if (text->size() < prefix.size() || !EqualsFolded(text->substr(0, prefix.size()), prefix))
    return false;
  text->remove_prefix(prefix.size());
  return true;
}

bool RemoveSuffix(std::string_view* text, std::string_view suffix) {
  if (text->size() < suffix.size() ||
      !EqualsFolded(text->substr(text->size() - suffix.size()), suffix))
    return false;
  text->remove_suffix(suffix.size());
  return true;
}

// Variables stand for text, so only families that compare text or ARNs take them; what an unknown
// operator compares is not known.
VariableMode ModeOf(Family family) {
  switch (family) {
    case Family::kNumeric:
    case Family::kDate:
    case Family::kIp:
    case Family::kBinary:
    case Family::kNull:
      return VariableMode::kLiteral;
    default:
      return VariableMode::kVariables;
  }
}

std::string UnknownOperatorDetail(std::string_view name) {
  std::string_view base = name;
  if (RemoveSuffix(&base, "IfExists") && EqualsFolded(base, "Null"))
    return "`NullIfExists` is not a condition operator, `Null` asks for presence itself";
  std::vector<std::string_view> names;
  for (const NamedOperator& known : kOperators) names.push_back(known.name);
  base = name;
  RemovePrefix(&base, "ForAllValues:") || RemovePrefix(&base, "ForAnyValue:");
  RemoveSuffix(&base, "IfExists");
  return Quote(name) + " is not a condition operator" + DidYouMean(base, names);
}

// Reads one Condition element into `out`, whose earlier entries belong to other elements.
class ConditionReader {
 public:
  ConditionReader(ParseContext& context, std::vector<ConditionEntry>* out)
      : context_(context), out_(out) {}

  bool Read(const Node& node) {
    if (!node.is(NodeKind::kObject)) {
      ReportType(node, "Condition", "an object of operators");
      AddUnreadable(node, {});
      return false;
    }
    for (const Member& member : node.members()) ReadOperator(member);
    return complete_;
  }

 private:
  void ReportType(const Node& node, std::string_view element, std::string_view wanted) {
    if (node.is(NodeKind::kUnknown) || node.is(NodeKind::kChoice)) return;
    context_.Report(problem::kWrongType, context_.At(node),
                    Quote(element) + " takes " + std::string(wanted) + ", not " +
                        std::string(NodeKindWords(node.kind())));
  }

  void AddUnreadable(const Node& node, const Text& op) {
    ConditionEntry entry;
    entry.op = op;
    if (!op.location.valid()) entry.op.location = context_.At(node);
    entry.key.location = context_.At(node);
    out_->push_back(entry);
    complete_ = false;
  }

  void ReadOperator(const Member& member) {
    const Text op = MakeKeyText(context_.tree, member, context_.arena);
    const std::optional<ConditionOperator> known = ReadConditionOperator(member.key);
    if (!known)
      context_.Report(problem::kUnknownOperator, op.location, UnknownOperatorDetail(member.key));
    if (!member.value->is(NodeKind::kObject)) {
      ReportType(*member.value, member.key, "an object of condition keys");
      AddUnreadable(*member.value, op);
      return;
    }
    for (const Member& key : member.value->members())
      ReadKey(op, known.value_or(ConditionOperator{}), key);
  }

  void ReadKey(const Text& op, const ConditionOperator& known, const Member& member) {
    ConditionEntry entry;
    entry.family = known.family;
    entry.comparison = known.comparison;
    entry.quantifier = known.quantifier;
    entry.negated = known.negated;
    entry.if_exists = known.if_exists;
    entry.op = op;
    entry.key = MakeKeyText(context_.tree, member, context_.arena);
    entry.folded_key = Fold(entry.key.value);
    const VariableMode mode = context_.variables ? ModeOf(known.family) : VariableMode::kLiteral;
    if (!context_.ReadTexts(*member.value, member.key, mode, true)) {
      entry.family = Family::kUnknown;
      complete_ = false;
    }
    if (!context_.variables && ModeOf(known.family) == VariableMode::kVariables)
      ReportVariables(context_.texts);
    entry.values = context_.TakeTexts();
    out_->push_back(entry);
  }

  void ReportVariables(const std::vector<Text>& values) {
    for (const Text& value : values) {
      if (!HasPolicyVariable(value.value)) continue;
      context_.Report(problem::kMissingVersionForVariable, value.location,
                      "variables such as in " + Quote(value.value) +
                          " are literal text without `\"Version\": \"2012-10-17\"`");
    }
  }

  std::string_view Fold(std::string_view key) {
    const auto is_upper = [](char c) { return FoldAscii(c) != c; };
    if (std::none_of(key.begin(), key.end(), is_upper)) return key;
    std::string folded(key);
    std::transform(folded.begin(), folded.end(), folded.begin(), FoldAscii);
    return context_.arena.Copy(folded);
  }

  ParseContext& context_;
  std::vector<ConditionEntry>* out_;
  bool complete_ = true;
};

// Equal for entries that ask the same question of the same key, however they are spelled.
bool AskTheSame(const ConditionEntry& a, const ConditionEntry& b) {
  return a.family == b.family && a.comparison == b.comparison && a.quantifier == b.quantifier &&
         a.negated == b.negated && a.if_exists == b.if_exists && a.folded_key == b.folded_key;
}

// Joins repeated pairs and reports those that differ only in case. n log n in the entries.
class DuplicateFinder {
 public:
  DuplicateFinder(ParseContext& context, std::vector<ConditionEntry>* entries)
      : context_(context), entries_(*entries), joined_(entries->size(), false) {}

  bool Run() {
    if (entries_.size() < 2) return true;
    std::vector<std::size_t> order(entries_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return entries_[a].folded_key < entries_[b].folded_key;
    });
    for (std::size_t begin = 0; begin < order.size();) {
      std::size_t end = begin + 1;
      while (end < order.size() &&
             entries_[order[end]].folded_key == entries_[order[begin]].folded_key)
        ++end;
      VisitGroup(std::span(order).subspan(begin, end - begin));
      begin = end;
    }
    if (!found_) return true;
    Compact();
    return false;
  }

 private:
  struct Asked {
    std::size_t first;
    std::vector<std::size_t> repeats;
  };

  // Entries of one key. There are as many operators as AWS has, so few are looked at for each.
  void VisitGroup(std::span<const std::size_t> group) {
    if (group.size() < 2) return;
    std::vector<Asked> distinct;
    for (const std::size_t i : group) {
      const auto asked = std::find_if(distinct.begin(), distinct.end(), [&](const Asked& other) {
        const ConditionEntry& first = entries_[other.first];
        return first.family != Family::kUnknown && AskTheSame(entries_[i], first);
      });
      if (asked != distinct.end())
        Meet(*asked, i);
      else if (distinct.size() < kMostOperators)
        distinct.push_back({i, {}});
    }
    for (const Asked& asked : distinct) Join(asked);
  }

  void Meet(Asked& asked, std::size_t index) {
    const ConditionEntry& first = entries_[asked.first];
    const ConditionEntry& second = entries_[index];
    if (first.op.value == second.op.value && first.key.value == second.key.value) {
      asked.repeats.push_back(index);  // the reader has reported the repeated key
    } else if (EqualsFolded(first.op.value, second.op.value)) {
      context_.Report(problem::kDuplicateConditionKey, second.key.location,
                      Quote(second.key.value) + " repeats " + Quote(first.key.value) +
                          ", condition keys ignore case",
                      first.key.location);
    }
  }

  void Join(const Asked& asked) {
    if (asked.repeats.empty()) return;
    ConditionEntry& first = entries_[asked.first];
    std::vector<Text> values(first.values.begin(), first.values.end());
    for (const std::size_t i : asked.repeats) {
      values.insert(values.end(), entries_[i].values.begin(), entries_[i].values.end());
      joined_[i] = true;
    }
    first.values = context_.arena.Copy(values);
    found_ = true;
  }

  void Compact() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!joined_[i]) entries_[kept++] = entries_[i];
    }
    entries_.resize(kept);
  }

  // Operators, set prefixes and IfExists combined are about 160; more are of unknown families.
  static constexpr std::size_t kMostOperators = 256;

  ParseContext& context_;
  std::vector<ConditionEntry>& entries_;
  std::vector<bool> joined_;
  bool found_ = false;
};

}  // namespace

std::vector<std::string_view> ConditionOperatorNames() {
  std::vector<std::string_view> names;
  for (const NamedOperator& one : kOperators) names.push_back(one.name);
  return names;
}

std::optional<ConditionOperator> ReadConditionOperator(std::string_view text) {
  ConditionOperator out;
  if (RemovePrefix(&text, "ForAllValues:"))
    out.quantifier = Quantifier::kForAllValues;
  else if (RemovePrefix(&text, "ForAnyValue:"))
    out.quantifier = Quantifier::kForAnyValue;
  out.if_exists = RemoveSuffix(&text, "IfExists");
  for (const NamedOperator& known : kOperators) {
    if (!EqualsFolded(text, known.name)) continue;
    if (known.family == Family::kNull && out.if_exists) return std::nullopt;
    out.family = known.family;
    out.comparison = known.comparison;
    out.negated = known.negated;
    return out;
  }
  return std::nullopt;
}

bool ReadConditions(ParseContext& context, const Node& node, std::vector<ConditionEntry>* out) {
  const bool complete = ConditionReader(context, out).Read(node);
  return DuplicateFinder(context, out).Run() && complete;
}

}  // namespace leastwise
