#include "input/identity_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "iam/arn.h"
#include "iam/text_reader.h"
#include "input/embedded.h"

namespace leastwise {
namespace {

struct NameKey {
  std::string_view key;
  IdentityKind kind;
};
constexpr std::array<NameKey, 3> kNameKeys = {{
    {"RoleName", IdentityKind::kRole},
    {"UserName", IdentityKind::kUser},
    {"GroupName", IdentityKind::kGroup},
}};

// What makes an object with a name an identity of IAM.
constexpr std::array<std::string_view, 17> kFacts = {
    "AssumeRolePolicyDocument",
    "AttachedManagedPolicies",
    "AttachedPolicies",
    "RolePolicyList",
    "UserPolicyList",
    "GroupPolicyList",
    "PermissionsBoundary",
    "AccessKeys",
    "GroupList",
    "MaxSessionDuration",
    "RoleId",
    "UserId",
    "GroupId",
    "RoleLastUsed",
    "Tags",
    "Arn",
    "LoginProfile",
};

Text PlainText(const Tree& tree, const Node& node, Arena& arena) {
  Text text;
  text.value = Keep(tree, node.text(), arena);
  text.pattern = text.value;
  text.location = tree.Locate(node);
  return text;
}

std::string_view LastSegment(std::string_view arn) {
  const std::size_t slash = arn.rfind('/');
  return slash == std::string_view::npos ? arn : arn.substr(slash + 1);
}

std::optional<Attachment> MakeAttachment(const Tree& tree, const Node& arn, std::string_view name,
                                         Arena& arena) {
  if (!arn.is(NodeKind::kString) || arn.text().empty()) return std::nullopt;
  Attachment out;
  out.arn = PlainText(tree, arn, arena);
  out.name = name.empty() ? LastSegment(out.arn.value) : arena.Copy(name);
  const auto parts = SplitArn(out.arn.value);
  out.is_aws_managed = parts && parts->account == "aws";
  return out;
}

// Reads one identity; members that it knows are taken, the others are left to the walk.
class IdentityReader {
 public:
  IdentityReader(const Tree& tree, const Node& node, JsonPointer& pointer, Extraction& extraction)
      : tree_(tree), node_(node), pointer_(pointer), extraction_(extraction) {}

  void Read(BoundaryView view) {
    extraction_.Claim(tree_, node_);
    identity_.location = tree_.Locate(node_);
    identity_.boundary_is_known = view == BoundaryView::kShown;
    ReadName();
    for (const Member& member : node_.members()) {
      const JsonPointer::Step step(pointer_, member.key);
      ReadMember(member);
    }
    // A group cannot have one, so that none is no news.
    if (identity_.kind == IdentityKind::kGroup) identity_.boundary_is_known = false;
    identity_.inline_policies = arena().Copy(std::span<const Policy* const>(inline_));
    identity_.attachments = arena().Copy(attachments_);
    identity_.keys = arena().Copy(keys_);
    identity_.group_names = arena().Copy(groups_);
    extraction_.AddIdentity(identity_);
  }

 private:
  Arena& arena() { return extraction_.arena(); }

  // The name and the account come first: documents are filed under them.
  void ReadName() {
    identity_.name.location = identity_.location;
    identity_.path = "/";
    for (const NameKey& known : kNameKeys) {
      const Node* const name = node_.Find(known.key);
      if (name == nullptr || !name->is(NodeKind::kString)) continue;
      identity_.kind = known.kind;
      identity_.name = PlainText(tree_, *name, arena());
      break;
    }
    identity_.arn = Keep(tree_, StringMember(node_, "Arn"), arena());
    identity_.account = AccountOfArn(identity_.arn);
    if (const std::string_view path = StringMember(node_, "Path"); !path.empty())
      identity_.path = Keep(tree_, path, arena());
  }

  void ReadMember(const Member& member) {
    const std::string_view key = member.key;
    const Node& value = *member.value;
    if (key == "AssumeRolePolicyDocument") {
      if (const Policy* trust = ReadDocument(value, PolicyKind::kTrust, {}))
        identity_.trust = trust;
    } else if (key == "RolePolicyList" || key == "UserPolicyList" || key == "GroupPolicyList") {
      ReadInlinePolicies(value);
    } else if (key == "AttachedManagedPolicies" || key == "AttachedPolicies") {
      ReadAttached(value);
    } else if (key == "PermissionsBoundary") {
      ReadBoundary(value);
    } else if (key == "AccessKeys" || key == "AccessKeyMetadata") {
      ReadKeys(value);
    } else if (key == "Tags") {
      ReadTags(value);
    } else if (key == "GroupList") {
      for (const Node* const item : value.items()) {
        if (item->is(NodeKind::kString)) groups_.push_back(arena().Copy(item->text()));
      }
    } else if (key == "MaxSessionDuration") {
      ReadDuration(value);
    } else if (key != "InstanceProfileList") {  // its roles are the dump's roles again
      WalkForPolicies(tree_, value, pointer_, extraction_);
    }
  }

  const Policy* ReadDocument(const Node& value, PolicyKind kind, std::string_view name) {
    DocumentSite site;
    site.kind = kind;
    site.name = name;
    site.container = identity_.name.value;
    site.account = identity_.account;
    site.is_held = true;
    return extraction_.AddDocument(tree_, value, site, pointer_);
  }

