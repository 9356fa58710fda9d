#include <cstring>
#include <string>

#include "iam/action_catalog.h"

// Opening a catalog: what must hold of the bytes before ActionCatalog reads them unchecked.

namespace leastwise {
namespace {

using catalog_layout::Action;
using catalog_layout::Header;
using catalog_layout::Key;
using catalog_layout::Section;
using catalog_layout::Service;
using catalog_layout::Type;
using catalog_layout::TypeRef;

bool Fits(Section section, std::size_t record_size, std::size_t blob_size) {
  return std::uint64_t{section.offset} + std::uint64_t{section.count} * record_size <= blob_size;
}

bool Fits(catalog_layout::Text text, const Header& header) {
  return std::uint64_t{text.offset} + text.size <= header.text.count;
}

bool SectionsFit(const Header& header, std::size_t size) {
  return Fits(header.text, 1, size) && Fits(header.services, sizeof(Service), size) &&
         Fits(header.actions, sizeof(Action), size) && Fits(header.types, sizeof(Type), size) &&
         Fits(header.type_sets, sizeof(std::uint32_t), size) &&
         Fits(header.type_refs, sizeof(TypeRef), size) && Fits(header.keys, sizeof(Key), size) &&
         Fits(header.key_sets, sizeof(std::uint32_t), size) &&
         Fits(header.key_refs, sizeof(std::uint16_t), size) &&
         Fits(header.letters, sizeof(std::uint32_t), size) &&
         Fits(header.traits, sizeof(std::uint64_t), size);
}

bool CountsAreSound(const Header& header) {
  return header.services.count >= 1 && header.actions.count >= 1 && header.type_sets.count >= 1 &&
         header.key_sets.count >= 1 && header.plain_keys <= header.keys.count &&
         header.letters.count == header.actions.count - 1 &&
         header.traits.count ==
             catalog_layout::kTraitCount * catalog_layout::TraitWords(header.actions.count - 1) &&
         Fits(header.revision, header) && Fits(header.date, header);
}

// Set i is [begins[i], begins[i + 1]) of the references.
bool SetsAreSound(const BlobArray<std::uint32_t>& begins, std::size_t references) {
  std::uint32_t before = 0;
  for (const std::uint32_t begin : begins) {
    if (begin < before || begin > references) return false;
    before = begin;
  }
  return true;
}

}  // namespace

Result<ActionCatalog> ActionCatalog::FromBlob(std::string_view blob) {
  return Open(blob, ErrorKind::kInternal);
}

Result<ActionCatalog> ActionCatalog::FromUntrusted(std::string_view blob) {
  Result<ActionCatalog> catalog = Open(blob, ErrorKind::kUsage);
  if (catalog.has_value() && !catalog->RecordsAreSound()) {
    return Error{ErrorKind::kUsage, "the action catalog is damaged", std::nullopt,
                 "make it again with `leastwise_knowledge catalog`"};
  }
  return catalog;
}

Result<ActionCatalog> ActionCatalog::Open(std::string_view blob, ErrorKind kind) {
  const std::string hint = "make it with `leastwise_knowledge catalog`";
  ActionCatalog catalog;
  catalog.blob_ = blob;
  Header& header = catalog.header_;
  if (blob.size() >= sizeof(header)) std::memcpy(&header, blob.data(), sizeof(header));
  if (std::memcmp(header.magic, catalog_layout::kMagic, sizeof(header.magic)) != 0) {
    return Error{kind, "this is not an action catalog", std::nullopt, hint};
  }
  if (header.version != catalog_layout::kVersion) {
    return Error{kind,
                 "the action catalog has layout " + std::to_string(header.version) +
                     ", this program reads layout " + std::to_string(catalog_layout::kVersion),
                 std::nullopt, hint};
  }
  if (header.size != blob.size() || !SectionsFit(header, blob.size()) || !CountsAreSound(header)) {
    return Error{kind, "the action catalog is cut off or damaged", std::nullopt, hint};
  }
  Service before{};
  for (const Service& service : catalog.Array<Service>(header.services)) {
    if (!Fits(service.name, header) || service.action < before.action ||
        service.action > catalog.action_count() || service.type < before.type ||
        service.type > header.types.count) {
      return Error{kind, "the action catalog is damaged", std::nullopt, hint};
    }
    before = service;
  }
  return catalog;
}

bool ActionCatalog::RecordsAreSound() const {
  const auto type_sets = Array<std::uint32_t>(header_.type_sets);
  const auto key_sets = Array<std::uint32_t>(header_.key_sets);
  const BlobArray<Service> services = Array<Service>(header_.services);
  if (!SetsAreSound(type_sets, header_.type_refs.count) ||
      !SetsAreSound(key_sets, header_.key_refs.count) || services[0].action != 0 ||
      services[0].type != 0 || services[service_count()].action != action_count() ||
      services[service_count()].type != header_.types.count) {
    return false;
  }
  std::uint32_t name = 0;
  for (const Action& action : Array<Action>(header_.actions)) {
    const std::uint32_t begin = action.name_and_access >> 8;
    if (begin < name || begin > header_.text.count || action.type_set + 1U >= type_sets.size() ||
        action.key_set + 1U >= key_sets.size()) {
      return false;
    }
    name = begin;
  }
  for (const Type& type : Array<Type>(header_.types)) {
    if (!Fits(type.name, header_) || !Fits(type.arn, header_) || !Fits(type.pattern, header_) ||
        type.key_set >= key_sets.size() - 1) {
      return false;
    }
  }
  for (const Key& key : Array<Key>(header_.keys)) {
    if (!Fits(key.name, header_) || !Fits(key.pattern, header_)) return false;
  }
  for (const TypeRef& ref : Array<TypeRef>(header_.type_refs)) {
    if (ref.type >= header_.types.count) return false;
  }
  for (const std::uint16_t key : Array<std::uint16_t>(header_.key_refs)) {
    if (key >= header_.keys.count) return false;
  }
  return TraitsAreSound() && LettersAreSound();
}

// The letters say again what the names say.
bool ActionCatalog::LettersAreSound() const {
  const auto letters = Array<std::uint32_t>(header_.letters);
  for (ActionId id = 0; id < action_count(); ++id) {
    if (letters[id] != catalog_layout::LettersOf(ActionNameAt(id))) return false;
  }
  return true;
}

// The traits say again what the records say.
bool ActionCatalog::TraitsAreSound() const {
  const auto traits = Array<std::uint64_t>(header_.traits);
  const std::uint32_t words =
      catalog_layout::TraitWords(static_cast<std::uint32_t>(action_count()));
  const auto has = [&](std::uint32_t trait, ActionId id) {
    const std::uint64_t word = traits[std::size_t{trait} * words + id / catalog_layout::kTraitBits];
    return (word >> (id % catalog_layout::kTraitBits) & 1U) != 0;
  };
  for (ActionId id = 0; id < action_count(); ++id) {
    for (std::uint32_t level = 0; level < catalog_layout::kAccessLevels; ++level) {
      if (has(level, id) != ((access(id) >> level & 1U) != 0)) return false;
    }
    if (has(catalog_layout::kTakesResource, id) == resource_types(id).empty()) return false;
  }
  return true;
}

}  // namespace leastwise
