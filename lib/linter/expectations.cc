#include "linter/expectations.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/arena.h"
#include "iam/arn.h"
#include "iam/glob.h"
#include "iam/principal.h"
#include "linter/pack_test.h"
#include "linter/reference_policy.h"
#include "tree/field_reader.h"
#include "tree/source_view.h"

namespace leastwise {
namespace {

constexpr std::size_t kMostExpectations = 10000;
constexpr std::array<std::string_view, 6> kKinds = {"identity", "resource", "trust",
                                                    "boundary", "scp",      "rcp"};
constexpr std::array<DemandKind, 4> kDemands = {
    DemandKind::kNever, DemandKind::kAlways, DemandKind::kNoPublicAccess, DemandKind::kNoNewAccess};

class ExpectationReader {
 public:
  ExpectationReader(const Tree& tree, const ActionCatalog& catalog, std::vector<Error>* errors)
      : tree_(tree), catalog_(catalog), list_(errors), errors_(tree, errors) {}

  std::vector<Expectation> Read() {
    std::vector<Expectation> out;
    for (const Problem& problem : tree_.problems) {
      list_->push_back({ErrorKind::kPack, problem.detail, PlaceOf(problem.where), {}});
    }
    FieldReader fields(errors_, *tree_.root, "the file");
    const std::string_view version = fields.NeedText("version");
    if (!version.empty() && version != "1") {
      errors_.Add(*fields.node().Find("version"), "version must be 1");
    }
    const Node* const list = fields.Need("expectations");
    fields.Finish();
    if (list == nullptr) return out;
    if (!list->is(NodeKind::kArray) || list->items().empty()) {
      errors_.Add(*list, "`expectations` must be a list with at least one entry");
      return out;
    }
    if (list->items().size() > kMostExpectations) {
      errors_.Add(*list, "there are more than " + std::to_string(kMostExpectations) +
                             " expectations; use several files");
      return out;
    }
    for (const Node* item : list->items()) out.push_back(ReadOne(*item));
    RefuseEqualNames(out);
    return out;
  }

 private:
  PlacedText Placed(const Node& node) const {
    return {std::string(node.text()), tree_.Locate(node)};
  }

  void Complain(const PlacedText& at, std::string message, std::string hint = {}) {
    list_->push_back({ErrorKind::kPack, std::move(message), PlaceOf(at.where), std::move(hint)});
  }

  // One text or a list of texts, none of them empty.
  std::vector<PlacedText> Texts(const Node* node, std::string_view what) {
    std::vector<PlacedText> out;
    if (node == nullptr) return out;
    if (node->is(NodeKind::kArray) && node->items().empty()) {
      errors_.Add(*node, Quoted(what) + " is an empty list");
    }
    for (const Node* item : TextNodesOf(errors_, node, what)) out.push_back(Placed(*item));
    return out;
  }

  Expectation ReadOne(const Node& node) {
    Expectation out;
    FieldReader fields(errors_, node, "expectation");
    if (!fields.NeedText("name").empty()) out.name = Placed(*node.Find("name"));
    out.policies = Texts(fields.Need("policies"), "policies");
    if (const auto kind = fields.Word("kind", kKinds)) out.kind = ParsePolicyKind(kKinds[*kind]);
    out.together = fields.Bool("together").value_or(false);
    if (!fields.Text("with-boundary").empty()) out.boundary = Placed(*node.Find("with-boundary"));
    out.service_controls = Texts(fields.Take("with-scp"), "with-scp");
    bool has_any = false;
    for (const DemandKind kind : kDemands) {
      const Node* const value = fields.Take(DemandName(kind));
      if (value == nullptr) continue;
      has_any = true;
      ReadDemand(kind, *node.FindMember(DemandName(kind)), &out);
    }
    fields.Finish();
    if (!has_any && node.is(NodeKind::kObject)) {
      errors_.Add(node, "expectation expects nothing",
                  "write `never`, `always`, `no-public-access` or `no-new-access-over`");
    }
    CheckPublic(out);
    return out;
  }

  void ReadDemand(DemandKind kind, const Member& member, Expectation* out) {
    Demand demand;
    demand.kind = kind;
    demand.where = tree_.Locate(member.key_span);
    const Node& value = *member.value;
    if (kind == DemandKind::kNoPublicAccess) {
      if (!value.is(NodeKind::kBool) || value.text() != "true") {
        errors_.Add(value, "`no-public-access` must be true", "leave it out to expect nothing");
      }
      out->demands.push_back(std::move(demand));
    } else if (kind == DemandKind::kNoNewAccess) {
      demand.references = Texts(&value, "no-new-access-over");
      out->demands.push_back(std::move(demand));
    } else {
      const Node* const pointer = &value;
      if (value.is(NodeKind::kArray) && value.items().empty()) {
        errors_.Add(value, Quoted(DemandName(kind)) + " is an empty list");
      }
      for (const Node* item : ItemsOf(pointer)) {
        demand.requests = ReadRequests(kind, *item, out->kind);
        out->demands.push_back(demand);
      }
    }
  }

  void CheckPublic(const Expectation& expectation) {
    for (const Demand& demand : expectation.demands) {
      if (demand.kind != DemandKind::kNoPublicAccess) continue;
      const PlacedText at{{}, demand.where};
      if (expectation.boundary || !expectation.service_controls.empty()) {
        Complain(at, "neither a boundary nor an SCP keeps strangers out",
                 "leave `with-boundary` and `with-scp` away from `no-public-access`");
      }
      if (expectation.together) {
        Complain(at, "a resource has one policy: `together` does not go with `no-public-access`");
      }
    }
  }

