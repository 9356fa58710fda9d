#include <algorithm>
#include <unordered_map>

#include "engine/matchers.h"

namespace leastwise {
namespace {

// The texts of both, in file order, each once.
void MergeTexts(const std::vector<const Text*>& from, std::vector<const Text*>* into) {
  for (const Text* text : from) {
    if (std::find(into->begin(), into->end(), text) == into->end()) into->push_back(text);
  }
  std::sort(into->begin(), into->end(), [](const Text* a, const Text* b) {
    return a->location.span.begin < b->location.span.begin;
  });
}

void MergeHit(const Hit& from, Hit* into) {
  if (from.truth != into->truth) {
    if (from.truth > into->truth) *into = from;
    return;
  }
  MergeTexts(from.evidence->action_texts, &into->evidence->action_texts);
  MergeTexts(from.evidence->resource_texts, &into->evidence->resource_texts);
}

// Two nodes that found the same fact of an identity.
bool IsSameFact(const Hit& a, const Hit& b) {
  return !a.evidence && !b.evidence && a.problem == b.problem && a.key == b.key &&
         a.attachments == b.attachments;
}

// One hit for each statement or fact, however many nodes found it.
std::vector<Hit> MergeHits(std::vector<Hit> hits) {
  std::vector<Hit> out;
  std::unordered_map<const Statement*, std::size_t> by_statement;
  for (Hit& hit : hits) {
    if (hit.evidence) {
      const auto [place, is_new] = by_statement.try_emplace(hit.evidence->statement, out.size());
      if (!is_new) {
        MergeHit(hit, &out[place->second]);
        continue;
      }
    } else {
      const auto same = std::find_if(out.begin(), out.end(),
                                     [&hit](const Hit& other) { return IsSameFact(hit, other); });
      if (same != out.end()) {
        same->truth = Or(same->truth, hit.truth);
        continue;
      }
    }
    out.push_back(std::move(hit));
  }
  return out;
}

class AnyMatcher : public Matcher {
 public:
  explicit AnyMatcher(MatcherList parts) : parts_(std::move(parts)) {}

  bool MayMatch(const MatchContext& context) const override {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&context](const auto& part) { return part->MayMatch(context); });
  }

  bool MayMatchGrants(const MatchRun& run, const Grants& grants) const override {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const auto& part) { return part->MayMatchGrants(run, grants); });
  }

  Match Evaluate(MatchContext& context) const override {
    Match out;
    for (const auto& part : parts_) {
      if (!part->MayMatch(context)) continue;
      Match match = part->Evaluate(context);
      if (match.truth == Truth::kUnknown) out.lacks_input = out.lacks_input || match.lacks_input;
      out.truth = Or(out.truth, match.truth);
      for (Hit& hit : match.hits) out.hits.push_back(std::move(hit));
    }
    out.hits = MergeHits(std::move(out.hits));
    return out;
  }

  MatcherNeeds needs() const override {
    MatcherNeeds all;
    for (const auto& part : parts_) all = all | part->needs();
    return all;
  }

  PlaceholderSet provides() const override {
    PlaceholderSet set = kEveryPlaceholder;
    for (const auto& part : parts_) set = static_cast<PlaceholderSet>(set & part->provides());
    return set;
  }

  Touches touches(std::span<const ActionExpr> named) const override {
    Touches some = Touches::Only({});
    for (const auto& part : parts_) some = some.Or(part->touches(named));
    return some;
  }

 private:
  MatcherList parts_;
};

}  // namespace

std::unique_ptr<Matcher> MakeAny(const Node& node, MatchParser& parser) {
  MatcherList parts = parser.ParseList(node);
  if (parts.empty()) return nullptr;
  if (parts.size() == 1) return std::move(parts.front());
  return std::make_unique<AnyMatcher>(std::move(parts));
}

}  // namespace leastwise
