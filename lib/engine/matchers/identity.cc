#include <algorithm>
#include <array>

#include "base/edit_distance.h"
#include "engine/matchers.h"
#include "engine/persona_baseline.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"user", "group", "role"};
constexpr std::array<std::string_view, 2> kBoundary{"missing", "present"};
constexpr std::array<std::string_view, 2> kKeys{"active", "any"};
constexpr std::array<std::string_view, 1> kBaselines{"persona.allow"};
constexpr std::array<std::string_view, 1> kRequirements{"persona.require"};

// "`trainng`; did you mean `training`?"
std::string Misnamed(std::span<const Persona> personas, const Tag& tag) {
  std::vector<std::string_view> ids;
  for (const Persona& persona : personas) ids.push_back(persona.id);
  const std::string_view nearest = NearestWord(tag.value, ids);
  const std::string named = QuoteText(tag.value);
  return nearest.empty() ? named : named + "; did you mean " + QuoteText(nearest) + "?";
}

// Globs, one of which must match, and globs, none of which may.
struct TextTest {
  GlobList any_of;
  GlobList none_of;

  bool Holds(std::string_view text) const {
    return (any_of.empty() || any_of.Matches(text)) && !none_of.Matches(text);
  }
};

struct AttachedTest {
  GlobList any_name;               // of `names`
  std::vector<std::string> names;  // globs
  std::size_t count = 1;           // how many different attachments must match
  bool every_name = false;         // each name must be matched
};

struct IdentityTest {
  std::vector<IdentityKind> kinds;
  TextTest name;
  TextTest path;
  std::vector<std::pair<std::string, std::string>> tags;
  std::vector<const Persona*> personas;  // any of
  bool asks_persona = false;
  std::optional<bool> is_declared;  // somebody says which, or all that is known is that it is one
  bool is_misnamed = false;         // a tag names one that there is not
  std::optional<AttachedTest> attached;
  std::optional<bool> has_boundary;
  std::optional<bool> key_is_active;  // false: any key
  std::optional<unsigned> max_session_seconds;
};

Truth PersonaHolds(const IdentityTest& test, HolderFacts& holder) {
  if (!test.asks_persona) return Truth::kYes;
  Truth truth = Truth::kNo;
  for (const Persona* persona : test.personas) {
    truth = Or(truth, holder.IsOf(*persona));
    if (truth == Truth::kYes) break;
  }
  return truth;
}

Truth TagsHold(const IdentityTest& test, const Identity& identity) {
  for (const auto& [key, pattern] : test.tags) {
    const Glob glob(pattern, CaseMode::kFold);
    const std::string_view wanted = key;
    const bool has = std::any_of(identity.tags.begin(), identity.tags.end(), [&](const Tag& tag) {
      return tag.key == wanted && glob.Matches(tag.value);
    });
    if (!has) return Truth::kNo;
  }
  return Truth::kYes;
}

Truth AttachedHolds(const AttachedTest& test, const Identity& identity,
                    std::vector<const Attachment*>* found) {
  for (const Attachment& attachment : identity.attachments) {
    const bool fits = attachment.is_aws_managed && test.any_name.Matches(attachment.name);
    if (fits) found->push_back(&attachment);
  }
  const auto is_found = [found](const std::string& name) {
    const Glob glob(name, CaseMode::kFold);
    return std::any_of(found->begin(), found->end(),
                       [&glob](const Attachment* one) { return glob.Matches(one->name); });
  };
  const bool holds =
      found->size() >= test.count &&
      (!test.every_name || std::all_of(test.names.begin(), test.names.end(), is_found));
  if (holds) return Truth::kYes;
  return identity.attachments_are_known ? Truth::kNo : Truth::kUnknown;
}

// AWS gives groups no boundary: there it is never missing.
Truth BoundaryHolds(bool wanted, const Identity& identity) {
  if (identity.kind == IdentityKind::kGroup) return Truth::kNo;
  if (identity.boundary) return ToTruth(wanted);
  return identity.boundary_is_known ? ToTruth(!wanted) : Truth::kUnknown;
}

