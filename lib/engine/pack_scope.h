#ifndef LEASTWISE_ENGINE_PACK_SCOPE_H_
#define LEASTWISE_ENGINE_PACK_SCOPE_H_

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/query.h"
#include "engine/action_expr.h"
#include "engine/naming_mistake.h"
#include "engine/rule_settings.h"
#include "iam/action_catalog.h"
#include "tree/field_reader.h"

// The named sets and parameters of packs, and how lists that may name them are read.

namespace leastwise {

class PackScope;
struct PackTable;

// `forms:` of a pack: how the values of a key are made up.
struct KeyForm {
  std::string key;   // a folded glob
  std::string form;  // "repo:{organisation}/{repository}:{ref}"
};

// A set or parameter after reading.
struct NamedSet {
  SetKind kind = SetKind::kStrings;
  ActionExprId actions = 0;          // kActions
  std::vector<std::string> texts;    // the other lists
  RequestShape requests;             // kRequests
  bool is_empty = false;             // nothing in it, where the user or the pack says so
  const PackTable* table = nullptr;  // whose keys they are
};

// What a name of a pack stands for, and the mapping that it stands in.
enum class NameKind : std::uint8_t { kSet, kParam, kTable, kForm };
inline constexpr std::array<std::string_view, 4> kNameLists{"sets", "params", "tables", "forms"};

// Declares names in a SetTable when they are first asked for.
class NameSource {
 public:
  virtual ~NameSource() = default;
  // Does nothing where the pack has no such set, parameter or table.
  virtual void DeclareName(const std::string& pack, std::string_view name) = 0;
  // All of them; called again and again.
  virtual void DeclareForms(const std::string& pack) = 0;
};

// All named sets of a load, by pack and name: the files of one pack share them. A set is read when
// it is first named, so that their order in the file does not matter.
class SetTable {
 public:
  // Appends to `exprs` and `tables`, which must outlive the table. `settings` may be null; mistakes
  // in it go to `errors`.
  SetTable(const ActionCatalog& catalog, std::vector<ActionExpr>* exprs,
           std::deque<PackTable>* tables, const RuleSettings* settings, std::vector<Error>* errors);

  // Asks `source` for what is not declared; borrowed.
  void DrawFrom(NameSource* source) { source_ = source; }
  void Declare(const std::string& pack, std::string_view name, const PackScope& scope,
               const Node& value, NameKind kind);
  // Null and an error at `use` where there is no such set, it is of another kind, or names itself.
  const NamedSet* Find(const PackScope& scope, const Node& use, std::string_view name,
                       SetKind kind);
  void DeclareForm(const std::string& pack, KeyForm form) {
    forms_[pack].push_back(std::move(form));
  }
  // In the order of the files.
  const std::vector<KeyForm>& FormsOf(const std::string& pack) {
    if (source_ != nullptr) source_->DeclareForms(pack);
    return forms_[pack];
  }
  // From here on parameters have the values that are set for these rules: the ids and names of the
  // entry that is read next.
  void EnterRules(std::vector<std::string_view> ids_and_names);
  // Reads the sets that nothing has named, so that their mistakes are found, and complains of
  // settings that nothing has asked for.
  void ReadAll();
  bool HasTable(const std::string& pack, std::string_view name);
  std::vector<std::string_view> TableNames(const std::string& pack) const;
  // The tables that lists have named themselves (not by a set) since ForgetTables, each once.
  const std::vector<const PackTable*>& named_tables() const { return named_tables_; }
  void ForgetTables() { named_tables_.clear(); }
  // Whether a parameter has members; null and an error as Find, but for its type.
  const NamedSet* FindParam(const PackScope& scope, const Node& use, std::string_view name);

  const ActionCatalog& catalog() const { return catalog_; }
  ActionExprId AddExpr(ActionExpr expr);

