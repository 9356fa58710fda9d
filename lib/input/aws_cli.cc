#include "input/aws_cli.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "input/embedded.h"
#include "input/identity_reader.h"

namespace leastwise {
namespace {

// One member of an output, and how it is read.
struct Output {
  std::string_view key;
  bool (*is_it)(const Node& root, const Node& value);
  void (*read)(const Tree& tree, const Node& root, const Node& value, JsonPointer& pointer,
               Extraction& extraction);
};

bool HasName(const Node& node) {
  return !StringMember(node, "RoleName").empty() || !StringMember(node, "UserName").empty() ||
         !StringMember(node, "GroupName").empty();
}

bool IsVersion(const Node&, const Node& value) { return value.FindMember("Document") != nullptr; }

// A managed policy may be used as a boundary: the user may say so.
void ReadVersion(const Tree& tree, const Node&, const Node& value, JsonPointer& pointer,
                 Extraction& extraction) {
  DocumentSite site;
  site.kind = extraction.options().kind.value_or(PolicyKind::kIdentity);
  const JsonPointer::Step step(pointer, "Document");
  extraction.AddDocument(tree, *value.Find("Document"), site, pointer);
}

bool IsInlinePolicy(const Node& root, const Node&) {
  return HasName(root) && root.FindMember("PolicyName") != nullptr;
}

void ReadInlinePolicy(const Tree& tree, const Node& root, const Node& value, JsonPointer& pointer,
                      Extraction& extraction) {
  DocumentSite site;
  site.kind = PolicyKind::kIdentity;
  site.name = StringMember(root, "PolicyName");
  for (const std::string_view key : {"RoleName", "UserName", "GroupName"}) {
    if (site.container.empty()) site.container = StringMember(root, key);
  }
  extraction.AddDocument(tree, value, site, pointer);
}

bool IsIdentity(const Node&, const Node& value) { return HasName(value); }

void ReadShown(const Tree& tree, const Node&, const Node& value, JsonPointer& pointer,
               Extraction& extraction) {
  ReadIdentity(tree, value, BoundaryView::kShown, pointer, extraction);
}

bool IsIdentities(const Node&, const Node& value) {
  return std::any_of(value.items().begin(), value.items().end(),
                     [](const Node* item) { return HasName(*item); });
}

void ReadListed(const Tree& tree, const Node&, const Node& value, JsonPointer& pointer,
                Extraction& extraction) {
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    const JsonPointer::Step element(pointer, i);
    if (HasName(*value.items()[i]))
      ReadIdentity(tree, *value.items()[i], BoundaryView::kNotShown, pointer, extraction);
    else
      WalkForPolicies(tree, *value.items()[i], pointer, extraction);
  }
}

bool IsArray(const Node&, const Node& value) { return value.is(NodeKind::kArray); }

// The output does not say whose policies they are.
void ReadAttached(const Tree& tree, const Node& root, const Node& value, JsonPointer& pointer,
                  Extraction& extraction) {
  Identity identity;
  identity.location = tree.Locate(root);
  identity.name.location = identity.location;
  identity.path = "/";
  identity.attachments_are_known = true;
  const std::vector<Attachment> read = ReadAttachments(tree, value, pointer, extraction);
  identity.attachments = extraction.arena().Copy(read);
  extraction.AddIdentity(identity);
}

void ReadKeyLists(const Tree& tree, const Node&, const Node& value, JsonPointer&,
                  Extraction& extraction) {
  const std::vector<AccessKey> keys = ReadAccessKeys(tree, value, extraction);
  std::map<std::string_view, std::vector<AccessKey>> by_user;
  std::size_t next = 0;
  for (const Node* const item : value.items()) {
    if (item->is(NodeKind::kObject))
      by_user[StringMember(*item, "UserName")].push_back(keys[next++]);
  }
  for (const auto& [user, own] : by_user) extraction.AddKeys(user, own);
}

constexpr std::array<Output, 10> kOutputs = {{
    {"PolicyVersion", IsVersion, ReadVersion},
    {"PolicyDocument", IsInlinePolicy, ReadInlinePolicy},
    {"Role", IsIdentity, ReadShown},
    {"User", IsIdentity, ReadShown},
    {"Group", IsIdentity, ReadShown},
    {"Roles", IsIdentities, ReadListed},
    {"Users", IsIdentities, ReadListed},
    {"Groups", IsIdentities, ReadListed},
    {"AttachedPolicies", IsArray, ReadAttached},
    {"AccessKeyMetadata", IsArray, ReadKeyLists},
}};

const Output* FindOutput(const Node& root, const Member& member) {
  const auto* const found = std::find_if(kOutputs.begin(), kOutputs.end(), [&](const Output& out) {
    return out.key == member.key && out.is_it(root, *member.value);
  });
  return found == kOutputs.end() ? nullptr : found;
}

}  // namespace

bool IsAwsCliOutput(const Node& node) {
  return std::any_of(node.members().begin(), node.members().end(),
                     [&node](const Member& member) { return FindOutput(node, member) != nullptr; });
}

void ReadAwsCliOutput(const Tree& tree, const Node& node, JsonPointer& pointer,
                      Extraction& extraction) {
  extraction.Claim(tree, node);
  for (const Member& member : node.members()) {
    const JsonPointer::Step step(pointer, member.key);
    if (const Output* const output = FindOutput(node, member))
      output->read(tree, node, *member.value, pointer, extraction);
    else
      WalkForPolicies(tree, *member.value, pointer, extraction);
  }
}

}  // namespace leastwise