Truth KeysHold(bool must_be_active, const Identity& identity, const AccessKey** found) {
  if (identity.kind != IdentityKind::kUser) return Truth::kNo;
  for (const AccessKey& key : identity.keys) {
    if (must_be_active && !key.is_active) continue;
    *found = &key;
    return Truth::kYes;
  }
  return identity.keys_are_known ? Truth::kNo : Truth::kUnknown;
}

Truth SessionHolds(unsigned at_least, const Identity& identity) {
  if (!identity.max_session_seconds) return Truth::kUnknown;
  return ToTruth(*identity.max_session_seconds >= at_least);
}

class IdentityMatcher : public Matcher {
 public:
  explicit IdentityMatcher(IdentityTest test) : test_(std::move(test)) {}

  bool MayMatch(const MatchContext& context) const override {
    const Identity* identity = context.identity();
    if (identity == nullptr) return false;
    const bool is_kind = test_.kinds.empty() || std::find(test_.kinds.begin(), test_.kinds.end(),
                                                          identity->kind) != test_.kinds.end();
    return is_kind && (!test_.is_misnamed || !identity->tags.empty()) && MayBeAttached(*identity) &&
           MayLast(*identity) && test_.name.Holds(identity->name.value) &&
           test_.path.Holds(identity->path) &&
           (!test_.is_declared || *test_.is_declared == context.holder().IsDeclared());
  }

  Match Evaluate(MatchContext& context) const override {
    if (!MayMatch(context)) return {};
    const Identity& identity = *context.identity();
    std::vector<const Attachment*> attachments;
    const AccessKey* key = nullptr;
    const Tag* misnaming = nullptr;
    if (test_.is_misnamed) {
      misnaming = FindMisnamingTag(context.run().personas, identity);
      if (misnaming == nullptr) return {};
    }
    Truth truth = And(TagsHold(test_, identity), PersonaHolds(test_, context.holder()));
    if (test_.attached && truth != Truth::kNo) {
      truth = And(truth, AttachedHolds(*test_.attached, identity, &attachments));
    }
    if (test_.has_boundary) truth = And(truth, BoundaryHolds(*test_.has_boundary, identity));
    if (test_.key_is_active) {
      truth = And(truth, KeysHold(*test_.key_is_active, identity, &key));
    }
    if (test_.max_session_seconds) {
      truth = And(truth, SessionHolds(*test_.max_session_seconds, identity));
    }
    if (truth == Truth::kNo) return {};
    Match out;
    out.truth = truth;
    out.lacks_input = truth == Truth::kUnknown;
    Hit& hit = out.hits.emplace_back();
    hit.truth = truth;
    hit.lacks_input = out.lacks_input;
    hit.names_identity = true;
    hit.attachments = std::move(attachments);
    hit.key = key;
    if (misnaming != nullptr) {
      hit.text =
          FoundText{misnaming->location, misnaming, Misnamed(context.run().personas, *misnaming)};
    }
    return out;
  }

  MatcherNeeds needs() const override {
    MatcherNeeds needs;
    needs.identity = true;
    return needs;
  }

  PlaceholderSet provides() const override {
    PlaceholderSet set = 0;
    const auto add = [&set](Placeholder placeholder) {
      set = static_cast<PlaceholderSet>(set | PlaceholderBit(placeholder));
    };
    add(Placeholder::kIdentity);
    add(Placeholder::kIdentityKind);
    if (test_.attached) {
      add(Placeholder::kAttached);
      add(Placeholder::kCount);
    }
    if (test_.is_misnamed) add(Placeholder::kDetail);
    return set;
  }

