#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "iam/action_set.h"
#include "iam/catalog_layout.h"
#include "iam/glob.h"
#include "knowledge/blob_writer.h"
#include "knowledge/sources.h"
#include "knowledge/table.h"
#include "knowledge/writers.h"

namespace leastwise {
namespace {

using catalog_layout::Action;
using catalog_layout::Header;
using catalog_layout::kAccessLevels;
using catalog_layout::Key;
using catalog_layout::KeyType;
using catalog_layout::kGlobalKey;
using catalog_layout::kMagic;
using catalog_layout::kTakesResource;
using catalog_layout::kTraitBits;
using catalog_layout::kTraitCount;
using catalog_layout::kVersion;
using catalog_layout::LettersOf;
using catalog_layout::Service;
using catalog_layout::TraitWords;
using catalog_layout::Type;
using catalog_layout::TypeRef;

constexpr std::size_t kMaxShort = 0xFFFF;

std::string Folded(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = FoldAscii(c);
  return out;
}

// `${Name}` becomes `with`, and so does `{Name}`, which one template has; runs of stars become one.
std::string WithoutPlaceholders(std::string_view text, std::string_view with) {
  std::string out;
  while (!text.empty()) {
    const bool opens = text[0] == '{' || text.substr(0, 2) == "${";
    const std::size_t end = opens ? text.find('}') : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[0];
      text.remove_prefix(1);
    } else {
      out += with;
      text.remove_prefix(end + 1);
    }
    while (out.size() > 1 && out.substr(out.size() - 2) == "**") out.pop_back();
  }
  return out;
}

std::optional<KeyType> ParseKeyType(std::string_view name) {
  static constexpr std::pair<std::string_view, KeyType> kTypes[] = {
      {"String", KeyType::kString},
      {"ARN", KeyType::kArn},
      {"Bool", KeyType::kBool},
      {"Numeric", KeyType::kNumeric},
      {"Date", KeyType::kDate},
      {"IPAddress", KeyType::kIpAddress},
      {"Binary", KeyType::kBinary},
      {"ArrayOfString", KeyType::kArrayOfString},
      {"ArrayOfARN", KeyType::kArrayOfArn},
      {"ArrayOfBool", KeyType::kArrayOfBool},
      {"ArrayOfNumeric", KeyType::kArrayOfNumeric},
  };
  for (const auto& [text, type] : kTypes) {
    if (text == name) return type;
  }
  return std::nullopt;
}

// The bits of ActionCatalog's AccessLevel.
std::optional<std::uint32_t> ParseAccess(std::string_view cell) {
  static constexpr std::string_view kLevels[] = {"list", "read", "write", "tagging", "permissions"};
  std::uint32_t bits = 0;
  for (const std::string_view level : SplitList(cell, '+')) {
    const auto* found = std::find(std::begin(kLevels), std::end(kLevels), level);
    if (found == std::end(kLevels)) return std::nullopt;
    bits |= 1U << (found - std::begin(kLevels));
  }
  return bits;
}

// Lists of which equal ones are kept once, in the order of their first use.
template <typename T>
class SetPool {
 public:
  std::uint32_t Intern(const std::vector<T>& items) {
    const auto [found, is_new] = ids_.try_emplace(items, static_cast<std::uint32_t>(ids_.size()));
    if (is_new) {
      all_.insert(all_.end(), items.begin(), items.end());
      begins_.push_back(static_cast<std::uint32_t>(all_.size()));
    }
    return found->second;
  }
  const std::vector<std::uint32_t>& begins() const { return begins_; }
  const std::vector<T>& all() const { return all_; }

 private:
  std::map<std::vector<T>, std::uint32_t> ids_;
  std::vector<std::uint32_t> begins_ = {0};
  std::vector<T> all_;
};

class CatalogBuilder {
 public:
  CatalogBuilder(Table actions, Table types, Table keys)
      : actions_(std::move(actions)), types_(std::move(types)), keys_(std::move(keys)) {}

