#include <algorithm>
#include <iterator>

#include "engine/matchers.h"

namespace leastwise {
namespace {

// Hits that go along with another one: enough to show why, and no more than a frame can hold.
constexpr std::size_t kCompanions = 3;

bool HasStatement(const Match& match) {
  return std::any_of(match.hits.begin(), match.hits.end(),
                     [](const Hit& hit) { return hit.evidence.has_value(); });
}

// The part whose hits become the findings: grants before facts on the identity.
std::size_t LeadingPart(const std::vector<Match>& parts) {
  std::size_t with_hits = parts.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (HasStatement(parts[i])) return i;
    if (!parts[i].hits.empty() && with_hits == parts.size()) with_hits = i;
  }
  return with_hits;
}

std::vector<Hit> TakeCompanions(std::vector<Match>& parts, std::size_t leading) {
  std::vector<Hit> companions;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == leading) continue;
    const std::size_t count = std::min(parts[i].hits.size(), kCompanions);
    companions.insert(
        companions.end(), std::make_move_iterator(parts[i].hits.begin()),
        std::make_move_iterator(parts[i].hits.begin() + static_cast<std::ptrdiff_t>(count)));
  }
  return companions;
}

// A hit holds no more surely than everything else that has to hold.
Match Join(std::vector<Match> parts) {
  Match out;
  out.truth = Truth::kYes;
  for (const Match& part : parts) {
    if (part.truth == Truth::kUnknown) out.lacks_input = out.lacks_input || part.lacks_input;
    out.truth = And(out.truth, part.truth);
  }
  const std::size_t leading = LeadingPart(parts);
  if (leading == parts.size()) return out;
  Truth others = Truth::kYes;
  bool others_lack_input = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == leading) continue;
    others = And(others, parts[i].truth);
    others_lack_input =
        others_lack_input || (parts[i].truth == Truth::kUnknown && parts[i].lacks_input);
  }
  std::vector<Hit> companions = TakeCompanions(parts, leading);
  out.hits = std::move(parts[leading].hits);
  for (Hit& hit : out.hits) {
    hit.truth = And(hit.truth, others);
    hit.lacks_input = hit.lacks_input || others_lack_input;
    const bool is_last = &hit == &out.hits.back();
    if (is_last && hit.with.empty()) {
      hit.with = std::move(companions);
    } else {
      hit.with.insert(hit.with.end(), companions.begin(), companions.end());
    }
  }
  return out;
}

class AllMatcher : public Matcher {
 public:
  explicit AllMatcher(MatcherList parts) : parts_(std::move(parts)) {}

  bool MayMatch(const MatchContext& context) const override {
    return std::all_of(parts_.begin(), parts_.end(),
                       [&context](const auto& part) { return part->MayMatch(context); });
  }

  bool MayMatchGrants(const MatchRun& run, const Grants& grants) const override {
    return std::all_of(parts_.begin(), parts_.end(),
                       [&](const auto& part) { return part->MayMatchGrants(run, grants); });
  }

  // In order, since a later node may name what an earlier one bound.
  Match Evaluate(MatchContext& context) const override {
    std::vector<Match> matches;
    for (const auto& part : parts_) {
      matches.push_back(part->Evaluate(context));
      if (matches.back().truth == Truth::kNo) return {};
      for (Hit& hit : matches.back().hits) hit.part = part.get();
    }
    return Join(std::move(matches));
  }

  MatcherNeeds needs() const override {
    MatcherNeeds all;
    for (const auto& part : parts_) all = all | part->needs();
    return all;
  }

  PlaceholderSet provides() const override {
    PlaceholderSet set = 0;
    for (const auto& part : parts_) set = static_cast<PlaceholderSet>(set | part->provides());
    return set;
  }

  Touches touches(std::span<const ActionExpr> named) const override {
    Touches all;
    for (const auto& part : parts_) all = all.And(part->touches(named));
    return all;
  }

 private:
  MatcherList parts_;
};

}  // namespace

std::unique_ptr<Matcher> MatchAll(MatcherList parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return std::make_unique<AllMatcher>(std::move(parts));
}

std::unique_ptr<Matcher> MakeAll(const Node& node, MatchParser& parser) {
  MatcherList parts = parser.ParseList(node);
  if (parts.empty()) return nullptr;
  return MatchAll(std::move(parts));
}

}  // namespace leastwise