 private:
  // Most identities of an account dump fail the one or the other.
  bool MayBeAttached(const Identity& identity) const {
    return !test_.attached || !identity.attachments_are_known ||
           identity.attachments.size() >= test_.attached->count;
  }
  bool MayLast(const Identity& identity) const {
    return !test_.max_session_seconds ||
           SessionHolds(*test_.max_session_seconds, identity) != Truth::kNo;
  }

  IdentityTest test_;
};

void ReadTextTest(MatchParser& parser, const Node* node, TextTest* out) {
  std::vector<std::string> any_of;
  std::vector<std::string> none_of;
  for (const Node* item : ItemsOf(node)) {
    if (IsScalar(*item)) {
      any_of.emplace_back(item->text());
      continue;
    }
    FieldReader fields(parser.errors(), *item, "text test");
    for (const std::string_view text : fields.Texts("not")) none_of.emplace_back(text);
    fields.Finish();
  }
  out->any_of = GlobList(std::move(any_of), CaseMode::kFold);
  out->none_of = GlobList(std::move(none_of), CaseMode::kFold);
}

void ReadPersonaTest(MatchParser& parser, const Node* node, IdentityTest* out) {
  if (node == nullptr) return;
  constexpr std::size_t kUnknown = 3;
  out->asks_persona = true;
  // `unknown` alone asks for no persona of the list.
  std::vector<std::string_view> known{"any", "declared", "inferred", "unknown"};
  for (const Persona& persona : parser.personas()) known.push_back(persona.id);
  for (const Node* item : ItemsOf(node)) {
    const auto index = WordOf(parser.errors(), *item, "`persona`", known);
    if (index && (*index == 1 || *index == 2)) out->is_declared = *index == 1;
    if (index && *index == kUnknown) {
      out->is_misnamed = true;
      out->asks_persona = false;
      continue;
    }
    for (std::size_t i = 0; index && i < parser.personas().size(); ++i) {
      const bool is_one = *index < kUnknown || *index == kUnknown + 1 + i;
      if (is_one) out->personas.push_back(&parser.personas()[i]);
    }
  }
}

AttachedTest ReadAttached(MatchParser& parser, const Node& node) {
  AttachedTest test;
  FieldReader fields(parser.errors(), node, "`attached`");
  if (const Node* any = fields.Take("any")) {
    test.names = parser.scope().Texts(*any, SetKind::kPolicies);
  }
  if (const Node* all = fields.Take("all")) {
    test.names = parser.scope().Texts(*all, SetKind::kPolicies);
    test.every_name = true;
  }
  if (const Node* at_least = fields.Take("at_least")) {
    FieldReader inner(parser.errors(), *at_least, "`at_least`");
    inner.Need("n");
    test.count = inner.Number("n").value_or(1);
    if (const Node* of = inner.Need("of")) {
      test.names = parser.scope().Texts(*of, SetKind::kPolicies);
    }
    inner.Finish();
  }
  fields.Finish();
  if (test.names.empty() && node.is(NodeKind::kObject)) {
    parser.errors().Add(node, "`attached` needs names", "write `attached: {any: [AmazonX]}`");
  }
  test.any_name = GlobList(test.names, CaseMode::kFold);
  return test;
}

void ReadTags(MatchParser& parser, const Node* node, IdentityTest* out) {
  if (node == nullptr) return;
  if (!node->is(NodeKind::kObject)) parser.errors().Add(*node, "`tags` is a mapping");
  for (const Member& member : node->members()) {
    out->tags.emplace_back(member.key, member.value->text());
  }
}

void ReadSession(MatchParser& parser, const Node* node, IdentityTest* out) {
  if (node == nullptr) return;
  FieldReader fields(parser.errors(), *node, "`max_session`");
  fields.Need("at_least");
  out->max_session_seconds = fields.Number("at_least");
  fields.Finish();
}

// `lacks`: actions that the identity's personas cannot do without, and that nothing grants it.
class LackMatcher : public Matcher {
 public:
  bool MayMatch(const MatchContext& context) const override {
    return context.identity() != nullptr && context.holder().Baseline() != nullptr;
  }

