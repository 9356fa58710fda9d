#include "access/value_domain.h"

#include <algorithm>
#include <array>
#include <set>

#include "access/condition_strength.h"
#include "access/glob_minterms.h"
#include "access/literal_pattern.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::size_t kMaxPaired = 24;  // values from which pairs are made
constexpr std::string_view kStrangerMark = "{stranger}";
constexpr std::string_view kFresh("\x04", 1);

// What the values of a key look like, where a value that nothing names must look so too: every
// organization's id begins with `o-`, so that `StringLike aws:PrincipalOrgID o-*` guards nothing.
// `~` is a made-up word, `#` an account id that nothing names.
struct KeyFormat {
  std::string_view key;
  std::string_view format;
};
constexpr std::array<KeyFormat, 18> kFormats = {{
    {"aws:principalaccount", "#"},
    {"aws:principalarn", "arn:aws:iam::#:role/~"},
    {"aws:principalorgid", "o-~"},
    {"aws:principalorgpaths", "o-~/r-~/ou-~/"},
    {"aws:resourceaccount", "#"},
    {"aws:resourceorgid", "o-~"},
    {"aws:resourceorgpaths", "o-~/r-~/ou-~/"},
    {"aws:sourceaccount", "#"},
    {"aws:sourceorgid", "o-~"},
    {"aws:sourceorgpaths", "o-~/r-~/ou-~/"},
    {"aws:sourceowner", "#"},
    {"aws:sourcevpc", "vpc-~"},
    {"aws:sourcevpce", "vpce-~"},
    {"iam:passedtoservice", "~.amazonaws.com"},
    {"kms:calleraccount", "#"},
    {"kms:viaservice", "~.~.amazonaws.com"},
    {"s3:dataaccesspointaccount", "#"},
    {"s3:resourceaccount", "#"},
}};

