#include <algorithm>
#include <array>

#include "engine/matchers.h"
#include "engine/subject_links.h"
#include "iam/arn.h"

namespace leastwise {
namespace {

enum class LinkKind : std::uint8_t {
  kPassedBy,   // roles whose ARN is among what an `allow` bound
  kAssumedBy,  // likewise
  kTrustedBy,  // roles whose trust policy names this identity
  kMemberOf,   // groups of this user
  kNamedBy,    // identities that have this identity's ARN in a policy or trust policy
  kBoundBy,    // of a boundary, the identities that carry it; of an identity, its boundary
  kAny,
};
constexpr std::array<std::string_view, 7> kLinks{
    "passed-by", "assumed-by", "trusted-by", "member-of", "named-by", "bound-by", "any"};

// More candidates than these are not looked at for one identity; the answer is then not known.
constexpr std::size_t kMostCandidates = 1000;

bool NeedsName(LinkKind kind) {
  return kind == LinkKind::kPassedBy || kind == LinkKind::kAssumedBy;
}

Truth NamesInTrust(const Identity& role, const Identity& self) {
  if (role.kind != IdentityKind::kRole) return Truth::kNo;
  if (role.trust == nullptr || self.arn.empty()) return Truth::kUnknown;
  for (const Statement& statement : role.trust->statements) {
    const bool allows = statement.has_effect && statement.effect == Effect::kAllow;
    if (!allows || statement.is_not_principal) continue;
    for (const Principal& principal : statement.principals) {
      if (principal.text.value == self.arn) return Truth::kYes;
    }
  }
  return Truth::kNo;
}

Truth NamesAnywhere(const SubjectLinks& links, const Identity& other, const Identity& self) {
  if (self.arn.empty()) return Truth::kUnknown;
  const std::span<const Identity* const> namers = links.NamersOf(self);
  if (std::find(namers.begin(), namers.end(), &other) != namers.end()) return Truth::kYes;
  const RunSubject* theirs = links.SubjectOf(other);
  const bool has_unread = (theirs != nullptr && theirs->has_unread_policies) ||
                          (other.kind == IdentityKind::kRole && other.trust == nullptr);
  return has_unread ? Truth::kUnknown : Truth::kNo;
}

// AWS gives groups no boundary.
Truth CarriesBoundary(const Identity& other, std::span<const Policy* const> documents) {
  if (other.kind == IdentityKind::kGroup || documents.empty()) return Truth::kNo;
  if (!other.boundary) return other.boundary_is_known ? Truth::kNo : Truth::kUnknown;
  const Policy& boundary = *documents.front();
  if (other.boundary->policy != nullptr) return ToTruth(other.boundary->policy == &boundary);
  if (boundary.arn.empty() || other.boundary->arn.has_hole()) return Truth::kUnknown;
  return ToTruth(other.boundary->arn.value == boundary.arn);
}

class ExistsMatcher : public Matcher {
 public:
  struct Parts {
    LinkKind kind = LinkKind::kAny;
    std::string name;                // that the resources were bound to
    std::unique_ptr<Matcher> match;  // null: any identity that is linked
    bool exceeds_self = false;
    const GrantQuery* gained = nullptr;
    GrantQueryId gained_id = 0;
  };
  explicit ExistsMatcher(Parts parts) : parts_(std::move(parts)) {}

  bool MayMatch(const MatchContext& context) const override {
    const bool has_self = context.identity() != nullptr ||
                          (parts_.kind == LinkKind::kBoundBy && context.SubjectGrants() != nullptr);
    return context.run().links != nullptr && has_self;
  }

