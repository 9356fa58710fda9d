#include <array>
#include <cstdint>
#include <string_view>

#include "iam/glob.h"
#include "iam/policy_parser.h"

namespace leastwise {
namespace {

// Calls visit(statement) for each statement that is an object, until it returns false.
template <typename Visit>
void ForEachStatement(const Node& document, Visit visit) {
  for (const Member& member : document.members()) {
    if (member.key != "Statement") continue;
    if (member.value->is(NodeKind::kObject) && !visit(*member.value)) return;
    for (const Node* const item : member.value->items()) {
      if (item->is(NodeKind::kObject) && !visit(*item)) return;
    }
  }
}

bool BearsMark(const Node& statement) {
  constexpr std::array<std::string_view, 5> kMarks = {"Effect", "Action", "NotAction", "Principal",
                                                      "NotPrincipal"};
  for (const std::string_view mark : kMarks) {
    if (statement.FindMember(mark) != nullptr) return true;
  }
  return false;
}

bool IsStsAction(const Node& action) {
  constexpr std::string_view kPrefix = "sts:";
  return action.is(NodeKind::kString) && action.text().size() > kPrefix.size() &&
         EqualsFolded(action.text().substr(0, kPrefix.size()), kPrefix);
}

// What GuessKind asks of all statements together.
struct Traits {
  bool has_principal = false;
  bool has_resource = false;
  bool has_allow = false;
  bool has_sts_action = false;
  bool has_other_service = false;  // an action of a named service other than sts
  bool has_other_action = false;   // any action that is not one of sts, `*` included
};

void AddAction(const Node& action, Traits* traits) {
  if (IsStsAction(action)) {
    traits->has_sts_action = true;
    return;
  }
  traits->has_other_action = true;
  if (action.text().find(':') != std::string_view::npos && !action.text().starts_with('*'))
    traits->has_other_service = true;
}

Traits TraitsOf(const Node& document) {
  Traits traits;
  ForEachStatement(document, [&traits](const Node& statement) {
    for (const Member& member : statement.members()) {
      if (member.key == "Principal" || member.key == "NotPrincipal") traits.has_principal = true;
      if (member.key == "Resource" || member.key == "NotResource") traits.has_resource = true;
      if (member.key == "Effect" && member.value->text() == "Allow") traits.has_allow = true;
      if (member.key != "Action" && member.key != "NotAction") continue;
      if (member.value->is(NodeKind::kString)) AddAction(*member.value, &traits);
      for (const Node* const item : member.value->items()) AddAction(*item, &traits);
    }
    return true;
  });
  return traits;
}

}  // namespace

std::string_view PolicyKindName(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::kIdentity:
      return "identity policy";
    case PolicyKind::kResource:
      return "resource policy";
    case PolicyKind::kTrust:
      return "trust policy";
    case PolicyKind::kBoundary:
      return "permissions boundary";
    case PolicyKind::kServiceControl:
      return "service control policy";
    case PolicyKind::kResourceControl:
      return "resource control policy";
  }
  return "";
}

PolicyKind GuessKind(const Node& document) {
  const Traits traits = TraitsOf(document);
  if (!traits.has_principal) return PolicyKind::kIdentity;
  // A resource control policy on STS looks like a trust policy, but has Resource and only denies;
  // policies of repositories name no Resource either, but actions of their own service.
  const bool only_sts = traits.has_sts_action && !traits.has_other_action;
  if (only_sts && (!traits.has_resource || traits.has_allow)) return PolicyKind::kTrust;
  if (!traits.has_resource && !traits.has_other_service) return PolicyKind::kTrust;
  return PolicyKind::kResource;
}

bool LooksLikePolicy(const Node& node) {
  const Node* const statement = node.Find("Statement");
  if (statement == nullptr) return false;
  if (statement->is(NodeKind::kObject)) return BearsMark(*statement);
  if (!statement->is(NodeKind::kArray)) return false;
  if (statement->items().empty()) {
    const Node* const version = node.Find("Version");
    return version != nullptr && version->is(NodeKind::kString) &&
           (version->text() == "2012-10-17" || version->text() == "2008-10-17");
  }
  for (const Node* const item : statement->items()) {
    if (item->is(NodeKind::kObject) && BearsMark(*item)) return true;
  }
  return false;
}

}  // namespace leastwise
