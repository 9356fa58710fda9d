#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/pack_scope.h"
#include "engine/pack_table.h"
#include "iam/glob.h"

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
    empty.is_empty = true;
    if (empty.kind == SetKind::kActions) empty.actions = scope.sets().AddExpr({});
    return empty;
  }
  return ReadTyped(scope, empty.kind, *value);
}

std::string FoldText(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), FoldAscii);
  return out;
}

// "LW1010" or "--set x": what a setting is called in a message.
std::string NameOf(const ParamValue& value) {
  return Quoted(value.rule.text.empty() ? value.name.text
                                        : value.rule.text + "." + value.name.text);
}

}  // namespace

SetTable::SetTable(const ActionCatalog& catalog, std::vector<ActionExpr>* exprs,
                   std::deque<PackTable>* tables, const RuleSettings* settings,
                   std::vector<Error>* errors)
    : catalog_(catalog),
      exprs_(exprs),
      tables_(tables),
      settings_(settings),
      errors_(errors),
      is_used_(settings == nullptr ? 0 : settings->params.size()) {}

void SetTable::EnterRules(std::vector<std::string_view> ids_and_names) {
  rules_ = std::move(ids_and_names);
}

// Of two settings the later counts; the earlier is no mistake.
const ParamValue* SetTable::Setting(std::string_view name, bool for_rules) {
  const ParamValue* found = nullptr;
  for (std::size_t i = 0; settings_ != nullptr && i < settings_->params.size(); ++i) {
    const ParamValue& value = settings_->params[i];
    const bool is_for_rule = !value.rule.text.empty();
    if (value.name.text != name || is_for_rule != for_rules) continue;
    if (is_for_rule && std::find(rules_.begin(), rules_.end(), value.rule.text) == rules_.end()) {
      continue;
    }
    is_used_[i] = true;
    found = &value;
  }
  return found;
}

void SetTable::Complain(const PlacedText& at, std::string message, std::string hint) {
  Error error{ErrorKind::kUsage, std::move(message), {}, std::move(hint)};
  if (at.where.valid()) {
    error.kind = ErrorKind::kPack;
    error.where = PlaceOf(at.where);
  }
  errors_->push_back(std::move(error));
}

NamedSet SetTable::Apply(const PackScope& scope, SetKind kind, const ParamValue& value) {
  NamedSet set;
  set.kind = kind;
  set.is_empty = value.values.empty();
  if (kind == SetKind::kRequests) {
    Complain(value.name, NameOf(value) + " is a set of requests: only the pack can change it", {});
    return set;
  }
  ActionExpr actions;
  actions.kind = ActionExpr::Kind::kPatterns;
  for (const PlacedText& text : value.values) {
    if (auto mistake = scope.MistakeIn(text.text, kind)) {
      Complain(text, std::move(mistake->message), std::move(mistake->hint));
    }
    set.texts.push_back(kind == SetKind::kKeys ? FoldText(text.text) : text.text);
    actions.patterns.push_back(text.text);
  }
  if (kind == SetKind::kActions) {
    set.texts.clear();
    set.actions = AddExpr(value.values.empty() ? ActionExpr() : std::move(actions));
  }
  return set;
}

void SetTable::Declare(const std::string& pack, std::string_view name, const PackScope& scope,
                       const Node& value, NameKind kind) {
  const auto [place, is_new] = entries_.try_emplace({pack, std::string(name)});
  if (!is_new) {
    scope.errors().Add(value, "the set, parameter or table " + Quoted(name) + " is there twice");
    return;
  }
  place->second.scope = &scope;
  place->second.value = &value;
  place->second.kind = kind;
}

// The keys of a table as a set.
std::optional<NamedSet> SetTable::ReadKeys(std::string_view name, const Entry& entry) {
  std::optional<PackTable> table = ReadTable(*entry.scope, name, *entry.value);
  if (!table) return std::nullopt;
  NamedSet set;
  set.kind = table->kind;
  ActionExpr actions;
  actions.kind = ActionExpr::Kind::kPatterns;
  for (const PackTable::Row& row : table->rows) {
    (set.kind == SetKind::kActions ? actions.patterns : set.texts).push_back(row.key);
  }
  if (set.kind == SetKind::kActions) set.actions = AddExpr(std::move(actions));
  set.table = &tables_->emplace_back(*std::move(table));
  return set;
}

void SetTable::Read(std::string_view name, Entry& entry) {
  entry.state = State::kReading;
  // What a set names is kept for all rules.
  std::vector<std::string_view> rules = std::exchange(rules_, {});
  std::vector<const PackTable*> tables = std::exchange(named_tables_, {});
  std::optional<NamedSet> set;
  switch (entry.kind) {
    case NameKind::kSet:
      set = ReadSet(*entry.scope, *entry.value);
      break;
    case NameKind::kParam:
      set = ReadParam(*entry.scope, *entry.value);
      break;
    case NameKind::kTable:
      set = ReadKeys(name, entry);
      break;
    case NameKind::kForm:
      break;
  }
  rules_ = std::move(rules);
  named_tables_ = std::move(tables);
  entry.state = set ? State::kRead : State::kFailed;
  if (set) entry.set = *std::move(set);
}

