#include "engine/grant_query.h"

#include <algorithm>
#include <array>
#include <span>

#include "access/condition_strength.h"
#include "iam/condition.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 4> kBreadths{"exact", "prefix", "open", "every"};
constexpr std::array<std::string_view, 5> kForms{"star", "service-star", "verb-star", "literal",
                                                 "not-action"};
constexpr std::array<std::string_view, 3> kUnknowns{"unknown", "unknown-service", "unknown-action"};
constexpr std::array<std::string_view, 2> kResourceForms{"star", "not-resource"};
constexpr std::array<std::string_view, 1> kOpen{"open"};
constexpr std::array<std::string_view, 3> kArnParts{"partition", "region", "account"};
constexpr std::array<std::string_view, 3> kQuantifiers{"none", "ForAllValues", "ForAnyValue"};
constexpr std::array<std::string_view, 3> kWeaknesses{"value-star", "absent-passes",
                                                      "empty-passes"};
constexpr std::array<std::string_view, 5> kNatures{"multivalued", "single-valued", "always-there",
                                                   "caller-chosen", "not-carried"};
constexpr std::array<std::string_view, 11> kPrincipalKinds{
    "everyone", "account", "role",      "user",      "session", "service",
    "oidc",     "saml",    "canonical", "unique-id", "unknown"};
constexpr std::array<std::string_view, 2> kRelations{"own", "other"};
constexpr std::array<std::string_view, 3> kProvenances{"inline", "customer", "aws-managed"};

// A narrowing of actions must hold as well as what is asked already.
void Meet(const PackScope& scope, const Node* node, std::optional<ActionExpr>* out) {
  if (node == nullptr) return;
  ActionExpr expr = scope.ActionsExpr(*node);
  if (!*out) {
    *out = std::move(expr);
    return;
  }
  ActionExpr both;
  both.kind = ActionExpr::Kind::kIntersect;
  both.parts.push_back(*std::move(*out));
  both.parts.push_back(std::move(expr));
  *out = std::move(both);
}

void ReadShare(const PackScope& scope, const Node& node, ActionTest* out) {
  FieldReader fields(scope.errors(), node, "`share`");
  if (const Node* of = fields.Need("of")) {
    out->share_services = scope.Texts(*of, SetKind::kServices);
  }
  fields.Need("at_least");
  out->share_percent = fields.Number("at_least").value_or(0);
  if (out->share_percent < 1 || out->share_percent > 100) {
    scope.errors().Add(node, "`at_least` of `share` is a percentage from 1 to 100");
  }
  fields.Finish();
}

void ReadActions(const PackScope& scope, const Node& node, GrantQuery* out) {
  FieldReader fields(scope.errors(), node, "`actions`");
  Meet(scope, fields.Take("any"), &out->any);
  Meet(scope, fields.Take("all"), &out->all);
  Meet(scope, fields.Take("beyond"), &out->beyond);
  if (const Node* share = fields.Take("share")) ReadShare(scope, *share, &out->query.actions);
  const Node* by = fields.Take("by");
  for (const Node* item : ItemsOf(by)) {
    const auto form = WordOf(scope.errors(), *item, "`by`", kForms);
    if (!form) continue;
    if (kForms[*form] == "not-action") {
      out->query.actions.by_not_action = true;
    } else {
      out->query.actions.forms.push_back(static_cast<ActionForm>(*form));
    }
  }
  if (const auto unknown = fields.Word("is", kUnknowns)) {
    out->query.actions.is_unknown = true;
    if (*unknown > 0) out->query.actions.unknown_service = *unknown == 1;
  }
  fields.Finish();
}

std::optional<Breadth> ReadBreadth(FieldReader& fields, std::string_view key) {
  const std::optional<std::size_t> breadth = fields.Word(key, kBreadths);
  if (!breadth) return std::nullopt;
  return static_cast<Breadth>(*breadth);
}

