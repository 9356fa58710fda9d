#include "report/sarif_reporter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "report/edges.h"
#include "report/report_fixture.h"

namespace leastwise {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

json RunOf(const ReportFixture& fixture, const ReportOptions& options = {}) {
  return json::parse(fixture.Write("sarif", options))["runs"][0];
}

TEST(SarifReporterTest, WorstFindingsComeFirst) {
  ReportFixture fixture;
  AddManyFiles(fixture);
  const json run = RunOf(fixture);
  std::vector<std::string> ids;
  for (const json& result : run["results"]) ids.push_back(result["ruleId"]);
  EXPECT_THAT(ids, ElementsAre("LW2001", "LW1001", "LW3002", "LW7001"));
}

TEST(SarifReporterTest, TextIsTheMessageStringWithItsArguments) {
  ReportFixture fixture;
  AddManyFiles(fixture);
  const json run = RunOf(fixture);
  for (const json& result : run["results"]) {
    const json& message = result["message"];
    const json& rule = run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()];
    EXPECT_EQ(rule["id"], result["ruleId"]);
    std::string text = rule["messageStrings"][message["id"].get<std::string>()]["text"];
    EXPECT_EQ(text.back(), '.');
    const json arguments = message.value("arguments", json::array());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::string place = "{" + std::to_string(i) + "}";
      ASSERT_NE(text.find(place), std::string::npos) << text;
      text.replace(text.find(place), place.size(), arguments[i].get<std::string>());
    }
    EXPECT_EQ(text, message["text"]);
  }
}

TEST(SarifReporterTest, MessageLinksToRelatedLocations) {
  ReportFixture fixture;
  AddManyFiles(fixture);
  const json result = RunOf(fixture)["results"][1];
  EXPECT_EQ(result["message"]["text"],
            "`s3:GetObject` is allowed on every bucket. See [this action can be limited to one "
            "bucket and prefix](1), [role `ml-admin` trusts \\[it\\](x)](2).");
  EXPECT_EQ(result["relatedLocations"][1]["id"], 2);
  EXPECT_EQ(result["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"],
            "policies/trust.json");
}

TEST(SarifReporterTest, StepsOfAPathAreOneCodeFlow) {
  ReportFixture fixture;
  const SourceFile& file = fixture.File("a.json", "[\"iam:PassRole\",\n \"glue:CreateJob\"]");
  Finding& finding = fixture.Find("LW1001", file, "\"iam:PassRole\"");
  finding.flow = {ReportFixture::At(file, "\"iam:PassRole\"", "allows `iam:PassRole`"),
                  ReportFixture::At(file, "\"glue:CreateJob\"", "allows `glue:CreateJob`")};
  const json result = RunOf(fixture)["results"][0];
  ASSERT_EQ(result["codeFlows"].size(), 1U);
  const json& steps = result["codeFlows"][0]["threadFlows"][0]["locations"];
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0]["location"]["message"]["text"], "allows `iam:PassRole`");
  EXPECT_EQ(steps[1]["location"]["physicalLocation"]["region"]["startLine"], 2);
}

TEST(SarifReporterTest, AFindingOfOnePlaceHasNoCodeFlow) {
  ReportFixture fixture;
  AddManyFiles(fixture);
  const json run = RunOf(fixture);
  for (const json& result : run["results"]) EXPECT_FALSE(result.contains("codeFlows"));
}

TEST(SarifReporterTest, TextOfAPolicyMakesNoLink) {
  ReportFixture fixture;
  AddManyFiles(fixture);
  EXPECT_EQ(RunOf(fixture)["results"][3]["message"]["text"],
            "`sagemaker:CreateJob` is no action; \\[see\\](http://x).");
}

