#include "access/condition_search.h"

#include <algorithm>
#include <map>
#include <set>

#include "access/value_domain.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

using Bits = std::vector<bool>;  // one for each refusal

bool IsSubset(const Bits& a, const Bits& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] && !b[i]) return false;
  }
  return true;
}

Bits Union(Bits a, const Bits& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = a[i] || b[i];
  return a;
}

// All that tests one key.
struct KeyUse {
  std::vector<const ConditionEntry*> required;
  std::vector<std::pair<std::size_t, const ConditionEntry*>> refusing;  // which refusal, and how
};

// Which refusals each value of a key keeps from firing; only sets that no other contains.
using Choices = std::vector<Bits>;

void AddChoice(Bits bits, Choices* choices) {
  for (const Bits& other : *choices) {
    if (IsSubset(bits, other)) return;
  }
  choices->erase(std::remove_if(choices->begin(), choices->end(),
                                [&bits](const Bits& other) { return IsSubset(other, bits); }),
                 choices->end());
  choices->push_back(std::move(bits));
}

// An operator alone on its key that one of its own values surely satisfies: nothing to weigh.
bool IsSatisfiable(const ConditionEntry& entry) {
  const bool is_text =
      entry.family == ConditionFamily::kString || entry.family == ConditionFamily::kStringLike ||
      entry.family == ConditionFamily::kStringIgnoreCase || entry.family == ConditionFamily::kArn ||
      entry.family == ConditionFamily::kBool;
  if (entry.negated || !is_text) return false;
  return std::any_of(entry.values.begin(), entry.values.end(), [&entry](const Text& value) {
    const bool is_arn = entry.family == ConditionFamily::kArn;
    return !value.has_hole() && !value.pattern.empty() && (!is_arn || SplitArn(value.pattern));
  });
}

enum class Found : unsigned char { kNo, kYes, kGaveUp };

// Picks one choice for each key so that together they keep every refusal from firing.
class Cover {
 public:
  explicit Cover(std::vector<Choices> keys) : keys_(std::move(keys)) {
    std::stable_sort(keys_.begin(), keys_.end(),
                     [](const Choices& a, const Choices& b) { return a.size() < b.size(); });
    reachable_.resize(keys_.size() + 1);
  }

  Found Search(const Bits& start) {
    reachable_.back() = Bits(start.size(), false);
    for (std::size_t i = keys_.size(); i-- > 0;) {
      reachable_[i] = reachable_[i + 1];
      for (const Bits& bits : keys_[i]) reachable_[i] = Union(reachable_[i], bits);
    }
    return From(0, start);
  }

 private:
  Found From(std::size_t key, const Bits& held) {
    if (++tried_ > kMaxAssignments) return Found::kGaveUp;
    const Bits possible = Union(held, reachable_[key]);
    if (std::find(possible.begin(), possible.end(), false) != possible.end()) return Found::kNo;
    if (key == keys_.size()) return Found::kYes;
    for (const Bits& bits : keys_[key]) {
      const Found found = From(key + 1, Union(held, bits));
      if (found != Found::kNo) return found;
    }
    return Found::kNo;
  }

  std::vector<Choices> keys_;
  std::vector<Bits> reachable_;  // by the keys from here on
  std::size_t tried_ = 0;
};

class Searcher {
 public:
  explicit Searcher(const ConditionQuestion& question) : question_(question) {
    for (const ConditionEntry* entry : question.required) {
      Use(entry->folded_key).required.push_back(entry);
    }
    for (std::size_t i = 0; i < question.refusals.size(); ++i) {
      for (const ConditionEntry& entry : question.refusals[i].conditions) {
        Use(entry.folded_key).refusing.emplace_back(i, &entry);
      }
    }
  }

  ConditionAnswer Answer() {
    std::vector<Choices> sure;
    std::vector<Choices> possible;
    for (const std::string_view key : order_) {
      if (IsFree(key)) continue;
      Choices sure_choices;
      Choices possible_choices;
      Judge(key, &sure_choices, &possible_choices);
      sure.push_back(std::move(sure_choices));
      possible.push_back(std::move(possible_choices));
    }
    const Found yes = Try(std::move(sure), Bits(question_.refusals.size(), false));
    if (yes == Found::kYes) return {Truth::kYes, {}};
    Bits ignored(question_.refusals.size(), false);
    for (std::size_t i = 0; i < ignored.size(); ++i) {
      ignored[i] = !question_.refusals[i].is_certain;
    }
    const Found maybe = Try(std::move(possible), ignored);
    if (maybe == Found::kNo && is_complete_) return {Truth::kNo, {}};
    if (yes == Found::kGaveUp || maybe == Found::kGaveUp) {
      reason_ = "too many combinations of condition keys to try";
    }
    if (reason_.empty()) reason_ = "whether a Deny covers the resource cannot be told";
    return {Truth::kUnknown, reason_};
  }