 private:
  enum class State : std::uint8_t { kDeclared, kReading, kRead, kFailed };
  struct Entry {
    const PackScope* scope = nullptr;
    const Node* value = nullptr;
    NameKind kind = NameKind::kSet;
    State state = State::kDeclared;
    NamedSet set;
    std::map<const ParamValue*, NamedSet> for_rules;  // read when a rule that has its own asks
  };
  void Read(std::string_view name, Entry& entry);
  std::optional<NamedSet> ReadKeys(std::string_view name, const Entry& entry);
  void NameTable(const PackTable* table);
  Entry* FindEntry(const std::string& pack, std::string_view name);
  Entry* Lookup(const PackScope& scope, const Node& use, std::string_view name);
  // What is set for all rules, or for those that are read now; null where nothing is.
  const ParamValue* Setting(std::string_view name, bool for_rules);
  NamedSet Apply(const PackScope& scope, SetKind kind, const ParamValue& value);
  void Complain(const PlacedText& at, std::string message, std::string hint);
  void CheckSettings();

  const ActionCatalog& catalog_;
  std::vector<ActionExpr>* exprs_;
  std::deque<PackTable>* tables_;
  std::vector<const PackTable*> named_tables_;
  const RuleSettings* settings_;
  std::vector<Error>* errors_;
  NameSource* source_ = nullptr;
  std::vector<bool> is_used_;  // by index in settings_->params
  std::vector<std::string_view> rules_;
  std::map<std::pair<std::string, std::string>, Entry> entries_;
  std::map<std::string, std::vector<KeyForm>> forms_;  // by pack
};

// One pack file while it is loaded: its name, where its mistakes go, and the sets that it can name.
class PackScope {
 public:
  // `thorough`: check every name against the catalog. Shipped packs were checked by the build.
  PackScope(std::string pack, PackErrors& errors, SetTable& sets, bool thorough)
      : pack_(std::move(pack)), errors_(errors), sets_(sets), thorough_(thorough) {}

  const std::string& pack() const { return pack_; }
  PackErrors& errors() const { return errors_; }
  SetTable& sets() const { return sets_; }
  const ActionCatalog& catalog() const { return sets_.catalog(); }
  bool thorough() const { return thorough_; }

  // What is wrong with one member of a set; nothing where it is right.
  std::optional<NamingMistake> MistakeIn(std::string_view text, SetKind kind) const {
    return leastwise::MistakeIn(catalog(), text, kind);
  }

  // A list of patterns, `@sets` and filters, a text alone, or one of where, minus, any.
  std::optional<ActionExprId> Actions(const Node& node) const;
  ActionExpr ActionsExpr(const Node& node) const;
  // A list of texts of one kind with `@sets` put in; checked where the catalog knows the names.
  std::vector<std::string> Texts(const Node& node, SetKind kind) const;
  // `service:type`, as in `s3:object`; an error at `use` where the catalog knows no such type.
  void CheckResourceType(const Node& use, std::string_view type) const;
  // The form that the pack has for keys of these names (folded globs), for their `part`. Empty, and
  // an error at `use`, where it has none, or they have several.
  std::string FormOf(const Node& use, const std::vector<std::string>& names) const;
  // `{key: value or list}`, `"@set"`, or a list of these.
  RequestShape Requests(const Node& node) const;

 private:
  ActionExpr ActionItem(const Node& item) const;
  ActionExpr ActionMapping(const Node& node) const;
  ActionFilter Filter(const Node& node) const;
  void CheckAction(const Node& node) const;
  void CheckKey(const Node& node, std::string_view key) const;
  void CheckText(const Node& node, SetKind kind) const;
  void AddRequests(const Node& node, RequestShape* out) const;
  void AddValue(const Node& node, std::vector<RequestValue>* out) const;

  std::string pack_;
  PackErrors& errors_;
  SetTable& sets_;
  bool thorough_;
};

// Declares one name of `kind`: its key and its value.
void DeclareName(const PackScope& scope, NameKind kind, const Member& name);
// Declares what `sets`, `params`, `tables` and `forms` of a pack hold.
void DeclareNames(const PackScope& scope, FieldReader& pack);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_PACK_SCOPE_H_