  Match Evaluate(MatchContext& context) const override {
    Match out;
    if (!MayMatch(context)) return out;
    const Identity* self = context.identity();
    if (self != nullptr && parts_.kind == LinkKind::kBoundBy) return OwnBoundary(context, *self);
    const std::vector<ArnPattern> bound = BoundPatterns(context);
    std::size_t looked_at = 0;
    for (const Identity* other : context.run().links->identities()) {
      if (other == self) continue;
      const Truth linked =
          self == nullptr ? CarriesBoundary(*other, context.SubjectGrants()->subject().policies)
                          : Linked(context, *other, bound);
      if (linked == Truth::kNo) continue;
      if (++looked_at > kMostCandidates) {
        out.truth = Or(out.truth, Truth::kUnknown);
        out.lacks_input = true;
        break;
      }
      const Truth truth = And(linked, Holds(context, *other));
      if (truth == Truth::kUnknown) out.lacks_input = true;
      out.truth = Or(out.truth, truth);
      if (truth != Truth::kYes) continue;
      out.hits.clear();
      out.hits.emplace_back();
      out.hits.back().other = other;
      out.hits.back().names_identity = self != nullptr;
      return out;
    }
    return out;
  }

  MatcherNeeds needs() const override {
    MatcherNeeds needs;
    // A boundary is a document that nobody holds.
    (parts_.kind == LinkKind::kBoundBy ? needs.each_holder : needs.identity) = true;
    needs.links = true;
    return needs;
  }

  PlaceholderSet provides() const override { return PlaceholderBit(Placeholder::kTarget); }

 private:
  std::vector<ArnPattern> BoundPatterns(const MatchContext& context) const {
    std::vector<ArnPattern> patterns;
    if (!NeedsName(parts_.kind)) return patterns;
    for (const std::string_view pattern : context.Bound(parts_.name))
      patterns.emplace_back(pattern);
    return patterns;
  }

  // The boundary of the identity as the other subject.
  Match OwnBoundary(MatchContext& context, const Identity& self) const {
    Match out;
    out.truth = CarriesAny(self);
    if (out.truth == Truth::kYes) out.truth = LetsThrough(context, *self.boundary);
    out.lacks_input = out.truth == Truth::kUnknown;
    if (out.truth != Truth::kYes) return out;
    Hit& hit = out.hits.emplace_back();
    hit.bounds = &*self.boundary;
    hit.names_identity = true;
    return out;
  }

  static Truth CarriesAny(const Identity& self) {
    if (self.boundary) return Truth::kYes;
    const bool may_carry = self.kind != IdentityKind::kGroup && !self.boundary_is_known;
    return may_carry ? Truth::kUnknown : Truth::kNo;
  }

  // Whether `match` holds of a boundary on its own.
  Truth LetsThrough(MatchContext& context, const Attachment& boundary) const {
    if (parts_.match == nullptr) return Truth::kYes;
    if (boundary.policy == nullptr) return Truth::kUnknown;
    Subject alone;
    alone.policies = {&boundary.policy, 1};
    alone.account = boundary.policy->account;
    const Grants grants(*context.run().actions, *context.run().memo, alone);
    HolderFacts nobody(context.run(), nullptr);
    MatchContext there(context.run(), PolicyKind::kBoundary, &grants, &nobody);
    return parts_.match->MayMatch(there) ? parts_.match->Evaluate(there).truth : Truth::kNo;
  }

  Truth Linked(const MatchContext& context, const Identity& other,
               const std::vector<ArnPattern>& bound) const {
    const Identity& self = *context.identity();
    switch (parts_.kind) {
      case LinkKind::kPassedBy:
      case LinkKind::kAssumedBy: {
        if (other.kind != IdentityKind::kRole || other.arn.empty()) return Truth::kNo;
        const ArnPattern arn(other.arn);
        return ToTruth(std::any_of(bound.begin(), bound.end(), [&arn](const ArnPattern& pattern) {
          return pattern.Overlaps(arn);
        }));
      }
      case LinkKind::kTrustedBy:
        return NamesInTrust(other, self);
      case LinkKind::kMemberOf:
        return ToTruth(std::find(self.groups.begin(), self.groups.end(), &other) !=
                       self.groups.end());
      case LinkKind::kNamedBy:
        return NamesAnywhere(*context.run().links, other, self);
      case LinkKind::kBoundBy:  // of documents
        return Truth::kNo;
      case LinkKind::kAny:
        return Truth::kYes;
    }
    return Truth::kNo;
  }

