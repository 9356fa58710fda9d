#include "input/resource_type.h"

#include <array>

#include "iam/action_name.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// What holds the policy in each service where only one kind of resource has policies, named as the
// catalog names resource types.
struct PolicyHolder {
  std::string_view service;
  std::string_view type;
};
constexpr std::array<PolicyHolder, 18> kHolders = {{
    {"backup", "backup:backupVault"},
    {"dynamodb", "dynamodb:table"},
    {"ecr", "ecr:repository"},
    {"elasticfilesystem", "elasticfilesystem:file-system"},
    {"es", "es:domain"},
    {"events", "events:event-bus"},
    {"execute-api", "execute-api:execute-api-general"},
    {"glacier", "glacier:vault"},
    {"glue", "glue:catalog"},
    {"kinesis", "kinesis:stream"},
    {"kms", "kms:key"},
    {"lambda", "lambda:function"},
    {"s3", "s3:bucket"},
    {"s3express", "s3express:bucket"},
    {"sagemaker", "sagemaker:model-package-group"},
    {"secretsmanager", "secretsmanager:Secret"},
    {"sns", "sns:topic"},
    {"sqs", "sqs:queue"},
}};

std::string_view HolderOf(std::string_view service) {
  for (const PolicyHolder& holder : kHolders) {
    if (EqualsFolded(holder.service, service)) return holder.type;
  }
  return {};
}

// Takes the first answer and notices another one.
class Agreement {
 public:
  void Add(std::string_view type) {
    if (type.empty() || (has_any_ && type != type_)) differs_ = true;
    type_ = type;
    has_any_ = true;
  }
  bool has_any() const { return has_any_; }
  std::string_view type() const { return differs_ ? std::string_view() : type_; }

 private:
  std::string_view type_;
  bool has_any_ = false;
  bool differs_ = false;
};

}  // namespace

std::string_view ResourceTypeOfArn(std::string_view arn) {
  const auto parts = SplitArn(arn);
  if (!parts) return {};
  if (parts->service == "s3" && parts->resource.starts_with("accesspoint/"))
    return "s3:accesspoint";
  if (parts->service == "s3" && !(parts->region.empty() && parts->account.empty())) return {};
  return HolderOf(parts->service);
}

std::string_view GuessResourceType(const Policy& policy) {
  Agreement by_resource;
  Agreement by_action;
  for (const Statement& statement : policy.statements) {
    for (const Text& resource : statement.resources) {
      if (!Glob(resource.pattern).is_everything())
        by_resource.Add(ResourceTypeOfArn(resource.pattern));
    }
    for (const Text& action : statement.actions) {
      const auto parts = SplitAction(action.value);
      if (parts && !statement.is_not_action) by_action.Add(HolderOf(parts->service));
    }
  }
  return by_resource.has_any() ? by_resource.type() : by_action.type();
}

}  // namespace leastwise