void ReadBreadths(FieldReader& fields, ResourceTest* out) {
  const std::optional<Breadth> breadth = ReadBreadth(fields, "breadth");
  const std::optional<Breadth> at_least = ReadBreadth(fields, "at_least");
  const std::optional<Breadth> at_most = ReadBreadth(fields, "at_most");
  for (const std::optional<Breadth>& bound : {breadth, at_least}) {
    if (bound) out->at_least = std::max(out->at_least.value_or(Breadth::kExact), *bound);
  }
  for (const std::optional<Breadth>& bound : {breadth, at_most}) {
    if (bound) out->at_most = std::min(out->at_most.value_or(Breadth::kEvery), *bound);
  }
  if (out->at_least && out->at_most && *out->at_least > *out->at_most) {
    fields.errors().Add(fields.node(), "no resource is of this breadth");
  }
}

void ReadTypes(const PackScope& scope, const Node* node, ResourceTest* out) {
  if (node == nullptr) return;
  out->of.clear();
  for (const std::string_view text : TextsOf(scope.errors(), *node, "`of`")) {
    scope.CheckResourceType(*node, text);
    out->of.emplace_back(text);
  }
}

// `{name: breadth}` for the members that are left.
std::vector<PartBreadth> ReadNamedParts(const PackScope& scope, const Node& node,
                                        std::span<const std::string_view> but = {}) {
  std::vector<PartBreadth> parts;
  for (const Member& member : node.members()) {
    if (std::find(but.begin(), but.end(), member.key) != but.end()) continue;
    const auto breadth = WordOf(scope.errors(), *member.value, "`part`", kBreadths);
    if (breadth) parts.push_back({std::string(member.key), static_cast<Breadth>(*breadth)});
  }
  return parts;
}

bool HasPlaceholder(const ActionCatalog& catalog, std::string_view name) {
  const std::string wanted = "${" + std::string(name) + "}";
  for (std::size_t id = 0; id < catalog.resource_type_count(); ++id) {
    const auto type = catalog.resource_type(static_cast<ResourceTypeId>(id));
    if (type.arn.find(wanted) != std::string_view::npos) return true;
  }
  return false;
}

void ReadParts(const PackScope& scope, const Node& node, ResourceTest* out) {
  FieldReader fields(scope.errors(), node, "`part`");
  if (fields.Word("partition", kOpen)) out->open_parts.push_back(ArnPart::kPartition);
  if (fields.Word("region", kOpen)) out->open_parts.push_back(ArnPart::kRegion);
  if (fields.Word("account", kOpen)) out->open_parts.push_back(ArnPart::kAccount);
  for (PartBreadth& name : ReadNamedParts(scope, node, kArnParts)) {
    if (scope.thorough() && !HasPlaceholder(scope.catalog(), name.name)) {
      scope.errors().Add(node, "no resource type has a part " + Quoted(name.name),
                         "write `partition`, `region`, `account` or a name such as `BucketName`");
    }
    out->open_names.push_back(std::move(name));
  }
}

void ReadArns(const PackScope& scope, const Node* node, std::vector<std::string>* out) {
  if (node != nullptr) *out = scope.Texts(*node, SetKind::kArns);
}

void ReadResources(const PackScope& scope, const Node& node, GrantQuery* out) {
  ResourceTest& test = out->query.resources;
  FieldReader fields(scope.errors(), node, "`resources`");
  ReadBreadths(fields, &test);
  ReadTypes(scope, fields.Take("of"), &test);
  if (const Node* part = fields.Take("part")) ReadParts(scope, *part, &test);
  const Node* by = fields.Take("by");
  for (const Node* item : ItemsOf(by)) {
    const auto form = WordOf(scope.errors(), *item, "`by`", kResourceForms);
    if (form) (*form == 0 ? test.by_star : test.by_not_resource) = true;
  }
  ReadArns(scope, fields.Take("reaches"), &test.reaches);
  ReadArns(scope, fields.Take("covers"), &test.covers);
  ReadArns(scope, fields.Take("within"), &test.within);
  ReadArns(scope, fields.Take("beyond"), &test.beyond);
  for (const std::vector<std::string>* patterns :
       {&test.reaches, &test.covers, &test.within, &test.beyond}) {
    for (const std::string& pattern : *patterns) {
      if (pattern.find("{self.") != std::string::npos) out->names_self = true;
    }
  }
  const std::string_view overlaps = fields.Text("overlaps");
  if (!overlaps.empty() && overlaps.front() != '$') {
    scope.errors().Add(*fields.Take("overlaps"), "`overlaps` names what another node found",
                       "write `overlaps: $x`, and `as: $x` there");
  } else if (!overlaps.empty()) {
    out->overlaps = overlaps.substr(1);
  }
  fields.Finish();
}

