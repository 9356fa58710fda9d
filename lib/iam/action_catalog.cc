#include "iam/action_catalog.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "base/edit_distance.h"
#include "iam/action_name.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

using catalog_layout::Action;
using catalog_layout::Key;
using catalog_layout::Service;
using catalog_layout::Type;

// First index in [first, last) for which `is_before` is false.
template <typename IsBefore>
std::uint32_t PartitionPoint(std::uint32_t first, std::uint32_t last, IsBefore is_before) {
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    if (is_before(middle)) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

bool IsStars(std::string_view text) { return Glob(text).is_everything(); }

std::string Join(std::string_view service, std::string_view name) {
  std::string out(service);
  out += ':';
  out += name;
  return out;
}

// "emr" of "elasticmapreduce": its letters in order, from the first one on.
bool IsAbbreviation(std::string_view abbreviation, std::string_view word) {
  if (abbreviation.empty() || word.empty()) return false;
  if (FoldAscii(abbreviation.front()) != FoldAscii(word.front())) return false;
  std::size_t at = 0;
  for (const char c : word) {
    if (at < abbreviation.size() && FoldAscii(abbreviation[at]) == FoldAscii(c)) ++at;
  }
  return at == abbreviation.size();
}

// Whether who wrote one service prefix may have meant the other. That both have an action of the
// same name is no sign of it: the one may be a service that AWS has closed.
bool MayMean(std::string_view written, std::string_view service) {
  return !NearestWord(written, {&service, 1}).empty() || IsAbbreviation(written, service);
}

// The letters of every text that matches the pattern.
std::uint32_t LiteralLetters(std::string_view pattern) {
  std::uint32_t out = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t end = std::min(pattern.find_first_of("*?", at), pattern.size());
    out |= catalog_layout::LettersOf(pattern.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string_view ActionCatalog::ActionNameAt(std::size_t index) const {
  const BlobArray<Action> actions = Array<Action>(header_.actions);
  const std::uint32_t begin = actions[index].name_and_access >> 8;
  const std::uint32_t end = actions[index + 1].name_and_access >> 8;
  return Text({begin, end - begin});
}

std::optional<ServiceId> ActionCatalog::FindService(std::string_view prefix) const {
  const auto count = static_cast<std::uint32_t>(service_count());
  const std::uint32_t found = PartitionPoint(0, count, [this, prefix](std::uint32_t i) {
    return CompareFolded(ServiceName(i), prefix) < 0;
  });
  if (found == count || !EqualsFolded(ServiceName(found), prefix)) return std::nullopt;
  return found;
}

ServiceId ActionCatalog::ServiceOf(ActionId id) const {
  if (id >= action_count()) return id - static_cast<ActionId>(action_count());
  const auto count = static_cast<std::uint32_t>(service_count());
  // Services without actions share their first action with the next one: the last of them has it.
  return PartitionPoint(0, count, [this, id](std::uint32_t i) { return service(i).action <= id; }) -
         1;
}

ActionCatalog::Range ActionCatalog::ServiceRange(std::string_view prefix) const {
  const std::optional<ServiceId> id = FindService(prefix);
  return id.has_value() ? ServiceRange(*id) : Range{};
}

ActionId ActionCatalog::LowerBound(Range range, std::string_view head) const {
  return PartitionPoint(range.first, range.last, [this, head](std::uint32_t i) {
    return CompareFolded(ActionNameAt(i), head) < 0;
  });
}

// End of the names that start with `head`, where the first of them is range.first.
ActionId ActionCatalog::HeadEnd(Range range, std::string_view head) const {
  return PartitionPoint(range.first, range.last, [this, head](std::uint32_t i) {
    return EqualsFolded(ActionNameAt(i).substr(0, head.size()), head);
  });
}

std::optional<ActionId> ActionCatalog::Find(std::string_view action) const {
  const std::optional<ActionName> parts = SplitAction(action);
  if (!parts.has_value()) return std::nullopt;
  return FindIn(ServiceRange(parts->service), parts->name);
}

std::optional<ActionId> ActionCatalog::FindIn(Range range, std::string_view name) const {
  const ActionId found = LowerBound(range, name);
  if (found == range.last || !EqualsFolded(ActionNameAt(found), name)) return std::nullopt;
  return found;
}

ActionInfo ActionCatalog::info(ActionId id) const {
  return {ServiceName(ServiceOf(id)), ActionNameAt(id), access(id), resource_types(id),
          condition_keys(id)};
}

BlobArray<catalog_layout::TypeRef> ActionCatalog::resource_types(ActionId id) const {
  const auto sets = Array<std::uint32_t>(header_.type_sets);
  const std::uint32_t set = Array<Action>(header_.actions)[id].type_set;
  return Array<catalog_layout::TypeRef>(header_.type_refs).Slice(sets[set], sets[set + 1U]);
}

BlobArray<std::uint16_t> ActionCatalog::condition_keys(ActionId id) const {
  const auto sets = Array<std::uint32_t>(header_.key_sets);
  const std::uint32_t set = Array<Action>(header_.actions)[id].key_set;
  return Array<std::uint16_t>(header_.key_refs).Slice(sets[set], sets[set + 1U]);
}

std::uint32_t ActionCatalog::resource_type_set(ActionId id) const {
  return Array<Action>(header_.actions)[id].type_set;
}

std::size_t ActionCatalog::resource_type_set_count() const { return header_.type_sets.count - 1; }

std::uint32_t ActionCatalog::condition_key_set(ActionId id) const {
  return Array<Action>(header_.actions)[id].key_set;
}

std::uint8_t ActionCatalog::access(ActionId id) const {
  return static_cast<std::uint8_t>(Array<Action>(header_.actions)[id].name_and_access & 0xFF);
}

void ActionCatalog::AddActions(Range range, std::uint8_t levels, std::optional<bool> with_resource,
                               ActionSet* out) const {
  const auto traits = Array<std::uint64_t>(header_.traits);
  const std::size_t words = catalog_layout::TraitWords(static_cast<std::uint32_t>(action_count()));
  const auto trait = [&](std::size_t which, std::size_t word) {
    return traits[which * words + word];
  };
  out->SetBits(range.first, range.last, [&](std::size_t word) {
    std::uint64_t bits = levels == 0 ? ~std::uint64_t{0} : 0;
    for (std::uint32_t level = 0; level < catalog_layout::kAccessLevels; ++level) {
      if ((levels >> level & 1U) != 0) bits |= trait(level, word);
    }
    if (!with_resource) return bits;
    const std::uint64_t with = trait(catalog_layout::kTakesResource, word);
    return bits & (*with_resource ? with : ~with);
  });
}

std::string ActionCatalog::FullName(ActionId id) const {
  return Join(ServiceName(ServiceOf(id)), ActionNameAt(id));
}

std::string_view ActionCatalog::NearestIn(ServiceId service, std::string_view name) const {
  constexpr std::size_t kMostEdits = 3;
  const auto letters = Array<std::uint32_t>(header_.letters);
  const std::uint32_t own = catalog_layout::LettersOf(name);
  std::vector<std::string_view> names;
  const Range range = ServiceRange(service);
  for (ActionId id = range.first; id < range.last; ++id) {
    // An edit takes one letter away, brings one in, or both.
    const int apart = std::popcount(letters[id] ^ own);
    if (apart <= 2 * static_cast<int>(kMostEdits)) names.push_back(ActionNameAt(id));
  }
  return NearestWord(name, names, kMostEdits);
}

std::string ActionCatalog::Nearest(std::string_view action) const {
  const std::optional<ActionName> parts = SplitAction(action);
  if (!parts.has_value() || Glob::HasWildcard(parts->service)) return "";
  const bool is_pattern = Glob::HasWildcard(parts->name);
  std::optional<ServiceId> known = FindService(parts->service);
  if (known.has_value() && is_pattern) return "";
  // A wrong prefix: services of a like one that do have an action of this name.
  std::vector<std::string> names;
  if (!known.has_value() && !is_pattern) {
    for (ServiceId id = 0; id < service_count(); ++id) {
      const auto found = FindIn(ServiceRange(id), parts->name);
      if (found.has_value() && MayMean(parts->service, ServiceName(id))) {
        names.push_back(FullName(*found));
      }
    }
  }
  if (names.size() == 1) return names[0];
  if (!names.empty()) {
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    return std::string(NearestWord(action, candidates));
  }
  if (!known.has_value()) {
    std::vector<std::string_view> services;
    for (ServiceId id = 0; id < service_count(); ++id) services.push_back(ServiceName(id));
    known = FindService(NearestWord(parts->service, services));
  }
  if (!known.has_value()) return "";
  if (is_pattern) return Join(ServiceName(*known), parts->name);
  const std::string_view name = NearestIn(*known, parts->name);
  return name.empty() ? "" : Join(ServiceName(*known), name);
}

void ActionCatalog::ExpandService(ServiceId id, std::string_view name, FutureBits future,
                                  ActionSet* out) const {
  const Glob glob(name, CaseMode::kFold);
  Range range = ServiceRange(id);
  if (glob.is_literal()) {
    if (const std::optional<ActionId> found = FindIn(range, name)) out->Set(*found);
    return;
  }
  if (future == FutureBits::kReached || glob.is_everything()) out->Set(FutureAction(id));
  const std::string_view head = glob.literal_prefix();
  if (!head.empty()) {
    range.first = LowerBound(range, head);
    range.last = HeadEnd(range, head);
  }
  const std::string_view rest = name.substr(head.size());
  if (IsStars(rest)) {
    out->SetRange(range.first, range.last);
    return;
  }
  // Few names have all letters of the pattern.
  const std::uint32_t needed = LiteralLetters(name);
  const auto letters = Array<std::uint32_t>(header_.letters);
  for (ActionId action = range.first; action < range.last; ++action) {
    if ((letters[action] & needed) != needed) continue;
    if (glob.Matches(ActionNameAt(action))) out->Set(action);
  }
}

void ActionCatalog::Expand(std::string_view pattern, ActionSet* out, FutureBits future) const {
  const std::optional<ActionName> parts = SplitAction(pattern);
  if (IsStars(pattern) || (parts.has_value() && IsStars(parts->service) && IsStars(parts->name))) {
    out->SetRange(0, static_cast<ActionId>(universe_size()));
    return;
  }
  if (!parts.has_value()) return;
  const Glob services(parts->service, CaseMode::kFold);
  if (services.is_literal()) {
    const std::optional<ServiceId> id = FindService(parts->service);
    if (id.has_value()) ExpandService(*id, parts->name, future, out);
    return;
  }
  for (ServiceId id = 0; id < service_count(); ++id) {
    if (services.Matches(ServiceName(id))) ExpandService(id, parts->name, future, out);
  }
}

ResourceType ActionCatalog::resource_type(ResourceTypeId id) const {
  const Type type = Array<Type>(header_.types)[id];
  const auto key_sets = Array<std::uint32_t>(header_.key_sets);
  const auto count = static_cast<std::uint32_t>(service_count());
  const ServiceId owner =
      PartitionPoint(0, count, [this, id](std::uint32_t i) { return service(i).type <= id; }) - 1;
  ResourceType out;
  out.service = ServiceName(owner);
  out.name = Text(type.name);
  out.arn = Text(type.arn);
  out.pattern = Text(type.pattern);
  out.condition_keys = Array<std::uint16_t>(header_.key_refs)
                           .Slice(key_sets[type.key_set], key_sets[type.key_set + 1]);
  return out;
}

std::optional<ResourceTypeId> ActionCatalog::FindResourceType(std::string_view service_prefix,
                                                              std::string_view name) const {
  const std::optional<ServiceId> owner = FindService(service_prefix);
  if (!owner.has_value()) return std::nullopt;
  const BlobArray<Type> types = Array<Type>(header_.types);
  const std::uint32_t last = service(*owner + 1).type;
  const std::uint32_t found =
      PartitionPoint(service(*owner).type, last, [this, &types, name](std::uint32_t i) {
        return CompareFolded(Text(types[i].name), name) < 0;
      });
  if (found == last || !EqualsFolded(Text(types[found].name), name)) return std::nullopt;
  return found;
}

ConditionKey ActionCatalog::condition_key(ConditionKeyId id) const {
  const Key key = Array<Key>(header_.keys)[id];
  ConditionKey out;
  out.name = Text(key.name);
  out.pattern = Text(key.pattern);
  out.type = static_cast<ConditionKeyType>(key.type_and_global & 0xFF);
  out.is_global = (key.type_and_global & catalog_layout::kGlobalKey) != 0;
  return out;
}

bool ActionCatalog::KeyMatches(ConditionKeyId id, std::string_view key) const {
  const Key record = Array<Key>(header_.keys)[id];
  const std::string_view name = Text(record.name);
  if (record.pattern.size == 0) return EqualsFolded(name, key);
  // Few templates start like the key: the others need no pattern.
  const std::string_view head = name.substr(0, name.find('$'));
  if (!EqualsFolded(head, key.substr(0, head.size()))) return false;
  // The template itself is a way to name the key too ("aws:RequestTag/${TagKey}").
  return Glob(Text(record.pattern), CaseMode::kFold).Matches(key) || EqualsFolded(name, key);
}

std::optional<ConditionKeyId> ActionCatalog::FindConditionKey(std::string_view key) const {
  if (key.empty()) return std::nullopt;
  const BlobArray<Key> keys = Array<Key>(header_.keys);
  const std::uint32_t found = PartitionPoint(
      0, header_.plain_keys,
      [this, &keys, key](std::uint32_t i) { return CompareFolded(Text(keys[i].name), key) < 0; });
  if (found < header_.plain_keys && KeyMatches(found, key)) return found;
  // Templates are in order of their names, so that those of one service or provider stand together.
  const std::size_t separator = std::min(key.find_first_of(":/.-"), key.size() - 1);
  const std::string_view service = key.substr(0, separator + 1);
  const auto head = [&](std::uint32_t i) { return Text(keys[i].name).substr(0, service.size()); };
  const auto size = static_cast<std::uint32_t>(keys.size());
  ConditionKeyId id = PartitionPoint(header_.plain_keys, size, [&](std::uint32_t i) {
    return CompareFolded(head(i), service) < 0;
  });
  for (; id < size && EqualsFolded(head(id), service); ++id) {
    if (KeyMatches(id, key)) return id;
  }
  return std::nullopt;
}

bool ActionCatalog::HasConditionKey(ActionId id, std::string_view key) const {
  const BlobArray<std::uint16_t> keys = condition_keys(id);
  return std::any_of(keys.begin(), keys.end(),
                     [this, key](std::uint16_t found) { return KeyMatches(found, key); });
}

}  // namespace leastwise
