#include "linter/managed_policy_library.h"

#include <optional>
#include <utility>

#include "iam/policy_parser.h"
#include "tree/source_view.h"

namespace leastwise {

const Policy* ManagedPolicyLibrary::Find(std::string_view arn_or_name) {
  const std::optional<ManagedPolicy> managed = policies_.Find(arn_or_name);
  if (!managed) return nullptr;
  const auto [entry, is_new] = by_name_.try_emplace(managed->name, nullptr);
  if (is_new) entry->second = Parse(*managed);
  return entry->second;
}

const Policy* ManagedPolicyLibrary::Parse(const ManagedPolicy& managed) {
  std::unique_ptr<SourceFile> file =
      SourceFile::FromString("aws-managed:" + std::string(managed.name), managed.document);
  const SourceView view = SourceView::Whole(*file);
  scratch_.Reset();
  const Result<Tree> tree = reader_.Read(view, scratch_);
  if (!tree || tree->root == nullptr || !tree->root->is(NodeKind::kObject)) return nullptr;
  PolicySite site;
  site.kind = PolicyKind::kIdentity;
  site.name = managed.name;
  site.arn = managed.arn;
  std::vector<Problem> problems;  // AWS's own mistakes are not the user's
  Policy policy = ParsePolicy(*tree, *tree->root, site, arena_, &problems);
  policy.is_aws_managed = true;
  files_.push_back(std::move(file));
  return arena_.Make<Policy>(policy);
}

}  // namespace leastwise
