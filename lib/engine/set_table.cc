#include <array>

#include "engine/pack_scope.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 7> kKinds{"actions",  "keys",    "arns",    "policies",
                                                 "services", "strings", "requests"};

NamedSet ReadTyped(const PackScope& scope, SetKind kind, const Node& value) {
  NamedSet set;
  set.kind = kind;
  if (kind == SetKind::kActions) {
    set.actions = scope.Actions(value).value_or(0);
  } else if (kind == SetKind::kRequests) {
    set.requests = scope.Requests(value);
  } else {
    set.texts = scope.Texts(value, kind);
  }
  return set;
}

// `{actions: […]}`, or one of where, minus, any, which are about actions.
std::optional<NamedSet> ReadSet(const PackScope& scope, const Node& node) {
  FieldReader fields(scope.errors(), node, "set");
  for (const std::string_view word : {"where", "minus", "any"}) {
    if (fields.Has(word)) return ReadTyped(scope, SetKind::kActions, node);
  }
  std::optional<NamedSet> set;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    const Node* value = fields.Take(kKinds[i]);
    if (value == nullptr) continue;
    if (set) scope.errors().Add(node, "a set is of one type");
    set = ReadTyped(scope, static_cast<SetKind>(i), *value);
  }
  fields.Finish();
  if (!set && node.is(NodeKind::kObject)) {
    scope.errors().Add(node, "a set needs a type", PackErrors::Suggest("", kKinds));
  }
  return set;
}

std::optional<NamedSet> ReadParam(const PackScope& scope, const Node& node) {
  FieldReader fields(scope.errors(), node, "parameter");
  const std::optional<std::size_t> kind = fields.Word("type", kKinds);
  fields.Need("type");
  fields.NeedText("doc");
  const Node* value = fields.Need("default");
  fields.Finish();
  if (!kind || value == nullptr) return std::nullopt;
  NamedSet empty;
  empty.kind = static_cast<SetKind>(*kind);
  // An empty default is right for a parameter: nothing is said until the user says it.
  if (value->is(NodeKind::kArray) && value->items().empty()) {
    if (empty.kind == SetKind::kActions) empty.actions = scope.sets().AddExpr({});
    return empty;
  }
  return ReadTyped(scope, empty.kind, *value);
}

}  // namespace

void SetTable::Declare(const std::string& pack, std::string_view name, const PackScope& scope,
                       const Node& value, bool is_param) {
  const auto [place, is_new] = entries_.try_emplace({pack, std::string(name)});
  if (!is_new) {
    scope.errors().Add(value, "the set or parameter " + Quoted(name) + " is there twice");
    return;
  }
  place->second.scope = &scope;
  place->second.value = &value;
  place->second.is_param = is_param;
}

void SetTable::Read(Entry& entry) {
  entry.state = State::kReading;
  std::optional<NamedSet> set =
      entry.is_param ? ReadParam(*entry.scope, *entry.value) : ReadSet(*entry.scope, *entry.value);
  entry.state = set ? State::kRead : State::kFailed;
  if (set) entry.set = *std::move(set);
}

const NamedSet* SetTable::Find(const PackScope& scope, const Node& use, std::string_view name,
                               SetKind kind) {
  const auto found = entries_.find({scope.pack(), std::string(name)});
  if (found == entries_.end()) {
    std::vector<std::string_view> known;
    for (const auto& [key, entry] : entries_) {
      if (key.first == scope.pack()) known.push_back(key.second);
    }
    scope.errors().Add(use, "no set or parameter is called " + Quoted(name),
                       PackErrors::Suggest(name, known));
    return nullptr;
  }
  Entry& entry = found->second;
  if (entry.state == State::kDeclared) Read(entry);
  if (entry.state == State::kReading) {
    scope.errors().Add(use, "the set " + Quoted(name) + " names itself");
    return nullptr;
  }
  if (entry.state == State::kFailed) return nullptr;
  if (entry.set.kind != kind) {
    scope.errors().Add(use, Quoted(name) + " is a set of " +
                                std::string(kKinds[static_cast<std::size_t>(entry.set.kind)]) +
                                ", not of " + std::string(kKinds[static_cast<std::size_t>(kind)]));
    return nullptr;
  }
  return &entry.set;
}

void SetTable::ReadAll() {
  for (auto& [key, entry] : entries_) {
    if (entry.state == State::kDeclared) Read(entry);
  }
}

bool SetTable::Has(const std::string& pack, std::string_view name) const {
  return entries_.find({pack, std::string(name)}) != entries_.end();
}

ActionExprId SetTable::AddExpr(ActionExpr expr) {
  exprs_->push_back(std::move(expr));
  return static_cast<ActionExprId>(exprs_->size() - 1);
}

}  // namespace leastwise
