#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
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

INSTANTIATE_TEST_SUITE_P(All, ReporterTest, testing::Values("concise", "json", "sarif", "text"),
                         [](const auto& format) { return format.param; });

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

TEST(ReportersTest, AreSortedAndFoundByName) {
  std::vector<std::string> names;
  for (const Reporter& reporter : Reporters()) names.emplace_back(reporter.name);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const std::string& name : names) EXPECT_EQ(FindReporter(name)->name, name);
  EXPECT_EQ(FindReporter("xml"), nullptr);
}

}  // namespace
}  // namespace leastwise
