#include "engine/rule_categories.h"

#include <array>

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 35> kCategories{
    "admin-wildcard",
    "service-wildcard",
    "s3-wildcard-resource",
    "passrole-unscoped",
    "privilege-escalation",
    "managed-fullaccess",
    "trust-too-broad",
    "trust-missing-confused-deputy-guard",
    "oidc-missing-sub",
    "missing-boundary",
    "weak-boundary",
    "public-resource-policy",
    "kms-wildcard",
    "secrets-wildcard",
    "ecr-wildcard",
    "logs-wildcard",
    "data-exfil-no-condition",
    "long-lived-user-key",
    "bedrock-wildcard-model",
    "sagemaker-unconstrained-create",
    "presigned-url",
    "syntax-or-invalid",
    "dead-grant",
    "notaction-allow",
    "resource-wildcard",
    "persona-drift",
    "session",
    "network",
    "cost",
    "region",
    "monitoring-tampering",
    "cross-account",
    "kubernetes",
    "gcp",
    "tool",
};

}  // namespace

std::span<const std::string_view> RuleCategories() { return kCategories; }

}  // namespace leastwise
