#include <algorithm>
#include <array>

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
  // `gains`: in words, or empty.
  PathMatcher(std::unique_ptr<Matcher> steps, std::string gains)
      : steps_(std::move(steps)), gains_(std::move(gains)) {}

  bool MayMatch(const MatchContext& context) const override { return steps_->MayMatch(context); }

  bool MayMatchGrants(const MatchRun& run, const Grants& grants) const override {
    return steps_->MayMatchGrants(run, grants);
  }

  Match Evaluate(MatchContext& context) const override {
    Match match = steps_->Evaluate(context);
    const bool had_hits = !match.hits.empty();
    std::erase_if(match.hits, [](const Hit& hit) { return !IsOwnText(hit); });
    if (had_hits && match.hits.empty()) return {};
    for (Hit& hit : match.hits) hit.gains = gains_.empty() ? nullptr : &gains_;
    return match;
  }

  MatcherNeeds needs() const override { return steps_->needs(); }
  PlaceholderSet provides() const override {
    const PlaceholderSet of_steps = steps_->provides();
    if (gains_.empty()) return of_steps;
    return static_cast<PlaceholderSet>(of_steps | PlaceholderBit(Placeholder::kGains));
  }
  Touches touches(std::span<const ActionExpr> named) const override {
    return steps_->touches(named);
  }

 private:
  std::unique_ptr<Matcher> steps_;
  std::string gains_;
};

// The role is handed to these services.
void PassTo(MatchParser& parser, const Node& node, GrantQuery* query) {
  constexpr std::array<std::string_view, 1> kKinds{"service"};
  FieldReader fields(parser.errors(), node, "`passes_to`");
  static_cast<void>(fields.Word("kind", kKinds));
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

// "sagemaker:notebook-instance" is "a notebook instance".
std::string InWords(std::string_view type) {
  std::string words(type.substr(type.find(':') + 1));
  std::replace(words.begin(), words.end(), '-', ' ');
  const bool has_vowel = !words.empty() && std::string_view("aeiouAEIOU").find(words.front()) !=
                                               std::string_view::npos;
  return (has_vowel ? "an " : "a ") + words;
}

// `role-of <resource type>`, in words.
std::string ReadGains(const PackScope& scope, const Node* node) {
  constexpr std::string_view kRoleOf = "role-of ";
  if (node == nullptr) return {};
  const std::string_view text = node->text();
  if (!IsScalar(*node) || !text.starts_with(kRoleOf)) {
    scope.errors().Add(*node, "`gains` of a path is the role of a type of resource",
                       "write `gains: role-of sagemaker:notebook-instance`");
    return {};
  }
  const std::string_view type = text.substr(kRoleOf.size());
  scope.CheckResourceType(*node, type);
  return "the role of " + InWords(type);
}

}  // namespace

PathNodes PathNodes::From(FieldReader& fields) {
  PathNodes nodes;
  nodes.needs = fields.Need("needs");
  nodes.passes_to = fields.Take("passes_to");
  nodes.gains = fields.Take("gains");
  return nodes;
}

std::unique_ptr<Matcher> MakePath(const Node& node, MatchParser& parser) {
  FieldReader fields(parser.errors(), node, "`path`");
  const PathNodes nodes = PathNodes::From(fields);
  fields.Finish();
  return MakePath(nodes, parser);
}

std::unique_ptr<Matcher> MakePath(const PathNodes& nodes, MatchParser& parser) {
  const std::span<const Node* const> steps = ItemsOf(nodes.needs);
  std::string gains = ReadGains(parser.scope(), nodes.gains);
  // One grant is enough where what it leads to is said.
  const std::size_t least = nodes.gains != nullptr ? 1 : 2;
  if (nodes.needs != nullptr && steps.size() < least) {
    parser.errors().Add(*nodes.needs, "`needs` of a path lists two grants or more",
                        "ask for a single grant with `allow`, or say what the path `gains`");
  }
  MatcherList parts;
  for (const Node* step : steps) {
    GrantQuery query;
    query.query.from = {true, true, true};
    if (nodes.passes_to != nullptr && parts.empty()) PassTo(parser, *nodes.passes_to, &query);
    FieldReader own(parser.errors(), *step, "step of a path");
    if (!own.Has("actions")) parser.errors().Add(*step, "a step of a path names its `actions`");
    parts.push_back(MakeGrant(own, parser, std::move(query)));
  }
  if (parts.size() < least) return nullptr;
  return std::make_unique<PathMatcher>(MatchAll(std::move(parts)), std::move(gains));
}

}  // namespace leastwise
