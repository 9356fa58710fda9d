#include "report/grant_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace leastwise {
namespace {

constexpr std::size_t kMostValues = 5;

// "a", "a or b", "a, b and 3 more".
std::string Enumerate(const std::vector<std::string>& items, std::size_t more,
                      std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool is_last = i + 1 == items.size() && more == 0;
    out += fmt::format("{}{}", i == 0 ? "" : is_last ? last : ", ", items[i]);
  }
  return more == 0 ? out : fmt::format("{} and {} more", out, more);
}

// The texts of the Allows that a policy has; names of actions ignore case, so they are folded.
struct KnownTexts {
  explicit KnownTexts(std::span<const Policy* const> policies) {
    for (const Policy* policy : policies) Add(*policy);
  }
  void Add(const Policy& policy) {
    for (const Statement& statement : policy.statements) {
      if (statement.effect != Effect::kAllow) continue;
      for (const Text& text : statement.actions) actions.insert(Folded(text.value));
      for (const Text& text : statement.resources) resources.insert(text.value);
      for (const Principal& principal : statement.principals) {
        principals.insert(principal.text.value);
      }
    }
  }
  static std::string Folded(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
  }

  std::set<std::string> actions;
  std::set<std::string_view> resources;
  std::set<std::string_view> principals;
};

}  // namespace

std::string Backticks(std::string_view text) { return fmt::format("`{}`", text); }

std::string ListActions(const AddedGrant& grant, const ActionTable& actions, std::size_t most,
                        const MarkCode& code) {
  if (grant.actions.empty()) {
    return "actions that AWS may add, such as " + code(grant.witness.action);
  }
  std::vector<std::string> names;
  for (const ActionId id : grant.actions) {
    if (names.size() == most) break;
    names.push_back(code(actions.Name(id)));
  }
  return Enumerate(names, grant.actions.size() - names.size(), " and ");
}

std::string ResourceOf(const AddedGrant& grant, const MarkCode& code) {
  if (grant.resource != nullptr) return code(grant.resource->value);
  return grant.statement->is_not_resource ? "all but its NotResource" : "the policy's own resource";
}

std::vector<std::string> ConditionsOf(const Statement& statement, const MarkCode& code) {
  std::vector<std::string> out;
  for (const ConditionEntry& entry : statement.conditions) {
    std::vector<std::string> values;
    for (const Text& value : entry.values) {
      if (values.size() < kMostValues) values.push_back(code(value.value));
    }
    const std::size_t more = entry.values.size() - values.size();
    out.push_back(fmt::format("{} {} is {}", code(entry.op.value), code(entry.key.value),
                              values.empty() ? "nothing" : Enumerate(values, more, " or ")));
  }
  return out;
}

std::string DescribeRequest(const Request& request, const MarkCode& code) {
  std::string out = code(request.action) + " on " + code(request.resource);
  if (!request.principal.empty()) out += " by " + code(request.principal);
  for (const auto& [key, values] : request.context) {
    out += fmt::format(", {} = {}", code(key), values.empty() ? "nothing" : "");
    for (std::size_t i = 0; i < values.size(); ++i) {
      out += (i == 0 ? "" : " and ") + code(values[i]);
    }
  }
  return out;
}

SplitGrants SplitLater(const PolicyComparison& comparison) {
  const std::span<const AddedGrant> all = comparison.added;
  if (comparison.only_future) return {all, {}};
  const auto first_later = std::find_if(
      all.begin(), all.end(), [](const AddedGrant& grant) { return grant.only_future(); });
  const auto count = static_cast<std::size_t>(first_later - all.begin());
  return {all.first(count), all.subspan(count)};
}

std::string_view SummaryOf(const DiffReportItem& item) {
  const bool adds = !item.added->added.empty();
  switch (item.added->verdict) {
    case ComparisonVerdict::kPass:
      if (!item.has_old) return "new, adds nothing";
      if (!item.has_new) return "removed";
      return item.removed->verdict == ComparisonVerdict::kPass ? "the same access"
                                                               : "no new access";
    case ComparisonVerdict::kFail:
      if (item.added->only_future) return "adds access to actions that AWS may add later";
      if (!item.has_old) return "new, adds access";
      return item.has_new ? "adds access" : "removed, which adds access";
    case ComparisonVerdict::kUnknown:
      return "cannot tell whether it adds access";
    case ComparisonVerdict::kError:
      break;
  }
  return adds ? "adds access, but could not be compared in full" : "could not be compared";
}

GrantPlaces PlacesOf(const AddedGrant& grant, const DiffReportItem& item) {
  GrantPlaces places;
  places.attached = grant.attached;
  places.primary = grant.attached;
  if (grant.policy->is_aws_managed || grant.attached.valid()) return places;
  const KnownTexts known(item.old_policies);
  Location news{};  // of what is new, the first
  const auto weigh = [&](const Location& place, bool is_new) {
    if (is_new && !news.valid()) news = place;
    if (!places.primary.valid()) places.primary = place;
  };
  for (const Text* element : grant.elements) {
    if (!element->location.valid()) continue;
    places.actions.push_back(element->location);
    weigh(element->location, !known.actions.contains(KnownTexts::Folded(element->value)));
  }
  if (grant.resource != nullptr && grant.resource->location.valid()) {
    places.resource = grant.resource->location;
    weigh(places.resource, !known.resources.contains(grant.resource->value));
  }
  for (const Principal& principal : grant.statement->principals) {
    const bool is_new = !known.principals.contains(principal.text.value);
    if (!is_new || !principal.text.location.valid()) continue;
    places.principals.push_back(principal.text.location);
    weigh(principal.text.location, true);
  }
  if (!places.primary.valid()) places.primary = grant.statement->effect_location;
  if (news.valid()) places.primary = news;
  return places;
}

std::string DescribeCounts(const DiffReport& report, std::string_view with) {
  std::array<std::size_t, 4> counts{};
  for (const DiffReportItem& item : report.items) {
    ++counts[static_cast<std::size_t>(item.added->verdict)];
  }
  std::string out = fmt::format("{} compared{}", report.items.size(), with);
  std::string_view separator = ": ";
  for (const ComparisonVerdict verdict : {ComparisonVerdict::kFail, ComparisonVerdict::kUnknown,
                                          ComparisonVerdict::kError, ComparisonVerdict::kPass}) {
    const std::size_t count = counts[static_cast<std::size_t>(verdict)];
    if (count == 0) continue;
    out += fmt::format("{}{} {}", separator, count, ComparisonVerdictName(verdict));
    separator = ", ";
  }
  if (report.files_without_policies > 0) {
    out += fmt::format("; {} without a policy", report.files_without_policies);
  }
  return out;
}

Role RoleOf(ComparisonVerdict verdict) {
  switch (verdict) {
    case ComparisonVerdict::kPass:
      return Role::kNote;
    case ComparisonVerdict::kUnknown:
      return Role::kWarning;
    default:
      return Role::kError;
  }
}

}  // namespace leastwise
