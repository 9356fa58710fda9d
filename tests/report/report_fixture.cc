#include "report/report_fixture.h"

#include <gtest/gtest.h>

#include "report/load_rules.h"
#include "support/golden.h"

namespace leastwise {

ReportFixture::ReportFixture() : book(LoadReportRules()) {
  for (const Rule& rule : book.rules()) report.rules.push_back(&rule);
  report.summary.files = 1;
  report.summary.files_with_policies = 1;
  report.summary.policies = 2;
  report.summary.analysed = 2;
  report.summary.statements = 5;
  report.tool_version = "0.1.0";
  report.pack_versions = "sample 0.1.0";
  report.catalog_date = "2026-09-26";
}

const SourceFile& ReportFixture::File(std::string path, std::string_view text) {
  files_.push_back(SourceFile::FromString(std::move(path), text));
  return *files_.back();
}

LabelledLocation ReportFixture::At(const SourceFile& file, std::string_view text, std::string label,
                                   std::size_t nth) {
  std::size_t at = file.text().find(text);
  for (; nth > 0 && at != std::string_view::npos; --nth) at = file.text().find(text, at + 1);
  EXPECT_NE(at, std::string_view::npos) << text;
  const auto begin = static_cast<std::uint32_t>(at);
  return {{&file, {begin, begin + static_cast<std::uint32_t>(text.size())}}, std::move(label)};
}

Finding& ReportFixture::Find(std::string_view id, const SourceFile& file, std::string_view text,
                             std::size_t nth) {
  Finding& finding = FindNowhere(id);
  finding.primary = At(file, text, "", nth);
  finding.pointer = "/Statement/0";
  return finding;
}

Finding& ReportFixture::FindNowhere(std::string_view id) {
  Finding& finding = report.findings.emplace_back();
  finding.rule = book.Find(id);
  EXPECT_NE(finding.rule, nullptr) << id;
  finding.confidence = finding.rule->confidence;
  finding.audience = finding.rule->audience;
  finding.message = finding.rule->message;
  finding.fingerprint = "lw1:00112233445566778899aabbccddeeff";
  return finding;
}

Result<bool> ReportFixture::TryWrite(std::string_view reporter, const ReportOptions& options,
                                     std::string* out) const {
  return FindReporter(reporter)->write(report, book, options,
                                       [out](std::string_view text) { out->append(text); });
}

std::string ReportFixture::Write(std::string_view reporter, const ReportOptions& options) const {
  std::string out;
  EXPECT_TRUE(TryWrite(reporter, options, &out).has_value());
  return out;
}

void ReportFixture::ExpectGoldenReport(std::string_view reporter, std::string_view edge,
                                       const ReportOptions& options) const {
  ExpectGolden("report/" + std::string(reporter) + "/" + std::string(edge) + ".golden",
               Write(reporter, options));
}

}  // namespace leastwise
