#include "engine/sleeping_entries.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/entry_reader.h"

namespace leastwise {

SleepingEntries::SleepingEntries(const BookSheet& sheet, std::span<const PackSource> packs,
                                 const ActionCatalog& catalog, RuleBook::Compiled* book)
    : sheet_(sheet),
      book_(book),
      sets_(catalog, &book->action_exprs, &book->tables, nullptr, &errors_) {
  sets_.DrawFrom(this);
  for (std::size_t i = 0; i < packs.size(); ++i) AddFile(sheet_.packs()[i], packs[i]);
  // One more than there are: what is woken is read behind them.
  book_->entries.reserve(sheet_.entries().size() + 1);
  book_->rules.reserve(sheet_.rules().size());
  book_->details.reserve(sheet_.rules().size());
  book_->prose_places.reserve(sheet_.rules().size());
  for (const sheet_layout::Entry record : sheet_.entries()) AddEntry(record);
  for (const sheet_layout::Rule record : sheet_.rules()) AddRule(record);
  is_awake_.resize(book_->entries.size());
}

void SleepingEntries::AddFile(const sheet_layout::Pack& record, const PackSource& source) {
  const std::string name(sheet_.Text(record.name));
  AddPackVersion(name, std::string(sheet_.Text(record.version)), book_);
  files_.push_back({source, name});
  book_->prose_sources.push_back(source);
}

SleepingEntries::Piece SleepingEntries::Read(std::uint32_t file, Span part) {
  const SourceView& view = views_.emplace_back(SourceView::Part(*files_[file].source.text, part));
  Result<Tree> read = reader_.Read(view, arena_);
  if (!read) {
    errors_.push_back(read.error());
    return {};
  }
  const Tree& tree = trees_.emplace_back(*std::move(read));
  PackErrors& errors = sinks_.emplace_back(tree, &errors_);
  return {tree.root, &scopes_.emplace_back(files_[file].pack, errors, sets_, false)};
}

void SleepingEntries::Declare(const sheet_layout::Name& record) {
  const Piece piece = Read(record.file, {record.begin, record.end});
  if (piece.root == nullptr) return;
  leastwise::DeclareName(*piece.scope, static_cast<NameKind>(record.kind),
                         Member{sheet_.Text(record.name), {}, piece.root});
}

void SleepingEntries::DeclareName(const std::string& pack, std::string_view name) {
  for (const sheet_layout::Name record : sheet_.names()) {
    const bool is_form = record.kind == static_cast<std::uint32_t>(NameKind::kForm);
    if (is_form || sheet_.Text(record.name) != name || files_[record.file].pack != pack) continue;
    return Declare(record);
  }
}

void SleepingEntries::DeclareForms(const std::string& pack) {
  std::vector<std::uint32_t> todo;
  for (std::uint32_t i = 0; i < files_.size(); ++i) {
    if (files_[i].pack == pack && !std::exchange(files_[i].has_declared_forms, true)) {
      todo.push_back(i);
    }
  }
  if (todo.empty()) return;
  for (const sheet_layout::Name record : sheet_.names()) {
    const bool is_form = record.kind == static_cast<std::uint32_t>(NameKind::kForm);
    if (is_form && std::binary_search(todo.begin(), todo.end(), record.file)) Declare(record);
  }
}

void SleepingEntries::AddEntry(const sheet_layout::Entry& record) {
  CompiledEntry& entry = book_->entries.emplace_back();
  entry.kinds = record.kinds;
  entry.needs = MatcherNeeds::FromBits(record.needs);
  entry.is_off = record.is_off != 0;
  entry.touches = Touches::FromText(sheet_.Text(record.touches));
  entry.rules = sheet_.Numbers(record.rules);
}

void SleepingEntries::AddRule(const sheet_layout::Rule& record) {
  const sheet_layout::Entry entry = sheet_.entries()[record.entry];
  Rule& rule = book_->rules.emplace_back();
  rule.id = sheet_.Text(record.id);
  rule.name = sheet_.Text(record.name);
  rule.category = sheet_.Text(record.category);
  rule.message = sheet_.Text(record.message);
  rule.severity = static_cast<Severity>(record.severity);
  rule.confidence = static_cast<Confidence>(record.confidence);
  rule.audience = static_cast<Audience>(record.audience);
  rule.is_guardrail = record.is_guardrail != 0;
  rule.pack = files_[entry.file].pack;
  rule.entry = record.entry;
  rule.index = static_cast<std::uint32_t>(book_->rules.size() - 1);
  RuleDetail& detail = book_->details.emplace_back();
  detail.superseded_by = sheet_.Numbers(record.superseded_by);
  detail.in_prose = static_cast<PlaceholderSet>(record.in_prose);
  book_->prose_places.push_back({entry.file, entry.position, record.step});
}

void SleepingEntries::Wake(std::uint32_t entry) {
  if (is_awake_[entry]) return;
  is_awake_[entry] = true;
  const sheet_layout::Entry record = sheet_.entries()[entry];
  const Piece piece = Read(record.file, {record.begin, record.end});
  if (piece.root == nullptr) return;
  std::vector<PendingRule> rules;
  EntryDemands demands;
  demands.touches_are_known = true;
  demands.is_path = piece.root->FindMember("needs") != nullptr;
  ReadEntry(*piece.scope, *piece.root, demands, {}, book_, &rules);
  CompiledEntry whole = std::move(book_->entries.back());
  book_->entries.pop_back();
  CompiledEntry& sleeping = book_->entries[entry];
  whole.rules = std::move(sleeping.rules);
  whole.touches = std::move(sleeping.touches);
  for (CompiledStep& step : whole.steps) step.rule = whole.rules[step.rule];
  for (std::size_t i = 0; i < rules.size(); ++i) {
    RuleDetail& detail = book_->details[whole.rules[i]];
    std::vector<std::uint32_t> superseded_by = std::move(detail.superseded_by);
    const PlaceholderSet in_prose = detail.in_prose;
    detail = std::move(rules[i].detail);
    detail.superseded_by = std::move(superseded_by);
    detail.in_prose = in_prose;
  }
  sleeping = std::move(whole);
}

}  // namespace leastwise
