#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/run_program.h"
#include "support/scratch_repository.h"

namespace leastwise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kOld = R"({"Version": "2012-10-17", "Statement": [
  {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"],
   "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/*"]}]}
)";
constexpr std::string_view kNew = R"({"Version": "2012-10-17", "Statement": [
  {"Sid": "Read", "Effect": "Allow",
   "Action": ["s3:GetObject",
              "s3:PutObject"],
   "Resource": "arn:aws:s3:::data/*",
   "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}]}
)";

class DiffFormatsTest : public testing::Test {
 protected:
  DiffFormatsTest() {
    folder_.Write("old.json", kOld);
    folder_.Write("new.json", kNew);
  }
  ProgramRun Diff(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "diff");
    return Leastwise(folder_.path(), arguments);
  }

  ScratchRepository folder_;
};

TEST_F(DiffFormatsTest, MarkdownIsACommentForAReviewer) {
  const ProgramRun run = Diff({"old.json", "new.json", "--format", "markdown"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_EQ(run.out,
            "## leastwise diff: FAIL\n"
            "\n"
            "1 compared: 1 FAIL\n"
            "\n"
            "### FAIL `new.json`: adds access\n"
            "\n"
            "- **adds** `s3:PutObject` on `arn:aws:s3:::data/*`\n"
            "  - if `StringEquals` `aws:RequestedRegion` is `eu-west-1`\n"
            "  - at `new.json:4:15`, statement `Read`\n"
            "  - for example\n"
            "\n"
            "    ```text\n"
            "    action     s3:PutObject\n"
            "    resource   arn:aws:s3:::data/example\n"
            "    context    aws:requestedregion = eu-west-1\n"
            "    ```\n"
            "\n"
            "<details><summary>No longer allowed: 2 grants</summary>\n"
            "\n"
            "- `s3:GetObject` and `s3:ListBucket` on `arn:aws:s3:::data/*`\n"
            "- `s3:GetObject` and `s3:ListBucket` on `arn:aws:s3:::data`\n"
            "\n"
            "</details>\n");
}

TEST_F(DiffFormatsTest, PolicyCannotWriteMarkdown) {
  const std::string name = "a`b|<img src=x>.json";
  folder_.Write(name, R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "Sid": "``` @team <b>", "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::other/`</details>```\n# head <script> @team [x](http://e) *"}]})");
  const ProgramRun run = Diff({"old.json", name, "--format", "markdown"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("### FAIL ``a`b|<img src=x>.json``:"),
                             HasSubstr("````arn:aws:s3:::other/`</details>```\\u{a}# head <script> "
                                       "@team [x](http://e) *````"),
                             Not(HasSubstr("\n# head"))));
  // The block that holds the example outlasts what is in it.
  EXPECT_THAT(run.out, HasSubstr("    ````text\n    action     s3:GetObject\n"));
}

TEST_F(DiffFormatsTest, MarkdownOfManyPoliciesFitsAComment) {
  std::string actions;
  for (int i = 0; i < 30; ++i) {
    actions += (i == 0 ? "" : ",") + std::string(R"("arn:aws:s3:::)") + std::string(300, 'a') +
               std::to_string(i) + R"(/*")";
  }
  for (int i = 0; i < 20; ++i) {
    folder_.Write("before/none.json", "{}");
    folder_.Write("after/p" + std::to_string(i) + ".json",
                  R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                      "Action": "s3:GetObject", "Resource": [)" +
                      actions + "]}]}");
  }
  const ProgramRun run = Diff({"before", "after", "--format", "markdown"});
  EXPECT_LT(run.out.size(), 65000U);
  EXPECT_THAT(run.out, AllOf(HasSubstr("- 10 more grants are added"),
                             HasSubstr(" more policies are left out: a comment holds no more.")));
}

TEST_F(DiffFormatsTest, SarifStandsAtWhatAddsAccess) {
  const ProgramRun run = Diff({"old.json", "new.json", "--format", "sarif"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr(R"("ruleId":"LW0101")"), HasSubstr(R"("level":"error")"),
                             HasSubstr(R"("uri":"new.json")"),
                             HasSubstr(R"("startLine":4,"startColumn":15)"),
                             HasSubstr(R"("id":"leastwise/diff/")"), HasSubstr("leastwise/v1"),
                             HasSubstr("adds `s3:PutObject` on `arn:aws:s3:::data/*`, for example"),
                             HasSubstr(R"("executionSuccessful":true)")));
}

TEST_F(DiffFormatsTest, SarifHasNoResultWhereNothingIsAdded) {
  EXPECT_THAT(Diff({"old.json", "old.json", "--format", "sarif"}).err, HasSubstr("with itself"));
  folder_.Write("same.json", kOld);
  const ProgramRun run = Diff({"old.json", "same.json", "--format", "sarif"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, HasSubstr(R"("results":[])"));
}

TEST_F(DiffFormatsTest, SarifOfUnknownIsAWarningAndOfErrorsANotification) {
  folder_.Write("open.json", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "Action": "s3:PutObject", "Resource": "*", "Condition": {"StringSounds": {"a:b": "c"}}}]})");
  const ProgramRun unknown = Diff({"old.json", "open.json", "--format", "sarif"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.out,
              AllOf(HasSubstr(R"("ruleId":"LW0103")"), HasSubstr(R"("level":"warning")"),
                    Not(HasSubstr(R"("ruleId":"LW0101")"))));
  folder_.Write("bad.json", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Alow",
      "Action": "s3:PutObject", "Resource": "*"}]})");
  const ProgramRun bad = Diff({"old.json", "bad.json", "--format", "sarif"});
  EXPECT_EQ(bad.code, 3);
  EXPECT_THAT(bad.out, AllOf(HasSubstr(R"("results":[])"), HasSubstr("no Effect that can be read"),
                             HasSubstr(R"("executionSuccessful":false)")));
}

TEST_F(DiffFormatsTest, SarifOfABaseNamesPathsFromTheTop) {
  if (!folder_.Init()) GTEST_SKIP() << "no git here";
  folder_.Write("policies/a.json", kOld);
  ASSERT_TRUE(folder_.CommitAll());
  folder_.Write("policies/a.json", kNew);
  const ProgramRun run =
      Leastwise(folder_ / "policies", {"diff", "--base", "HEAD", "--format", "sarif"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, HasSubstr(R"("uri":"policies/a.json")"));
}

TEST_F(DiffFormatsTest, OneRunWritesManyReports) {
  const ProgramRun run =
      Diff({"old.json", "new.json", "--format", "text", "--format", "sarif=out.sarif", "--format",
            "markdown=out.md", "--format", "json=out.json"});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, StartsWith("FAIL new.json"));
  EXPECT_THAT(ReadWholeFile(folder_ / "out.sarif"), HasSubstr("LW0101"));
  EXPECT_THAT(ReadWholeFile(folder_ / "out.md"), StartsWith("## leastwise diff: FAIL"));
  EXPECT_THAT(ReadWholeFile(folder_ / "out.json"), StartsWith(R"({"format":"diff-v1")"));
  EXPECT_EQ(Diff({"old.json", "new.json", "--format", "text", "--format", "json"}).code, 2);
  EXPECT_EQ(Diff({"old.json", "new.json", "--format", "json="}).code, 2);
}

TEST_F(DiffFormatsTest, RulesOfDiffCanBeExplained) {
  for (const char* word : {"LW0101", "lw0102", "cannot-tell-added-access"}) {
    const ProgramRun run = Leastwise(folder_.path(), {"explain", word});
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("LW010"));
  }
}

}  // namespace
}  // namespace leastwise
