#include "engine/book_sheet.h"

#include <cstring>
#include <type_traits>

namespace leastwise {
namespace {

class SheetWriter {
 public:
  SheetWriter(const RuleBook::Compiled& book, std::span<const PackPlaces> places)
      : book_(book), places_(places) {}

  std::string Write() {
    for (std::uint32_t i = 0; i < places_.size(); ++i) AddPack(i);
    for (std::uint32_t i = 0; i < book_.entries.size(); ++i) AddEntry(book_.entries[i]);
    for (const Rule& rule : book_.rules) AddRule(rule);
    sheet_layout::Header header;
    std::memcpy(header.magic, sheet_layout::kMagic, sizeof(header.magic));
    header.version = sheet_layout::kVersion;
    std::string out(sizeof(header), '\0');
    header.packs = Append(packs_, &out);
    header.names = Append(names_, &out);
    header.entries = Append(entries_, &out);
    header.rules = Append(rules_, &out);
    header.numbers = Append(numbers_, &out);
    header.text = {static_cast<std::uint32_t>(out.size()),
                   static_cast<std::uint32_t>(text_.size())};
    out += text_;
    header.size = static_cast<std::uint32_t>(out.size());
    std::memcpy(out.data(), &header, sizeof(header));
    return out;
  }

 private:
  template <typename T>
  static catalog_layout::Section Append(const std::vector<T>& records, std::string* out) {
    static_assert(std::is_trivially_copyable_v<T>);
    const catalog_layout::Section section{static_cast<std::uint32_t>(out->size()),
                                          static_cast<std::uint32_t>(records.size())};
    out->append(reinterpret_cast<const char*>(records.data()), records.size() * sizeof(T));
    return section;
  }

  catalog_layout::Text Add(std::string_view text) {
    const catalog_layout::Text at{static_cast<std::uint32_t>(text_.size()),
                                  static_cast<std::uint32_t>(text.size())};
    text_ += text;
    return at;
  }

  sheet_layout::Range Add(std::span<const std::uint32_t> numbers) {
    const auto begin = static_cast<std::uint32_t>(numbers_.size());
    numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
    return {begin, static_cast<std::uint32_t>(numbers_.size())};
  }

  void AddPack(std::uint32_t file) {
    const Node& root = *book_.prose_sources[file].matching->root;
    packs_.push_back({Add(root.Find("pack")->text()), Add(root.Find("version")->text())});
    for (const PackPlaces::Name& name : places_[file].names) {
      names_.push_back({Add(name.name), file, name.value.begin, name.value.end,
                        static_cast<std::uint32_t>(name.kind)});
    }
  }

  void AddEntry(const CompiledEntry& entry) {
    const ProsePlace& place = book_.prose_places[entry.rules.front()];
    const Span span = places_[place.source].entries[place.entry];
    sheet_layout::Entry record;
    record.file = place.source;
    record.position = place.entry;
    record.begin = span.begin;
    record.end = span.end;
    record.touches = Add(entry.touches.ToText());
    record.kinds = entry.kinds;
    record.needs = entry.needs.ToBits();
    record.is_off = entry.is_off ? 1 : 0;
    record.rules = Add(entry.rules);
    entries_.push_back(record);
  }

  void AddRule(const Rule& rule) {
    sheet_layout::Rule record;
    record.id = Add(rule.id);
    record.name = Add(rule.name);
    record.category = Add(rule.category);
    record.message = Add(rule.message);
    record.severity = static_cast<std::uint8_t>(rule.severity);
    record.confidence = static_cast<std::uint8_t>(rule.confidence);
    record.audience = static_cast<std::uint8_t>(rule.audience);
    record.is_guardrail = rule.is_guardrail ? 1 : 0;
    record.entry = rule.entry;
    record.step = book_.prose_places[rule.index].step;
    record.in_prose = book_.details[rule.index].in_prose;
    record.superseded_by = Add(book_.details[rule.index].superseded_by);
    rules_.push_back(record);
  }

  const RuleBook::Compiled& book_;
  std::span<const PackPlaces> places_;
  std::string text_;
  std::vector<sheet_layout::Pack> packs_;
  std::vector<sheet_layout::Name> names_;
  std::vector<sheet_layout::Entry> entries_;
  std::vector<sheet_layout::Rule> rules_;
  std::vector<std::uint32_t> numbers_;
};

}  // namespace

std::optional<BookSheet> BookSheet::FromBlob(std::string_view blob) {
  sheet_layout::Header header;
  if (blob.size() >= sizeof(header)) std::memcpy(&header, blob.data(), sizeof(header));
  if (std::memcmp(header.magic, sheet_layout::kMagic, sizeof(header.magic)) != 0 ||
      header.version != sheet_layout::kVersion || header.size != blob.size()) {
    return std::nullopt;
  }
  BookSheet sheet;
  sheet.text_ = blob.substr(header.text.offset, header.text.count);
  sheet.packs_ = {blob.data() + header.packs.offset, header.packs.count};
  sheet.names_ = {blob.data() + header.names.offset, header.names.count};
  sheet.entries_ = {blob.data() + header.entries.offset, header.entries.count};
  sheet.rules_ = {blob.data() + header.rules.offset, header.rules.count};
  sheet.numbers_ = {blob.data() + header.numbers.offset, header.numbers.count};
  return sheet;
}

std::vector<std::uint32_t> BookSheet::Numbers(sheet_layout::Range range) const {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = range.begin; i < range.end; ++i) numbers.push_back(numbers_[i]);
  return numbers;
}

std::string WriteBookSheet(const RuleBook::Compiled& book, std::span<const PackPlaces> places) {
  return SheetWriter(book, places).Write();
}

}  // namespace leastwise