  Result<std::string> Build(const DataSource& source);

 private:
  using Rows = std::vector<const Table::Row*>;
  using Problem = std::optional<Error>;  // nothing: all is well

  // Rows of a table by service, ordered by folded name; a name that is there twice is an error.
  static Problem GroupByService(const Table& table, std::map<std::string, Rows>* groups);
  Problem AddKeys();
  Problem AddTypes();
  Problem AddActions();
  Problem AddAction(const Table::Row& row, const std::string& service);
  void AddServices();
  std::vector<std::uint64_t> Traits() const;
  Problem ParseKeys(const Table& table, const Table::Row& row, std::string_view cell,
                    std::set<std::uint16_t>* out) const;

  Table actions_;
  Table types_;
  Table keys_;
  std::map<std::string, Rows> actions_of_;
  std::map<std::string, Rows> types_of_;

  TextPool text_;
  std::vector<Key> key_records_;
  std::uint32_t plain_keys_ = 0;
  std::map<std::string, std::uint16_t> key_ids_;  // by folded name
  std::vector<Type> type_records_;
  std::vector<std::set<std::uint16_t>> keys_of_type_;
  std::map<std::string, std::uint16_t> type_ids_;  // by service, tab, name
  std::vector<Action> action_records_;
  std::vector<std::uint32_t> letters_;  // of the actions' names
  std::vector<Service> services_;
  SetPool<std::uint16_t> key_sets_;
  // TypeRefs as type << 1 | required, which can be ordered.
  SetPool<std::uint32_t> type_sets_;
};

CatalogBuilder::Problem CatalogBuilder::GroupByService(const Table& table,
                                                       std::map<std::string, Rows>* groups) {
  for (const Table::Row& row : table.rows) (*groups)[std::string(row.cells[0])].push_back(&row);
  for (auto& [service, rows] : *groups) {
    std::stable_sort(rows.begin(), rows.end(), [](const Table::Row* a, const Table::Row* b) {
      return CompareFolded(a->cells[1], b->cells[1]) < 0;
    });
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (EqualsFolded(rows[i - 1]->cells[1], rows[i]->cells[1])) {
        return At(table.path, rows[i]->line,
                  "`" + std::string(rows[i]->cells[1]) + "` stands twice in `" + service + "`");
      }
    }
  }
  return std::nullopt;
}

CatalogBuilder::Problem CatalogBuilder::AddKeys() {
  // A key of several services is one key; the first row wins, global keys come first.
  std::map<std::string, const Table::Row*> by_name;
  for (const Table::Row& row : keys_.rows) by_name.try_emplace(Folded(row.cells[1]), &row);
  if (by_name.size() > kMaxShort) return At(keys_.path, 1, "more than 65535 condition keys");
  for (const bool templates : {false, true}) {
    for (const auto& [folded, row] : by_name) {
      const std::string pattern = WithoutPlaceholders(row->cells[1], "?*");
      if ((pattern != row->cells[1]) != templates) continue;
      const std::optional<KeyType> type = ParseKeyType(row->cells[2]);
      if (!type.has_value()) {
        return At(keys_.path, row->line, "unknown type `" + std::string(row->cells[2]) + "`");
      }
      key_ids_[folded] = static_cast<std::uint16_t>(key_records_.size());
      Key key{text_.Intern(row->cells[1]), {}, static_cast<std::uint32_t>(*type)};
      if (templates) key.pattern = text_.Intern(pattern);
      if (row->cells[0] == "*") key.type_and_global |= kGlobalKey;
      key_records_.push_back(key);
    }
    if (!templates) plain_keys_ = static_cast<std::uint32_t>(key_records_.size());
  }
  return std::nullopt;
}

