#include "input/template_files.h"

#include <algorithm>
#include <array>

#include "input/extraction.h"

namespace leastwise {
namespace {

bool HasAny(const Node& node, std::initializer_list<std::string_view> keys) {
  return std::any_of(keys.begin(), keys.end(),
                     [&node](std::string_view key) { return node.FindMember(key) != nullptr; });
}

bool IsCloudFormationResource(const Node& node) {
  return StringMember(node, "Type").starts_with("AWS::");
}

bool IsCloudFormation(const Node& node) {
  if (node.FindMember("AWSTemplateFormatVersion") != nullptr) return true;
  const Node* const resources = node.Find("Resources");
  const bool is_template =
      resources != nullptr &&
      std::any_of(resources->members().begin(), resources->members().end(),
                  [](const Member& member) { return IsCloudFormationResource(*member.value); });
  return is_template || (IsCloudFormationResource(node) && HasAny(node, {"Properties"}));
}

bool IsTerraformPlan(const Node& node) {
  return node.FindMember("terraform_version") != nullptr &&
         HasAny(node, {"planned_values", "resource_changes", "prior_state", "values"});
}

bool IsTerraformState(const Node& node) {
  return HasAny(node, {"terraform_version"}) && HasAny(node, {"serial", "lineage"});
}

// {"resource": {"aws_iam_role": {…}}} or the same with `data`.
bool IsTerraformConfiguration(const Node& node) {
  for (const std::string_view key : {"resource", "data"}) {
    const Node* const blocks = node.Find(key);
    if (blocks == nullptr) continue;
    for (const Member& member : blocks->members()) {
      if (member.key.starts_with("aws_")) return true;
    }
  }
  return false;
}

bool IsPolicyType(std::string_view type) {
  return type.starts_with("AWS::IAM::") || type.starts_with("aws_iam_") ||
         (type.starts_with("AWS::") && type.find("Policy") != std::string_view::npos) ||
         (type.starts_with("aws_") && type.find("_policy") != std::string_view::npos);
}

bool IsPolicyKey(std::string_view key) {
  constexpr std::array<std::string_view, 8> kKeys = {
      "PolicyDocument",     "AssumeRolePolicyDocument", "KeyPolicy", "ManagedPolicyArns",
      "assume_role_policy", "RepositoryPolicyText",     "Policies",  "ResourcePolicy"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

}  // namespace

std::string_view WhyTemplateIsNotRead(const Node& node) {
  if (IsCloudFormation(node)) return "CloudFormation templates are not supported yet";
  if (IsTerraformPlan(node)) return "Terraform plans are not supported yet";
  if (IsTerraformState(node)) return "Terraform state is not supported yet";
  if (IsTerraformConfiguration(node)) return "Terraform configuration is not supported yet";
  return {};
}

bool HoldsPolicies(const Node& node) {
  if (node.is(NodeKind::kString)) return IsPolicyType(node.text());
  return std::any_of(node.members().begin(), node.members().end(),
                     [](const Member& member) {
                       return IsPolicyKey(member.key) || IsPolicyType(member.key) ||
                              HoldsPolicies(*member.value);
                     }) ||
         std::any_of(node.items().begin(), node.items().end(),
                     [](const Node* item) { return HoldsPolicies(*item); });
}

}  // namespace leastwise