 private:
  KeyUse& Use(std::string_view key) {
    const auto [found, is_new] = uses_.try_emplace(key);
    if (is_new) order_.push_back(key);
    return found->second;
  }

  // Nothing but one satisfiable operator asks of the key.
  bool IsFree(std::string_view key) const {
    const KeyUse& use = uses_.find(key)->second;
    const auto& never = question_.never_carried;
    return use.refusing.empty() && use.required.size() == 1 &&
           IsSatisfiable(*use.required.front()) && ShapeOf(question_.shape, key) == nullptr &&
           std::find(never.begin(), never.end(), key) == never.end();
  }

  KeyDomain DomainOf(std::string_view key, const KeyUse& use) const {
    const auto& never = question_.never_carried;
    if (std::find(never.begin(), never.end(), key) != never.end()) return {{ContextValue{}}, true};
    std::vector<const ConditionEntry*> entries = use.required;
    for (const auto& refusing : use.refusing) entries.push_back(refusing.second);
    return MakeDomain(key, entries, ShapeOf(question_.shape, key), question_.stranger,
                      *question_.memo);
  }

  void Judge(std::string_view key, Choices* sure, Choices* possible) {
    const KeyUse& use = uses_.find(key)->second;
    const KeyDomain domain = DomainOf(key, use);
    if (!domain.is_complete) {
      is_complete_ = false;
      reason_ = "the conditions on `" + std::string(key) + "` have too many patterns to weigh";
    }
    for (const ContextValue& value : domain.values) {
      Truth holds = Truth::kYes;
      for (const ConditionEntry* entry : use.required) holds = And(holds, Try(*entry, value));
      if (holds == Truth::kNo) continue;
      Bits surely(question_.refusals.size(), false);
      Bits perhaps = surely;
      for (const auto& refusing : use.refusing) {
        const Truth fires = Try(*refusing.second, value);
        if (fires == Truth::kNo) surely[refusing.first] = true;
        if (fires != Truth::kYes) perhaps[refusing.first] = true;
      }
      if (holds == Truth::kYes) AddChoice(std::move(surely), sure);
      AddChoice(std::move(perhaps), possible);
    }
  }

  Truth Try(const ConditionEntry& entry, const ContextValue& value) {
    const Truth truth = Evaluate(entry, value);
    if (truth == Truth::kUnknown && reason_.empty()) {
      reason_ = "what `" + std::string(entry.op.value) + "` on `" + std::string(entry.key.value) +
                "` compares with cannot be told";
    }
    return truth;
  }

  static Found Try(std::vector<Choices> keys, const Bits& start) {
    const bool has_dead_key = std::any_of(keys.begin(), keys.end(),
                                          [](const Choices& choices) { return choices.empty(); });
    return has_dead_key ? Found::kNo : Cover(std::move(keys)).Search(start);
  }

  const ConditionQuestion& question_;
  std::map<std::string_view, KeyUse> uses_;
  std::vector<std::string_view> order_;
  bool is_complete_ = true;
  std::string reason_;
};

}  // namespace

const std::vector<RequestValue>* ShapeOf(const RequestShape* shape, std::string_view folded_key) {
  if (shape == nullptr) return nullptr;
  for (const RequestKey& key : *shape) {
    if (key.key.empty() || folded_key.empty()) continue;
    const char last = FoldAscii(key.key.back());  // tells most of them apart
    if (last != '*' && last != folded_key.back()) continue;
    const std::size_t star = key.key.find('*');
    const std::string_view head = std::string_view(key.key).substr(0, star);
    if (!EqualsFolded(head, folded_key.substr(0, head.size()))) continue;
    const bool is_of_shape = star == std::string::npos
                                 ? key.key.size() == folded_key.size()
                                 : Glob(key.key, CaseMode::kFold).Matches(folded_key);
    if (is_of_shape) return &key.any_of;
  }
  return nullptr;
}

ConditionAnswer SearchRequests(const ConditionQuestion& question) {
  if (question.required.empty() && question.refusals.empty()) return {Truth::kYes, {}};
  return Searcher(question).Answer();
}

}  // namespace leastwise