  Match Evaluate(MatchContext& context) const override {
    if (!MayMatch(context)) return {};
    const PersonaBaseline& baseline = *context.holder().Baseline();
    const Grants* const grants = context.GrantsOf(GrantScope::kSubject);
    Match out;
    std::vector<ActionId> missing;
    out.truth = grants == nullptr ? Truth::kUnknown : baseline.Lacks(*grants, &missing);
    out.lacks_input = out.truth == Truth::kUnknown;
    if (out.truth != Truth::kYes) return out;
    std::vector<std::string> names;
    for (const ActionId id : missing) names.push_back(context.run().actions->Name(id));
    const Identity& identity = *context.identity();
    Hit& hit = out.hits.emplace_back();
    hit.names_identity = true;
    hit.persona = &baseline.names();
    hit.text = FoundText{identity.name.location, &identity,
                         ListTexts(std::vector<std::string_view>(names.begin(), names.end()))};
    return out;
  }

  MatcherNeeds needs() const override {
    MatcherNeeds needs;
    needs.grants = true;
    needs.identity = true;
    return needs;
  }

  PlaceholderSet provides() const override {
    return static_cast<PlaceholderSet>(PlaceholderBit(Placeholder::kDetail) |
                                       PlaceholderBit(Placeholder::kPersona));
  }
};

// `holds`: grants of the identity, held against what its personas need.
std::unique_ptr<Matcher> ReadHolds(MatchParser& parser, const Node& node) {
  GrantQuery query;
  query.query.from.aws_managed = true;
  FieldReader fields(parser.errors(), node, "`holds`");
  const auto beyond = fields.Word("beyond", kBaselines);
  const auto wider = fields.Word("wider", kBaselines);
  if (beyond.has_value() == wider.has_value() && node.is(NodeKind::kObject)) {
    parser.errors().Add(
        node, "`holds` asks for one of two things",
        "write `holds: {beyond: persona.allow}` or `holds: {wider: persona.allow}`");
  }
  query.persona = beyond ? PersonaBound::kBeyond : PersonaBound::kWider;
  return MakeGrant(fields, parser, std::move(query));
}

}  // namespace

std::unique_ptr<Matcher> MakeIdentity(const Node& node, MatchParser& parser) {
  IdentityTest test;
  FieldReader fields(parser.errors(), node, "`identity`");
  const Node* kinds = fields.Take("kind");
  for (const Node* item : ItemsOf(kinds)) {
    const auto kind = WordOf(parser.errors(), *item, "`kind`", kKinds);
    if (kind) test.kinds.push_back(static_cast<IdentityKind>(*kind));
  }
  ReadTextTest(parser, fields.Take("name"), &test.name);
  ReadTextTest(parser, fields.Take("path"), &test.path);
  ReadTags(parser, fields.Take("tags"), &test);
  ReadPersonaTest(parser, fields.Take("persona"), &test);
  if (const Node* attached = fields.Take("attached"))
    test.attached = ReadAttached(parser, *attached);
  if (const auto boundary = fields.Word("boundary", kBoundary)) test.has_boundary = *boundary == 1;
  if (const auto keys = fields.Word("keys", kKeys)) test.key_is_active = *keys == 0;
  ReadSession(parser, fields.Take("max_session"), &test);
  std::unique_ptr<Matcher> holds;
  if (const Node* node_of_holds = fields.Take("holds")) holds = ReadHolds(parser, *node_of_holds);
  const bool asks_lack = fields.Word("lacks", kRequirements).has_value();
  fields.Finish();
  MatcherList parts;
  parts.push_back(std::make_unique<IdentityMatcher>(std::move(test)));
  if (holds != nullptr) parts.push_back(std::move(holds));
  if (asks_lack) parts.push_back(std::make_unique<LackMatcher>());
  return MatchAll(std::move(parts));
}

}  // namespace leastwise
