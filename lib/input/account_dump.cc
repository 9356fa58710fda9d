#include "input/account_dump.h"

#include <algorithm>
#include <array>
#include <string>

#include "input/embedded.h"
#include "input/identity_reader.h"

namespace leastwise {
namespace {

constexpr std::string_view kPolicies = "Policies";
constexpr std::array<std::string_view, 4> kLists = {"UserDetailList", "GroupDetailList",
                                                    "RoleDetailList", kPolicies};

bool IsIdentityList(std::string_view key) {
  return key != kPolicies && std::find(kLists.begin(), kLists.end(), key) != kLists.end();
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

// All four lists are there, and AWS did not stop before the end (`--max-items` leaves a token).
bool HoldsAllLists(const Node& dump) {
  const Node* const is_truncated = dump.Find("IsTruncated");
  const Node* const token = dump.Find("NextToken");
  const bool is_cut = (is_truncated != nullptr && is_truncated->text() == "true") ||
                      (token != nullptr && !token->is(NodeKind::kNull));
  return !is_cut && std::all_of(kLists.begin(), kLists.end(), [&dump](std::string_view key) {
    const Node* const list = dump.Find(key);
    return list != nullptr && list->is(NodeKind::kArray);
  });
}

}  // namespace

void ReadDumpElement(std::string_view list, const Tree& tree, const Node& item,
                     JsonPointer& pointer, Extraction& extraction) {
  if (list == kPolicies)
    ReadManagedPolicy(tree, item, pointer, extraction);
  else if (item.is(NodeKind::kObject))
    ReadIdentity(tree, item, BoundaryView::kShown, pointer, extraction);
  else
    extraction.AddNotAnalysed(tree.Locate(item), pointer, "an identity that is not an object");
}

bool IsDumpList(const Member& member) {
  return IsIdentityList(member.key) ||
         (member.key == kPolicies && member.value->is(NodeKind::kArray));
}

void NoteWholeAccount(const Node& dump, std::size_t first, Inventory& inventory) {
  if (!HoldsAllLists(dump)) return;
  const std::span<Identity* const> identities = inventory.identities().subspan(first);
  const auto role =
      std::find_if(identities.begin(), identities.end(), [](const Identity* identity) {
        return identity->kind == IdentityKind::kRole && !identity->account.empty();
      });
  if (role != identities.end()) inventory.AddWholeAccount((*role)->account);
}

bool IsAccountDump(const Node& node) {
  for (const Member& member : node.members()) {
    if (IsIdentityList(member.key) && member.value->is(NodeKind::kArray)) return true;
    if (member.key != kPolicies || member.value->items().empty()) continue;
    if (member.value->items()[0]->FindMember("PolicyVersionList") != nullptr) return true;
  }
  return false;
}

void ReadAccountDump(const Tree& tree, const Node& node, JsonPointer& pointer,
                     Extraction& extraction) {
  extraction.Claim(tree, node);
  const std::size_t first = extraction.inventory().identities().size();
  for (const Member& member : node.members()) {
    const JsonPointer::Step step(pointer, member.key);
    if (!IsDumpList(member)) WalkForPolicies(tree, *member.value, pointer, extraction);
    const std::size_t count = IsDumpList(member) ? member.value->items().size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const JsonPointer::Step element(pointer, i);
      ReadDumpElement(member.key, tree, *member.value->items()[i], pointer, extraction);
    }
  }
  NoteWholeAccount(node, first, extraction.inventory());
}

std::span<const std::string_view> DumpLists() { return kLists; }

}  // namespace leastwise
