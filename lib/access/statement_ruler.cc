#include "access/statement_ruler.h"

#include <algorithm>

#include "access/resource_pattern.h"
#include "access/variable_fill.h"
#include "iam/action_name.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

Truth Choose(Reading reading, const RequestContext& context, StatementRuling* ruling) {
  const Truth choice = context.ChoiceFor(reading);
  if (choice == Truth::kUnknown) ruling->readings.push_back(reading);
  return choice;
}

bool HasWildcard(std::string_view text) { return !IsLiteralAction(text); }

Truth MatchAction(const Text& text, const RequestContext& context, StatementRuling* ruling) {
  const bool has_hole = text.has_hole();
  const std::string_view action = context.request().action;
  // Without `*` a pattern matches what is as long as itself; of a list of names few are.
  if (!has_hole && text.pattern.size() != action.size() &&
      text.pattern.find('*') == std::string_view::npos) {
    return Truth::kNo;
  }
  const std::string widened = has_hole ? WidenHoles(text.pattern) : std::string();
  const std::string_view pattern = has_hole ? std::string_view(widened) : text.pattern;
  const Truth certain = has_hole ? Truth::kUnknown : Truth::kYes;
  if (has_hole) ruling->hole = &text;
  if (Glob(pattern).is_everything()) return certain;
  const auto wanted = SplitAction(pattern);
  const auto asked = SplitAction(action);
  if (!wanted || !asked) return Truth::kNo;
  if (!Glob(wanted->name, CaseMode::kFold).Matches(asked->name)) return Truth::kNo;
  if (!Glob(wanted->service, CaseMode::kFold).Matches(asked->service)) return Truth::kNo;
  const bool is_open = HasWildcard(wanted->service) && !Glob(wanted->service).is_everything();
  return is_open && !has_hole ? Choose(Reading::kServiceWildcard, context, ruling) : certain;
}

bool ExpandsShortResources(PolicyKind kind) {
  return kind == PolicyKind::kIdentity || kind == PolicyKind::kBoundary;
}

std::ptrdiff_t MissingColons(std::string_view pattern) {
  return std::max<std::ptrdiff_t>(5 - std::count(pattern.begin(), pattern.end(), ':'), 0);
}

Truth MatchPattern(std::string_view pattern, const Policy& policy, const RequestContext& context,
                   StatementRuling* ruling) {
  const std::string_view resource = context.request().resource;
  const ArnPattern arn(pattern);
  const std::ptrdiff_t missing = arn.is_everything() ? 0 : MissingColons(pattern);
  if (missing == 0) return ToTruth(arn.Matches(resource));
  std::string expanded(pattern);
  for (std::ptrdiff_t i = 0; i < missing; ++i) expanded += ":*";
  if (!ArnPattern(expanded).Matches(resource)) return Truth::kNo;
  if (arn.is_well_formed() && ExpandsShortResources(policy.kind)) return Truth::kYes;
  return Choose(Reading::kShortResource, context, ruling);
}

// A template's hole may hold colons, a variable stays within its part.
Truth MatchOpenResource(const Text& text, const FilledText& filled, const RequestContext& context,
                        StatementRuling* ruling) {
  const std::string wide = WidenHoles(filled.pattern);
  const std::string_view resource = context.request().resource;
  const bool is_possible = filled.has_template_hole || !SplitArn(wide)
                               ? Glob(wide).Matches(resource)
                               : ArnPattern(wide).Matches(resource);
  if (!is_possible) return Truth::kNo;
  ruling->missing_keys.insert(ruling->missing_keys.end(), filled.missing_keys.begin(),
                              filled.missing_keys.end());
  if (filled.has_template_hole) ruling->hole = &text;
  return Truth::kUnknown;
}

Truth MatchResource(const Text& text, const Policy& policy, bool is_excluded,
                    const RequestContext& context, StatementRuling* ruling) {
  if (!text.has_hole()) return MatchPattern(text.pattern, policy, context, ruling);
  const FilledText filled = FillVariables(text, context);
  if (filled.state == FilledText::State::kUnresolved) {
    // Excluding nothing (yes) is the same as not matching.
    return is_excluded ? Not(Choose(Reading::kUnresolvedNotResource, context, ruling)) : Truth::kNo;
  }
  if (filled.state == FilledText::State::kOpen) {
    return MatchOpenResource(text, filled, context, ruling);
  }
  const Truth matches = MatchPattern(filled.pattern, policy, context, ruling);
  if (matches == Truth::kNo || !filled.has_early_variable) return matches;
  return And(matches, Choose(Reading::kVariableInArnPart, context, ruling));
}

Truth MatchConditions(const Statement& statement, const RequestContext& context,
                      StatementRuling* ruling) {
  const OpenCauses causes(ruling);
  Truth truth = Truth::kYes;
  for (const ConditionEntry& entry : statement.conditions) {
    const Truth own = MatchCondition(entry, context, ruling);
    if (own < truth) ruling->failed_condition = &entry;
    truth = And(truth, own);
    if (truth == Truth::kNo) break;
  }
  return causes.Settle(truth);
}

}  // namespace

Truth MatchActions(const Statement& statement, const RequestContext& context,
                   StatementRuling* ruling) {
  const OpenCauses causes(ruling);
  Truth truth = Truth::kNo;
  for (const Text& text : statement.actions) {
    const Truth own = MatchAction(text, context, ruling);
    if (own > truth && !statement.is_not_action) ruling->action_text = &text;
    truth = Or(truth, own);
    if (truth == Truth::kYes) break;
  }
  return causes.Settle(statement.is_not_action ? Not(truth) : truth);
}

Truth MatchResources(const Policy& policy, const Statement& statement,
                     const RequestContext& context, StatementRuling* ruling) {
  if (!statement.has_resource) {
    // The resource that the document is attached to.
    return ToTruth(policy.kind == PolicyKind::kTrust || policy.kind == PolicyKind::kResource);
  }
  const OpenCauses causes(ruling);
  Truth truth = Truth::kNo;
  for (const Text& text : statement.resources) {
    const Truth own = MatchResource(text, policy, statement.is_not_resource, context, ruling);
    if (own > truth && !statement.is_not_resource) ruling->resource_text = &text;
    truth = Or(truth, own);
    if (truth == Truth::kYes) break;
  }
  return causes.Settle(statement.is_not_resource ? Not(truth) : truth);
}

RuledStatement RuleStatement(const Policy& policy, const Statement& statement, PolicyLayer layer,
                             const RequestContext& context, bool has_boundary) {
  RuledStatement out;
  StatementRuling& ruling = out.ruling;
  ruling.policy = &policy;
  ruling.statement = &statement;
  ruling.layer = layer;
  ruling.action = MatchActions(statement, context, &ruling);
  if (ruling.action == Truth::kNo) return out;
  out.match = MatchPrincipals(statement, context, has_boundary);
  ruling.principal = out.match.any();
  if (ruling.principal == Truth::kUnknown) {
    ruling.readings.insert(ruling.readings.end(), out.match.readings.begin(),
                           out.match.readings.end());
  }
  ruling.resource = MatchResources(policy, statement, context, &ruling);
  ruling.condition = MatchConditions(statement, context, &ruling);
  return out;
}

}  // namespace leastwise
