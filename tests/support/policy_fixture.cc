#include "support/policy_fixture.h"

#include <gtest/gtest.h>

#include "iam/policy_parser.h"
#include "knowledge/blobs.h"
#include "tree/json_reader.h"
#include "tree/source_view.h"

namespace leastwise::testing {
namespace {

// No policy here is attached to anything.
class NoManagedPolicies : public ManagedPolicySource {
 public:
  const Policy* Find(std::string_view) override { return nullptr; }
};

std::string Whole(std::string_view text) {
  if (text.find("\"Statement\"") != std::string_view::npos) return std::string(text);
  return R"({"Version": "2012-10-17", "Statement": [)" + std::string(text) + "]}";
}

}  // namespace

const ActionCatalog& ShippedCatalog() {
  static const Result<ActionCatalog> catalog = ActionCatalog::FromBlob(CatalogBlob());
  return *catalog;
}

PolicyFixture::PolicyFixture() : actions_(std::make_unique<ActionTable>(ShippedCatalog())) {}
PolicyFixture::~PolicyFixture() = default;

Policy* PolicyFixture::Add(std::string_view text, PolicyKind kind) {
  files_.push_back(SourceFile::FromString("policy.json", Whole(text)));
  JsonReader reader;
  Arena scratch;
  const SourceView view = SourceView::Whole(*files_.back());
  const Result<Tree> tree = reader.Read(view, scratch);
  EXPECT_TRUE(tree.has_value()) << tree.error().message << " in " << text;
  if (!tree.has_value()) return nullptr;
  std::vector<Problem> problems;
  PolicySite site;
  site.kind = kind;
  return inventory_.Add(ParsePolicy(*tree, *tree->root, site, inventory_.arena(), &problems));
}

const Policy* PolicyFixture::Link(std::string_view text, PolicyKind kind) {
  const Policy* const policy = Add(text, kind);
  Link();
  return policy;
}

void PolicyFixture::Link() {
  NoManagedPolicies managed;
  leastwise::Link(inventory_, *actions_, managed);
}

Grants PolicyFixture::GrantsOf(const Policy* policy) { return GrantsOf(policy, nullptr); }

Grants PolicyFixture::GrantsOf(const Policy* policy, const Policy* boundary,
                               std::span<const Policy* const> service_controls) {
  lists_.push_back({policy});
  Subject subject;
  subject.policies = lists_.back();
  subject.boundary = boundary;
  subject.service_controls = service_controls;
  return Grants(*actions_, subject);
}

const ActionSet* PolicyFixture::Set(std::initializer_list<std::string_view> patterns) {
  ActionSet& set = sets_.emplace_back(actions_->universe_size());
  for (const std::string_view pattern : patterns) actions_->Expand(pattern, &set);
  return &set;
}

std::vector<std::string> TextsOf(const std::vector<const Text*>& texts) {
  std::vector<std::string> out;
  for (const Text* text : texts) {
    const std::string_view place = text->location.text();
    EXPECT_GE(place.size(), 2U);
    out.emplace_back(place.substr(1, place.size() - 2));
  }
  return out;
}

}  // namespace leastwise::testing
