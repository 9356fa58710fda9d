#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>

#include "support/run_program.h"
#include "support/scratch_folder.h"

namespace leastwise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

ProgramRun Call(const std::vector<std::string>& arguments) { return Leastwise("", arguments); }

// Some id that is shipped.
std::string AnyId() {
  const std::string table = Call({"rules"}).out;
  const std::size_t at = table.find("\nLW");
  return at == std::string::npos ? std::string() : table.substr(at + 1, 6);
}

TEST(VersionCommandTest, NamesProgramRulesActionsAndManagedPolicies) {
  const ProgramRun run = Call({"version"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, StartsWith("leastwise 0."));
  EXPECT_THAT(run.out, AllOf(HasSubstr("\nrules: "), HasSubstr("\nactions: 20"),
                             HasSubstr("\nmanaged policies: 20"), HasSubstr(" actions of ")));
  EXPECT_EQ(Call({"--version"}).out, run.out);
}

TEST(HelpTest, EveryCommandHasAPageThatFitsAScreen) {
  EXPECT_THAT(Call({"--help"}).out, HasSubstr("Commands:"));
  for (const char* command :
       {"check", "can", "diff", "assert", "baseline", "suppressions", "config", "explain", "rules",
        "pack", "completions", "manual", "version"}) {
    const ProgramRun run = Call({command, "--help"});
    EXPECT_EQ(run.code, 0) << command;
    EXPECT_THAT(run.out, HasSubstr("Usage: leastwise " + std::string(command))) << command;
    EXPECT_LE(std::count(run.out.begin(), run.out.end(), '\n'), 60) << command;
  }
}

TEST(GeneratedPagesTest, AreWhatTheProgramPrints) {
  const std::string folder = LEASTWISE_SOURCE_DIR "/packaging/share/";
  const std::string hint = "run `./dev generate` and commit what changed";
  EXPECT_EQ(Call({"manual"}).out, ReadWholeFile(folder + "leastwise.1")) << hint;
  EXPECT_EQ(Call({"completions", "bash"}).out, ReadWholeFile(folder + "leastwise.bash")) << hint;
  EXPECT_EQ(Call({"completions", "zsh"}).out, ReadWholeFile(folder + "_leastwise")) << hint;
  EXPECT_EQ(Call({"completions", "fish"}).out, ReadWholeFile(folder + "leastwise.fish")) << hint;
}

TEST(ManualCommandTest, HasEveryCommandOfTheListAndTheChoicesOfOptions) {
  const std::string page = Call({"manual"}).out;
  const std::string help = Call({"--help"}).out;
  std::istringstream lines(help.substr(help.find("Commands:\n")));
  std::size_t commands = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  ")) continue;
    const std::string name = line.substr(2, line.find(' ', 2) - 2);
    EXPECT_THAT(page, HasSubstr(".SS \"leastwise " + name + "\"")) << name;
    ++commands;
  }
  EXPECT_GE(commands, 13U);
  EXPECT_THAT(page, HasSubstr("\\fB\\-\\-fail\\-on\\fR \\fISEV[:CONF]\\fR"));
}

TEST(CompletionsCommandTest, UnknownShellIsAUsageErrorWithAHint) {
  EXPECT_EQ(Call({"completions"}).code, 2);
  const ProgramRun run = Call({"completions", "zhs"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("did you mean `zsh`?"));
}

TEST(RulesCommandTest, ListsEveryRuleInEveryFormat) {
  const std::string id = AnyId();
  ASSERT_THAT(id, MatchesRegex("LW[0-9][0-9][0-9][0-9]"));
  EXPECT_THAT(Call({"rules", "--format", "markdown"}).out, HasSubstr("\n| " + id + " |"));
  EXPECT_THAT(Call({"rules", "--format", "json"}).out,
              AllOf(StartsWith("["), HasSubstr("{\"rule\":\"" + id + "\"")));
  EXPECT_EQ(Call({"rules", "--format", "csv"}).code, 2);
}

TEST(ExplainCommandTest, PrintsThePageByIdInEitherCaseAndByName) {
  const std::string id = AnyId();
  const ProgramRun page = Call({"explain", id});
  EXPECT_EQ(page.code, 0);
  EXPECT_THAT(page.out, AllOf(StartsWith(id + ": "), HasSubstr("Why it matters"),
                              HasSubstr("What to do"), HasSubstr("severity ")));
  EXPECT_EQ(Call({"explain", "lw" + id.substr(2)}).out, page.out);
  EXPECT_THAT(Call({"explain", "--format", "json", id}).out, StartsWith("{\"rule\":\"" + id));
  EXPECT_THAT(Call({"explain", "--format", "markdown", id}).out, StartsWith("# " + id));
}

TEST(ExplainCommandTest, UnknownRuleIsAUsageErrorWithAHint) {
  const ProgramRun run = Call({"explain", AnyId() + "7"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("there is no rule"), HasSubstr("did you mean `LW")));
  EXPECT_EQ(Call({"explain"}).code, 2);
}

TEST(PackCommandTest, TestsInsideTheShippedRulesPass) {
  const ProgramRun run = Call({"pack", "test"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr(" 0 failed\n"));
}

TEST(PackCommandTest, PrintsTheSchemaOfPacks) {
  EXPECT_EQ(Call({"pack", "schema"}).out,
            ReadWholeFile(LEASTWISE_SOURCE_DIR "/rules/schema/pack.schema.json"));
}

TEST(PackCommandTest, WritesThePagesThatAreCommitted) {
  const ScratchFolder folder;
  const ProgramRun run = Call({"pack", "docs", "--out", folder / "pages"});
  ASSERT_EQ(run.code, 0) << run.err;
  const std::string committed = LEASTWISE_SOURCE_DIR "/rules/docs/";
  std::size_t pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "pages")) {
    const std::string name = entry.path().filename().string();
    EXPECT_EQ(ReadWholeFile(entry.path().string()), ReadWholeFile(committed + name))
        << name << ": run `./dev generate` and commit what changed";
    ++pages;
  }
  const auto all = std::filesystem::directory_iterator(committed);
  EXPECT_EQ(pages, static_cast<std::size_t>(std::distance(begin(all), end(all))));
  EXPECT_EQ(Call({"pack", "docs"}).code, 2);
}

