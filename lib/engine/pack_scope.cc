#include "engine/pack_scope.h"

#include <algorithm>
#include <array>

#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 5> kAccessNames{"list", "read", "write", "tagging",
                                                       "permissions-management"};
constexpr std::array<std::string_view, 3> kExprKeys{"where", "minus", "any"};

std::string FoldText(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), FoldAscii);
  return out;
}

// "@name" without its mark, or empty.
std::string_view SetName(const Node& node) {
  const std::string_view text = IsScalar(node) ? node.text() : std::string_view();
  return !text.empty() && text.front() == '@' ? text.substr(1) : std::string_view();
}

ActionExpr Patterns(std::string_view pattern) {
  ActionExpr expr;
  expr.kind = ActionExpr::Kind::kPatterns;
  expr.patterns.emplace_back(pattern);
  return expr;
}

// Neighbouring patterns become one expression: a list of literals needs no set for each.
void AddPart(ActionExpr part, std::vector<ActionExpr>* parts) {
  const bool joins = part.kind == ActionExpr::Kind::kPatterns && !parts->empty() &&
                     parts->back().kind == ActionExpr::Kind::kPatterns;
  if (joins) {
    parts->back().patterns.push_back(std::move(part.patterns.front()));
  } else {
    parts->push_back(std::move(part));
  }
}

}  // namespace

std::optional<ActionExprId> PackScope::Actions(const Node& node) const {
  ActionExpr expr = ActionsExpr(node);
  // A set that is used as it stands needs no copy of its bits.
  if (expr.kind == ActionExpr::Kind::kUnion && expr.parts.size() == 1 &&
      expr.parts[0].kind == ActionExpr::Kind::kNamed) {
    return expr.parts[0].named;
  }
  return sets_.AddExpr(std::move(expr));
}

ActionExpr PackScope::ActionsExpr(const Node& node) const {
  if (node.is(NodeKind::kObject)) return ActionMapping(node);
  ActionExpr expr;
  const Node* pointer = &node;
  for (const Node* item : ItemsOf(pointer)) AddPart(ActionItem(*item), &expr.parts);
  if (expr.parts.empty()) errors_.Add(node, "a set of actions is empty");
  return expr;
}

ActionExpr PackScope::ActionItem(const Node& item) const {
  if (item.is(NodeKind::kObject)) return ActionMapping(item);
  if (item.is(NodeKind::kArray)) return ActionsExpr(item);
  const std::string_view name = SetName(item);
  if (name.empty()) {
    CheckAction(item);
    return Patterns(item.text());
  }
  ActionExpr expr;
  if (const NamedSet* set = sets_.Find(*this, item, name, SetKind::kActions)) {
    expr.kind = ActionExpr::Kind::kNamed;
    expr.named = set->actions;
  }
  return expr;
}

ActionExpr PackScope::ActionMapping(const Node& node) const {
  ActionExpr expr;
  FieldReader fields(errors_, node, "set of actions");
  std::size_t found = 0;
  for (const std::string_view key : kExprKeys) {
    const Node* value = fields.Take(key);
    if (value == nullptr) continue;
    ++found;
    if (key == "where") {
      expr.kind = ActionExpr::Kind::kWhere;
      expr.filter = Filter(*value);
      continue;
    }
    expr.kind = key == "minus" ? ActionExpr::Kind::kMinus : ActionExpr::Kind::kUnion;
    for (const Node* item : ItemsOf(value)) expr.parts.push_back(ActionItem(*item));
  }
  fields.Finish();
  if (found != 1) errors_.Add(node, "a set of actions is one of `where`, `minus` or `any`");
  return expr;
}

