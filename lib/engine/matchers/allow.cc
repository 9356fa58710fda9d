#include <algorithm>
#include <array>

#include "access/resource_pattern.h"
#include "engine/cells.h"
#include "engine/matchers.h"
#include "engine/persona_baseline.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 2> kScopes{"identity", "trust"};

// What a pattern's placeholder stands for. kNo: there is no such thing; kUnknown: it is not known.
Truth FindSelf(std::string_view pattern, const Identity& identity, std::string_view* out) {
  if (pattern == kSelfArn) {
    *out = identity.arn;
    return out->empty() ? Truth::kUnknown : Truth::kYes;
  }
  if (!identity.boundary) return identity.boundary_is_known ? Truth::kNo : Truth::kUnknown;
  *out = identity.boundary->arn.pattern;
  return identity.boundary->arn.has_hole() ? Truth::kUnknown : Truth::kYes;
}

// Puts the identity's own ARNs into all patterns that name them.
Truth PutSelf(const Identity* identity, ResourceTest* test) {
  if (identity == nullptr) return Truth::kUnknown;
  Truth truth = Truth::kYes;
  for (std::vector<std::string>* patterns :
       {&test->reaches, &test->covers, &test->within, &test->beyond}) {
    for (std::string& pattern : *patterns) {
      if (pattern != kSelfArn && pattern != kSelfBoundary) continue;
      std::string_view own;
      truth = And(truth, FindSelf(pattern, *identity, &own));
      pattern = own;
    }
  }
  return truth;
}

bool Names(const Statement& statement, ActionId id, const ActionTable& actions) {
  return std::any_of(statement.action_patterns.begin(), statement.action_patterns.end(),
                     [&](ActionPatternId number) {
                       const ActionPattern& pattern = actions.pattern(number);
                       if (pattern.literal) return *pattern.literal == id;
                       return pattern.set != nullptr && pattern.set->Test(id);
                     });
}

// Whether the Deny takes all of the actions on all of the patterns, whoever asks.
bool Refuses(const Statement& deny, const Evidence& evidence,
             const std::vector<std::string>& patterns, const ActionTable& actions) {
  if (!deny.conditions.empty() || deny.is_not_action || deny.is_not_resource) return false;
  if (deny.is_not_principal || !deny.principals.empty()) return false;
  const auto covers = [&deny](const std::string& pattern) {
    const ResourcePattern asked{std::string_view(pattern)};
    return std::any_of(deny.resources.begin(), deny.resources.end(), [&asked](const Text& text) {
      return ResourcePattern(text).Covers(asked) == Truth::kYes;
    });
  };
  return std::all_of(patterns.begin(), patterns.end(), covers) &&
         evidence.action_count == evidence.actions.size() &&
         std::all_of(evidence.actions.begin(), evidence.actions.end(),
                     [&](ActionId id) { return Names(deny, id, actions); });
}

class GrantMatcher : public Matcher {
 public:
  // `query` is the book's, with the identifier `id`.
  GrantMatcher(GrantQueryId id, const GrantQuery& query) : id_(id), query_(&query) {}

  bool MayMatch(const MatchContext& context) const override {
    if (AsksPersona()) return MayBePastBaseline(context);
    // Grants in the trust policy are made when the query is asked, which is as cheap as looking.
    if (query_->scope == GrantScope::kTrust) return true;
    const Grants* grants = context.SubjectGrants();
    return grants != nullptr && MayMatchGrants(context.run(), *grants);
  }

  bool MayMatchGrants(const MatchRun& run, const Grants& grants) const override {
    if (query_->scope == GrantScope::kTrust) return true;
    const bool is_deny = query_->query.effect == Effect::kDeny;
    const NamedActions& named = is_deny ? grants.named_by_deny() : grants.named_by_allow();
    const ActionTest& actions = run.queries[id_].actions;
    const ActionSet* asked = actions.any != nullptr ? actions.any : actions.all;
    if (!actions.share_services.empty()) asked = run.plans[id_]->wanted();
    if (asked != nullptr && !named.Intersects(*asked)) return false;
    return IsBound() || AsksPersona() || !grants.IsKnownToHaveNothing(*run.plans[id_]);
  }

