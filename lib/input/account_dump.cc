#include "input/account_dump.h"

#include <string>

#include "input/embedded.h"
#include "input/identity_reader.h"

namespace leastwise {
namespace {

bool IsIdentityList(std::string_view key) {
  return key == "UserDetailList" || key == "GroupDetailList" || key == "RoleDetailList";
}

// The version that counts: what IAM marks as the default, else what the policy names, else the only
// one. Other versions grant nothing.
const Node* FindDefaultVersion(const Node& policy, std::size_t* index) {
  const Node* const versions = policy.Find("PolicyVersionList");
  if (versions == nullptr) return nullptr;
  const auto items = versions->items();
  const std::string_view named = StringMember(policy, "DefaultVersionId");
  const Node* found = nullptr;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Node* const mark = items[i]->Find("IsDefaultVersion");
    const bool is_marked = mark != nullptr && mark->text() == "true";
    const bool is_named = !named.empty() && StringMember(*items[i], "VersionId") == named;
    if (!is_marked && !(found == nullptr && (is_named || items.size() == 1))) continue;
    found = items[i];
    *index = i;
    if (is_marked) break;
  }
  return found;
}

void ReadManagedPolicy(const Tree& tree, const Node& policy, JsonPointer& pointer,
                       Extraction& extraction) {
  std::size_t index = 0;
  const Node* const version = FindDefaultVersion(policy, &index);
  const Node* const document = version == nullptr ? nullptr : version->Find("Document");
  if (document == nullptr) {
    extraction.AddNotAnalysed(tree.Locate(policy), pointer,
                              "a managed policy without a document of its default version");
    return;
  }
  const JsonPointer::Step list(pointer, "PolicyVersionList");
  const JsonPointer::Step element(pointer, index);
  const JsonPointer::Step step(pointer, "Document");
  DocumentSite site;
  site.kind = PolicyKind::kIdentity;
  site.name = StringMember(policy, "PolicyName");
  site.arn = StringMember(policy, "Arn");
  site.account = AccountOfArn(site.arn);
  extraction.AddDocument(tree, *document, site, pointer);
}

void ReadIdentities(const Tree& tree, const Node& list, JsonPointer& pointer,
                    Extraction& extraction) {
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const JsonPointer::Step element(pointer, i);
    const Node& item = *list.items()[i];
    if (item.is(NodeKind::kObject))
      ReadIdentity(tree, item, BoundaryView::kShown, pointer, extraction);
    else
      extraction.AddNotAnalysed(tree.Locate(item), pointer, "an identity that is not an object");
  }
}

void ReadPolicies(const Tree& tree, const Node& list, JsonPointer& pointer,
                  Extraction& extraction) {
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const JsonPointer::Step element(pointer, i);
    ReadManagedPolicy(tree, *list.items()[i], pointer, extraction);
  }
}

}  // namespace

bool IsAccountDump(const Node& node) {
  for (const Member& member : node.members()) {
    if (IsIdentityList(member.key) && member.value->is(NodeKind::kArray)) return true;
    if (member.key != "Policies" || member.value->items().empty()) continue;
    if (member.value->items()[0]->FindMember("PolicyVersionList") != nullptr) return true;
  }
  return false;
}

void ReadAccountDump(const Tree& tree, const Node& node, JsonPointer& pointer,
                     Extraction& extraction) {
  extraction.Claim(tree, node);
  for (const Member& member : node.members()) {
    const JsonPointer::Step step(pointer, member.key);
    if (IsIdentityList(member.key))
      ReadIdentities(tree, *member.value, pointer, extraction);
    else if (member.key == "Policies" && member.value->is(NodeKind::kArray))
      ReadPolicies(tree, *member.value, pointer, extraction);
    else
      WalkForPolicies(tree, *member.value, pointer, extraction);
  }
}

}  // namespace leastwise
