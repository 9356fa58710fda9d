#include "engine/pack_loader.h"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "engine/naming_mistake.h"
#include "engine/rule_prose.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::string_view kSchema = "leastwise/pack/1";

void Append(const std::vector<std::string>& more, std::vector<std::string>* out) {
  out->insert(out->end(), more.begin(), more.end());
}

void Append(const GlobList& more, GlobList* list) {
  std::vector<std::string> patterns = list->patterns();
  Append(more.patterns(), &patterns);
  *list = GlobList(std::move(patterns), CaseMode::kFold);
}

// Ids and names of an entry and its steps.
std::vector<std::string_view> NamesIn(const Node& entry) {
  std::vector<std::string_view> names;
  const auto add = [&names](const Node& rule) {
    for (const std::string_view key : {"id", "name"}) {
      const Node* value = rule.Find(key);
      if (value != nullptr && !value->text().empty()) names.push_back(value->text());
    }
  };
  add(entry);
  const Node* steps = entry.Find("steps");
  for (const Node* step : ItemsOf(steps)) add(*step);
  return names;
}

class PackLoader {
 public:
  PackLoader(const ActionCatalog& catalog, const LoadOptions& options, RuleBook::Compiled* out)
      : options_(options),
        out_(out),
        sets_(catalog, &out->action_exprs, &out->tables, options.settings, &errors_) {}

  void NamePersonaFile(const Tree& tree);
  void ReadPersonas(std::span<const PackSource> personas) {
    LoadPersonas(personas, sets_.catalog(), options_, out_, &errors_);
  }
  void ReadHeader(const PackSource& source);
  void ReadRules();
  void Finish(std::vector<Error>* errors);

 private:
  struct File {
    const PackSource* source = nullptr;
    const PackScope* scope = nullptr;
    const Node* rules = nullptr;
    const Node* paths = nullptr;
  };
  void CheckUnique();
  void SortRules();
  void StoreRules();

  const LoadOptions& options_;
  RuleBook::Compiled* out_;
  std::vector<Error> errors_;
  SetTable sets_;
  std::map<std::string, std::size_t> order_;  // of files, by path
  std::deque<PackErrors> sinks_;
  std::deque<PackScope> scopes_;
  std::vector<File> files_;
  std::vector<PendingRule> pending_;
};

void PackLoader::NamePersonaFile(const Tree& tree) {
  if (tree.root != nullptr) order_.emplace(tree.view->file().path(), order_.size());
}

void PackLoader::ReadHeader(const PackSource& source) {
  const Tree& tree = *source.matching;
  if (tree.root == nullptr) return;
  order_.emplace(tree.view->file().path(), order_.size());
  PackErrors& errors = sinks_.emplace_back(tree, &errors_);
  for (const Problem& problem : tree.problems) {
    errors_.push_back({ErrorKind::kPack, problem.detail, PlaceOf(problem.where), {}});
  }
  FieldReader fields(errors, *tree.root, "pack");
  const Node* schema = fields.Need("schema");
  if (schema != nullptr && schema->text() != kSchema) {
    errors.Add(*schema, "this is not a pack that leastwise can read",
               "write `schema: leastwise/pack/1`");
  }
  const std::string pack(fields.NeedText("pack"));
  const std::string version(fields.NeedText("version"));
  PackScope& scope = scopes_.emplace_back(pack, errors, sets_, source.prose == nullptr);
  DeclareNames(scope, fields);
  const Node* rules = fields.Take("rules");
  if (rules != nullptr && !rules->is(NodeKind::kArray)) errors.Add(*rules, "`rules` is a list");
  const Node* paths = fields.Take("paths");
  if (paths != nullptr && !paths->is(NodeKind::kArray)) errors.Add(*paths, "`paths` is a list");
  fields.Ignore("title");
  fields.Ignore("description");
  fields.Finish();
  files_.push_back({&source, &scope, rules, paths});
  AddPackVersion(pack, version, out_);
}