TEST(SarifReporterTest, ColumnsAreUtf16CodeUnits) {
  ReportFixture fixture;
  AddNonAscii(fixture);
  const json location = RunOf(fixture)["results"][0]["locations"][0]["physicalLocation"];
  const json& region = location["region"];
  EXPECT_EQ(region["startLine"], 1);
  EXPECT_EQ(region["startColumn"], 55);
  EXPECT_EQ(region["endLine"], 1);
  EXPECT_EQ(region["endColumn"], 58);
  EXPECT_EQ(region["snippet"]["text"], "\"*\"");
  EXPECT_EQ(location["artifactLocation"]["uri"],
            "Gr%C3%B6%C3%9Fe/donn%C3%A9es%20%E6%95%B0%E6%8D%AE.json");
  EXPECT_EQ(location["artifactLocation"]["uriBaseId"], "%SRCROOT%");
}

TEST(SarifReporterTest, FingerprintsAreOursAndGitHubs) {
  ReportFixture fixture;
  AddRead(fixture, fixture.File("a.json",
                                "{\n\"Version\": \"2012-10-17\",\n\"Statement\": [\n{\n\"Sid\": "
                                "\"Data\",\n\"Effect\": \"Allow\",\n\"Action\": \"s3:GetObject\",\n"
                                "\"Resource\": \"*\"\n}\n]\n}\n"));
  EXPECT_EQ(RunOf(fixture)["results"][0]["partialFingerprints"],
            json({{"primaryLocationLineHash", "655aa91369bc6a8e:1"},
                  {"leastwise/v1", "lw1:00112233445566778899aabbccddeeff"}}));
}

TEST(SarifReporterTest, RulesCarryWhatGitHubSortsBy) {
  ReportFixture fixture;
  const json run = RunOf(fixture);
  const json& rules = run["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.size(), fixture.report.rules.size());
  EXPECT_EQ(rules[0]["name"], "S3ReadAnyBucket");
  EXPECT_EQ(rules[0]["properties"]["security-severity"], "8.0");
  EXPECT_EQ(rules[0]["properties"]["precision"], "high");
  EXPECT_EQ(rules[0]["properties"]["tags"],
            json({"security", "iam", "s3-wildcard-resource", "external/cwe/cwe-732", "s3"}));
  EXPECT_EQ(rules[1]["properties"]["security-severity"], "9.5");
  EXPECT_EQ(rules[2]["properties"]["security-severity"], "5.5");
  EXPECT_EQ(rules[3]["properties"]["security-severity"], "3.0");
  EXPECT_FALSE(rules[4]["properties"].contains("security-severity"));
  EXPECT_EQ(rules[4]["properties"]["problem.severity"], "recommendation");
}

TEST(SarifReporterTest, CategoryTellsUploadsApart) {
  ReportFixture fixture;
  EXPECT_EQ(RunOf(fixture)["automationDetails"]["id"], "leastwise/");
  ReportOptions options;
  options.category = "prod";
  EXPECT_EQ(RunOf(fixture, options)["automationDetails"]["id"], "leastwise/prod/");
}

TEST(SarifReporterTest, WhatWasNotAnalysedIsANotification) {
  ReportFixture fixture;
  AddManyFiles(fixture);
  const json invocation = RunOf(fixture)["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["message"]["text"],
            "Not analysed: the text ends inside an object.");
}

TEST(SarifReporterTest, FindingThatStandsNowhereIsANotification) {
  ReportFixture fixture;
  AddNoRegion(fixture);
  const json run = RunOf(fixture);
  EXPECT_TRUE(run["results"].empty());
  EXPECT_EQ(run["invocations"][0]["toolExecutionNotifications"][0]["associatedRule"]["id"],
            "LW3002");
}

TEST(SarifReporterTest, MoreResultsThanGitHubTakesAreRefused) {
  ReportFixture fixture;
  const SourceFile& file = fixture.File("a.json", "{}");
  fixture.Find("LW2001", file, "{");
  const Finding finding = fixture.report.findings.front();
  fixture.report.findings.assign(25'001, finding);
  std::string out;
  const Result<bool> written = fixture.TryWrite("sarif", {}, &out);
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().message,
            "sarif holds at most 25000 results for GitHub, this run has 25001");
  EXPECT_THAT(written.error().hint, HasSubstr("--min-severity"));
  EXPECT_EQ(out, "");
  fixture.report.findings.pop_back();
  EXPECT_TRUE(fixture.TryWrite("sarif", {}, &out).has_value());
}

}  // namespace
}  // namespace leastwise
