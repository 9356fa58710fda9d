#include "access/witness.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace leastwise {
namespace {

constexpr std::size_t kActionsTried = 32;
constexpr std::size_t kTypesTried = 4;

// How the placeholders of an ARN template are filled in, the most telling first. A last name ends
// in something, so that `role/team/*` is shown as `role/team/1`, never as the nameless
// `role/team/`. Policies that name other regions or accounts fit a later one.
struct Filling {
  std::string_view partition;
  std::string_view region;
  std::string_view account;
  std::string_view name;
  std::string_view last_name;
};
constexpr std::array<Filling, 8> kFillings = {{
    {"aws", "us-east-1", "123456789012", "example", "example"},
    {"aws", "us-east-1", "123456789012", "?*", "example"},
    {"aws", "us-east-1", "123456789012", "?*", "*1"},
    {"aws", "us-east-1", "?*", "?*", "example"},
    {"aws", "us-east-1", "123456789012", "?*", "?*"},
    {"aws", "us-east-1", "?*", "?*", "?*"},
    {"aws", "*", "*", "?*", "?*"},
    {"*", "*", "*", "?*", "?*"},
}};

std::string Fill(std::string_view arn, const Filling& filling) {
  std::string out;
  for (std::size_t at = 0; at < arn.size();) {
    const std::size_t end =
        arn.substr(at).starts_with("${") ? arn.find('}', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += arn[at++];
      continue;
    }
    const std::string_view name = arn.substr(at + 2, end - at - 2);
    if (name == "Partition") {
      out += filling.partition;
    } else if (name == "Region") {
      out += filling.region;
    } else if (name == "Account") {
      out += filling.account;
    } else {
      out += at == arn.rfind("${") ? filling.last_name : filling.name;
    }
    at = end + 1;
  }
  return out;
}

std::size_t SizeOf(const Request& request) {
  std::size_t size = request.resource.size() + request.principal.size();
  for (const auto& [key, values] : request.context) {
    for (const std::string& value : values) size += value.size();
  }
  return size;
}

}  // namespace

bool Witness::IsBetterThan(const Witness& other) const {
  const auto rank = [](const Witness& witness) {
    return std::tuple(witness.is_future, witness.outside_catalog_types,
                      witness.unlisted_keys.size(), witness.request.context.size(),
                      witness.request.resource == "*", SizeOf(witness.request));
  };
  return rank(*this) < rank(other);
}

Witness WitnessMaker::Of(const std::string& action, const GoalResult& found) const {
  Witness out;
  out.request.principal = found.answer.principal;
  out.request.action = action;
  out.request.resource = found.resource;
  out.request.context = found.answer.context;
  return out;
}

std::vector<std::string> WitnessMaker::Unlisted(ActionId action, const Request& request) const {
  const ActionCatalog& catalog = actions_.catalog();
  std::vector<std::string> out;
  for (const auto& [key, values] : request.context) {
    if (catalog.HasConditionKey(action, key)) continue;
    const auto known = catalog.FindConditionKey(key);
    if (!known || !catalog.condition_key(*known).is_global) out.push_back(key);
  }
  return out;
}

// The action for which AWS lists the most of the keys.
ActionId WitnessMaker::Choose(const std::vector<ActionId>& actions, const GoalResult& found) const {
  const Witness probe = Of("", found);
  ActionId best = actions.front();
  std::size_t fewest = SIZE_MAX;
  for (std::size_t i = 0; i < std::min(actions.size(), kActionsTried) && fewest > 0; ++i) {
    if (!actions_.IsCatalogued(actions[i])) continue;
    const std::size_t unlisted = Unlisted(actions[i], probe.request).size();
    if (unlisted >= fewest) continue;
    fewest = unlisted;
    best = actions[i];
  }
  return best;
}

