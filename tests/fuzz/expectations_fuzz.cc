#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/blobs.h"
#include "linter/assert.h"
#include "linter/expectations.h"
#include "linter/knowledge.h"
#include "require.h"

// The bytes as a file of expectations: every mistake has words and a place in the file; a file
// without mistakes is asked of two policies, and what breaks has a request and a place.

namespace leastwise {
namespace {

constexpr std::string_view kFile = "expectations.yaml";
constexpr std::string_view kIdentity =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","iam:PassRole"],)"
    R"("Resource":["*","arn:aws:s3:::ml-*/*"],"Condition":{"Bool":{"aws:SecureTransport":"true"}}},)"
    R"({"Effect":"Deny","NotAction":"s3:Get*","Resource":"*"}]})";
constexpr std::string_view kBucket =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:Get*",)"
    R"("Resource":"arn:aws:s3:::ml/*","Condition":{"ArnLike":{"aws:PrincipalArn":)"
    R"("arn:aws:iam::111122223333:role/*"}}}]})";

void RequireGoodPlaces(const Expectation& expectation, const SourceFile& file) {
  Require(expectation.name.where.file == &file, "a name has a place");
  Require(!expectation.policies.empty() && !expectation.demands.empty(), "an expectation is whole");
  for (const Demand& demand : expectation.demands) {
    Require(demand.where.valid(), "a demand has a place");
    for (const PlacedText& action : demand.requests.actions) {
      Require(!action.where.text().empty(), "an action has a place");
    }
  }
}

void RequireGoodAnswers(const AssertResult& result) {
  for (const AssertedExpectation& asserted : result.expectations) {
    for (const Assertion& one : asserted.answers) {
      Require(one.comparison.internal_errors.empty(), "search and evaluator agree");
      const bool is_broken = one.comparison.verdict == ComparisonVerdict::kFail;
      Require(is_broken != one.violations.empty(), "what is broken is shown");
      for (const Violation& violation : one.violations) {
        Require(violation.expected.valid() && !violation.grant->witness.action.empty(),
                "a violation has a place and a request");
      }
    }
  }
}

// Wide sets of actions make long documents; one run stays short. Each demand is asked of each
// policy.
bool IsSmall(const std::vector<Expectation>& expectations) {
  std::size_t questions = 0;
  for (const Expectation& expectation : expectations) {
    questions += expectation.demands.size() * expectation.policies.size();
  }
  return questions <= 8;
}

void Load(const Knowledge& knowledge, std::string_view text) {
  const std::unique_ptr<SourceFile> file = SourceFile::FromString(std::string(kFile), text);
  std::vector<Error> errors;
  const std::vector<Expectation> read = ReadExpectations(*file, knowledge.catalog(), &errors);
  RequireGoodErrors(errors, *file);
  if (!errors.empty()) return;
  for (const Expectation& expectation : read) RequireGoodPlaces(expectation, *file);
  if (!IsSmall(read)) return;
  // Whatever the paths are called, one of the two policies lies there.
  MemoryFileReader files;
  files.Add(std::string(kFile), std::string(text));
  bool is_bucket = false;
  const auto add = [&](const PlacedText& path) {
    // Nothing of the disk is read: what is there, and patterns, are left alone.
    const bool is_plain =
        std::all_of(path.text.begin(), path.text.end(),
                    [](unsigned char c) { return c == '.' || c == '-' || std::isalnum(c) != 0; }) &&
        !std::filesystem::exists(path.text);
    if (is_plain) files.Add(path.text, std::string(is_bucket ? kBucket : kIdentity));
    is_bucket = !is_bucket;
    return is_plain;
  };
  for (const Expectation& expectation : read) {
    for (const PlacedText& path : expectation.policies) {
      if (!add(path)) return;
    }
    for (const PlacedText& path : expectation.service_controls) {
      if (!add(path)) return;
    }
    for (const Demand& demand : expectation.demands) {
      for (const PlacedText& path : demand.references) {
        if (!add(path)) return;
      }
    }
    if (expectation.boundary && !add(*expectation.boundary)) return;
  }
  RequireGoodAnswers(Assert({std::string(kFile)}, knowledge, files));
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<leastwise::Knowledge> knowledge = [] {
    leastwise::ShippedData linked;
    linked.catalog = leastwise::CatalogBlob();
    linked.managed_policies = leastwise::ManagedPoliciesBlob();
    return leastwise::Knowledge::Open(linked, {}, leastwise::MemoryFileReader());
  }();
  leastwise::Load(*knowledge, {reinterpret_cast<const char*>(data), size});
  return 0;
}