std::string Fold(std::string_view text, bool upper) {
  std::string out(text);
  for (char& c : out) {
    c = FoldAscii(c);
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

void ReplaceAll(std::string* text, std::string_view what, std::string_view with) {
  for (std::size_t at = text->find(what); at != std::string::npos;
       at = text->find(what, at + with.size())) {
    text->replace(at, what.size(), with);
  }
}

class DomainMaker {
 public:
  DomainMaker(std::string_view key, std::span<const ConditionEntry* const> entries,
              std::string_view stranger, const AccessMemo& memo)
      : key_(key), entries_(entries), stranger_(stranger), memo_(memo) {
    for (const ConditionEntry* entry : entries) Collect(*entry);
  }

  KeyDomain Free() {
    if (!IsAlwaysPresent(key_)) Add({});
    AddOther();
    if (is_arn_) AddGlob("arn:aws:iam::" + std::string(stranger_) + ":*", true);
    for (const std::string& literal : literals_) Add({{literal}, false});
    if (!atoms_.empty()) {
      Minterms scratch;
      const Minterms& minterms = memo_.MintermsOf(atoms_, &scratch);
      domain_.is_complete = domain_.is_complete && minterms.is_complete;
      for (const Minterm& minterm : minterms.items) Add({{minterm.text}, false});
    }
    AddPairs();
    return std::move(domain_);
  }

  KeyDomain Shaped(const std::vector<RequestValue>& shape) {
    for (const RequestValue& value : shape) {
      if (value.value_class == ValueClass::kAbsent) {
        if (!IsAlwaysPresent(key_)) Add({});
      } else if (value.value_class == ValueClass::kOther ||
                 value.value_class == ValueClass::kOrdinary) {
        AddOther();
      } else if (value.value_class == ValueClass::kStranger) {
        AddStranger();
      } else if (value.value_class == ValueClass::kOutside) {
        AddOutside(value.patterns);
      } else {
        std::string text = value.text;
        ReplaceAll(&text, kStrangerMark, stranger_);
        AddGlob(text, text != value.text);
      }
    }
    return std::move(domain_);
  }

 private:
  void Collect(const ConditionEntry& entry) {
    if (entry.quantifier != Quantifier::kNone) is_quantified_ = true;
    switch (entry.family) {
      case ConditionFamily::kNull:
      case ConditionFamily::kUnknown:
        return;
      case ConditionFamily::kBool:
        is_bool_ = true;
        literals_.insert({"true", "false"});
        break;
      case ConditionFamily::kNumeric:
      case ConditionFamily::kDate:
        is_ordered_ = true;
        literals_.insert(std::string(1, kJustAbove));
        break;
      case ConditionFamily::kArn:
        is_arn_ = true;
        break;
      default:
        break;
    }
    for (const Text& text : entry.values) CollectValue(entry.family, text);
  }

  void CollectValue(ConditionFamily family, const Text& text) {
    named_.insert(Fold(text.pattern, false));
    const bool is_pattern =
        family == ConditionFamily::kStringLike || family == ConditionFamily::kArn;
    if (family == ConditionFamily::kIp) {
      CollectIp(text.pattern);
    } else if (is_pattern && !Glob(text.pattern).is_literal()) {
      const bool is_arn = family == ConditionFamily::kArn;
      if (!is_arn || SplitArn(text.pattern)) atoms_.push_back({text.pattern, is_arn});
    } else {
      const std::string literal =
          text.has_hole() ? std::string(text.pattern) : UnescapeWildcards(text.pattern);
      literals_.insert(literal);
      if (is_ordered_) literals_.insert(literal + kJustAbove);
      if (family == ConditionFamily::kStringIgnoreCase) {
        literals_.insert({Fold(literal, false), Fold(literal, true)});
      }
    }
  }

  // The edges of a block from both sides: nested blocks cut the addresses there and nowhere else.
  void CollectIp(std::string_view text) {
    const std::optional<IpBlock> block = ParseIpBlock(text);
    if (!block) return;
    IpBytes before = block->first;
    IpBytes after = block->last;
    const std::size_t width = block->is_v6 ? 16 : 4;
    for (std::size_t i = width; i-- > 0 && before[i]-- == 0;) {
    }
    for (std::size_t i = width; i-- > 0 && ++after[i] == 0;) {
    }
    for (const IpBytes& address : {before, block->first, block->last, after}) {
      literals_.insert(FormatIp(address, block->is_v6));
    }
  }

  void Add(ContextValue value) { domain_.values.push_back(std::move(value)); }

  std::string FormattedOther() const {
    std::string out(is_arn_ || key_.ends_with("arn") ? "arn:aws:~:~:#:~" : "~");
    for (const KeyFormat& known : kFormats) {
      if (known.key == key_) out = known.format;
    }
    ReplaceAll(&out, "~", kFresh);
    ReplaceAll(&out, "#", stranger_);
    return out;
  }

  void AddOther() {
    if (is_bool_) {
      const bool both = named_.contains("true") && named_.contains("false");
      for (const std::string_view word : {"true", "false"}) {
        if (both || !named_.contains(std::string(word))) Add({{std::string(word)}, false});
      }
    } else if (is_ordered_) {
      // A limit that is meant as a guard must hold against what lies far beyond it.
      Add({{"253402300799"}, false});
    } else {
      Add({{FormattedOther()}, true});
    }
  }

  void AddStranger() {
    if (is_arn_ || key_.ends_with("arn")) {
      AddGlob("arn:aws:iam::" + std::string(stranger_) + ":*", true);
    } else {
      Add({{std::string(stranger_)}, true});
    }
  }

  // Every way in which a text that `pattern` matches can fare with the entries.
  void AddGlob(const std::string& pattern, bool is_fresh) {
    if (Glob(pattern).is_literal()) {
      Add({{pattern}, is_fresh});
      return;
    }
    std::vector<GlobAtom> atoms = {{pattern, SplitArn(pattern).has_value()}};
    atoms.insert(atoms.end(), atoms_.begin(), atoms_.end());
    Minterms scratch;
    const Minterms& minterms = memo_.MintermsOf(atoms, &scratch);
    domain_.is_complete = domain_.is_complete && minterms.is_complete;
    for (const Minterm& minterm : minterms.items) {
      if ((minterm.signature & 1U) != 0) Add({{minterm.text}, is_fresh});
    }
    for (const std::string& literal : literals_) {
      if (Glob(pattern).Matches(literal)) Add({{literal}, false});
    }
  }

  // Every way in which a text that no pattern matches can fare with the entries.
  void AddOutside(const std::vector<std::string>& patterns) {
    const auto is_outside = [&patterns](const ContextValue& value) {
      return std::none_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return Glob(pattern).Matches(value.values.front());
      });
    };
    const std::size_t first = domain_.values.size();
    AddOther();
    for (const std::string& literal : literals_) Add({{literal}, false});
    if (!atoms_.empty()) {
      std::vector<GlobAtom> atoms = atoms_;
      for (const std::string& pattern : patterns) {
        atoms.push_back({pattern, SplitArn(pattern).has_value()});
      }
      domain_.is_complete = domain_.is_complete && atoms.size() <= kMaxGlobAtoms;
      Minterms scratch;
      const Minterms& minterms = memo_.MintermsOf(atoms, &scratch);
      domain_.is_complete = domain_.is_complete && minterms.is_complete;
      for (const Minterm& minterm : minterms.items) Add({{minterm.text}, false});
    }
    const auto kept =
        std::stable_partition(domain_.values.begin() + static_cast<std::ptrdiff_t>(first),
                              domain_.values.end(), is_outside);
    domain_.values.erase(kept, domain_.values.end());
  }

  void AddPairs() {
    if (!is_quantified_) return;
    const std::size_t count = domain_.values.size();
    if (count > kMaxPaired) {
      domain_.is_complete = false;
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = i + 1; j < count; ++j) {
        const ContextValue& a = domain_.values[i];
        const ContextValue& b = domain_.values[j];
        if (a.is_absent() || b.is_absent()) continue;
        Add({{a.values.front(), b.values.front()}, a.is_fresh && b.is_fresh});
      }
    }
  }

  std::string_view key_;
  std::span<const ConditionEntry* const> entries_;
  std::string_view stranger_;
  const AccessMemo& memo_;
  std::set<std::string> literals_;
  std::set<std::string> named_;  // folded
  std::vector<GlobAtom> atoms_;
  bool is_bool_ = false;
  bool is_ordered_ = false;
  bool is_arn_ = false;
  bool is_quantified_ = false;
  KeyDomain domain_;
};

// Each value is held against each value of the entries: thousands of address blocks would be
// millions of pairs. What matters most, absence and what nothing names, comes first in a domain.
std::size_t MostValues(std::span<const ConditionEntry* const> entries) {
  constexpr std::size_t kMostTrials = 20'000'000;
  constexpr std::size_t kTrialsOfABlock = 50;  // an address costs as much as so many strings
  std::size_t trials = 1;
  for (const ConditionEntry* entry : entries) {
    const bool is_block = entry->family == ConditionFamily::kIp;
    trials += entry->values.size() * (is_block ? kTrialsOfABlock : 1);
  }
  return std::max<std::size_t>(2, kMostTrials / trials);
}

}  // namespace

KeyDomain MakeDomain(std::string_view folded_key, std::span<const ConditionEntry* const> entries,
                     const std::vector<RequestValue>* shape, std::string_view stranger,
                     const AccessMemo& memo) {
  DomainMaker maker(folded_key, entries, stranger, memo);
  KeyDomain domain = shape == nullptr ? maker.Free() : maker.Shaped(*shape);
  const std::size_t most = MostValues(entries);
  if (domain.values.size() > most) {
    domain.values.resize(most);
    domain.is_complete = false;
  }
  return domain;
}

}  // namespace leastwise
