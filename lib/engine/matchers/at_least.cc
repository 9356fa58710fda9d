#include <algorithm>

#include "engine/matchers.h"

namespace leastwise {
namespace {

class AtLeastMatcher : public Matcher {
 public:
  AtLeastMatcher(unsigned count, MatcherList parts) : count_(count), parts_(std::move(parts)) {}

  bool MayMatch(const MatchContext& context) const override {
    return HasEnough([&context](const Matcher& part) { return part.MayMatch(context); });
  }

  bool MayMatchGrants(const MatchRun& run, const Grants& grants) const override {
    return HasEnough([&](const Matcher& part) { return part.MayMatchGrants(run, grants); });
  }

  Match Evaluate(MatchContext& context) const override {
    Match out;
    unsigned yes = 0;
    unsigned unknown = 0;
    for (const auto& part : parts_) {
      Match match = part->Evaluate(context);
      if (match.truth == Truth::kYes) ++yes;
      if (match.truth == Truth::kUnknown) {
        ++unknown;
        out.lacks_input = out.lacks_input || match.lacks_input;
      }
      for (Hit& hit : match.hits) out.hits.push_back(std::move(hit));
    }
    out.truth =
        yes >= count_ ? Truth::kYes : (yes + unknown >= count_ ? Truth::kUnknown : Truth::kNo);
    return Fold(std::move(out));
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
  template <typename May>
  bool HasEnough(const May& may) const {
    const auto possible = std::count_if(parts_.begin(), parts_.end(),
                                        [&may](const auto& part) { return may(*part); });
    return possible >= static_cast<std::ptrdiff_t>(count_);
  }

  // Together they are one finding: the first is shown, the rest go along.
  static Match Fold(Match match) {
    if (match.truth == Truth::kNo) return {};
    if (match.truth == Truth::kYes) {
      std::erase_if(match.hits, [](const Hit& hit) { return hit.truth != Truth::kYes; });
    }
    if (match.hits.empty()) return match;
    Hit first = std::move(match.hits.front());
    first.truth = match.truth;
    first.lacks_input = match.lacks_input;
    first.with.insert(first.with.end(), match.hits.begin() + 1, match.hits.end());
    match.hits.clear();
    match.hits.push_back(std::move(first));
    return match;
  }

  unsigned count_;
  MatcherList parts_;
};

}  // namespace

std::unique_ptr<Matcher> MakeAtLeast(const Node& node, MatchParser& parser) {
  FieldReader fields(parser.errors(), node, "`at_least`");
  fields.Need("n");
  const unsigned count = fields.Number("n").value_or(0);
  const Node* of = fields.Need("of");
  MatcherList parts = of == nullptr ? MatcherList() : parser.ParseList(*of);
  fields.Finish();
  if (parts.empty()) return nullptr;
  if (count < 1 || count > parts.size()) {
    parser.errors().Add(node, "`n` of `at_least` is between 1 and the number of nodes");
    return nullptr;
  }
  return std::make_unique<AtLeastMatcher>(count, std::move(parts));
}

}  // namespace leastwise