// A later demand on a key takes the place of an earlier one.
void Demand(RequestShape more, std::optional<RequestShape>* out) {
  if (!*out) out->emplace();
  (*out)->reserve((*out)->size() + more.size());
  for (RequestKey& key : more) {
    std::erase_if(**out, [&key](const RequestKey& old) { return old.key == key.key; });
    (*out)->push_back(std::move(key));
  }
}

RequestShape Lacking(const std::vector<std::string>& keys) {
  const std::vector<std::string_view> views(keys.begin(), keys.end());
  return LacksShape(views);
}

void NameKeys(const std::vector<std::string>& names, std::vector<std::string>* keys) {
  for (const std::string& name : names) {
    if (std::find(keys->begin(), keys->end(), name) == keys->end()) keys->push_back(name);
  }
}

void NameKeys(const RequestShape& shape, std::vector<std::string>* keys) {
  for (const RequestKey& key : shape) {
    if (std::find(keys->begin(), keys->end(), key.key) == keys->end()) keys->push_back(key.key);
  }
}

// A glob that no operator matches would never be met.
void CheckOperator(const PackScope& scope, const Node& node) {
  const Glob glob(node.text(), CaseMode::kFold);
  const std::vector<std::string_view> names = ConditionOperatorNames();
  const bool is_known = std::any_of(names.begin(), names.end(), [&glob](std::string_view name) {
    return glob.Matches(name) || glob.Matches(std::string(name) + "IfExists");
  });
  if (is_known) return;
  scope.errors().Add(node, "no condition operator is called " + Quoted(node.text()),
                     PackErrors::Suggest(node.text(), names));
}

template <typename Word, std::size_t kCount>
void ReadWords(const PackScope& scope, const Node* node, std::string_view what,
               const std::array<std::string_view, kCount>& known, std::vector<Word>* out) {
  if (node == nullptr) return;
  out->clear();
  for (const Node* item : ItemsOf(node)) {
    const auto word = WordOf(scope.errors(), *item, what, known);
    if (word) out->push_back(static_cast<Word>(*word));
  }
}

void ReadForm(const PackScope& scope, FieldReader& fields, KeyTest* out) {
  const std::string_view form = fields.Text("form");
  const Node* part = fields.Take("part");
  if (!form.empty()) out->form = form;
  if (part == nullptr) return;
  if (out->form.empty() && !out->names.empty()) {
    out->form = scope.FormOf(*part, out->names);
    if (out->form.empty()) return;
  }
  if (!part->is(NodeKind::kObject) || out->form.empty()) {
    scope.errors().Add(*part, "`part` of `key` is a mapping of parts of a `form`",
                       "write `form: \"repo:{org}/{repo}:{ref}\", part: {org: prefix}`");
    return;
  }
  for (PartBreadth& one : ReadNamedParts(scope, *part)) {
    if (out->form.find("{" + one.name + "}") == std::string::npos) {
      scope.errors().Add(*part, "the form has no part " + Quoted(one.name));
    }
    out->parts.push_back(std::move(one));
  }
}

void ReadKeyTest(const PackScope& scope, const Node& node, std::optional<KeyTest>* out) {
  if (!*out) out->emplace();
  KeyTest& test = **out;
  FieldReader fields(scope.errors(), node, "`key`");
  if (const Node* names = fields.Take("name")) test.names = scope.Texts(*names, SetKind::kKeys);
  if (const Node* operators = fields.Take("operator")) {
    test.operators.clear();
    for (const Node* item : TextNodesOf(scope.errors(), operators, "`operator`")) {
      CheckOperator(scope, *item);
      test.operators.emplace_back(item->text());
    }
  }
  ReadWords(scope, fields.Take("quantifier"), "`quantifier`", kQuantifiers, &test.quantifiers);
  ReadWords(scope, fields.Take("weak"), "`weak`", kWeaknesses, &test.weak);
  ReadWords(scope, fields.Take("is"), "`is`", kNatures, &test.is);
  if (const Node* values = fields.Take("values")) {
    test.values = scope.Texts(*values, SetKind::kStrings);
  }
  if (const Node* beyond = fields.Take("beyond")) {
    test.beyond = scope.Texts(*beyond, SetKind::kStrings);
  }
  ReadForm(scope, fields, &test);
  fields.Finish();
  if (node.is(NodeKind::kObject) && node.members().empty()) {
    scope.errors().Add(node, "`key` asks for nothing",
                       "write `key: {name: \"aws:SourceIp\", weak: absent-passes}`");
  }
}

