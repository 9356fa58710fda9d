#include "linter/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "linter/shipped_fixture.h"
#include "report/active_findings.h"
#include "report/reporter.h"

namespace leastwise {
namespace {

constexpr std::string_view kStar =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";
constexpr std::string_view kAttached =
    R"({"Role": {"RoleName": "trainer", "Arn": "arn:aws:iam::111122223333:role/trainer",
  "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}})";

class CheckTest : public testing::Test {
 protected:
  CheckTest() : knowledge_(Knowledge::Open(LinkedData(), {}, files_)) {}

  void SetUp() override {
    for (const Error& error : knowledge_->errors()) ADD_FAILURE() << error.message;
    ASSERT_TRUE(knowledge_->errors().empty());
    knowledge_->LoadProse();
  }

  CheckResult Run(const std::vector<InputFile>& inputs, const CheckOptions& options = {}) {
    return Check(inputs, *knowledge_, files_, options);
  }

  std::string Json(const CheckResult& result) {
    std::string text;
    const Result<bool> written = FindReporter("json")->write(
        result.report, knowledge_->rules(), {}, [&](std::string_view part) { text += part; });
    EXPECT_TRUE(written.has_value());
    return text;
  }

  MemoryFileReader files_;
  std::unique_ptr<Knowledge> knowledge_;
};

TEST_F(CheckTest, CountsFilesByWhatBecameOfThem) {
  files_.Add("a.json", std::string(kStar));
  files_.Add("b.json", R"({"name": "no policy"})");
  files_.Add("c.json", "{");
  const CheckResult result =
      Run({{"a.json", false}, {"b.json", false}, {"c.json", false}, {"d.json", true}});
  const Summary& summary = result.report.summary;
  EXPECT_EQ(summary.files, 4U);
  EXPECT_EQ(summary.files_with_policies, 1U);
  EXPECT_EQ(summary.files_skipped, 2U);
  EXPECT_EQ(summary.files_failed, 1U);
  EXPECT_EQ(summary.policies, 1U);
  EXPECT_EQ(summary.statements, 1U);
  EXPECT_TRUE(result.InputFailed());
  EXPECT_TRUE(result.FoundAny());
  ASSERT_EQ(result.errors.size(), 1U);
  ASSERT_EQ(result.report.not_analysed.size(), 1U);
  EXPECT_EQ(result.report.not_analysed[0].path, "d.json");
}

TEST_F(CheckTest, ResultIsTheSameForAnyNumberOfWorkers) {
  std::vector<InputFile> inputs;
  for (int i = 100; i < 180; ++i) {
    const std::string name = std::to_string(i) + ".json";
    files_.Add(name, i % 7 == 0 ? "{\"Statement\": [" : i % 3 == 0 ? "[]" : std::string(kStar));
    inputs.push_back({name, i % 2 == 0});
  }
  CheckOptions options;
  const std::string one = Json(Run(inputs, options));
  EXPECT_NE(one.find("178.json"), std::string::npos);
  for (const std::size_t workers : {2U, 8U}) {
    options.workers = workers;
    EXPECT_EQ(Json(Run(inputs, options)), one) << workers;
  }
}

TEST_F(CheckTest, DispositionFollowsAudienceAndThresholds) {
  files_.Add("a.json", std::string(kStar));
  const std::vector<InputFile> inputs = {{"a.json", true}};
  CheckOptions options;
  options.audience = Audience::kAuditor;
  const CheckResult all = Run(inputs, options);
  ASSERT_FALSE(all.report.findings.empty());
  for (const Finding& finding : all.report.findings) {
    EXPECT_EQ(finding.disposition, Disposition::kActive);
  }
  EXPECT_TRUE(all.HasFailing({Severity::kHigh, Confidence::kHigh}));
  options.audience = Audience::kRegular;
  options.min_severity = Severity::kCritical;
  const CheckResult some = Run(inputs, options);
  EXPECT_EQ(some.report.findings.size(), all.report.findings.size());
  for (const Finding& finding : some.report.findings) {
    EXPECT_EQ(
        finding.disposition == Disposition::kActive,
        finding.audience == Audience::kRegular && finding.rule->severity == Severity::kCritical);
  }
}

// Two roles that hold one policy: its findings are those of both, and are counted once.
constexpr std::string_view kShared = R"({"UserDetailList": [], "GroupDetailList": [],
  "RoleDetailList": [
    {"RoleName": "a", "Arn": "arn:aws:iam::111122223333:role/a", "RolePolicyList": [],
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
     "AttachedManagedPolicies": [
       {"PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p"}]},
    {"RoleName": "b", "Arn": "arn:aws:iam::111122223333:role/b",
     "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17",
       "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}}],
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
     "AttachedManagedPolicies": [
       {"PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p"}]}],
  "Policies": [{"PolicyName": "p", "Arn": "arn:aws:iam::111122223333:policy/p",
    "DefaultVersionId": "v1", "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": true,
      "Document": {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:*", "iam:PassRole"], "Resource": "*"},
        {"Effect": "Allow", "Action": "ecr:PutImage",
         "Resource": "arn:aws:ecr:*:*:repository/x"}]}}]}]})";