  void ReadInlinePolicies(const Node& list) {
    for (std::size_t i = 0; i < list.items().size(); ++i) {
      const Node& item = *list.items()[i];
      const JsonPointer::Step element(pointer_, i);
      const Node* const document = item.Find("PolicyDocument");
      if (document == nullptr) {
        extraction_.AddNotAnalysed(tree_.Locate(item), pointer_,
                                   "an inline policy without `PolicyDocument`");
        continue;
      }
      const JsonPointer::Step step(pointer_, "PolicyDocument");
      const Policy* const policy =
          ReadDocument(*document, PolicyKind::kIdentity, StringMember(item, "PolicyName"));
      if (policy != nullptr) inline_.push_back(policy);
    }
  }

  void ReadAttached(const Node& list) {
    if (!list.is(NodeKind::kArray)) return;
    identity_.attachments_are_known = true;
    for (const Attachment& read : ReadAttachments(tree_, list, pointer_, extraction_))
      attachments_.push_back(read);
  }

  void ReadBoundary(const Node& value) {
    if (value.is(NodeKind::kNull)) return;
    const Node* const arn =
        value.is(NodeKind::kObject) ? value.Find("PermissionsBoundaryArn") : &value;
    if (arn != nullptr) identity_.boundary = MakeAttachment(tree_, *arn, {}, arena());
    if (identity_.boundary) return;
    identity_.boundary_is_known = false;
    extraction_.AddNotAnalysed(tree_.Locate(value), pointer_,
                               "a permissions boundary without `PermissionsBoundaryArn`");
  }

  void ReadKeys(const Node& list) {
    if (!list.is(NodeKind::kArray)) return;
    identity_.keys_are_known = true;
    for (const AccessKey& key : ReadAccessKeys(tree_, list, extraction_)) keys_.push_back(key);
  }

  void ReadTags(const Node& list) {
    std::vector<Tag> tags;
    for (const Node* const item : list.items()) {
      const Node* const value = item->Find("Value");
      tags.push_back({arena().Copy(StringMember(*item, "Key")),
                      arena().Copy(StringMember(*item, "Value")),
                      value == nullptr ? tree_.Locate(*item) : tree_.Locate(*value)});
    }
    identity_.tags = arena().Copy(tags);
  }

  void ReadDuration(const Node& value) {
    if (!value.is(NodeKind::kNumber)) return;
    std::uint32_t seconds = 0;
    const char* const end = value.text().data() + value.text().size();
    const auto parsed = std::from_chars(value.text().data(), end, seconds);
    if (parsed.ec == std::errc() && parsed.ptr == end) identity_.max_session_seconds = seconds;
  }

  const Tree& tree_;
  const Node& node_;
  JsonPointer& pointer_;
  Extraction& extraction_;
  Identity identity_;
  std::vector<const Policy*> inline_;
  std::vector<Attachment> attachments_;
  std::vector<AccessKey> keys_;
  std::vector<std::string_view> groups_;
};

}  // namespace

bool LooksLikeIdentity(const Node& node) {
  const bool is_named = std::any_of(kNameKeys.begin(), kNameKeys.end(), [&](const NameKey& known) {
    return !StringMember(node, known.key).empty();
  });
  if (!is_named) {
    const Node* const attached = node.Find("AttachedManagedPolicies");
    return attached != nullptr && attached->is(NodeKind::kArray);
  }
  return std::any_of(kFacts.begin(), kFacts.end(),
                     [&](std::string_view fact) { return node.FindMember(fact) != nullptr; });
}

void ReadIdentity(const Tree& tree, const Node& node, BoundaryView view, JsonPointer& pointer,
                  Extraction& extraction) {
  IdentityReader(tree, node, pointer, extraction).Read(view);
}

std::vector<Attachment> ReadAttachments(const Tree& tree, const Node& list, JsonPointer& pointer,
                                        Extraction& extraction) {
  std::vector<Attachment> out;
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const Node& item = *list.items()[i];
    const Node* const arn = item.is(NodeKind::kString) ? &item : item.Find("PolicyArn");
    std::optional<Attachment> attachment;
    if (arn != nullptr) {
      attachment = MakeAttachment(tree, *arn, StringMember(item, "PolicyName"), extraction.arena());
    }
    if (attachment) {
      out.push_back(*attachment);
      continue;
    }
    const JsonPointer::Step element(pointer, i);
    extraction.AddNotAnalysed(tree.Locate(item), pointer, "an attached policy without `PolicyArn`");
  }
  return out;
}

std::vector<AccessKey> ReadAccessKeys(const Tree& tree, const Node& list, Extraction& extraction) {
  std::vector<AccessKey> out;
  for (const Node* const item : list.items()) {
    if (!item->is(NodeKind::kObject)) continue;
    AccessKey key;
    const Node* const id = item->Find("AccessKeyId");
    if (id != nullptr && id->is(NodeKind::kString))
      key.id = PlainText(tree, *id, extraction.arena());
    else
      key.id.location = tree.Locate(*item);
    key.is_active = StringMember(*item, "Status") != "Inactive";
    out.push_back(key);
  }
  return out;
}

}  // namespace leastwise
