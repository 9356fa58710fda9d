#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "support/run_program.h"
#include "support/scratch_folder.h"

// Each way to call the program wrongly, or to feed it what is no policy: a clear message on
// standard error (or a located finding), and the documented exit code.

namespace leastwise {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kGoodPolicy =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::training-data/corpus/*"}]})";
constexpr std::string_view kBadPolicy =
    R"({"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

class BadCallTest : public testing::Test {
 protected:
  ProgramRun Run(const std::vector<std::string>& arguments) {
    return Leastwise(scratch_.path(), arguments);
  }
  ScratchFolder scratch_;
};

TEST_F(BadCallTest, NothingToCheckIsAUsageError) {
  const ProgramRun run = Run({"check"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("nothing to check"));
  EXPECT_EQ(Run({}).code, 2);
}

TEST_F(BadCallTest, MissingFileIsNamedAndTheOthersAreStillChecked) {
  scratch_.Write("bad.json", kBadPolicy);
  const ProgramRun run = Run({"check", "missing.json", "bad.json"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("cannot read `missing.json`: No such file or directory"));
  EXPECT_THAT(run.out, HasSubstr("bad.json:2:"));
}

TEST_F(BadCallTest, FolderWithoutPoliciesIsNoInput) {
  scratch_.Write("p/package.json", R"({"name": "x"})");
  const ProgramRun run = Run({"check", "p"});
  EXPECT_EQ(run.code, 4);
  EXPECT_THAT(run.err, HasSubstr("no policy was found in 1 JSON file"));
  EXPECT_EQ(Run({"check", "--allow-no-input", "p"}).code, 0);
  EXPECT_EQ(Run({"check", "--allow-no-input", "--exit-zero", "p"}).code, 0);
}

TEST_F(BadCallTest, NamedFileThatIsNoPolicyIsSkipped) {
  scratch_.Write("package.json", R"({"name": "x"})");
  const ProgramRun run = Run({"check", "package.json"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, IsEmpty());
}

TEST_F(BadCallTest, FileThatMayNotBeReadFailsTheRun) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read every file";
  namespace fs = std::filesystem;
  fs::permissions(scratch_.Write("secret.json", kGoodPolicy), fs::perms::none);
  const ProgramRun run = Run({"check", "secret.json"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("cannot read `secret.json`: Permission denied"));
}

TEST_F(BadCallTest, DeviceIsNotRead) {
  const ProgramRun run = Run({"check", "/dev/zero"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("cannot read `/dev/zero`"));
}

TEST_F(BadCallTest, EmptyAndBlankFilesSaySo) {
  scratch_.Write("empty.json", "");
  scratch_.Write("blank.json", " \n\t\n");
  for (const char* name : {"empty.json", "blank.json"}) {
    const ProgramRun run = Run({"check", "--format", "concise", name});
    EXPECT_EQ(run.code, 3) << name;
    EXPECT_THAT(run.out, AllOf(HasSubstr(name), AnyOf(HasSubstr("empty"), HasSubstr("blank"))))
        << name;
  }
}

TEST_F(BadCallTest, TenMegabytesOnOneLineAreReadAndShownInPart) {
  std::string text = R"({"Version": "2012-10-17", "Statement": [)";
  while (text.size() < 10'000'000) {
    text += R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::d/k"}, )";
  }
  text += R"({"Effect": "Allow", "Action": "*", "Resource": "*"}]})";
  scratch_.Write("long.json", text);
  const ProgramRun run = Run({"check", "long.json"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr("long.json:1:"));
  EXPECT_LT(run.out.size(), 20'000U);
}

TEST_F(BadCallTest, DeepNestingIsALocatedLimit) {
  scratch_.Write("deep.json", std::string(10'000, '[') + std::string(10'000, ']'));
  scratch_.Write("deep-policy.json", R"({"Version": "2012-10-17", "Statement": )" +
                                         std::string(10'000, '[') + std::string(10'000, ']') + "}");
  for (const char* name : {"deep.json", "deep-policy.json"}) {
    const ProgramRun run = Run({"check", "--format", "concise", name});
    EXPECT_EQ(run.code, 3) << name;
    EXPECT_THAT(run.out, HasSubstr(std::string(name) + ":1:")) << name;
  }
}

TEST_F(BadCallTest, InvalidUtf8IsALocatedFinding) {
  scratch_.Write("latin1.json", "{\"Version\": \"2012-10-17\",\n \"Statement\": \"caf\xe9\"}");
  const ProgramRun run = Run({"check", "--format", "concise", "latin1.json"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, AllOf(HasSubstr("latin1.json:2:"), HasSubstr("UTF-8")));
}

TEST_F(BadCallTest, Utf16IsNamedAsSuch) {
  std::string text = "\xff\xfe";
  for (const char c : kGoodPolicy) text.append({c, '\0'});
  scratch_.Write("utf16.json", text);
  const ProgramRun run = Run({"check", "--format", "concise", "utf16.json"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, AllOf(HasSubstr("utf16.json:1:"), HasSubstr("UTF-16")));
}

TEST_F(BadCallTest, BrokenPolicyInAWalkFailsTheRunAndOtherBrokenJsonDoesNot) {
  scratch_.Write("p/good.json", kGoodPolicy);
  scratch_.Write("p/template.json", "{{ not json }}");
  EXPECT_EQ(Run({"check", "p"}).code, 0);
  scratch_.Write("p/cut.json", kBadPolicy.substr(0, 60));
  const ProgramRun run = Run({"check", "--format", "concise", "p"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, HasSubstr("p/cut.json:2:"));
  EXPECT_THAT(run.out, Not(HasSubstr("template.json")));
}

TEST_F(BadCallTest, BrokenPackIsReportedWithPlaceFrameAndHint) {
  scratch_.Write("good.json", kGoodPolicy);
  scratch_.Write("pack.yaml", "schema: leastwise/pack/1\npack: mine\nversion: 1.0.0\nrulez: []\n");
  const ProgramRun run = Run({"check", "--pack", "pack.yaml", "good.json"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("pack.yaml:4:1: "), HasSubstr("4 | rulez: []"),
                             HasSubstr("`rules`")));
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_EQ(Run({"pack", "validate", "pack.yaml"}).code, 2);
}

TEST_F(BadCallTest, PackThatIsNoYamlIsReportedWithItsPlace) {
  scratch_.Write("pack.yaml", "schema: leastwise/pack/1\nrules: [\n");
  const ProgramRun run = Run({"check", "--pack", "pack.yaml", "."});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("pack.yaml:"));
  const ProgramRun missing = Run({"check", "--pack", "missing.yaml", "."});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("cannot read `missing.yaml`"));
}

TEST_F(BadCallTest, FileThatIsNoCatalogIsRefused) {
  scratch_.Write("catalog.bin", "no catalog");
  const ProgramRun run = Run({"check", "--catalog", "catalog.bin", "."});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("cannot use the catalog `catalog.bin`"));
}

TEST_F(BadCallTest, UnknownRuleInSelectNamesTheNearest) {
  scratch_.Write("good.json", kGoodPolicy);
  const ProgramRun rules = Run({"rules"});
  ASSERT_EQ(rules.code, 0);
  const std::size_t at = rules.out.find("LW1");
  ASSERT_NE(at, std::string::npos);
  const std::string id = rules.out.substr(at, 6);
  const ProgramRun run = Run({"check", "--select", id + "0", "good.json"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("--select names no rule: `" + id + "0`"),
                             HasSubstr("did you mean `LW")));
  EXPECT_EQ(Run({"check", "--ignore", "nonsense-word", "good.json"}).code, 2);
}

TEST_F(BadCallTest, UnknownOptionNamesTheNearest) {
  const ProgramRun run = Run({"check", "--fial-on", "high", "."});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("there is no option `--fial-on`"),
                             HasSubstr("did you mean `--fail-on`?")));
}

TEST_F(BadCallTest, BadValueOfAnOptionNamesTheNearest) {
  const ProgramRun run = Run({"check", "--fail-on", "hihg", "."});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("did you mean `high`?"));
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--format", "tetx"},
                                             {"--audience", "everybody"},
                                             {"--kind", "thing"},
                                             {"--input", "thing"},
                                             {"--color", "green"},
                                             {"--jobs", "many"},
                                             {"--jobs", "0"},
                                             {"--max-findings", "-1"},
                                             {"--format", "json="},
                                             {"--select"}}) {
    std::vector<std::string> arguments = {"check", "."};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const ProgramRun bad = Run(arguments);
    EXPECT_EQ(bad.code, 2) << words.front() << " " << words.back() << bad.err;
    EXPECT_THAT(bad.err, HasSubstr("leastwise: ")) << words.front();
    EXPECT_THAT(bad.out, IsEmpty()) << words.front();
  }
}

TEST_F(BadCallTest, MistypedCommandNamesTheNearest) {
  const ProgramRun run = Run({"explian", "LW1001"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("did you mean `leastwise explain`?"));
}

TEST_F(BadCallTest, TwoReportsCannotShareStandardOutput) {
  const ProgramRun run = Run({"check", "--format", "json", "--format", "text", "."});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("two reports cannot share standard output"));
}

TEST_F(BadCallTest, ReportIntoAMissingFolderIsAUsageError) {
  scratch_.Write("good.json", kGoodPolicy);
  const ProgramRun run = Run({"check", "--format", "json=no/such/x.json", "good.json"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("cannot write `no/such/x.json`: No such file or directory"));
}

TEST_F(BadCallTest, EscapeSequenceInAFileNameIsNotPrintedRaw) {
  const ProgramRun run = Run({"check", "a\x1b[31m.json"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out + run.err, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace leastwise
