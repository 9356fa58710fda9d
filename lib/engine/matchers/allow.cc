#include <array>

#include "engine/cells.h"
#include "engine/matchers.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 2> kScopes{"identity", "trust"};

class GrantMatcher : public Matcher {
 public:
  // `query` is the book's, with the identifier `id`.
  GrantMatcher(GrantQueryId id, const GrantQuery& query) : id_(id), query_(&query) {}

  bool MayMatch(const MatchContext& context) const override {
    const bool is_deny = query_->query.effect == Effect::kDeny;
    // Grants in the trust policy are made when the query is asked, which is as cheap as looking.
    if (query_->scope == GrantScope::kTrust) return true;
    const Grants* grants = context.SubjectGrants();
    if (grants == nullptr) return false;
    const ActionSet& named = is_deny ? grants->named_by_deny() : grants->named_by_allow();
    const ActionTest& actions = context.run().queries[id_].actions;
    if (actions.any != nullptr) return named.Intersects(*actions.any);
    return actions.all == nullptr || named.Intersects(*actions.all);
  }

  Match Evaluate(MatchContext& context) const override {
    const Grants* grants = context.GrantsOf(query_->scope);
    if (grants == nullptr) {
      Match unknown;
      unknown.truth = Truth::kUnknown;
      unknown.lacks_input = true;
      return unknown;
    }
    Answer answer = Ask(context, *grants, id_);
    Match out;
    out.truth = answer.truth;
    // What an unread boundary takes away, or an unread policy adds, nobody can tell.
    const Subject& subject = grants->subject();
    if (out.truth == Truth::kNo && subject.has_unread_policies) out.truth = Truth::kUnknown;
    out.lacks_input =
        out.truth == Truth::kUnknown && (subject.boundary_is_unread || answer.evidence.empty());
    const bool may_take = !query_->unless.empty() && !answer.evidence.empty();
    if (may_take) TakeAway(context, *grants, &answer.evidence);
    for (Evidence& evidence : answer.evidence) {
      if (evidence.truth == Truth::kNo) continue;
      Hit hit;
      hit.truth = evidence.truth;
      hit.lacks_input = evidence.truth == Truth::kUnknown && subject.boundary_is_unread;
      hit.query = query_;
      hit.evidence = std::move(evidence);
      out.hits.push_back(std::move(hit));
    }
    if (!query_->unless.empty() && out.hits.empty()) out.truth = Truth::kNo;
    if (!query_->binds.empty()) BindResources(out.hits, context);
    return out;
  }

  MatcherNeeds needs() const override {
    // A trust policy is its holder's alone.
    return {true, query_->scope == GrantScope::kTrust, false, false};
  }

  PlaceholderSet provides() const override {
    constexpr Placeholder kAlways[] = {Placeholder::kActions,    Placeholder::kResources,
                                       Placeholder::kPrincipals, Placeholder::kCount,
                                       Placeholder::kService,    Placeholder::kPolicy,
                                       Placeholder::kSid};
    PlaceholderSet set =
        query_->keys.empty() ? PlaceholderSet{0} : PlaceholderBit(Placeholder::kKeys);
    for (const Placeholder one : kAlways) {
      set = static_cast<PlaceholderSet>(set | PlaceholderBit(one));
    }
    return set;
  }

  Touches touches(std::span<const ActionExpr> named) const override {
    if (query_->scope == GrantScope::kTrust || query_->query.effect == Effect::kDeny) return {};
    const std::optional<ActionExpr>& asked = query_->any ? query_->any : query_->all;
    return asked ? ServicesOf(*asked, named) : Touches();
  }

 private:
  Answer Ask(MatchContext& context, const Grants& grants, GrantQueryId id) const {
    if (query_->overlaps.empty()) return grants.Ask(*context.run().plans[id]);
    Query bound = context.run().queries[id];
    bound.overlaps = context.Bound(query_->overlaps);
    if (bound.overlaps.empty()) return {};
    return grants.Ask(bound);
  }

  void TakeAway(MatchContext& context, const Grants& grants,
                std::vector<Evidence>* evidence) const {
    CellClaims claims;
    for (const GrantQueryId id : query_->unless) {
      for (const Evidence& exempt : Ask(context, grants, id).evidence) {
        if (exempt.truth == Truth::kYes) claims.Claim(exempt);
      }
    }
    std::erase_if(*evidence, [&claims](Evidence& one) { return !claims.Subtract(&one); });
  }

  void BindResources(const std::vector<Hit>& hits, MatchContext& context) const {
    std::vector<std::string_view> patterns;
    for (const Hit& hit : hits) {
      for (const Text* text : hit.evidence->resource_texts) patterns.push_back(text->pattern);
    }
    context.Bind(query_->binds, std::move(patterns));
  }

  GrantQueryId id_;
  const GrantQuery* query_;
};

// What a step's `when` says of this `allow` must hold of the same cell.
void Narrow(MatchParser& parser, GrantQuery* query) {
  for (Narrowing& narrowing : parser.narrowings()) {
    if (narrowing.is_used || (!narrowing.name.empty() && narrowing.name != query->binds)) continue;
    FieldReader fields(parser.errors(), *narrowing.node, "`when`");
    ReadGrantFields(parser.scope(), fields, query);
    // The caller knows the other keys of an unnamed narrowing.
    if (!narrowing.name.empty()) fields.Finish();
    narrowing.is_used = true;
  }
}

void ReadUnless(MatchParser& parser, const Node* node, GrantQuery* query) {
  for (const Node* item : ItemsOf(node)) {
    GrantQuery exempt = *query;
    exempt.unless.clear();
    FieldReader fields(parser.errors(), *item, "`unless`");
    ReadGrantFields(parser.scope(), fields, &exempt);
    fields.Finish();
    query->unless.push_back(parser.AddQuery(std::move(exempt)));
  }
}

void ReadName(FieldReader& fields, GrantQuery* query) {
  const std::string_view name = fields.Text("as");
  if (name.empty()) return;
  if (name.size() < 2 || name.front() != '$') {
    fields.errors().Add(*fields.Take("as"), "`as` gives a name that starts with `$`");
    return;
  }
  query->binds = name.substr(1);
}

std::unique_ptr<Matcher> MakeGrant(const Node& node, MatchParser& parser, Effect effect,
                                   std::string_view what) {
  GrantQuery query;
  query.query.effect = effect;
  FieldReader fields(parser.errors(), node, what);
  ReadGrantFields(parser.scope(), fields, &query);
  ReadName(fields, &query);
  if (const auto scope = fields.Word("scope", kScopes)) {
    query.scope = *scope == 1 ? GrantScope::kTrust : GrantScope::kSubject;
  }
  Narrow(parser, &query);
  ReadUnless(parser, fields.Take("unless"), &query);
  fields.Finish();
  const GrantQueryId id = parser.AddQuery(std::move(query));
  return std::make_unique<GrantMatcher>(id, parser.query(id));
}

}  // namespace

std::unique_ptr<Matcher> MakeAllow(const Node& node, MatchParser& parser) {
  return MakeGrant(node, parser, Effect::kAllow, "`allow`");
}

std::unique_ptr<Matcher> MakeDeny(const Node& node, MatchParser& parser) {
  return MakeGrant(node, parser, Effect::kDeny, "`deny`");
}

}  // namespace leastwise
