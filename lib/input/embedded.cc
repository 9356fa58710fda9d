#include "input/embedded.h"

#include <algorithm>
#include <array>
#include <string>

#include "iam/policy_parser.h"
#include "input/account_dump.h"
#include "input/aws_cli.h"
#include "input/identity_reader.h"
#include "input/resource_type.h"
#include "input/template_files.h"

namespace leastwise {
namespace {

// Keys made for one kind of policy.
struct DocumentKey {
  std::string_view key;
  std::string_view resource_type;  // or empty: told by the neighbours
};
constexpr std::array<DocumentKey, 8> kResourceKeys = {{
    {"ResourcePolicy", ""},
    {"AccessPolicies", "es:domain"},  // describe-domain
    {"policyText", "ecr:repository"},
    {"RepositoryPolicyText", "ecr:repository"},
    {"KeyPolicy", "kms:key"},
    {"BucketPolicy", "s3:bucket"},
    {"PolicyInJson", "glue:catalog"},
    {"VpcEndpointPolicyDocument", "ec2:vpc-endpoint"},
}};

// Neighbours that name what a policy is attached to.
constexpr std::array<std::string_view, 10> kResourceNames = {
    "Resource",  "ResourceArn", "QueueArn", "TopicArn",       "FunctionArn",
    "BucketArn", "KeyArn",      "ARN",      "repositoryName", "BackupVaultArn",
};

const DocumentKey* FindResourceKey(std::string_view key) {
  const auto* const found =
      std::find_if(kResourceKeys.begin(), kResourceKeys.end(),
                   [key](const DocumentKey& known) { return known.key == key; });
  return found == kResourceKeys.end() ? nullptr : found;
}

// What Organizations says of the type of a policy, beside its Content.
std::string_view OrganizationsType(const Node& parent) {
  const Node* const summary = parent.Find("PolicySummary");
  return StringMember(summary != nullptr ? *summary : parent, "Type");
}

// Policies of Organizations that are not in the language of IAM.
bool IsOtherLanguage(const Node& parent, std::string_view key) {
  const std::string_view type = OrganizationsType(parent);
  return key == "Content" && type.ends_with("_POLICY") && type != "SERVICE_CONTROL_POLICY" &&
         type != "RESOURCE_CONTROL_POLICY";
}

void NameFromOrganizations(const Node& parent, DocumentSite* site) {
  const Node* const summary = parent.Find("PolicySummary");
  const Node& named = summary != nullptr ? *summary : parent;
  const std::string_view type = StringMember(named, "Type");
  if (type == "SERVICE_CONTROL_POLICY") site->kind = PolicyKind::kServiceControl;
  if (type == "RESOURCE_CONTROL_POLICY") site->kind = PolicyKind::kResourceControl;
  if (site->kind) site->name = StringMember(named, "Name");
  if (site->kind) site->arn = StringMember(named, "Arn");
}

void NameFromResource(const Node& parent, DocumentSite* site) {
  for (const std::string_view key : kResourceNames) {
    const std::string_view resource = StringMember(parent, key);
    if (resource.empty()) continue;
    site->container = resource;
    if (resource.starts_with("arn:")) {
      site->kind = PolicyKind::kResource;
      if (site->resource_type.empty()) site->resource_type = ResourceTypeOfArn(resource);
      site->account = AccountOfArn(resource);
    }
    break;
  }
  if (site->account.empty()) {
    const std::string_view account = StringMember(parent, "Account");
    if (account.size() == 12) site->account = account;
  }
}

// What the member's key and its neighbours say of the document in it.
DocumentSite SiteOf(const Node& parent, const Member& member) {
  DocumentSite site;
  if (member.key == "AssumeRolePolicyDocument") {
    site.kind = PolicyKind::kTrust;
    site.container = StringMember(parent, "RoleName");
    return site;
  }
  if (member.key == "Content") NameFromOrganizations(parent, &site);
  if (const DocumentKey* const known = FindResourceKey(member.key)) {
    site.kind = PolicyKind::kResource;
    site.resource_type = known->resource_type;
  }
  if (member.key == "PolicyDocument") {
    site.name = StringMember(parent, "PolicyName");
    if (const auto endpoint = StringMember(parent, "VpcEndpointId"); !endpoint.empty()) {
      site.kind = PolicyKind::kResource;
      site.resource_type = "ec2:vpc-endpoint";
      site.container = endpoint;
    }
  }
  if (member.key == "Policy" || site.kind == PolicyKind::kResource) NameFromResource(parent, &site);
  return site;
}

// Under these keys a string is a document, or should have been one.
bool IsMadeForDocuments(std::string_view key) {
  return key == "PolicyDocument" || key == "AssumeRolePolicyDocument";
}

// `{"Effect": "Allow", "Action": "s3:…"}` outside of any document.
bool IsLooseStatement(const Node& node) {
  const std::string_view effect = StringMember(node, "Effect");
  if (effect != "Allow" && effect != "Deny") return false;
  const Node* action = node.Find("Action");
  if (action == nullptr) action = node.Find("NotAction");
  if (action != nullptr && !action->items().empty()) action = action->items()[0];
  return action != nullptr && action->is(NodeKind::kString) &&
         (action->text() == "*" || action->text().find(':') != std::string_view::npos);
}

void WalkMember(const Tree& tree, const Node& parent, const Member& member, JsonPointer& pointer,
                Extraction& extraction) {
  const JsonPointer::Step step(pointer, member.key);
  if (IsOtherLanguage(parent, member.key)) return;
  const Node& value = *member.value;
  if (value.is(NodeKind::kString)) {
    const StringPlace place =
        IsMadeForDocuments(member.key) ? StringPlace::kDocument : StringPlace::kPerhaps;
    extraction.AddDocument(tree, value, SiteOf(parent, member), pointer, place);
  } else if (LooksLikePolicy(value)) {
    extraction.AddDocument(tree, value, SiteOf(parent, member), pointer);
  } else {
    WalkForPolicies(tree, value, pointer, extraction);
  }
}

void WalkObject(const Tree& tree, const Node& node, JsonPointer& pointer, Extraction& extraction) {
  if (const std::string_view why = WhyTemplateIsNotRead(node); !why.empty()) {
    if (HoldsPolicies(node))
      extraction.AddNotAnalysed(tree.Locate(node), pointer, std::string(why));
  } else if (LooksLikePolicy(node)) {
    extraction.AddDocument(tree, node, {}, pointer);
  } else if (IsAccountDump(node)) {
    ReadAccountDump(tree, node, pointer, extraction);
  } else if (IsAwsCliOutput(node)) {
    ReadAwsCliOutput(tree, node, pointer, extraction);
  } else if (LooksLikeIdentity(node)) {
    ReadIdentity(tree, node, BoundaryView::kShown, pointer, extraction);
  } else if (IsLooseStatement(node)) {
    extraction.AddNotAnalysed(tree.Locate(node), pointer,
                              "a statement that is in no policy document");
  } else {
    for (const Member& member : node.members()) WalkMember(tree, node, member, pointer, extraction);
  }
}

}  // namespace

void WalkForPolicies(const Tree& tree, const Node& node, JsonPointer& pointer,
                     Extraction& extraction) {
  if (node.is(NodeKind::kObject)) return WalkObject(tree, node, pointer, extraction);
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    const Node& item = *node.items()[i];
    const JsonPointer::Step element(pointer, i);
    if (item.is(NodeKind::kString))
      extraction.AddDocument(tree, item, {}, pointer, StringPlace::kPerhaps);
    else if (item.is(NodeKind::kObject) || item.is(NodeKind::kArray))
      WalkForPolicies(tree, item, pointer, extraction);
  }
}

}  // namespace leastwise