  Match Evaluate(MatchContext& context) const override {
    if (AsksPersona() && PlanOfBaseline(context) == nullptr) return {};
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
      if (AsksPersona()) hit.persona = &context.holder().Baseline()->names();
      hit.evidence = std::move(evidence);
      out.hits.push_back(std::move(hit));
    }
    if (!query_->unless.empty() && out.hits.empty()) out.truth = Truth::kNo;
    if (!query_->binds.empty()) BindResources(out.hits, context);
    return out;
  }

  MatcherNeeds needs() const override {
    // A trust policy is its holder's alone.
    MatcherNeeds needs;
    needs.grants = true;
    needs.identity = query_->scope == GrantScope::kTrust || query_->names_self || AsksPersona();
    return needs;
  }

  PlaceholderSet provides() const override {
    constexpr Placeholder kAlways[] = {Placeholder::kActions,    Placeholder::kResources,
                                       Placeholder::kPrincipals, Placeholder::kCount,
                                       Placeholder::kService,    Placeholder::kPolicy,
                                       Placeholder::kSid,        Placeholder::kNearest};
    PlaceholderSet set =
        query_->keys.empty() ? PlaceholderSet{0} : PlaceholderBit(Placeholder::kKeys);
    for (const Placeholder one : kAlways) {
      set = static_cast<PlaceholderSet>(set | PlaceholderBit(one));
    }
    if (AsksPersona()) {
      set = static_cast<PlaceholderSet>(set | PlaceholderBit(Placeholder::kPersona));
    }
    return set;
  }

  Touches touches(std::span<const ActionExpr> named) const override {
    if (query_->scope == GrantScope::kTrust || query_->query.effect == Effect::kDeny) return {};
    const std::vector<std::string>& share_of = query_->query.actions.share_services;
    if (!share_of.empty()) return OfServices(share_of);
    const std::optional<ActionExpr>& asked = query_->any ? query_->any : query_->all;
    return asked ? ServicesOf(*asked, named) : Touches();
  }

 private:
  // What is asked depends on the identity, or on what was found before.
  bool IsBound() const { return !query_->overlaps.empty() || query_->names_self; }
  // Likewise, but the same of all identities of a persona.
  bool AsksPersona() const { return query_->persona != PersonaBound::kNone; }

  // Null where the holder has no baseline, or nothing of it is asked for.
  const QueryPlan* PlanOfBaseline(const MatchContext& context) const {
    const bool asks_wider = query_->persona == PersonaBound::kWider;
    if (asks_wider && !context.run().baselines->binds_resources()) return nullptr;
    const PersonaBaseline* const baseline = context.holder().Baseline();
    return baseline == nullptr ? nullptr : baseline->PlanOf(id_, *query_);
  }

  bool MayBePastBaseline(const MatchContext& context) const {
    const Grants* grants = context.SubjectGrants();
    const QueryPlan* const plan = grants == nullptr ? nullptr : PlanOfBaseline(context);
    return plan != nullptr && !grants->IsKnownToHaveNothing(*plan);
  }

  Answer Ask(MatchContext& context, const Grants& grants, GrantQueryId id) const {
    if (AsksPersona() && id == id_) return grants.Ask(*PlanOfBaseline(context));
    if (!IsBound()) {
      const QueryPlan& plan = *context.run().plans[id];
      return WithoutRefused(context, grants.Ask(plan), plan.query());
    }
    Query bound = context.run().queries[id];
    if (query_->names_self) {
      const Truth has_name = PutSelf(context.identity(), &bound.resources);
      if (has_name != Truth::kYes) return {has_name, {}, {}};
      if (query_->overlaps.empty()) return WithoutRefused(context, grants.Ask(bound), bound);
    }
    bound.overlaps = context.Bound(query_->overlaps);
    if (bound.overlaps.empty()) return {};
    return grants.Ask(bound);
  }

  // A Deny of the very ARN takes only a part of a wildcard, but all that was asked for.
  static Answer WithoutRefused(const MatchContext& context, Answer answer, const Query& query) {
    if (query.resources.reaches.empty()) return answer;
    const ActionTable& actions = *context.run().actions;
    std::erase_if(answer.evidence, [&](const Evidence& evidence) {
      return evidence.failed_deny != nullptr &&
             Refuses(*evidence.failed_deny, evidence, query.resources.reaches, actions);
    });
    if (answer.evidence.empty() && answer.truth == Truth::kYes) answer.truth = Truth::kNo;
    return answer;
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

}  // namespace

std::unique_ptr<Matcher> MakeGrant(FieldReader& fields, MatchParser& parser, GrantQuery query) {
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

std::unique_ptr<Matcher> MakeAllow(const Node& node, MatchParser& parser) {
  FieldReader fields(parser.errors(), node, "`allow`");
  return MakeGrant(fields, parser, {});
}

std::unique_ptr<Matcher> MakeDeny(const Node& node, MatchParser& parser) {
  FieldReader fields(parser.errors(), node, "`deny`");
  GrantQuery query;
  query.query.effect = Effect::kDeny;
  return MakeGrant(fields, parser, std::move(query));
}

}  // namespace leastwise
