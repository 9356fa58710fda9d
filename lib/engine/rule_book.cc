#include "engine/rule_book.h"

#include <algorithm>
#include <initializer_list>

#include "base/edit_distance.h"
#include "engine/compiled_rule.h"
#include "engine/pack_loader.h"
#include "engine/rule_prose.h"
#include "engine/sleeping_entries.h"

namespace leastwise {
namespace {

// The element of the lists that are members of a mapping, counted through, or null.
const Node* ItemAt(const Node& node, std::initializer_list<std::string_view> keys,
                   std::uint32_t index) {
  for (const std::string_view key : keys) {
    const Node* list = node.Find(key);
    const std::span<const Node* const> items = ItemsOf(list);
    if (index < items.size()) return items[index];
    index -= static_cast<std::uint32_t>(items.size());
  }
  return nullptr;
}

RuleProse ProseAt(const Tree* tree, const ProsePlace& place) {
  if (tree == nullptr || tree->root == nullptr) return {};
  const Node* entry = ItemAt(*tree->root, {"rules", "paths"}, place.entry);
  if (entry == nullptr) return {};
  const bool is_step = place.step != ProsePlace::kNoStep;
  return ReadProse(*entry, is_step ? ItemAt(*entry, {"steps"}, place.step) : nullptr);
}

void ReadAllProse(RuleBook::Compiled* book, bool in_matching) {
  book->prose.resize(book->rules.size());
  for (const Rule& rule : book->rules) {
    const ProsePlace& place = book->prose_places[rule.index];
    const PackSource& source = book->prose_sources[place.source];
    if ((source.prose == nullptr) != in_matching) continue;
    RuleProse& prose = book->prose[rule.index];
    prose = ProseAt(in_matching ? source.matching : source.prose, place);
    book->details[rule.index].in_prose =
        static_cast<PlaceholderSet>(PlaceholdersIn(prose.help) | PlaceholdersIn(prose.suggestion));
  }
}

}  // namespace

RuleBook::RuleBook() : compiled_(std::make_unique<Compiled>()) {}
RuleBook::~RuleBook() = default;
RuleBook::RuleBook(RuleBook&&) noexcept = default;
RuleBook& RuleBook::operator=(RuleBook&&) noexcept = default;

RuleBook RuleBook::Load(std::span<const PackSource> packs, std::span<const PackSource> personas,
                        const ActionCatalog& catalog, const LoadOptions& options,
                        std::vector<Error>* errors) {
  RuleBook book;
  LoadPacks(packs, personas, catalog, options, book.compiled_.get(), errors);
  // The tree of a user's pack is borrowed for the time of loading only.
  ReadAllProse(book.compiled_.get(), true);
  return book;
}

RuleBook RuleBook::LoadAsleep(const BookSheet& sheet, std::span<const PackSource> packs,
                              std::span<const PackSource> personas, const ActionCatalog& catalog,
                              const LoadOptions& options, std::vector<Error>* errors) {
  RuleBook book;
  Compiled* compiled = book.compiled_.get();
  LoadPersonas(personas, catalog, options, compiled, errors);
  compiled->sleeping = std::make_unique<SleepingEntries>(sheet, packs, catalog, compiled);
  ChangeGrades(options, compiled, errors);
  return book;
}

void RuleBook::Wake(std::span<const std::uint32_t> entries) const {
  if (compiled_->sleeping == nullptr) return;
  for (const std::uint32_t entry : entries) compiled_->sleeping->Wake(entry);
}

void RuleBook::WakeAll() const {
  if (compiled_->sleeping == nullptr) return;
  for (std::uint32_t i = 0; i < compiled_->entries.size(); ++i) compiled_->sleeping->Wake(i);
}

std::span<const Rule> RuleBook::rules() const { return compiled_->rules; }

const Rule* RuleBook::Find(std::string_view id_or_name) const {
  for (const Rule& rule : compiled_->rules) {
    if (rule.id == id_or_name || rule.name == id_or_name) return &rule;
  }
  return nullptr;
}

std::string_view RuleBook::Nearest(std::string_view word) const {
  std::vector<std::string_view> words;
  for (const Rule& rule : compiled_->rules) {
    words.push_back(rule.id);
    words.push_back(rule.name);
  }
  return NearestWord(word, words);
}

void RuleBook::LoadProse() {
  ReadAllProse(compiled_.get(), false);
  compiled_->has_all_prose = true;
}

const RuleProse& RuleBook::Prose(const Rule& rule) const {
  static const RuleProse kNotLoaded;
  return compiled_->prose.empty() ? kNotLoaded : compiled_->prose[rule.index];
}

std::string RuleBook::PackVersions() const {
  std::string out;
  for (const auto& [name, version] : compiled_->packs) {
    if (!out.empty()) out += ", ";
    out += name + " " + version;
  }
  return out;
}

const RuleBook::Compiled& RuleBook::compiled() const { return *compiled_; }

}  // namespace leastwise
