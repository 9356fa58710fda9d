#include "report/text_reporter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/edges.h"
#include "report/report_fixture.h"

namespace leastwise {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(TextReporterTest, LevelFollowsSeverity) {
  ReportFixture fixture;
  const SourceFile& file = fixture.File("a.json", "{}");
  for (const char* id : {"LW2001", "LW1001", "LW3002", "LW7001", "LW7002"}) {
    fixture.Find(id, file, "{");
  }
  const std::string out = fixture.Write("text");
  EXPECT_THAT(out, HasSubstr("error[LW2001]: "));
  EXPECT_THAT(out, HasSubstr("error[LW1001]: "));
  EXPECT_THAT(out, HasSubstr("warning[LW3002]: "));
  EXPECT_THAT(out, HasSubstr("note[LW7001]: "));
  EXPECT_THAT(out, HasSubstr("note[LW7002]: "));
}

TEST(TextReporterTest, OnlyActiveFindingsAreShown) {
  ReportFixture fixture;
  const SourceFile& file = fixture.File("a.json", "{}");
  fixture.Find("LW2001", file, "{").disposition = Disposition::kSuppressed;
  fixture.Find("LW1001", file, "{").disposition = Disposition::kInBaseline;
  EXPECT_EQ(fixture.Write("text"), "");
  ReportOptions options;
  options.verbosity = 1;
  EXPECT_EQ(fixture.Write("text", options),
            "not shown: 1 of LW1001 `s3-read-any-bucket`: in-baseline\n"
            "not shown: 1 of LW2001 `admin-star`: suppressed\n");
}

TEST(TextReporterTest, FindingsBeyondTheMostAreCounted) {
  ReportFixture fixture;
  const SourceFile& file = fixture.File("a.json", "{}");
  for (int i = 0; i < 5; ++i) fixture.Find("LW2001", file, "{");
  ReportOptions options;
  options.max_findings = 2;
  EXPECT_THAT(fixture.Write("text", options),
              HasSubstr("3 more findings not shown: `--max-findings 0` shows all\n"));
}

TEST(TextReporterTest, NamesThreeHoldersUnlessVerbose) {
  ReportFixture fixture;
  AddOne(fixture);
  ReportOptions options;
  options.width = 200;
  EXPECT_THAT(fixture.Write("text", options),
              HasSubstr("in `train`, `tune`, `batch` and 1 more · severity"));
  options.verbosity = 1;
  EXPECT_THAT(fixture.Write("text", options),
              HasSubstr("in `train`, `tune`, `batch`, `notebook` · severity"));
}

TEST(TextReporterTest, ManyRelatedPlacesAreCounted) {
  ReportFixture fixture;
  AddOne(fixture);
  Finding& finding = fixture.report.findings.front();
  finding.related.assign(60, finding.related.front());
  EXPECT_THAT(fixture.Write("text"), HasSubstr("50 more places (`-v` shows them)"));
}

TEST(TextReporterTest, ParagraphsAreWrappedAtTheWidth) {
  ReportFixture fixture;
  AddOne(fixture);
  ReportOptions options;
  options.width = 60;
  const std::string out = fixture.Write("text", options);
  EXPECT_THAT(out, HasSubstr("\n   = why: code in this training job can read any dataset,\n"
                             "          model or Terraform state the account can reach\n"));
}

TEST(TextReporterTest, LinksLeadToTheFirstReference) {
  ReportFixture fixture;
  AddOne(fixture);
  ReportOptions options;
  EXPECT_THAT(fixture.Write("text", options), Not(HasSubstr("\x1b")));
  options.links = true;
  EXPECT_THAT(
      fixture.Write("text", options),
      HasSubstr("\x1b]8;;https://docs.aws.amazon.com/service-authorization/latest/reference/"
                "list_amazons3.html\x1b\\`leastwise explain LW1001`\x1b]8;;\x1b\\\n"));
}

TEST(TextReporterTest, ColoursOnlyWhenAskedFor) {
  ReportFixture fixture;
  AddOne(fixture);
  ReportOptions options;
  options.colour = true;
  EXPECT_THAT(fixture.Write("text", options),
              StartsWith("\x1b[1;31merror[LW1001]\x1b[0m\x1b[1m: "));
}

TEST(TextReporterTest, HelpOfTheFindingComesBeforeThatOfTheRule) {
  ReportFixture fixture;
  AddOne(fixture);
  fixture.report.findings.front().prose.emplace().help = "name `bucket-1`";
  EXPECT_THAT(fixture.Write("text"), HasSubstr("= help: name `bucket-1`\n"));
}

}  // namespace
}  // namespace leastwise