// `bites` is what `admits` is of an Allow: some request of this shape meets the Deny's condition.
void ReadBites(const PackScope& scope, const Node& node, GrantQuery* out) {
  if (out->query.effect != Effect::kDeny) {
    scope.errors().Add(node, "`bites` is asked of a `deny`", "write `admits` of an `allow`");
  }
  Demand(scope.Requests(node), &out->query.condition.admits);
}

void ReadCondition(const PackScope& scope, const Node& node, GrantQuery* out) {
  ConditionTest& test = out->query.condition;
  FieldReader fields(scope.errors(), node, "`condition`");
  if (const Node* key = fields.Take("key")) ReadKeyTest(scope, *key, &test.key);
  if (const Node* bites = fields.Take("bites")) ReadBites(scope, *bites, out);
  if (const Node* admits = fields.Take("admits")) Demand(scope.Requests(*admits), &test.admits);
  if (const Node* lacks = fields.Take("lacks")) {
    Demand(Lacking(scope.Texts(*lacks, SetKind::kKeys)), &test.admits);
  }
  if (const Node* has = fields.Take("has")) {
    Demand(Lacking(scope.Texts(*has, SetKind::kKeys)), &test.refuses);
  }
  if (const auto none = fields.Bool("none")) test.none = *none;
  if (test.key) NameKeys(test.key->names, &out->keys);
  if (test.admits) NameKeys(*test.admits, &out->keys);
  if (test.refuses) NameKeys(*test.refuses, &out->keys);
  fields.Finish();
}

void ReadPrincipals(const PackScope& scope, const Node& node, GrantQuery* out) {
  PrincipalTest& test = out->query.principals;
  FieldReader fields(scope.errors(), node, "`principals`");
  if (const Node* kinds = fields.Take("kind")) {
    test.kinds.clear();
    for (const Node* item : ItemsOf(kinds)) {
      const auto kind = WordOf(scope.errors(), *item, "`kind`", kPrincipalKinds);
      if (kind) test.kinds.push_back(static_cast<PrincipalKind>(*kind));
    }
  }
  if (const auto relation = fields.Word("account", kRelations)) {
    test.account = *relation == 0 ? AccountRelation::kOwn : AccountRelation::kOther;
  }
  if (const Node* accounts = fields.Take("trusted_accounts")) {
    test.trusted_accounts = scope.Texts(*accounts, SetKind::kStrings);
  }
  if (const Node* services = fields.Take("service")) {
    test.services = scope.Texts(*services, SetKind::kStrings);
  }
  if (const Node* issuers = fields.Take("issuer")) {
    test.issuers = scope.Texts(*issuers, SetKind::kStrings);
  }
  fields.Finish();
}

void ReadProvenance(const PackScope& scope, const Node& node, Provenance* out) {
  *out = {false, false, false};
  const Node* pointer = &node;
  for (const Node* item : ItemsOf(pointer)) {
    const auto word = WordOf(scope.errors(), *item, "`from`", kProvenances);
    if (!word) continue;
    if (*word == 0) out->inline_policy = true;
    if (*word == 1) out->customer_managed = true;
    if (*word == 2) out->aws_managed = true;
  }
}

}  // namespace

void ReadGrantFields(const PackScope& scope, FieldReader& fields, GrantQuery* out) {
  if (const Node* actions = fields.Take("actions")) ReadActions(scope, *actions, out);
  if (const Node* resources = fields.Take("resources")) ReadResources(scope, *resources, out);
  if (const Node* condition = fields.Take("condition")) ReadCondition(scope, *condition, out);
  if (const Node* principals = fields.Take("principals")) ReadPrincipals(scope, *principals, out);
  if (const Node* from = fields.Take("from")) ReadProvenance(scope, *from, &out->query.from);
}

}  // namespace leastwise