void PackLoader::ReadRules() {
  for (const File& file : files_) {
    EntryDemands demands;
    demands.check_prose = file.source->prose == nullptr;
    demands.check_tests = options_.check_tests && demands.check_prose;
    demands.known_ids = options_.known_ids;
    ProsePlace place;
    place.source = static_cast<std::uint32_t>(out_->prose_sources.size());
    out_->prose_sources.push_back(*file.source);
    for (const Node* list : {file.rules, file.paths}) {
      demands.is_path = list == file.paths;
      for (const Node* item : ItemsOf(list)) {
        sets_.EnterRules(NamesIn(*item));
        ReadEntry(*file.scope, *item, demands, place, out_, &pending_);
        ++place.entry;
      }
    }
  }
  sets_.ReadAll();
}

// An id or name that is there twice would make `--select` and suppressions ambiguous.
void PackLoader::CheckUnique() {
  std::set<std::string> seen;
  for (const PendingRule& pending : pending_) {
    for (const std::string& word : {pending.rule.id, pending.rule.name}) {
      if (word.empty() || seen.insert(word).second) continue;
      pending.scope->errors().Add(*pending.node, "another rule is called " + Quoted(word));
    }
  }
}

// Rules are kept by id; steps and details follow them.
void PackLoader::SortRules() {
  std::vector<std::uint32_t> by_id(pending_.size());
  std::iota(by_id.begin(), by_id.end(), 0U);
  std::stable_sort(by_id.begin(), by_id.end(), [this](std::uint32_t a, std::uint32_t b) {
    return pending_[a].rule.id < pending_[b].rule.id;
  });
  std::vector<std::uint32_t> position(pending_.size());
  std::vector<PendingRule> sorted;
  for (const std::uint32_t old : by_id) {
    position[old] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(std::move(pending_[old]));
    sorted.back().rule.index = position[old];
  }
  pending_ = std::move(sorted);
  for (CompiledEntry& entry : out_->entries) {
    for (std::uint32_t& rule : entry.rules) rule = position[rule];
    for (CompiledStep& step : entry.steps) step.rule = position[step.rule];
  }
}

void PackLoader::StoreRules() {
  for (PendingRule& pending : pending_) {
    out_->rules.push_back(std::move(pending.rule));
    out_->details.push_back(std::move(pending.detail));
    out_->prose_places.push_back(pending.place);
  }
}

void PackLoader::Finish(std::vector<Error>* errors) {
  CheckUnique();
  SortRules();
  LinkSuperseded(pending_, options_);
  StoreRules();
  ChangeGrades(options_, out_, &errors_);
  const auto key = [this](const Error& error) {
    const SourcePlace place = error.where.value_or(SourcePlace{});
    const auto order = order_.find(place.path);
    return std::tuple(order == order_.end() ? 0 : order->second, place.at.line, place.at.column);
  };
  std::stable_sort(errors_.begin(), errors_.end(),
                   [&key](const Error& a, const Error& b) { return key(a) < key(b); });
  // Steps share the match of their entry, and with it its mistakes.
  std::set<std::tuple<std::size_t, std::uint32_t, std::uint32_t, std::string>> told;
  for (Error& error : errors_) {
    const auto [order, line, column] = key(error);
    if (told.emplace(order, line, column, error.message).second) {
      errors->push_back(std::move(error));
    }
  }
}

Persona PersonaOf(const PersonaChange& change) {
  Persona persona = change.persona;
  persona.actions = TextsOf(change.actions);
  for (std::string& text : persona.actions) {  // they are held against folded texts
    std::transform(text.begin(), text.end(), text.begin(), FoldAscii);
  }
  persona.allow = TextsOf(change.allow);
  persona.require = TextsOf(change.require);
  persona.resources = TextsOf(change.resources);
  return persona;
}