// The resource types of an action, first those for which AWS lists the most of the keys: a key of
// another type of the same action is not in the request. Of equals that of the shorter ARN: an
// object by its bucket before one by an access point.
std::vector<ResourceTypeId> WitnessMaker::TypesOf(ActionId action, const GoalResult& found) const {
  const ActionCatalog& catalog = actions_.catalog();
  std::vector<ConditionKeyId> wanted;
  for (const auto& [key, values] : found.answer.context) {
    if (const auto known = catalog.FindConditionKey(key)) wanted.push_back(*known);
  }
  std::vector<std::tuple<std::ptrdiff_t, std::size_t, ResourceTypeId>> order;
  for (const auto type : catalog.resource_types(action)) {
    const BlobArray<std::uint16_t> keys = catalog.resource_type(type.type).condition_keys;
    const auto unlisted = std::count_if(wanted.begin(), wanted.end(), [&keys](ConditionKeyId key) {
      return std::find(keys.begin(), keys.end(), key) == keys.end();
    });
    const std::size_t length = catalog.resource_type(type.type).arn.size();
    order.emplace_back(unlisted, length, type.type);
  }
  std::sort(order.begin(), order.end());
  std::vector<ResourceTypeId> out;
  for (const auto& [unlisted, length, type] : order) out.push_back(type);
  if (out.size() > kTypesTried) out.resize(kTypesTried);
  return out;
}

bool WitnessMaker::Shape(const ActionClass& item, ActionId action, const GoalResult& found,
                         Witness* witness) {
  std::vector<ResourceTypeId> types = TypesOf(action, found);
  const auto find = [&](ResourceTypeId type, const Filling& filling) {
    const std::string shape = Fill(actions_.catalog().resource_type(type).arn, filling);
    return search_->FindShaped(item.statements, found.goal, shape);
  };
  for (const Filling& filling : kFillings) {
    for (const ResourceTypeId type : types) {
      const auto shaped = find(type, filling);
      if (!shaped) continue;
      *witness = Of(actions_.Name(action), *shaped);
      return true;
    }
    if (&filling != &kFillings.front()) continue;
    // What the last and widest one does not fit, none does.
    std::erase_if(types, [&](ResourceTypeId type) { return !find(type, kFillings.back()); });
  }
  return false;
}

Witness WitnessMaker::Make(const ActionClass& item, const GoalResult& found,
                           ResourceUniverse universe, bool shape) {
  const bool is_star = universe == ResourceUniverse::kStar;
  const std::vector<ActionId>& own = is_star ? item.on_star : item.on_arns;
  const std::vector<ActionId>& actions = own.empty() ? item.on_both : own;
  if (actions.empty()) {
    Witness out = Of(item.future.front(), found);
    out.is_future = true;
    return out;
  }
  const ActionId action = Choose(actions, found);
  Witness out = Of(actions_.Name(action), found);
  if (!actions_.IsCatalogued(action)) return out;
  if (!is_star && !(shape && Shape(item, action, found, &out))) out.outside_catalog_types = true;
  out.unlisted_keys = Unlisted(action, out.request);
  return out;
}

ReadingChoices ObservedReadings() {
  ReadingChoices observed = RulingOptions::OpenReadings();
  observed[RulingOptions::Index(Reading::kAnyValueIfExists)] = Truth::kNo;
  return observed;
}

Ruling RuleSide(const ComparisonSide& side, const Request& request,
                const ReadingChoices& readings) {
  RulingOptions options;
  options.readings = readings;
  options.derives_keys = false;  // the search knows of no relations between keys
  options.readings[RulingOptions::Index(Reading::kManyValues)] = Truth::kNo;
  std::vector<Ruling> layers = {AuthorizeAlone(side.policies, request, options)};
  if (side.boundary != nullptr) {
    layers.push_back(AuthorizeAlone({&side.boundary, 1}, request, options));
  }
  if (!side.service_controls.empty()) {
    layers.push_back(AuthorizeAlone(side.service_controls, request, options));
  }
  if (side.scope != nullptr) layers.push_back(AuthorizeAlone({&side.scope, 1}, request, options));
  // The most telling refusal: a Deny, then what surely does not allow, then what is not known.
  const auto weight = [](const Ruling& ruling) {
    switch (ruling.verdict) {
      case Verdict::kExplicitlyDenied:
        return 3;
      case Verdict::kImplicitlyDenied:
        return 2;
      case Verdict::kUnknown:
        return 1;
      case Verdict::kAllowed:
        break;
    }
    return 0;
  };
  return *std::max_element(
      layers.begin(), layers.end(),
      [&weight](const Ruling& a, const Ruling& b) { return weight(a) < weight(b); });
}

}  // namespace leastwise