CatalogBuilder::Problem CatalogBuilder::ParseKeys(const Table& table, const Table::Row& row,
                                                  std::string_view cell,
                                                  std::set<std::uint16_t>* out) const {
  for (const std::string_view name : SplitList(cell, ',')) {
    const auto found = key_ids_.find(Folded(name));
    if (found == key_ids_.end()) {
      return At(table.path, row.line,
                "condition key `" + std::string(name) + "` is not in condition-keys.tsv");
    }
    out->insert(found->second);
  }
  return std::nullopt;
}

CatalogBuilder::Problem CatalogBuilder::AddTypes() {
  if (Problem problem = GroupByService(types_, &types_of_)) return problem;
  for (const auto& [service, rows] : types_of_) {
    for (const Table::Row* row : rows) {
      std::set<std::uint16_t> keys;
      if (Problem problem = ParseKeys(types_, *row, row->cells[3], &keys)) return problem;
      type_ids_[service + "\t" + std::string(row->cells[1])] =
          static_cast<std::uint16_t>(type_records_.size());
      const std::string pattern = WithoutPlaceholders(row->cells[2], "*");
      const std::vector<std::uint16_t> list(keys.begin(), keys.end());
      type_records_.push_back(Type{text_.Intern(row->cells[1]), text_.Intern(row->cells[2]),
                                   text_.Intern(pattern), key_sets_.Intern(list)});
      keys_of_type_.push_back(std::move(keys));
    }
  }
  if (type_records_.size() > kMaxShort) return At(types_.path, 1, "more than 65535 types");
  return std::nullopt;
}

CatalogBuilder::Problem CatalogBuilder::AddAction(const Table::Row& row,
                                                  const std::string& service) {
  const std::optional<std::uint32_t> access = ParseAccess(row.cells[2]);
  if (!access.has_value()) {
    return At(actions_.path, row.line, "unknown access `" + std::string(row.cells[2]) + "`");
  }
  std::set<std::uint16_t> keys;
  if (Problem problem = ParseKeys(actions_, row, row.cells[4], &keys)) return problem;
  std::vector<std::uint32_t> types;
  for (std::string_view name : SplitList(row.cells[3], ',')) {
    const bool required = name.back() == '!';
    if (required) name.remove_suffix(1);
    const auto found = type_ids_.find(service + "\t" + std::string(name));
    if (found == type_ids_.end()) {
      return At(actions_.path, row.line,
                "resource type `" + std::string(name) + "` is not in resource-types.tsv");
    }
    const std::set<std::uint16_t>& more = keys_of_type_[found->second];
    keys.insert(more.begin(), more.end());
    types.push_back(static_cast<std::uint32_t>(found->second) << 1U | (required ? 1U : 0U));
  }
  const std::vector<std::uint16_t> list(keys.begin(), keys.end());
  const std::uint32_t key_set = key_sets_.Intern(list);
  const std::uint32_t type_set = type_sets_.Intern(types);
  if (key_set >= kMaxShort || type_set >= kMaxShort || text_.text().size() >= (1U << 24U)) {
    return At(actions_.path, row.line, "the catalog is too large for its layout");
  }
  const std::uint32_t name = text_.Append(row.cells[1]).offset;
  letters_.push_back(LettersOf(row.cells[1]));
  action_records_.push_back(Action{name << 8U | *access, static_cast<std::uint16_t>(type_set),
                                   static_cast<std::uint16_t>(key_set)});
  return std::nullopt;
}

// Names lie one behind the other, so nothing else may be added to the text between them.
CatalogBuilder::Problem CatalogBuilder::AddActions() {
  if (Problem problem = GroupByService(actions_, &actions_of_)) return problem;
  for (const auto& [service, rows] : actions_of_) {
    if (service != Folded(service)) {
      return At(actions_.path, rows[0]->line, "service `" + service + "` is not lower case");
    }
    for (const Table::Row* row : rows) {
      if (Problem problem = AddAction(*row, service)) return problem;
    }
  }
  const auto end = static_cast<std::uint32_t>(text_.text().size());
  action_records_.push_back(Action{end << 8U, 0, 0});
  type_sets_.Intern({});  // the last record's sets must exist
  key_sets_.Intern({});
  return std::nullopt;
}