void SetTable::NameTable(const PackTable* table) {
  const auto& named = named_tables_;
  const bool is_new = std::find(named.begin(), named.end(), table) == named.end();
  if (table != nullptr && is_new) named_tables_.push_back(table);
}

SetTable::Entry* SetTable::FindEntry(const std::string& pack, std::string_view name) {
  const std::pair<std::string, std::string> key(pack, name);
  auto found = entries_.find(key);
  if (found == entries_.end() && source_ != nullptr) {
    source_->DeclareName(pack, name);
    found = entries_.find(key);
  }
  return found == entries_.end() ? nullptr : &found->second;
}

SetTable::Entry* SetTable::Lookup(const PackScope& scope, const Node& use, std::string_view name) {
  Entry* const found = FindEntry(scope.pack(), name);
  if (found == nullptr) {
    std::vector<std::string_view> known;
    for (const auto& [key, entry] : entries_) {
      if (key.first == scope.pack()) known.push_back(key.second);
    }
    scope.errors().Add(use, "no set, parameter or table is called " + Quoted(name),
                       PackErrors::Suggest(name, known));
    return nullptr;
  }
  Entry& entry = *found;
  if (entry.state == State::kDeclared) {
    Read(name, entry);
    const ParamValue* value = entry.kind == NameKind::kParam ? Setting(name, false) : nullptr;
    if (value != nullptr && entry.state == State::kRead) {
      entry.set = Apply(*entry.scope, entry.set.kind, *value);
    }
  }
  if (entry.state == State::kReading) {
    scope.errors().Add(use, "the set " + Quoted(name) + " names itself");
    return nullptr;
  }
  return entry.state == State::kFailed ? nullptr : &entry;
}

const NamedSet* SetTable::FindParam(const PackScope& scope, const Node& use,
                                    std::string_view name) {
  Entry* entry = Lookup(scope, use, name);
  if (entry == nullptr) return nullptr;
  if (entry->kind != NameKind::kParam) {
    scope.errors().Add(use, Quoted(name) + " is a set, not a parameter");
    return nullptr;
  }
  const ParamValue* value = Setting(name, true);
  if (value == nullptr) return &entry->set;
  const auto known = entry->for_rules.find(value);
  if (known != entry->for_rules.end()) return &known->second;
  return &(entry->for_rules[value] = Apply(*entry->scope, entry->set.kind, *value));
}

const NamedSet* SetTable::Find(const PackScope& scope, const Node& use, std::string_view name,
                               SetKind kind) {
  const Entry* entry = Lookup(scope, use, name);
  if (entry == nullptr) return nullptr;
  if (entry->set.kind != kind) {
    scope.errors().Add(use, Quoted(name) + " is a set of " +
                                std::string(kKinds[static_cast<std::size_t>(entry->set.kind)]) +
                                ", not of " + std::string(kKinds[static_cast<std::size_t>(kind)]));
    return nullptr;
  }
  NameTable(entry->set.table);
  return entry->kind == NameKind::kParam ? FindParam(scope, use, name) : &entry->set;
}

void SetTable::ReadAll() {
  rules_.clear();
  for (auto& [key, entry] : entries_) {
    if (entry.state == State::kDeclared) Lookup(*entry.scope, *entry.value, key.second);
  }
  CheckSettings();
}

void SetTable::CheckSettings() {
  std::set<std::string_view> known;
  for (const auto& [key, entry] : entries_) {
    if (entry.kind == NameKind::kParam) known.insert(key.second);
  }
  const std::vector<std::string_view> names(known.begin(), known.end());
  for (std::size_t i = 0; i < is_used_.size(); ++i) {
    const ParamValue& value = settings_->params[i];
    if (is_used_[i]) continue;
    if (!known.contains(value.name.text)) {
      Complain(value.name, "no rule has a parameter " + Quoted(value.name.text),
               PackErrors::Suggest(value.name.text, names));
    } else {
      Complain(value.name,
               "no rule " + Quoted(value.rule.text) + " has a parameter " + Quoted(value.name.text),
               "`leastwise rules` lists ids and names");
    }
  }
}

bool SetTable::HasTable(const std::string& pack, std::string_view name) {
  const Entry* const found = FindEntry(pack, name);
  return found != nullptr && found->kind == NameKind::kTable;
}

std::vector<std::string_view> SetTable::TableNames(const std::string& pack) const {
  std::vector<std::string_view> names;
  for (const auto& [key, entry] : entries_) {
    if (key.first == pack && entry.kind == NameKind::kTable) names.push_back(key.second);
  }
  return names;
}

ActionExprId SetTable::AddExpr(ActionExpr expr) {
  exprs_->push_back(std::move(expr));
  return static_cast<ActionExprId>(exprs_->size() - 1);
}

}  // namespace leastwise
