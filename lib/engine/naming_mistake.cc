#include "engine/naming_mistake.h"

#include "iam/action_set.h"
#include "iam/arn.h"
#include "iam/glob.h"
#include "tree/field_reader.h"

namespace leastwise {
namespace {

std::optional<NamingMistake> MistakeInAction(const ActionCatalog& catalog, std::string_view text) {
  if (!Glob::HasWildcard(text)) {
    if (catalog.Find(text)) return std::nullopt;
    const std::string nearest = catalog.Nearest(text);
    return NamingMistake{"no action is called " + Quoted(text),
                         nearest.empty() ? "" : "did you mean `" + nearest + "`?"};
  }
  ActionSet set(catalog.universe_size());
  catalog.Expand(text, &set, FutureBits::kCovered);
  if (!set.None()) return std::nullopt;
  return NamingMistake{Quoted(text) + " matches no action of the catalog", {}};
}

std::optional<NamingMistake> MistakeInKey(const ActionCatalog& catalog, std::string_view key) {
  if (Glob::HasWildcard(key)) return std::nullopt;
  const std::size_t colon = key.find(':');
  if (colon == key.npos) {
    return NamingMistake{Quoted(key) + " is no condition key", "write `service:key`"};
  }
  // Global keys, and those of federated providers, are right for every action.
  const std::string_view service = key.substr(0, colon);
  if (service == "aws" || !catalog.HasService(service)) return std::nullopt;
  if (catalog.FindConditionKey(key)) return std::nullopt;
  return NamingMistake{"no condition key is called " + Quoted(key), {}};
}

}  // namespace

std::optional<NamingMistake> MistakeIn(const ActionCatalog& catalog, std::string_view text,
                                       SetKind kind) {
  switch (kind) {
    case SetKind::kActions:
      return MistakeInAction(catalog, text);
    case SetKind::kKeys:
      return MistakeInKey(catalog, text);
    case SetKind::kServices:
      if (Glob::HasWildcard(text) || catalog.HasService(text)) return std::nullopt;
      return NamingMistake{"no service has the prefix " + Quoted(text), {}};
    case SetKind::kArns:
      if (text == kSelfArn || text == kSelfBoundary) return std::nullopt;
      if (ArnPattern(text).is_well_formed()) return std::nullopt;
      return NamingMistake{Quoted(text) + " is no pattern of ARNs",
                           "write `arn:*:s3:::name/*`, `{self.arn}` or `{self.boundary}`"};
    case SetKind::kPolicies:
    case SetKind::kStrings:
    case SetKind::kRequests:
      break;
  }
  return std::nullopt;
}

}  // namespace leastwise
