#include "linter/guardrail_fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/baseline.h"
#include "linter/check.h"
#include "linter/shipped_fixture.h"
#include "report/reporter.h"

// "What the words mean" 13 of the rule language: where neither boundary nor SCP is in the input,
// findings of the family `guardrail` are folded into one info note.

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kTraining =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
  "Action": "sagemaker:CreateTrainingJob",
  "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:training-job/a"}]})";
constexpr std::string_view kNotebook =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
  "Action": "sagemaker:CreateNotebookInstance",
  "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/a"}]})";
constexpr std::string_view kServiceControl =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "ec2:*",
  "Resource": "*"}, {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]})";

class GuardrailFoldTest : public testing::Test {
 protected:
  GuardrailFoldTest() : knowledge_(Knowledge::Open(LinkedData(), {}, files_)) {}

  CheckResult Run(const std::vector<std::string>& names, const CheckOptions& options = {}) {
    std::vector<InputFile> inputs;
    for (const std::string& name : names) inputs.push_back({name, true});
    return Check(inputs, *knowledge_, files_, options);
  }

  static std::vector<std::string> Ids(const CheckResult& result, Disposition disposition) {
    std::vector<std::string> ids;
    for (const Finding& finding : result.report.findings) {
      if (finding.disposition == disposition) ids.push_back(finding.rule->id);
    }
    return ids;
  }

  MemoryFileReader files_;
  std::unique_ptr<Knowledge> knowledge_;
};

TEST_F(GuardrailFoldTest, OneNoteStandsForAllOfARun) {
  files_.Add("a.json", std::string(kNotebook));
  files_.Add("b.json", std::string(kTraining));
  const CheckResult result = Run({"a.json", "b.json"});
  EXPECT_THAT(Ids(result, Disposition::kActive), ElementsAre("LW6000"));
  const std::vector<std::string> folded = Ids(result, Disposition::kFolded);
  EXPECT_THAT(folded, testing::IsSupersetOf({"LW6001", "LW6004", "LW6021"}));
  const Finding& note = result.report.findings.front();
  EXPECT_EQ(note.primary.location.text(), "\"sagemaker:CreateNotebookInstance\"");
  EXPECT_THAT(note.message, HasSubstr("LW6001 training-without-vpc (2)"));
  EXPECT_FALSE(result.HasFailing({Severity::kLow, Confidence::kLow}));
}

TEST_F(GuardrailFoldTest, TheSummaryCountsTheFoldedByTheirOwnSeverity) {
  files_.Add("b.json", std::string(kTraining));
  const CheckResult result = Run({"b.json"});
  std::size_t medium = 0;
  for (const Finding& finding : result.report.findings) {
    const bool is_folded = finding.disposition == Disposition::kFolded;
    medium += is_folded && finding.rule->severity == Severity::kMedium ? 1 : 0;
  }
  EXPECT_GE(medium, 2U);
  EXPECT_THAT(SummaryLine(result.report),
              HasSubstr("guardrails folded (" + std::to_string(medium) + " medium"));
}

TEST_F(GuardrailFoldTest, ACapInTheInputUnfoldsThem) {
  files_.Add("b.json", std::string(kTraining));
  files_.Add("scp.json", R"({"Policy": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY",
    "Name": "caps"}, "Content": )" +
                             std::string(kServiceControl) + "}}");
  const CheckResult result = Run({"b.json", "scp.json"});
  EXPECT_THAT(Ids(result, Disposition::kFolded), IsEmpty());
  EXPECT_THAT(Ids(result, Disposition::kActive), testing::Contains("LW6001"));
  EXPECT_THAT(Ids(result, Disposition::kActive), Not(testing::Contains("LW6000")));
}

TEST_F(GuardrailFoldTest, PedanticReadersSeeEach) {
  files_.Add("b.json", std::string(kTraining));
  CheckOptions options;
  options.audience = Audience::kPedantic;
  const CheckResult result = Run({"b.json"}, options);
  EXPECT_THAT(Ids(result, Disposition::kFolded), IsEmpty());
  EXPECT_THAT(Ids(result, Disposition::kActive), testing::Contains("LW6001"));
}

TEST_F(GuardrailFoldTest, NothingIsFoldedIntoANoteThatNobodyAskedFor) {
  files_.Add("b.json", std::string(kTraining));
  CheckOptions options;
  for (const Rule& rule : knowledge_->rules().rules()) {
    options.enabled.resize(std::max<std::size_t>(options.enabled.size(), rule.index + 1), true);
    if (rule.id == "LW6000") options.enabled[rule.index] = false;
  }
  const CheckResult result = Run({"b.json"}, options);
  EXPECT_THAT(Ids(result, Disposition::kFolded), IsEmpty());
  EXPECT_THAT(Ids(result, Disposition::kActive), testing::Contains("LW6001"));
}

TEST_F(GuardrailFoldTest, TheNotePassesTheThresholdsThatTheFoldedPass) {
  files_.Add("b.json", std::string(kTraining));
  CheckOptions options;
  options.min_severity = Severity::kMedium;
  const CheckResult result = Run({"b.json"}, options);
  EXPECT_THAT(Ids(result, Disposition::kActive), ElementsAre("LW6000"));
  EXPECT_THAT(result.report.findings.front().message, Not(HasSubstr("LW6004")));
  EXPECT_THAT(Ids(result, Disposition::kFolded), testing::Contains("LW6001"));
}

TEST_F(GuardrailFoldTest, SuppressedAndAcceptedOnesAreNotFolded) {
  files_.Add("b.json", std::string(kTraining));
  std::vector<BaselineEntry> entries;
  const CheckResult first = Run({"b.json"});
  for (const Finding& finding : first.report.findings) {
    if (finding.stands_for_others) continue;
    entries.push_back({finding.fingerprint, {}, finding.rule->id, "b.json", {}, {}});
  }
  const Baseline baseline(std::move(entries));
  CheckOptions options;
  options.baseline = &baseline;
  const CheckResult result = Run({"b.json"}, options);
  EXPECT_THAT(Ids(result, Disposition::kFolded), IsEmpty());
  EXPECT_THAT(Ids(result, Disposition::kActive), IsEmpty());
}

}  // namespace
}  // namespace leastwise