ActionFilter PackScope::Filter(const Node& node) const {
  ActionFilter filter;
  FieldReader fields(errors_, node, "`where`");
  if (const Node* services = fields.Take("service")) {
    filter.services = Texts(*services, SetKind::kServices);
  }
  const Node* access = fields.Take("access");
  for (const Node* item : ItemsOf(access)) {
    if (const auto level = WordOf(errors_, *item, "`access`", kAccessNames)) {
      filter.access = static_cast<std::uint8_t>(filter.access | (1U << *level));
    }
  }
  if (const Node* key = fields.Take("condition_key")) {
    filter.condition_key = fields.Text("condition_key");
    CheckKey(*key, filter.condition_key);
  }
  filter.resource_level = fields.Bool("resource_level");
  fields.Finish();
  return filter;
}

void PackScope::CheckAction(const Node& node) const {
  const std::string_view text = node.text();
  if (!IsScalar(node) || text.empty()) {
    errors_.Add(node, "an action is a text such as `s3:GetObject`");
    return;
  }
  CheckText(node, SetKind::kActions);
}

void PackScope::CheckKey(const Node& node, std::string_view key) const {
  if (!thorough_) return;
  if (auto mistake = MistakeIn(key, SetKind::kKeys)) {
    errors_.Add(node, mistake->message, mistake->hint);
  }
}

void PackScope::CheckText(const Node& node, SetKind kind) const {
  if (!thorough_) return;
  if (auto mistake = MistakeIn(node.text(), kind)) {
    errors_.Add(node, mistake->message, mistake->hint);
  }
}

