#include <algorithm>

#include "engine/matchers.h"

namespace leastwise {
namespace {

constexpr std::string_view kPassedTo = "iam:passedtoservice";

bool IsOwnText(const Hit& hit) {
  return (hit.evidence && !hit.evidence->policy->is_aws_managed) ||
         std::any_of(hit.with.begin(), hit.with.end(), IsOwnText);
}

// Steps that one identity can take one after another, by whatever policy grants them; some step is
// the customer's own text, since AWS's are told by their attachment.
class PathMatcher : public Matcher {
 public:
  explicit PathMatcher(std::unique_ptr<Matcher> steps) : steps_(std::move(steps)) {}

  bool MayMatch(const MatchContext& context) const override { return steps_->MayMatch(context); }

  Match Evaluate(MatchContext& context) const override {
    Match match = steps_->Evaluate(context);
    const bool had_hits = !match.hits.empty();
    std::erase_if(match.hits, [](const Hit& hit) { return !IsOwnText(hit); });
    if (had_hits && match.hits.empty()) return {};
    return match;
  }

  MatcherNeeds needs() const override { return steps_->needs(); }
  PlaceholderSet provides() const override { return steps_->provides(); }
  Touches touches(std::span<const ActionExpr> named) const override {
    return steps_->touches(named);
  }

 private:
  std::unique_ptr<Matcher> steps_;
};

// The role is handed to these services.
void PassTo(MatchParser& parser, const Node& node, GrantQuery* query) {
  FieldReader fields(parser.errors(), node, "`passes_to`");
  RequestKey key;
  key.key = kPassedTo;
  if (fields.Need("service") != nullptr) {
    for (const std::string_view service : fields.Texts("service")) {
      key.any_of.push_back({ValueClass::kGlob, std::string(service), {}});
    }
  }
  fields.Finish();
  query->query.condition.admits.emplace().push_back(std::move(key));
}

}  // namespace

std::unique_ptr<Matcher> MakePath(const Node& node, MatchParser& parser) {
  FieldReader fields(parser.errors(), node, "`path`");
  const Node* needs = fields.Need("needs");
  const Node* passes_to = fields.Take("passes_to");
  fields.Finish();
  const std::span<const Node* const> steps = ItemsOf(needs);
  if (needs != nullptr && steps.size() < 2) {
    parser.errors().Add(*needs, "`needs` of a path lists two grants or more",
                        "ask for a single grant with `allow`");
  }
  MatcherList parts;
  for (const Node* step : steps) {
    GrantQuery query;
    query.query.from = {true, true, true};
    if (passes_to != nullptr && parts.empty()) PassTo(parser, *passes_to, &query);
    FieldReader own(parser.errors(), *step, "step of a path");
    if (!own.Has("actions")) parser.errors().Add(*step, "a step of a path names its `actions`");
    parts.push_back(MakeGrant(own, parser, std::move(query)));
  }
  if (parts.size() < 2) return nullptr;
  return std::make_unique<PathMatcher>(MatchAll(std::move(parts)));
}

}  // namespace leastwise
