#ifndef LEASTWISE_TESTS_REPORT_EDGES_H_
#define LEASTWISE_TESTS_REPORT_EDGES_H_

#include "report/report_fixture.h"

// Reports that every format has a golden file for.

namespace leastwise {

inline constexpr const char* kJob =
    "{\n"
    "  \"Version\": \"2012-10-17\",\n"
    "  \"Statement\": [\n"
    "    {\n"
    "      \"Sid\": \"ReadTrainingData\",\n"
    "      \"Effect\": \"Allow\",\n"
    "      \"Action\": [\"s3:GetObject\", \"s3:ListBucket\"],\n"
    "      \"Resource\": \"*\"\n"
    "    }\n"
    "  ]\n"
    "}\n";

// A finding with all that one can have, in `file`, which holds an action and a resource of its own.
inline Finding& AddRead(ReportFixture& fixture, const SourceFile& file) {
  Finding& finding = fixture.Find("LW1001", file, "\"*\"");
  finding.primary.label = "matches every object of every bucket";
  finding.related = {ReportFixture::At(file, "\"s3:GetObject\"",
                                       "this action can be limited to one bucket and prefix")};
  finding.message = "`s3:GetObject` is allowed on every bucket";
  finding.prose.emplace().suggestion =
      "{\"Effect\": \"Allow\", \"Resource\": \"arn:aws:s3:::<bucket>/<prefix>/*\"}";
  finding.sid = "ReadTrainingData";
  finding.statement = 0;
  finding.containers = {"train", "tune", "batch", "notebook"};
  finding.policy = "data-access";
  return finding;
}

inline void AddOne(ReportFixture& fixture) {
  AddRead(fixture, fixture.File("policies/train-job.json", kJob));
}

inline void AddManyFiles(ReportFixture& fixture) {
  const SourceFile& trust =
      fixture.File("policies/trust.json", "{\"Service\": [\"sagemaker.amazonaws.com\"]}\n");
  const SourceFile& role =
      fixture.File("./roles/notebook exec.json",
                   "{\n  \"RoleName\": \"notebook-exec\",\n  \"Path\": \"/\"\n}\n");
  Finding& missing = fixture.Find("LW3002", role, "\"notebook-exec\"");
  missing.message = "role `notebook-exec` has no permissions boundary";
  missing.containers = {"notebook-exec"};
  missing.pointer = "";
  Finding& read = AddRead(fixture, fixture.File("policies/train-job.json", kJob));
  read.related.push_back(
      ReportFixture::At(trust, "\"sagemaker.amazonaws.com\"", "role `ml-admin` trusts [it](x)"));
  Finding& admin = fixture.Find("LW2001", role, "\"/\"");
  admin.confidence = Confidence::kMedium;
  Finding& info = fixture.Find("LW7002", trust, "{");
  info.disposition = Disposition::kHiddenByAudience;
  fixture.Find("LW7001", trust, "[").message =
      "`sagemaker:CreateJob` is no action; [see](http://x)";
  fixture.Find("LW7001", trust, "]").disposition = Disposition::kSuppressed;
  fixture.report.not_analysed = {
      {"policies/broken.json", "", "the text ends inside an object", {3, 7}},
      {"policies/dump.json", "/Roles/3/Policy", "the document is no JSON", {912, 14}}};
  fixture.report.summary.files = 7;
  fixture.report.summary.files_with_policies = 4;
  fixture.report.summary.files_skipped = 2;
  fixture.report.summary.files_failed = 1;
  fixture.report.summary.policies = 9;
  fixture.report.summary.identities = 1;
  fixture.report.summary.analysed = 8;
  fixture.report.summary.cannot_tell = 3;
  fixture.report.summary.superseded = 2;
}

inline void AddNoRegion(ReportFixture& fixture) {
  Finding& finding = fixture.FindNowhere("LW3002");
  finding.message = "role `notebook-exec` has no permissions boundary";
  finding.containers = {"notebook-exec"};
}

inline void AddNonAscii(ReportFixture& fixture) {
  const SourceFile& file = fixture.File(
      "Größe/données 数据.json",
      "{\"Sid\": \"数据\xF0\x9F\xA4\x96\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}\n");
  Finding& finding = AddRead(fixture, file);
  finding.sid = "数据\xF0\x9F\xA4\x96";
  finding.policy = "Zugriff für Übungen";
}

inline void AddCrLf(ReportFixture& fixture) {
  std::string text = "\xEF\xBB\xBF" + std::string(kJob);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.replace(at, 1, "\r\n");
  }
  AddRead(fixture, fixture.File("policies/crlf.json", text));
}

inline void AddControlCharacters(ReportFixture& fixture) {
  const SourceFile& file = fixture.File(
      "a\x1b]0;x\x07.json", "{\"Sid\": \"\x1b[2Jx\", \"A\": \"s3:GetObject\", \"R\": \"*\"}\xFF\n");
  Finding& finding = AddRead(fixture, file);
  finding.sid = "\x1b[2Jx\nerror[LW9999]: forged\xFF";
  finding.message = "`s3:GetObject` is allowed on `\x1b[31m\xE2\x80\xAE`";
  finding.primary.label = "label\x1b[0m";
  finding.prose->help = "write\x1b[1m this";
  finding.containers = {"r\x9Cle\r"};
}

inline void AddMinified(ReportFixture& fixture) {
  std::string text = "{\"Statement\":[";
  for (int i = 0; i < 300; ++i) {
    text +=
        "{\"Effect\":\"Deny\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::data/*\"},";
  }
  text += "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";
  AddRead(fixture, fixture.File("policies/minified.json", text));
}

inline void AddMultiLineSpan(ReportFixture& fixture) {
  const SourceFile& file = fixture.File("policies/train-job.json", kJob);
  Finding& finding = fixture.Find("LW2001", file, "{");
  finding.primary.location.span = ReportFixture::At(file, "{\n      \"Sid\"", "").location.span;
  finding.primary.location.span.end = ReportFixture::At(file, "}\n  ]", "").location.span.begin + 1;
  finding.primary.label = "this statement";
}

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_REPORT_EDGES_H_
