#include "iam/policy_parser.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "iam/condition.h"
#include "iam/grammar.h"
#include "iam/parse_context.h"
#include "iam/principal.h"
#include "iam/text_reader.h"

namespace leastwise {
namespace {

constexpr std::string_view kNewVersion = "2012-10-17";
constexpr std::string_view kOldVersion = "2008-10-17";

// In the order of kElementNames.
enum class Element : std::uint8_t {
  kSid,
  kEffect,
  kPrincipal,
  kNotPrincipal,
  kAction,
  kNotAction,
  kResource,
  kNotResource,
  kCondition,
};
constexpr std::array<std::string_view, 9> kElementNames = {
    "Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
    "NotAction", "Resource", "NotResource", "Condition",
};
constexpr std::array<std::string_view, 3> kDocumentNames = {"Version", "Id", "Statement"};

template <std::size_t kSize>
std::size_t IndexOf(const std::array<std::string_view, kSize>& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

// Reads one document. Elements that may be written twice are gathered in vectors, so that a
// duplicate key adds to what is there.
class DocumentParser {
 public:
  DocumentParser(const Tree& tree, const PolicySite& site, Arena& arena,
                 std::vector<Problem>* problems)
      : context_{tree, arena, problems, site.kind, site.kind_is_certain, false} {}

  Policy Parse(const Node& node, const PolicySite& site) {
    Policy policy;
    policy.kind = site.kind;
    policy.kind_is_certain = site.kind_is_certain;
    policy.name = context_.arena.Copy(site.name);
    policy.arn = context_.arena.Copy(site.arn);
    policy.container = context_.arena.Copy(site.container);
    policy.pointer = context_.arena.Copy(site.pointer);
    policy.resource_type = context_.arena.Copy(site.resource_type);
    policy.account = context_.arena.Copy(site.account);
    policy.location = context_.At(node);
    ReadVersion(node);
    policy.version_2012 = context_.variables;
    ReadMembers(node);
    CheckCharacters(context_, node.span());
    CheckSids();
    policy.statements = context_.arena.Copy(statements_);
    return policy;
  }

 private:
  void ReadVersion(const Node& node);
  void ReadMembers(const Node& node);
  void ReadStatements(const Node& node);
  void ReadStatement(const Node& node);
  void ReadElement(Element element, const Member& member, Statement* statement);
  void ReadEffect(const Node& node, Statement* statement);
  void ReadSid(const Node& node, Statement* statement);
  void ReadPrincipalElement(Element element, const Member& member);
  void ReadList(const Member& member, VariableMode mode, std::vector<Text>* out);
  void ReportVariables(const std::vector<Text>& texts) const;
  void TakeElements(const ElementPlaces& places, Statement* statement);
  void CheckSids();
  void ReportWrongType(const Node& node, std::string_view element, std::string_view wanted) const;

  ParseContext context_;
  std::vector<Statement> statements_;
  std::uint32_t next_index_ = 0;
  bool repeated_statement_ = false;

  // Of the statement that is being read.
  std::vector<Text> actions_, not_actions_, resources_, not_resources_;
  std::vector<Principal> principals_, not_principals_;
  std::vector<ConditionEntry> conditions_;
  bool complete_ = true;
};

void DocumentParser::ReportWrongType(const Node& node, std::string_view element,
                                     std::string_view wanted) const {
  if (node.is(NodeKind::kUnknown) || node.is(NodeKind::kChoice)) return;
  context_.Report(problem::kWrongType, context_.At(node),
                  Quote(element) + " takes " + std::string(wanted) + ", not " +
                      std::string(NodeKindWords(node.kind())));
}

void DocumentParser::ReadVersion(const Node& node) {
  const Node* version = nullptr;
  for (const Member& member : node.members()) {
    if (member.key != "Version") continue;
    version = member.value;
    if (!version->is(NodeKind::kString)) {
      ReportWrongType(*version, "Version", "a string");
    } else if (version->text() == kNewVersion) {
      context_.variables = true;
    } else if (version->text() != kOldVersion) {
      context_.Report(problem::kBadVersion, context_.At(*version),
                      Quote(version->text()) + " is no version of the policy language, write `" +
                          std::string(kNewVersion) + "`");
    }
  }
  const bool needs_new =
      context_.kind == PolicyKind::kServiceControl || context_.kind == PolicyKind::kResourceControl;
  if (!needs_new || context_.variables || (version != nullptr && version->text() != kOldVersion))
    return;
  context_.Report(
      problem::kBadVersion, context_.At(version == nullptr ? node : *version),
      KindWords(context_.kind) + " must have `\"Version\": \"" + std::string(kNewVersion) + "\"`");
}

void DocumentParser::ReadMembers(const Node& node) {
  std::size_t statement_members = 0;
  for (const Member& member : node.members()) {
    const std::size_t name = IndexOf(kDocumentNames, member.key);
    if (name == kDocumentNames.size()) {
      context_.Report(problem::kUnknownElement, context_.At(member.key_span),
                      Quote(member.key) + " is not an element of a policy document" +
                          DidYouMean(member.key, kDocumentNames));
    }
    if (member.key == "Id") {
      const bool is_resource =
          context_.kind == PolicyKind::kResource || context_.kind == PolicyKind::kTrust;
      if (!member.value->is(NodeKind::kString)) ReportWrongType(*member.value, "Id", "a string");
      if (!is_resource && context_.kind_is_certain)
        context_.Report(problem::kForbiddenElement, context_.At(member.key_span),
                        "`Id` is not allowed in " + KindWords(context_.kind));
    }
    if (member.key == "Statement") {
      repeated_statement_ = statement_members++ > 0;
      ReadStatements(*member.value);
    }
  }
  if (statement_members == 0)
    context_.Report(problem::kNoStatement, context_.At(node), "the policy has no `Statement`");
  if (!repeated_statement_) return;
  for (Statement& statement : statements_) statement.low_confidence = true;
}

void DocumentParser::ReadStatements(const Node& node) {
  if (node.is(NodeKind::kObject)) return ReadStatement(node);
  if (!node.is(NodeKind::kArray))
    return ReportWrongType(node, "Statement", "an object or a list of objects");
  if (node.items().empty())
    context_.Report(problem::kNoStatement, context_.At(node), "the policy has no statement");
  for (const Node* const item : node.items()) {
    if (item->is(NodeKind::kObject)) {
      ReadStatement(*item);
    } else {
      ++next_index_;
      ReportWrongType(*item, "Statement", "objects");
    }
  }
}

void DocumentParser::ReadStatement(const Node& node) {
  Statement statement;
  statement.index = next_index_++;
  statement.location = context_.At(node);
  statement.effect_location = statement.location;
  ElementPlaces places;
  places.statement = statement.location;
  complete_ = true;
  unsigned seen = 0;
  for (const Member& member : node.members()) {
    const std::size_t index = IndexOf(kElementNames, member.key);
    if (index == kElementNames.size()) {
      context_.Report(problem::kUnknownElement, context_.At(member.key_span),
                      Quote(member.key) + " is not an element of a statement" +
                          DidYouMean(member.key, kElementNames));
      continue;
    }
    if ((seen & (1U << index)) != 0) complete_ = false;
    seen |= 1U << index;
    const auto element = static_cast<Element>(index);
    Location* const slots[] = {
        nullptr,        &places.effect,     &places.principal, &places.not_principal,
        &places.action, &places.not_action, &places.resource,  &places.not_resource,
        nullptr};
    if (Location* const slot = slots[index]; slot != nullptr && !slot->valid())
      *slot = context_.At(member.key_span);
    ReadElement(element, member, &statement);
  }
  CheckElements(context_, places);
  TakeElements(places, &statement);
  if (context_.kind == PolicyKind::kResourceControl) CheckResourceControl(context_, statement);
  statement.low_confidence = !complete_;
  statements_.push_back(statement);
}

void DocumentParser::ReadElement(Element element, const Member& member, Statement* statement) {
  const VariableMode variables =
      context_.variables ? VariableMode::kVariables : VariableMode::kLiteral;
  switch (element) {
    case Element::kSid:
      return ReadSid(*member.value, statement);
    case Element::kEffect:
      return ReadEffect(*member.value, statement);
    case Element::kPrincipal:
    case Element::kNotPrincipal:
      return ReadPrincipalElement(element, member);
    case Element::kAction:
      return ReadList(member, VariableMode::kLiteral, &actions_);
    case Element::kNotAction:
      return ReadList(member, VariableMode::kLiteral, &not_actions_);
    case Element::kResource:
      return ReadList(member, variables, &resources_);
    case Element::kNotResource:
      return ReadList(member, variables, &not_resources_);
    case Element::kCondition:
      if (!ReadConditions(context_, *member.value, &conditions_)) complete_ = false;
      return;
  }
}

void DocumentParser::ReadEffect(const Node& node, Statement* statement) {
  statement->effect_location = context_.At(node);
  if (!node.is(NodeKind::kString)) {
    ReportWrongType(node, "Effect", "`Allow` or `Deny`");
    return;
  }
  constexpr std::array<std::string_view, 2> kEffects = {"Allow", "Deny"};
  const std::size_t effect = IndexOf(kEffects, node.text());
  if (effect == kEffects.size()) {
    context_.Report(
        problem::kBadEffect, context_.At(node),
        Quote(node.text()) + " is neither `Allow` nor `Deny`" + DidYouMean(node.text(), kEffects));
    return;
  }
  // Of two that contradict each other, what grants more is looked at.
  const bool was_allow = statement->has_effect && statement->effect == Effect::kAllow;
  statement->effect = was_allow || effect == 0 ? Effect::kAllow : Effect::kDeny;
  statement->has_effect = true;
}

void DocumentParser::ReadSid(const Node& node, Statement* statement) {
  if (!node.is(NodeKind::kString)) return ReportWrongType(node, "Sid", "a string");
  if (statement->sid.location.valid()) return;
  statement->sid = MakeText(context_.tree, node, VariableMode::kLiteral, context_.arena);
  CheckSid(context_, statement->sid);
}

void DocumentParser::ReadPrincipalElement(Element element, const Member& member) {
  const bool negated = element == Element::kNotPrincipal;
  if (!ReadPrincipals(context_, *member.value, member.key,
                      negated ? &not_principals_ : &principals_))
    complete_ = false;
}

void DocumentParser::ReadList(const Member& member, VariableMode mode, std::vector<Text>* out) {
  if (!context_.ReadTexts(*member.value, member.key, mode, false)) complete_ = false;
  out->insert(out->end(), context_.texts.begin(), context_.texts.end());
  context_.texts.clear();
}

void DocumentParser::ReportVariables(const std::vector<Text>& texts) const {
  if (context_.variables) return;
  for (const Text& text : texts) {
    if (!HasPolicyVariable(text.value)) continue;
    context_.Report(problem::kMissingVersionForVariable, text.location,
                    "variables such as in " + Quote(text.value) +
                        " are literal text without `\"Version\": \"" + std::string(kNewVersion) +
                        "\"`");
  }
}

// Of two elements that exclude each other the positive one is analysed.
void DocumentParser::TakeElements(const ElementPlaces& places, Statement* statement) {
  const auto both = [this](const Location& one, const Location& other) {
    if (one.valid() && other.valid()) complete_ = false;
  };
  both(places.action, places.not_action);
  both(places.resource, places.not_resource);
  both(places.principal, places.not_principal);
  statement->is_not_action = !places.action.valid() && places.not_action.valid();
  statement->is_not_resource = !places.resource.valid() && places.not_resource.valid();
  statement->is_not_principal = !places.principal.valid() && places.not_principal.valid();
  statement->has_resource = places.resource.valid() || places.not_resource.valid();

  Arena& arena = context_.arena;
  statement->actions = arena.Copy(statement->is_not_action ? not_actions_ : actions_);
  statement->resources = arena.Copy(statement->is_not_resource ? not_resources_ : resources_);
  statement->principals = arena.Copy(statement->is_not_principal ? not_principals_ : principals_);
  statement->conditions = arena.Copy(conditions_);
  CheckActions(context_, statement->actions);
  CheckResources(context_, statement->resources);
  ReportVariables(resources_);
  ReportVariables(not_resources_);
  for (auto* const list : {&actions_, &not_actions_, &resources_, &not_resources_}) list->clear();
  principals_.clear();
  not_principals_.clear();
  conditions_.clear();
}

void DocumentParser::CheckSids() {
  std::vector<const Text*> sids;
  for (const Statement& statement : statements_) {
    if (!statement.sid.value.empty()) sids.push_back(&statement.sid);
  }
  std::stable_sort(sids.begin(), sids.end(),
                   [](const Text* a, const Text* b) { return a->value < b->value; });
  for (std::size_t i = 1, first = 0; i < sids.size(); ++i) {
    if (sids[i]->value != sids[first]->value) {
      first = i;
      continue;
    }
    context_.Report(problem::kDuplicateSid, sids[i]->location,
                    "the Sid " + Quote(sids[i]->value) + " is already used in this document",
                    sids[first]->location);
  }
}

}  // namespace

Policy ParsePolicy(const Tree& tree, const Node& node, const PolicySite& site, Arena& arena,
                   std::vector<Problem>* problems) {
  return DocumentParser(tree, site, arena, problems).Parse(node, site);
}

}  // namespace leastwise
