#include <gtest/gtest.h>

#include "report/edges.h"
#include "report/report_fixture.h"
#include "report/reporter.h"

namespace leastwise {
namespace {

TEST(SummaryLineTest, CleanRunSaysHowMuchWasChecked) {
  ReportFixture fixture;
  EXPECT_EQ(SummaryLine(fixture.report),
            "2 policies (5 statements) in 1 file: no findings · rules sample 0.1.0");
}

TEST(SummaryLineTest, NothingCheckedIsNotCalledClean) {
  ReportFixture fixture;
  fixture.report.summary = Summary{};
  fixture.report.summary.files = 3;
  fixture.report.summary.files_skipped = 3;
  EXPECT_EQ(SummaryLine(fixture.report),
            "no policies in 3 files: no findings · 3 files without policies skipped · rules sample "
            "0.1.0");
}

TEST(SummaryLineTest, CountsEverythingThatIsNotShown) {
  ReportFixture fixture;
  AddManyFiles(fixture);
  EXPECT_EQ(SummaryLine(fixture.report),
            "8 of 9 policies (5 statements) and 1 identity in 4 files: 4 findings (1 critical, 1 "
            "high, 1 medium, 1 low) · 1 suppressed, 1 hidden by audience, 2 folded into stronger "
            "ones · 2 not analysed, 1 file could not be read, 2 files without policies skipped, 3 "
            "checks without an answer · rules sample 0.1.0");
}

}  // namespace
}  // namespace leastwise