void CatalogBuilder::AddServices() {
  std::set<std::string> names;
  for (const auto& [service, rows] : actions_of_) names.insert(service);
  for (const auto& [service, rows] : types_of_) names.insert(service);
  std::uint32_t action = 0;
  std::uint32_t type = 0;
  for (const std::string& name : names) {
    services_.push_back(Service{text_.Intern(name), action, type});
    action += static_cast<std::uint32_t>(actions_of_[name].size());
    type += static_cast<std::uint32_t>(types_of_[name].size());
  }
  services_.push_back(Service{text_.Intern(""), action, type});
}

std::vector<std::uint64_t> CatalogBuilder::Traits() const {
  const auto count = static_cast<std::uint32_t>(action_records_.size() - 1);
  const std::uint32_t words = TraitWords(count);
  std::vector<std::uint64_t> bits(std::size_t{kTraitCount} * words);
  const std::vector<std::uint32_t>& types = type_sets_.begins();
  const auto set = [&](std::uint32_t trait, std::uint32_t action) {
    bits[std::size_t{trait} * words + action / kTraitBits] |= std::uint64_t{1}
                                                              << (action % kTraitBits);
  };
  for (std::uint32_t i = 0; i < count; ++i) {
    const Action& action = action_records_[i];
    for (std::uint32_t level = 0; level < kAccessLevels; ++level) {
      if ((action.name_and_access >> level & 1U) != 0) set(level, i);
    }
    if (types[action.type_set] != types[action.type_set + 1U]) set(kTakesResource, i);
  }
  return bits;
}

Result<std::string> CatalogBuilder::Build(const DataSource& source) {
  for (const auto step :
       {&CatalogBuilder::AddKeys, &CatalogBuilder::AddTypes, &CatalogBuilder::AddActions}) {
    if (Problem problem = (this->*step)()) return *problem;
  }
  AddServices();
  Header header;
  std::memcpy(header.magic, kMagic, sizeof(header.magic));
  header.version = kVersion;
  header.revision = text_.Intern(source.version);
  header.date = text_.Intern(source.date);
  header.plain_keys = plain_keys_;
  std::vector<TypeRef> refs;
  for (const std::uint32_t ref : type_sets_.all()) {
    refs.push_back(
        TypeRef{static_cast<std::uint16_t>(ref >> 1U), static_cast<std::uint16_t>(ref & 1U)});
  }
  BlobWriter blob(sizeof(header));
  header.services = blob.Append(services_);
  header.actions = blob.Append(action_records_);
  header.types = blob.Append(type_records_);
  header.type_sets = blob.Append(type_sets_.begins());
  header.type_refs = blob.Append(refs);
  header.keys = blob.Append(key_records_);
  header.key_sets = blob.Append(key_sets_.begins());
  header.key_refs = blob.Append(key_sets_.all());
  header.letters = blob.Append(letters_);
  header.traits = blob.Append(Traits());
  header.text = blob.Append(text_.text());
  header.size = blob.size();
  return std::move(blob).Finish(header);
}

}  // namespace

Result<std::string> WriteCatalog(const std::string& folder) {
  LEASTWISE_TRY(source, ReadDataSource(folder, "catalog"));
  LEASTWISE_TRY(actions, Table::Read(folder + "/actions.tsv", 5));
  LEASTWISE_TRY(types, Table::Read(folder + "/resource-types.tsv", 4));
  LEASTWISE_TRY(keys, Table::Read(folder + "/condition-keys.tsv", 3));
  return CatalogBuilder(std::move(actions), std::move(types), std::move(keys)).Build(source);
}

}  // namespace leastwise