TEST_F(CheckTest, UnseenFindingsAreCountedAsIfTheyHadWords) {
  files_.Add("account.json", std::string(kShared));
  files_.Add("star.json", std::string(kStar));
  const std::vector<InputFile> inputs = {{"account.json", true}, {"star.json", true}};
  for (const Audience audience : {Audience::kRegular, Audience::kPedantic, Audience::kAuditor}) {
    for (const Severity severity : {Severity::kInfo, Severity::kMedium, Severity::kCritical}) {
      CheckOptions options;
      options.audience = audience;
      options.min_severity = severity;
      const CheckResult whole = Run(inputs, options);
      options.count_unseen = true;
      const CheckResult counted = Run(inputs, options);
      EXPECT_TRUE(whole.report.counted.empty());
      EXPECT_EQ(CountFindings(counted.report).by_disposition,
                CountFindings(whole.report).by_disposition);
      std::vector<std::string> shown;
      std::vector<std::string> expected;
      for (const Finding* finding : ActiveFindings(counted.report)) {
        shown.push_back(finding->fingerprint);
      }
      for (const Finding* finding : ActiveFindings(whole.report)) {
        expected.push_back(finding->fingerprint);
      }
      EXPECT_EQ(shown, expected);
      const bool hides = audience != Audience::kAuditor || severity != Severity::kInfo;
      EXPECT_EQ(counted.report.findings.size() < whole.report.findings.size(), hides);
    }
  }
}

TEST_F(CheckTest, NothingIsLeftWithoutWordsThatABaselineHasToSee) {
  files_.Add("account.json", std::string(kShared));
  const Baseline baseline{{}};
  CheckOptions options;
  options.count_unseen = true;
  EXPECT_FALSE(Run({{"account.json", true}}, options).report.counted.empty());
  options.baseline = &baseline;
  EXPECT_TRUE(Run({{"account.json", true}}, options).report.counted.empty());
}

TEST_F(CheckTest, OnlyEnabledRulesRunAndAreListed) {
  files_.Add("a.json", std::string(kStar));
  CheckOptions options;
  options.enabled.assign(knowledge_->rules().rules().size(), false);
  const CheckResult none = Run({{"a.json", true}}, options);
  EXPECT_TRUE(none.report.findings.empty());
  EXPECT_TRUE(none.report.rules.empty());
  options.enabled[0] = true;
  EXPECT_EQ(Run({{"a.json", true}}, options).report.rules.size(), 1U);
}

TEST_F(CheckTest, RoleIsCountedAsAnIdentity) {
  files_.Add("role.json", std::string(kAttached));
  const CheckResult result = Run({{"role.json", true}});
  EXPECT_EQ(result.report.summary.identities, 1U);
  EXPECT_EQ(result.report.summary.policies, 1U);
}

TEST_F(CheckTest, NothingAtAllIsAnEmptyReport) {
  const CheckResult result = Run({});
  EXPECT_FALSE(result.FoundAny());
  EXPECT_FALSE(result.InputFailed());
  EXPECT_TRUE(result.report.findings.empty());
}

}  // namespace
}  // namespace leastwise
