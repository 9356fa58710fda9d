#ifndef LEASTWISE_TESTS_REPORT_REPORT_FIXTURE_H_
#define LEASTWISE_TESTS_REPORT_REPORT_FIXTURE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "engine/rule_book.h"
#include "report/reporter.h"

namespace leastwise {

// A report made by hand over rules of our own (testdata/report/rules.yaml).
class ReportFixture {
 public:
  ReportFixture();

  const SourceFile& File(std::string path, std::string_view text);

  // An active finding of rule `id` that underlines the `nth` (from 0) `text` in `file`.
  Finding& Find(std::string_view id, const SourceFile& file, std::string_view text,
                std::size_t nth = 0);
  // Likewise a place.
  static LabelledLocation At(const SourceFile& file, std::string_view text, std::string label,
                             std::size_t nth = 0);
  // An active finding that stands nowhere.
  Finding& FindNowhere(std::string_view id);

  // The output of a reporter; fails the test on an error.
  std::string Write(std::string_view reporter, const ReportOptions& options = {}) const;
  // Compares it with testdata/report/<reporter>/<edge>.golden.
  void ExpectGoldenReport(std::string_view reporter, std::string_view edge,
                          const ReportOptions& options = {}) const;
  Result<bool> TryWrite(std::string_view reporter, const ReportOptions& options,
                        std::string* out) const;

  Report report;
  const RuleBook& book;

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
};

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_REPORT_REPORT_FIXTURE_H_