void PackScope::CheckResourceType(const Node& use, std::string_view type) const {
  if (!thorough_) return;
  const std::size_t colon = std::min(type.find(':'), type.size());
  const std::string_view service = type.substr(0, colon);
  const std::string_view name = colon < type.size() ? type.substr(colon + 1) : "";
  if (catalog().FindResourceType(service, name).has_value()) return;
  std::vector<std::string> names;
  const ActionCatalog::Range range = catalog().ServiceRange(service);
  for (ActionId id = range.first; id < range.last; ++id) {
    for (const auto ref : catalog().resource_types(id)) {
      std::string known = std::string(service) + ":";
      known += catalog().resource_type(ref.type).name;
      if (std::find(names.begin(), names.end(), known) == names.end()) names.push_back(known);
    }
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  errors_.Add(
      use, "no resource type is called " + Quoted(type),
      views.empty() ? "write `service:type`, as in `s3:object`" : PackErrors::Suggest(type, views));
}

std::vector<std::string> PackScope::Texts(const Node& node, SetKind kind) const {
  std::vector<std::string> texts;
  const Node* pointer = &node;
  for (const Node* item : ItemsOf(pointer)) {
    const std::string_view name = SetName(*item);
    if (!name.empty()) {
      const NamedSet* set = sets_.Find(*this, *item, name, kind);
      if (set != nullptr) texts.insert(texts.end(), set->texts.begin(), set->texts.end());
    } else if (IsScalar(*item)) {
      CheckText(*item, kind);
      texts.push_back(kind == SetKind::kKeys ? FoldText(item->text()) : std::string(item->text()));
    } else {
      errors_.Add(*item, "expected a text");
    }
  }
  if (node.is(NodeKind::kArray) && node.items().empty()) errors_.Add(node, "this list is empty");
  return texts;
}

RequestShape PackScope::Requests(const Node& node) const {
  RequestShape shape;
  const Node* pointer = &node;
  for (const Node* item : ItemsOf(pointer)) {
    const std::string_view name = SetName(*item);
    if (name.empty()) {
      AddRequests(*item, &shape);
    } else if (const NamedSet* set = sets_.Find(*this, *item, name, SetKind::kRequests)) {
      shape.insert(shape.end(), set->requests.begin(), set->requests.end());
    }
  }
  return shape;
}

void PackScope::AddRequests(const Node& node, RequestShape* out) const {
  if (!node.is(NodeKind::kObject) || node.members().empty()) {
    errors_.Add(node, "a request is a mapping of condition keys to values");
    return;
  }
  for (const Member& member : node.members()) {
    RequestKey key;
    key.key = FoldText(member.key);
    CheckKey(*member.value, member.key);
    for (const Node* item : ItemsOf(member.value)) AddValue(*item, &key.any_of);
    out->push_back(std::move(key));
  }
}

void PackScope::AddValue(const Node& node, std::vector<RequestValue>* out) const {
  if (node.is(NodeKind::kObject)) {
    FieldReader fields(errors_, node, "value");
    const std::string_view param = fields.NeedText("outside");
    fields.Finish();
    const NamedSet* set = param.empty() ? nullptr : sets_.FindParam(*this, node, param);
    if (set != nullptr) out->push_back({ValueClass::kOutside, {}, set->texts});
    return;
  }
  if (!IsScalar(node)) {
    errors_.Add(node, "a value is a text, `absent`, `other` or `stranger`");
    return;
  }
  const std::string_view text = node.text();
  if (text == "absent") {
    out->push_back({ValueClass::kAbsent});
  } else if (text == "other") {
    out->push_back({ValueClass::kOther});
  } else if (text == "stranger") {
    out->push_back({ValueClass::kStranger});
  } else {
    out->push_back({ValueClass::kGlob, std::string(text), {}});
  }
}

std::string PackScope::FormOf(const Node& use, const std::vector<std::string>& names) const {
  std::string form;
  for (const std::string& name : names) {
    const std::vector<KeyForm>& forms = sets_.FormsOf(pack_);
    const auto of_name = std::find_if(forms.begin(), forms.end(), [&name](const KeyForm& one) {
      return Glob(one.key).Overlaps(Glob(name));
    });
    if (of_name == forms.end()) {
      std::vector<std::string_view> known;
      for (const KeyForm& one : forms) known.push_back(one.key);
      errors_.Add(use, "the pack has no form for " + Quoted(name),
                  known.empty() ? "name it in `forms`, or write `form` beside `part`"
                                : PackErrors::Suggest(name, known));
      return {};
    }
    if (!form.empty() && form != of_name->form) {
      errors_.Add(use, "the keys of `name` have several forms", "ask for one key at a time");
      return {};
    }
    form = of_name->form;
  }
  return form;
}

namespace {

void DeclareForm(const PackScope& scope, const Member& member) {
  PackErrors& errors = scope.errors();
  const std::string_view text = member.value->text();
  const std::size_t open = text.find('{');
  const bool has_part = open != text.npos && text.find('}', open) != text.npos;
  if (!IsScalar(*member.value) || !has_part) {
    errors.Add(*member.value, "a form is a text with names of its parts",
               "write `\"repo:{organisation}/{repository}:{ref}\"`");
    return;
  }
  auto mistake = scope.MistakeIn(member.key, SetKind::kKeys);
  if (mistake && scope.thorough()) {
    errors.Add(member.key_span, std::move(mistake->message), std::move(mistake->hint));
  }
  std::string key = FoldText(member.key);
  for (const KeyForm& known : scope.sets().FormsOf(scope.pack())) {
    if (known.key != key) continue;
    errors.Add(member.key_span, "the form of " + Quoted(member.key) + " is there twice");
    return;
  }
  scope.sets().DeclareForm(scope.pack(), {std::move(key), std::string(text)});
}

}  // namespace

void DeclareName(const PackScope& scope, NameKind kind, const Member& name) {
  if (kind == NameKind::kForm) {
    DeclareForm(scope, name);
  } else {
    scope.sets().Declare(scope.pack(), name.key, scope, *name.value, kind);
  }
}

void DeclareNames(const PackScope& scope, FieldReader& pack) {
  for (std::size_t kind = 0; kind < kNameLists.size(); ++kind) {
    const Node* names = pack.Take(kNameLists[kind]);
    if (names == nullptr) continue;
    if (!names->is(NodeKind::kObject)) {
      scope.errors().Add(*names, Quoted(kNameLists[kind]) + " is a mapping");
    }
    for (const Member& name : names->members()) {
      DeclareName(scope, static_cast<NameKind>(kind), name);
    }
  }
}

}  // namespace leastwise
