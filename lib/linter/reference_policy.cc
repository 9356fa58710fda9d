#include "linter/reference_policy.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "access/breadth.h"
#include "access/condition_value.h"
#include "access/resource_pattern.h"
#include "iam/arn.h"
#include "iam/glob.h"
#include "linter/policy_text.h"

namespace leastwise {
namespace {

constexpr std::string_view kInS3 = "arn:${Partition}:s3:::";  // how buckets and objects are named
constexpr std::string_view kObjects = "arn:*:s3:::*/*";

std::vector<std::string> TextsOf(const std::vector<PlacedText>& texts) {
  std::vector<std::string> out;
  for (const PlacedText& text : texts) out.push_back(text.text);
  return out;
}

std::vector<std::string> OrEverything(const std::vector<PlacedText>& texts) {
  return texts.empty() ? std::vector<std::string>{"*"} : TextsOf(texts);
}

bool IsNamedByPrincipal(PolicyKind kind) {
  return kind == PolicyKind::kResource || kind == PolicyKind::kTrust;
}

bool IsArn(const PlacedText& text) { return SplitArn(text.text).has_value(); }

bool IsBlock(const PlacedText& text) {
  return text.text.find('/') != std::string::npos && ParseIpBlock(text.text).has_value();
}

// The operator that takes each value as what it is: a text, a pattern, or a block of addresses.
std::string OperatorFor(const std::vector<PlacedText>& values) {
  if (std::any_of(values.begin(), values.end(), IsBlock)) return "IpAddress";
  const bool has_wildcard = std::any_of(values.begin(), values.end(), [](const PlacedText& value) {
    return Glob::HasWildcard(value.text);
  });
  if (!has_wildcard) return "StringEquals";
  return std::all_of(values.begin(), values.end(), IsArn) ? "ArnLike" : "StringLike";
}

void AddKey(const ExpectedKey& key, const ActionCatalog& catalog, StatementText* out) {
  if (key.values.empty()) {
    out->conditions["Null"][key.key.text].insert("true");
    return;
  }
  std::string op = OperatorFor(key.values);
  const std::optional<ConditionKeyId> known = catalog.FindConditionKey(key.key.text);
  if (known && IsMultivalued(catalog.condition_key(*known).type)) {
    op = "ForAllValues:" + op;
    out->conditions["Null"][key.key.text].insert("false");
  }
  for (const PlacedText& value : key.values) out->conditions[op][key.key.text].insert(value.text);
}

std::vector<ActionId> ActionsOf(std::string_view pattern, const ActionCatalog& catalog) {
  ActionSet set(catalog.universe_size());
  catalog.Expand(pattern, &set);
  std::vector<ActionId> out;
  set.ForEach([&](ActionId id) {
    if (id < catalog.action_count()) out.push_back(id);
  });
  return out;
}

// What a resource of the action can look like, as patterns.
struct TypePatterns {
  std::vector<std::string> patterns;
  bool is_bucket_only = false;  // S3 buckets, whose names hold no slash, and no objects
};

TypePatterns TypesOf(ActionId action, bool with_star, const ActionCatalog& catalog) {
  TypePatterns out;
  bool is_required = false;
  bool has_bucket = false;
  bool has_object = false;
  for (const auto type : catalog.resource_types(action)) {
    const ResourceType known = catalog.resource_type(type.type);
    is_required = is_required || type.required != 0;
    out.patterns.emplace_back(known.pattern);
    if (!known.arn.starts_with(kInS3)) continue;
    const bool is_bucket = known.arn.substr(kInS3.size()) == "${BucketName}";
    (is_bucket ? has_bucket : has_object) = true;
  }
  if (!is_required && (with_star || out.patterns.empty())) out.patterns = {"*"};
  out.is_bucket_only = has_bucket && !has_object;
  return out;
}

bool HasRequestsFor(ActionId action, const RequestSet& requests, bool of_types,
                    const ActionCatalog& catalog) {
  const auto& resources = requests.resources;
  const auto is_star = [](const PlacedText& text) { return text.text == "*"; };
  if (resources.empty() || std::any_of(resources.begin(), resources.end(), is_star)) return true;
  const auto types = catalog.resource_types(action);
  if (types.empty()) return false;
  if (!of_types) return true;
  for (const auto type : types) {
    const ResourceType known = catalog.resource_type(type.type);
    const TypeTemplate shape(known.arn, known.pattern);
    for (const PlacedText& resource : resources) {
      if (shape.Fits(ResourcePattern(resource.text)) != Truth::kNo) return true;
    }
  }
  return false;
}

}  // namespace

std::string PolicyOfRequests(const RequestSet& requests, PolicyKind kind,
                             const ActionCatalog& catalog) {
  StatementText statement;
  statement.actions = OrEverything(requests.actions);
  if (kind != PolicyKind::kTrust) statement.resources = OrEverything(requests.resources);
  if (IsNamedByPrincipal(kind)) statement.principals = OrEverything(requests.principals);
  for (const ExpectedKey& key : requests.context) AddKey(key, catalog, &statement);
  return WritePolicy({&statement, 1}, true);
}

std::string PolicyOfResourceTypes(const RequestSet& requests, PolicyKind kind,
                                  const ActionCatalog& catalog) {
  const bool with_star = requests.resources.empty() ||
                         std::any_of(requests.resources.begin(), requests.resources.end(),
                                     [](const PlacedText& text) { return text.text == "*"; });
  std::map<std::uint32_t, std::vector<ActionId>> groups;
  ActionSet seen(catalog.universe_size());
  for (const std::string& pattern : OrEverything(requests.actions)) {
    for (const ActionId action : ActionsOf(pattern, catalog)) {
      if (!seen.Test(action)) groups[catalog.resource_type_set(action)].push_back(action);
      seen.Set(action);
    }
  }
  std::vector<StatementText> statements;
  for (const auto& [types, actions] : groups) {
    const TypePatterns known = TypesOf(actions.front(), with_star, catalog);
    StatementText statement;
    for (const ActionId action : actions) statement.actions.push_back(catalog.FullName(action));
    statement.resources = known.patterns;
    if (IsNamedByPrincipal(kind)) statement.principals = {"*"};
    statements.push_back(statement);
    if (!known.is_bucket_only) continue;
    statement.denies = true;
    statement.resources = {std::string(kObjects)};
    statements.push_back(std::move(statement));
  }
  return WritePolicy(statements, true);
}

bool HasRequests(std::string_view action, const RequestSet& requests, bool of_types,
                 const ActionCatalog& catalog) {
  const std::vector<ActionId> actions = ActionsOf(action, catalog);
  return std::any_of(actions.begin(), actions.end(),
                     [&](ActionId id) { return HasRequestsFor(id, requests, of_types, catalog); });
}

}  // namespace leastwise