TEST(PackCommandTest, UnknownVerbIsAUsageError) {
  EXPECT_EQ(Call({"pack", "tset"}).code, 2);
  EXPECT_EQ(Call({"pack"}).code, 2);
}

// A pack whose first bad test says the wrong place, and whose first good test is bad.
constexpr std::string_view kPack = R"(schema: leastwise/pack/1
pack: mine
version: 1.0.0
rules:
- id: LW1901
  name: corpus-read
  title: The corpus can be read
  severity: high
  category: data-exfil-no-condition
  applies_to: {kind: identity-policy}
  match: {allow: {actions: {any: ["s3:GetObject"]}, resources: {reaches: ["arn:aws:s3:::corpus/*"]}}}
  message: "{actions} reads the corpus"
  why: the corpus is not for everybody
  help: ask the data team
  tests:
    bad:
    - {input: {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::corpus/*"}, at: "WRONG"}
    - {input: {Effect: Allow, Action: "s3:Get*", Resource: "*"}, at: "*"}
    good:
    - {why: not the corpus, input: {Effect: Allow, Action: "s3:GetObject", Resource: "NOISY"}}
    - {why: no read, input: {Effect: Allow, Action: "s3:PutObject", Resource: "*"}}
)";

std::string Filled(std::string_view bad, std::string_view good) {
  std::string text(kPack);
  text.replace(text.find("WRONG"), 5, bad);
  return text.replace(text.find("NOISY"), 5, good);
}

TEST(PackCommandTest, GoodPackPassesItsTests) {
  const ScratchFolder scratch;
  scratch.Write("mine.yaml", Filled("arn:aws:s3:::corpus/*", "arn:aws:s3:::other/*"));
  const ProgramRun valid = Leastwise(scratch.path(), {"pack", "validate", "mine.yaml"});
  EXPECT_EQ(valid.code, 0) << valid.err;
  EXPECT_THAT(valid.out, HasSubstr("mine 1.0.0: 1 rules, no mistakes"));
  const ProgramRun run = Leastwise(scratch.path(), {"pack", "test", "mine.yaml"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("4 tests of 1 rules: 4 passed, 0 failed"));
}

TEST(PackCommandTest, CompiledPackFindsTheSame) {
  const ScratchFolder scratch;
  scratch.Write("mine.yaml", Filled("arn:aws:s3:::corpus/*", "arn:aws:s3:::other/*"));
  scratch.Write("policy.json", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::corpus/*"}]})");
  const auto leastwise = [&](const std::vector<std::string>& words) {
    return Leastwise(scratch.path(), words);
  };
  const ProgramRun compiled = leastwise({"pack", "compile", "mine.yaml", "--out", "mine.json"});
  ASSERT_EQ(compiled.code, 0) << compiled.err;
  EXPECT_EQ(leastwise({"pack", "compile", "mine.yaml"}).out, ReadWholeFile(scratch / "mine.json"));
  EXPECT_EQ(leastwise({"pack", "test", "mine.json"}).code, 0);
  const ProgramRun from_yaml = leastwise({"check", "--pack", "mine.yaml", "policy.json"});
  EXPECT_THAT(from_yaml.out, HasSubstr("LW1901"));
  EXPECT_EQ(leastwise({"check", "--pack", "mine.json", "policy.json"}).out, from_yaml.out);
}

TEST(PackCommandTest, OnlyOneRightPackIsCompiled) {
  const ScratchFolder scratch;
  scratch.Write("mine.yaml", "schema: leastwise/pack/1\npack: mine\nversion: .5\nrules: []\n");
  EXPECT_EQ(Leastwise(scratch.path(), {"pack", "compile"}).code, 2);
  EXPECT_EQ(Leastwise(scratch.path(), {"pack", "compile", "mine.yaml"}).code, 2);
  EXPECT_EQ(Leastwise(scratch.path(), {"pack", "compile", "a.yaml", "b.yaml"}).code, 2);
}

TEST(PackCommandTest, FailedTestsAreShownInThePack) {
  const ScratchFolder scratch;
  scratch.Write("mine.yaml", Filled("arn:aws:s3:::elsewhere", "arn:aws:s3:::corpus/a"));
  const ProgramRun run = Leastwise(scratch.path(), {"pack", "test", "mine.yaml"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr("2 passed, 2 failed"));
  EXPECT_THAT(run.err, AllOf(HasSubstr("mine.yaml:17:"), HasSubstr("Missing: LW1901"),
                             HasSubstr("LW1901 does not underline `arn:aws:s3:::elsewhere`"),
                             HasSubstr("mine.yaml:20:"), HasSubstr("Noisy: LW1901")));
}

}  // namespace
}  // namespace leastwise
