#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "report/edges.h"
#include "report/report_fixture.h"
#include "report/reporter.h"

namespace leastwise {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What every format must get right, against testdata/report/<format>/<edge>.golden.
class ReporterTest : public testing::TestWithParam<std::string> {
 protected:
  void Check(std::string_view edge, void (*add)(ReportFixture&)) {
    ReportFixture fixture;
    if (add != nullptr) add(fixture);
    fixture.ExpectGoldenReport(GetParam(), edge);
  }
};

TEST_P(ReporterTest, NoFindings) { Check("none", nullptr); }
TEST_P(ReporterTest, OneFinding) { Check("one", AddOne); }
TEST_P(ReporterTest, ManyFiles) { Check("many-files", AddManyFiles); }
TEST_P(ReporterTest, FindingWithoutAPlace) { Check("no-region", AddNoRegion); }
TEST_P(ReporterTest, NonAscii) { Check("non-ascii", AddNonAscii); }
TEST_P(ReporterTest, ByteOrderMarkAndCrLf) { Check("crlf", AddCrLf); }
TEST_P(ReporterTest, ControlCharacters) { Check("control-characters", AddControlCharacters); }
TEST_P(ReporterTest, MinifiedLine) { Check("minified", AddMinified); }
TEST_P(ReporterTest, SpanOverSeveralLines) { Check("multi-line", AddMultiLineSpan); }

TEST_P(ReporterTest, NoControlCharacterGetsOut) {
  ReportFixture fixture;
  AddControlCharacters(fixture);
  fixture.report.not_analysed = {{"x\x1b.json", "/a\x1b", "why\x1b\n", {1, 1}}};
  fixture.report.pack_versions = "p\x1b 1";
  const std::string out = fixture.Write(GetParam());
  EXPECT_FALSE(std::any_of(out.begin(), out.end(), [](char c) {
    return static_cast<unsigned char>(c) == 0x7F ||
           (static_cast<unsigned char>(c) < ' ' && c != '\n');
  })) << out;
  EXPECT_THAT(out, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(out, Not(HasSubstr("\xFF")));
}

TEST_P(ReporterTest, WritesTheSameBytesAgain) {
  ReportFixture fixture;
  AddManyFiles(fixture);
  EXPECT_EQ(fixture.Write(GetParam()), fixture.Write(GetParam()));
}

TEST_P(ReporterTest, PathsAreRelativeToTheRoot) {
  ReportFixture fixture;
  AddRead(fixture, fixture.File("/repository/policies/job.json", kJob));
  ReportOptions options;
  options.root = "/repository/";
  const std::string out = fixture.Write(GetParam(), options);
  EXPECT_THAT(out, HasSubstr("policies/job.json"));
  EXPECT_THAT(out, Not(HasSubstr("/repository")));
}

INSTANTIATE_TEST_SUITE_P(All, ReporterTest,
                         testing::Values("concise", "github", "gitlab", "json", "jsonl", "junit",
                                         "markdown", "sarif", "text"),
                         [](const auto& format) { return format.param; });

TEST(ReportersTest, JunitHasAPassingCaseForACleanFile) {
  ReportFixture fixture;
  fixture.report.files = {&fixture.File("policies/clean.json", kJob)};
  const std::string out = fixture.Write("junit");
  EXPECT_THAT(out, HasSubstr(R"(<testsuite name="policies/clean.json" tests="1" failures="0")"));
  EXPECT_THAT(out, HasSubstr(R"(name="no findings" />)"));
}

TEST(ReportersTest, GithubShowsTheWorstTenOfALevelAndCountsTheRest) {
  ReportFixture fixture;
  const SourceFile& file = fixture.File("a,b:c%.json", kJob);
  for (int i = 0; i < 13; ++i) AddRead(fixture, file);
  fixture.Find("LW2001", file, "\"*\"");
  const std::string out = fixture.Write("github");
  EXPECT_EQ(out.find("::error file=a%2Cb%3Ac%25.json,line=8,"), 0U) << out;
  EXPECT_LT(out.find("LW2001"), out.find("LW1001"));
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 11);
  EXPECT_THAT(out, HasSubstr("4 more findings are not shown here"));
}

TEST(ReportersTest, GitlabPutsAFindingWithoutAPlaceAtTheFirstFile) {
  ReportFixture fixture;
  AddNoRegion(fixture);
  EXPECT_EQ(fixture.Write("gitlab"), "[]\n");
  fixture.report.files = {&fixture.File("policies/clean.json", kJob)};
  EXPECT_THAT(fixture.Write("gitlab"), HasSubstr(R"("path":"policies/clean.json")"));
}

TEST(ReportersTest, MarkdownEndsBeforeACommentDoes) {
  ReportFixture fixture;
  const SourceFile& file = fixture.File("job.json", kJob);
  for (int i = 0; i < 500; ++i) AddRead(fixture, file);
  const std::string out = fixture.Write("markdown");
  EXPECT_LT(out.size(), 61'000U);
  EXPECT_THAT(out, HasSubstr("more findings are left out"));
}

TEST(ReportersTest, WorkersDoNotChangeTheBytesOfAConciseReport) {
  ReportFixture fixture;
  const SourceFile& file = fixture.File("job.json", kJob);
  for (int i = 0; i < 10'000; ++i) {
    AddRead(fixture, file);
    fixture.report.findings.back().message += std::to_string(i);
  }
  ReportOptions options;
  const std::string alone = fixture.Write("concise", options);
  options.workers = 3;
  EXPECT_EQ(fixture.Write("concise", options), alone);
  EXPECT_THAT(alone, HasSubstr("9999"));
}

TEST(ReportersTest, ColumnsOfALongLineAreCountedInEveryBlockOfAConciseReport) {
  std::string line;
  for (int i = 0; i < 3'000; ++i) line += "\xC3\xA9";  // one character of two bytes
  line += kJob;
  std::replace(line.begin(), line.end(), '\n', ' ');
  ReportFixture fixture;
  const SourceFile& file = fixture.File("line.json", line);
  for (int i = 0; i < 2'000; ++i) AddRead(fixture, file);
  const std::uint32_t at = fixture.report.findings.front().primary.location.span.begin;
  const std::string place = "line.json:1:" + std::to_string(at - 3'000 + 1) + ": ";
  ReportOptions options;
  options.workers = 2;
  std::istringstream lines(fixture.Write("concise", options));
  std::size_t found = 0;
  for (std::string text; std::getline(lines, text); ++found) EXPECT_EQ(text.find(place), 0U);
  EXPECT_EQ(found, 2'000U);
}

TEST(ReportersTest, AreSortedAndFoundByName) {
  std::vector<std::string> names;
  for (const Reporter& reporter : Reporters()) names.emplace_back(reporter.name);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const std::string& name : names) EXPECT_EQ(FindReporter(name)->name, name);
  EXPECT_EQ(FindReporter("xml"), nullptr);
}

}  // namespace
}  // namespace leastwise