// What names nothing would silently say nothing.
void CheckNames(const PersonaChange& change, const ActionCatalog& catalog,
                std::vector<Error>* errors) {
  const auto complain = [errors](const PlacedText& at, NamingMistake mistake) {
    std::optional<SourcePlace> place;
    if (at.where.valid()) place = PlaceOf(at.where);
    errors->push_back(
        {ErrorKind::kPack, std::move(mistake.message), std::move(place), std::move(mistake.hint)});
  };
  for (const std::vector<PlacedText>* actions : {&change.actions, &change.allow, &change.require}) {
    for (const PlacedText& action : *actions) {
      std::optional<NamingMistake> mistake = MistakeIn(catalog, action.text, SetKind::kActions);
      if (mistake) complain(action, std::move(*mistake));
    }
  }
  for (const PlacedText& action : change.require) {
    if (!Glob::HasWildcard(action.text)) continue;
    complain(action, {"`require` names single actions", "write each of them out"});
  }
  for (const PlacedText& resource : change.resources) {
    if (ArnPattern(resource.text).is_well_formed()) continue;
    complain(resource, {Quoted(resource.text) + " is no pattern of ARNs",
                        "write `arn:aws:s3:::bucket/*`, for one"});
  }
}

}  // namespace

void AddPackVersion(const std::string& pack, const std::string& version, RuleBook::Compiled* book) {
  const auto is_same = [&pack](const auto& known) { return known.first == pack; };
  if (std::none_of(book->packs.begin(), book->packs.end(), is_same)) {
    book->packs.emplace_back(pack, version);
  }
}

void LoadPersonas(std::span<const PackSource> personas, const ActionCatalog& catalog,
                  const LoadOptions& options, RuleBook::Compiled* out, std::vector<Error>* errors) {
  for (const PackSource& source : personas) {
    if (source.matching->root != nullptr) ReadPersonas(*source.matching, &out->personas, errors);
  }
  if (options.settings == nullptr) return;
  for (const PersonaChange& change : options.settings->personas) {
    CheckNames(change, catalog, errors);
    const Persona more = PersonaOf(change);
    const auto known =
        std::find_if(out->personas.begin(), out->personas.end(),
                     [&more](const Persona& persona) { return persona.id == more.id; });
    if (known == out->personas.end()) {
      out->personas.push_back(more);
      continue;
    }
    Append(more.trust, &known->trust);
    Append(more.attached, &known->attached);
    Append(more.names, &known->names);
    Append(more.declared, &known->declared);
    Append(more.actions, &known->actions);
    Append(more.allow, &known->allow);
    Append(more.require, &known->require);
    Append(more.resources, &known->resources);
  }
}

void ChangeGrades(const LoadOptions& options, RuleBook::Compiled* out, std::vector<Error>* errors) {
  if (options.settings == nullptr) return;
  for (const RuleChange& change : options.settings->changes) {
    std::vector<std::string_view> words;
    Rule* found = nullptr;
    for (Rule& rule : out->rules) {
      words.insert(words.end(), {rule.id, rule.name});
      if (rule.id == change.rule.text || rule.name == change.rule.text) found = &rule;
    }
    if (found == nullptr) {
      std::optional<SourcePlace> place;
      if (change.rule.where.valid()) place = PlaceOf(change.rule.where);
      errors->push_back({ErrorKind::kPack, "there is no rule " + Quoted(change.rule.text),
                         std::move(place), PackErrors::Suggest(change.rule.text, words)});
      continue;
    }
    found->severity = change.severity.value_or(found->severity);
    found->confidence = change.confidence.value_or(found->confidence);
    found->audience = change.audience.value_or(found->audience);
  }
}

void LoadPacks(std::span<const PackSource> packs, std::span<const PackSource> personas,
               const ActionCatalog& catalog, const LoadOptions& options, RuleBook::Compiled* out,
               std::vector<Error>* errors) {
  PackLoader loader(catalog, options, out);
  for (const PackSource& source : personas) loader.NamePersonaFile(*source.matching);
  loader.ReadPersonas(personas);
  for (const PackSource& source : packs) loader.ReadHeader(source);
  loader.ReadRules();
  loader.Finish(errors);
}

}  // namespace leastwise
