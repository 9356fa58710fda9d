#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "knowledge/blobs.h"
#include "knowledge/pack_blob.h"
#include "linter/check.h"
#include "linter/knowledge.h"

// The bytes as a user's rule pack: every mistake has words and a place in the pack; a pack that
// loads has prose for each rule and can be run over a policy and an identity.

namespace leastwise {
namespace {

constexpr std::string_view kPack = "pack.yaml";
constexpr std::string_view kPolicy =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","iam:PassRole"],)"
    R"("Resource":["*","arn:aws:s3:::ml-*/*"],"Condition":{"Bool":{"aws:SecureTransport":"true"}}},)"
    R"({"Effect":"Deny","NotAction":"s3:Get*","Resource":"*"}]})";
constexpr std::string_view kRole =
    R"({"RoleName":"ml-train","Path":"/","AttachedManagedPolicies":[{"PolicyName":"AmazonS3FullAccess",)"
    R"("PolicyArn":"arn:aws:iam::aws:policy/AmazonS3FullAccess"}],"AssumeRolePolicyDocument":)"
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},)"
    R"("Action":"sts:AssumeRole"}]}})";

void Require(bool holds, const char* fact) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", fact);
  std::abort();
}

// The personas alone: rules may name them.
ShippedData LinkedData() {
  ShippedData data;
  data.catalog = CatalogBlob();
  data.managed_policies = ManagedPoliciesBlob();
  if (const Result<std::vector<PackView>> packs = ReadPackBlob(PacksBlob())) {
    for (const PackView& pack : *packs) {
      data.packs.push_back({pack.name, pack.matching, pack.prose});
    }
  }
  return data;
}

void RequireGoodErrors(const Knowledge& knowledge) {
  const SourceFile* file = knowledge.Source(kPack);
  for (const Error& error : knowledge.errors()) {
    Require(!error.message.empty(), "an error says what is wrong");
    Require(error.kind == ErrorKind::kPack, "a mistake in a pack is the pack's");
    Require(error.where.has_value() && file != nullptr, "a mistake has a place");
    Require(error.where->at.line >= 1 && error.where->at.line <= file->line_count(),
            "a mistake's line is in the pack");
  }
}

void RunRules(const Knowledge& knowledge) {
  MemoryFileReader files;
  files.Add("policy.json", std::string(kPolicy));
  files.Add("role.json", std::string(kRole));
  const InputFile inputs[] = {{"policy.json", true}, {"role.json", true}};
  CheckOptions options;
  options.audience = Audience::kAuditor;
  for (const Finding& finding : Check(inputs, knowledge, files, options).report.findings) {
    Require(finding.rule != nullptr && !finding.fingerprint.empty(), "a finding is whole");
  }
}

void Load(const ShippedData& data, std::string_view text) {
  MemoryFileReader files;
  files.Add(std::string(kPack), std::string(text));
  KnowledgeOptions options;
  options.packs = {std::string(kPack)};
  options.shipped_packs = false;
  for (const bool check_tests : {true, false}) {
    options.check_tests = check_tests;
    const std::unique_ptr<Knowledge> knowledge = Knowledge::Open(data, options, files);
    RequireGoodErrors(*knowledge);
    if (!knowledge->errors().empty()) continue;
    knowledge->LoadProse();
    for (const Rule& rule : knowledge->rules().rules()) {
      Require(!rule.id.empty() && knowledge->rules().Find(rule.id) == &rule, "a rule is found");
      Require(check_tests == false || !knowledge->rules().Prose(rule).why.empty(),
              "a rule has prose");
    }
    Require(!check_tests || knowledge->rules().rules().empty() || !knowledge->Tests().empty(),
            "a rule has tests");
    RunRules(*knowledge);
  }
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const leastwise::ShippedData linked = leastwise::LinkedData();
  leastwise::Load(linked, {reinterpret_cast<const char*>(data), size});
  return 0;
}