  Truth Holds(MatchContext& context, const Identity& other) const {
    const SubjectLinks& links = *context.run().links;
    const RunSubject* theirs = links.SubjectOf(other);
    Truth truth = Truth::kYes;
    if (parts_.match != nullptr) {
      HolderFacts facts(context.run(), &other);
      MatchContext there(context.run(), PolicyKind::kIdentity, links.GrantsOf(other), &facts);
      truth = parts_.match->MayMatch(there) ? parts_.match->Evaluate(there).truth : Truth::kNo;
    }
    if (truth == Truth::kNo || !parts_.exceeds_self) return truth;
    const RunSubject* own = links.SubjectOf(*context.identity());
    if (theirs == nullptr || own == nullptr) return And(truth, Truth::kUnknown);
    const ActionSet* gained =
        parts_.gained == nullptr ? nullptr : context.run().queries[parts_.gained_id].actions.any;
    return And(truth, links.Exceeds(*theirs, *own, gained).truth);
  }

  Parts parts_;
};

// "passed-by $pass"
void ReadLink(MatchParser& parser, const Node& node, ExistsMatcher::Parts* out) {
  const std::string_view text = node.text();
  const std::size_t blank = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, blank);
  const auto found = std::find(kLinks.begin(), kLinks.end(), word);
  if (!IsScalar(node) || found == kLinks.end()) {
    parser.errors().Add(node, "no link is called " + Quoted(word),
                        PackErrors::Suggest(word, kLinks));
    return;
  }
  out->kind = static_cast<LinkKind>(found - kLinks.begin());
  const std::string_view name = blank < text.size() ? text.substr(blank + 1) : std::string_view();
  const bool has_name = name.size() > 1 && name.front() == '$';
  if (NeedsName(out->kind) != has_name || (!has_name && !name.empty())) {
    parser.errors().Add(
        node,
        NeedsName(out->kind) ? "this link names what an `allow` found" : "this link takes no name",
        NeedsName(out->kind) ? "write `link: passed-by $pass`, and `as: $pass` there"
                             : "write the link alone");
    return;
  }
  if (has_name) out->name = name.substr(1);
}

void ReadGain(MatchParser& parser, FieldReader& fields, ExistsMatcher::Parts* out) {
  const std::array<std::string_view, 1> kSelf{"self"};
  out->exceeds_self = fields.Word("exceeds", kSelf).has_value();
  const Node* by = fields.Take("by");
  if (by == nullptr) return;
  if (!out->exceeds_self) {
    parser.errors().Add(*by, "`by` says what must be gained", "write `exceeds: self` beside it");
  }
  GrantQuery gained;
  gained.any = parser.scope().ActionsExpr(*by);
  out->gained_id = parser.AddQuery(std::move(gained));
  out->gained = &parser.query(out->gained_id);
}

}  // namespace

std::unique_ptr<Matcher> MakeExists(const Node& node, MatchParser& parser) {
  ExistsMatcher::Parts parts;
  FieldReader fields(parser.errors(), node, "`exists`");
  if (const Node* link = fields.Need("link")) ReadLink(parser, *link, &parts);
  if (const Node* match = fields.Take("match")) parts.match = parser.Parse(*match);
  ReadGain(parser, fields, &parts);
  if (parts.exceeds_self && parts.kind == LinkKind::kBoundBy) {
    parser.errors().Add(node, "`exceeds` compares identities, and `bound-by` is about a boundary");
  }
  fields.Finish();
  return std::make_unique<ExistsMatcher>(std::move(parts));
}

}  // namespace leastwise
