#include "linter/asked_request.h"

#include <algorithm>
#include <optional>

#include "base/backticks.h"
#include "iam/action_name.h"
#include "iam/arn.h"

namespace leastwise {
namespace {

Error Usage(std::string message, std::string hint = {}) {
  return {ErrorKind::kUsage, std::move(message), {}, std::move(hint)};
}

std::optional<Error> CheckAction(const std::string& action) {
  if (!IsLiteralAction(action)) {
    return Usage("a request has one action, and " + InBackticks(action) + " is a pattern");
  }
  if (!SplitAction(action)) {
    return Usage(InBackticks(action) + " is no action", "write it like `s3:GetObject`");
  }
  return std::nullopt;
}

bool TakesResource(const ActionCatalog& catalog, const ActionInfo& info,
                   const std::string& resource) {
  return std::any_of(
      info.resource_types.begin(), info.resource_types.end(), [&](const auto& reference) {
        return ArnPattern(catalog.resource_type(reference.type).pattern).Matches(resource);
      });
}

bool NeedsResource(const ActionInfo& info) {
  return std::any_of(info.resource_types.begin(), info.resource_types.end(),
                     [](const auto& reference) { return reference.required != 0; });
}

}  // namespace

AskedRequest CheckAskedRequest(const Request& request, const ActionCatalog& catalog) {
  AskedRequest out;
  if (std::optional<Error> error = CheckAction(request.action)) out.errors.push_back(*error);
  const bool is_star = request.resource == "*";
  if (!is_star && !SplitArn(request.resource)) {
    out.errors.push_back(Usage(InBackticks(request.resource) + " is no ARN of six parts",
                               "give the ARN of one resource, or `*` for an action without one"));
  }
  if (!out.errors.empty()) return out;
  const std::optional<ActionId> id = catalog.Find(request.action);
  if (!id) {
    const std::string nearest = catalog.Nearest(request.action);
    out.notes.push_back("the AWS data of " + std::string(catalog.date()) + " has no action " +
                        InBackticks(request.action) +
                        (nearest.empty() ? "" : ", perhaps " + InBackticks(nearest) + " is meant"));
    return out;
  }
  const ActionInfo info = catalog.info(*id);
  if (info.resource_types.empty() && !is_star) {
    out.errors.push_back(
        Usage(InBackticks(catalog.FullName(*id)) + " takes no resource, so no ARN allows it",
              "ask with --resource '*'"));
  } else if (is_star && NeedsResource(info)) {
    out.errors.push_back(
        Usage(InBackticks(catalog.FullName(*id)) + " is asked about one resource",
              "give its ARN, for example one that matches " +
                  InBackticks(catalog.resource_type(info.resource_types[0].type).pattern)));
  } else if (is_star && !info.resource_types.empty()) {
    out.notes.push_back("`*` asks about no resource, and " + InBackticks(catalog.FullName(*id)) +
                        " is mostly asked about one: give its ARN");
  } else if (!is_star && !TakesResource(catalog, info, request.resource)) {
    out.notes.push_back(InBackticks(catalog.FullName(*id)) +
                        " takes no resource of this form, as far as AWS documents it");
  }
  return out;
}

}  // namespace leastwise