  RequestSet ReadRequests(DemandKind kind, const Node& node, std::optional<PolicyKind> policies) {
    RequestSet out;
    FieldReader fields(errors_, node, DemandName(kind));
    out.actions = Texts(fields.Take("actions"), "actions");
    out.resources = Texts(fields.Take("resources"), "resources");
    out.principals = Texts(fields.Take("principals"), "principals");
    if (const Node* context = fields.Take("context")) out.context = ReadContext(*context);
    fields.Finish();
    if (!node.is(NodeKind::kObject)) return out;
    if (out.actions.empty() && !fields.Has("actions") &&
        (kind == DemandKind::kAlways || out.resources.empty())) {
      errors_.Add(node, Quoted(DemandName(kind)) + " lacks `actions`");
    }
    const std::size_t before = list_->size();
    CheckActions(out);
    CheckResources(out);
    CheckPrincipals(out);
    if (policies == PolicyKind::kTrust && !out.resources.empty()) {
      Complain(out.resources.front(), "a trust policy has no resources: leave `resources` out");
    } else if (list_->size() == before) {
      CheckFit(kind, out);
    }
    return out;
  }

  std::vector<ExpectedKey> ReadContext(const Node& node) {
    std::vector<ExpectedKey> out;
    if (!node.is(NodeKind::kObject) || node.members().empty()) {
      errors_.Add(node, "`context` must be a mapping of condition keys to values");
    }
    for (const Member& member : node.members()) {
      ExpectedKey key;
      key.key = {std::string(member.key), tree_.Locate(member.key_span)};
      if (member.key.find(':') == std::string_view::npos) {
        errors_.Add(member.key_span, Quoted(member.key) + " is no condition key",
                    "write `service:key`");
      }
      if (!member.value->is(NodeKind::kNull)) key.values = Texts(member.value, member.key);
      out.push_back(std::move(key));
    }
    return out;
  }

  void CheckActions(const RequestSet& requests) {
    for (const PlacedText& action : requests.actions) {
      ActionSet set(catalog_.universe_size());
      catalog_.Expand(action.text, &set, FutureBits::kCovered);
      if (!set.None()) continue;
      if (Glob::HasWildcard(action.text)) {
        Complain(action, Quoted(action.text) + " matches no action of the catalog");
        continue;
      }
      const std::string nearest = catalog_.Nearest(action.text);
      Complain(action, "no action is called " + Quoted(action.text),
               nearest.empty() ? "" : "did you mean `" + nearest + "`?");
    }
  }

  void CheckResources(const RequestSet& requests) {
    for (const PlacedText& resource : requests.resources) {
      if (resource.text == "*" || SplitArn(resource.text)) continue;
      Complain(resource, Quoted(resource.text) + " is neither `*` nor an ARN of six parts",
               "write `arn:aws:service:region:account:resource`, with `*` where anything goes");
    }
  }

  void CheckPrincipals(const RequestSet& requests) {
    for (const PlacedText& principal : requests.principals) {
      Text text;
      text.value = principal.text;
      text.pattern = principal.text;
      const PrincipalReading reading = ReadPrincipal(PrincipalTypeOf(principal.text), text);
      if (reading.problem.empty()) continue;
      Complain(principal, reading.detail);
    }
  }

  // An expectation about requests that cannot be made would hold whatever the policies say.
  void CheckFit(DemandKind kind, const RequestSet& requests) {
    for (const PlacedText& action : requests.actions) {
      if (HasRequests(action.text, requests, kind == DemandKind::kAlways, catalog_)) continue;
      const bool is_pattern = Glob::HasWildcard(action.text);
      const std::optional<ActionId> id = is_pattern ? std::nullopt : catalog_.Find(action.text);
      if (id && catalog_.resource_types(*id).empty()) {
        Complain(action, Quoted(action.text) + " takes no resource: `resources` needs `*` for it");
      } else {
        Complain(
            action, "none of `resources` is of a type that " + Quoted(action.text) + " takes",
            id ? "its resources look like `" +
                     std::string(catalog_.resource_type(catalog_.resource_types(*id)[0].type).arn) +
                     "`"
               : "");
      }
    }
  }

  void RefuseEqualNames(const std::vector<Expectation>& expectations) {
    std::map<std::string_view, const Expectation*> known;
    for (const Expectation& one : expectations) {
      if (one.name.text.empty() || known.emplace(one.name.text, &one).second) continue;
      Complain(one.name, "two expectations are called " + Quoted(one.name.text));
    }
  }

  const Tree& tree_;
  const ActionCatalog& catalog_;
  std::vector<Error>* list_;
  PackErrors errors_;  // writes into the list too
};

}  // namespace

std::string_view DemandName(DemandKind kind) {
  switch (kind) {
    case DemandKind::kNever:
      return "never";
    case DemandKind::kAlways:
      return "always";
    case DemandKind::kNoPublicAccess:
      return "no-public-access";
    case DemandKind::kNoNewAccess:
      break;
  }
  return "no-new-access-over";
}

std::vector<Expectation> ReadExpectations(const SourceFile& file, const ActionCatalog& catalog,
                                          std::vector<Error>* errors) {
  const SourceView view = SourceView::Whole(file);
  Arena arena;
  const Result<Tree> tree = ReadUserYaml(view, arena);
  if (!tree) {
    errors->push_back(tree.error());
    return {};
  }
  std::vector<Error> own;
  std::vector<Expectation> out = ExpectationReader(*tree, catalog, &own).Read();
  AppendInOrder(std::move(own), errors);
  return out;
}

}  // namespace leastwise
