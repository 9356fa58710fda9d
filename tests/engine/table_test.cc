#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/lint_fixture.h"

// `tables:` of a pack. "Sets are data …; `tables:` carry columns a message may print".

namespace leastwise::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kTables =
    "tables:\n"
    "  mints:\n"
    "    actions:\n"
    "      'iam:CreateAccessKey': {gives: a key, where: the console}\n"
    "      'iam:*LoginProfile': {gives: a password, where: the console}\n"
    "      'iam:UploadSigningCertificate': {gives: a certificate, where: a file}\n"
    "      'iam:DeactivateMFADevice': {gives: a weaker login, where: the console}\n"
    "  old-ones:\n"
    "    policies:\n"
    "      CloudWatchFullAccess: {successor: CloudWatchFullAccessV2}\n"
    "      AWSLambdaFullAccess: {successor: AWSLambda_FullAccess}\n";
constexpr std::string_view kMatch = "{allow: {actions: {any: ['@mints']}}}";
constexpr std::string_view kAttached = "{identity: {attached: {any: ['@old-ones']}}}";

std::string Pack(std::string_view match, std::string_view extra) {
  return PackYaml(RuleYaml("TEST1", match, extra), kTables);
}

// The first finding's message, help and label, by a rule that prints `text` in each.
std::vector<std::string> Texts(std::string_view match, std::string_view text,
                               std::string_view input) {
  const std::string quoted = "\"" + std::string(text) + "\"";
  std::string rule =
      RuleYaml("TEST1", match, "  message: " + quoted + "\n  labels: {primary: " + quoted + "}\n");
  const std::string_view help = "  help: ";
  const std::size_t at = rule.find(help);
  rule.replace(at + help.size(), rule.find('\n', at) - at - help.size(), quoted);
  LintFixture lint(PackYaml(rule, kTables));
  const EvaluationResult& result = lint.Lint(input);
  if (result.findings.size() != 1) return {std::to_string(result.findings.size()) + " findings"};
  const Finding& finding = result.findings.front();
  return {finding.message, std::string(finding.help()), finding.primary.label};
}

std::string Allow(std::string_view actions) {
  return R"({"Effect": "Allow", "Action": )" + std::string(actions) + R"(, "Resource": "*"})";
}

TEST(TableTest, APlaceholderPrintsTheCellsOfTheRowsThatTheActionsMeet) {
  EXPECT_THAT(Texts(kMatch, "gives {mints.gives}", Allow(R"("iam:CreateAccessKey")")),
              ElementsAre("gives a key", "gives a key", "gives a key"));
  EXPECT_THAT(Texts(kMatch, "{mints.gives} in {mints.where}",
                    Allow(R"(["iam:UpdateLoginProfile", "iam:CreateAccessKey", "s3:GetObject"])")),
              Contains("a key and a password in the console"))
      << "each cell once, in the order of the table; a key may be a pattern";
}

TEST(TableTest, AtMostThreeCellsArePrinted) {
  EXPECT_THAT(Texts(kMatch, "{mints.gives}", Allow(R"("iam:*")")),
              Contains("a key, a password, a certificate and 1 more"));
}

TEST(TableTest, ARowOfAnActionThatIsDeniedIsNotMet) {
  EXPECT_THAT(Texts(kMatch, "{mints.gives}",
                    Allow(R"("iam:*")") + R"(, {"Effect": "Deny", "Action": ["iam:*LoginProfile",
                        "iam:DeactivateMFADevice"], "Resource": "*"})"),
              Contains("a key and a certificate"));
}

TEST(TableTest, RowsOfPoliciesAreMetByAttachments) {
  constexpr std::string_view kRole = R"({"RoleName": "r", "AttachedManagedPolicies": [
      {"PolicyName": "AWSLambdaFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AWSLambdaFullAccess"},
      {"PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]})";
  EXPECT_THAT(Texts(kAttached, "use {old-ones.successor}", kRole),
              Contains("use AWSLambda_FullAccess"));
}

TEST(TableTest, TheKeysAreASetOfTheirType) {
  EXPECT_THAT(LoadErrors(Pack("{identity: {attached: {any: ['@mints']}}}", {})),
              Contains(HasSubstr("`mints` is a set of actions, not of policies")));
  EXPECT_THAT(LoadErrors(Pack("{allow: {actions: {any: ['@mint']}}}", {})),
              ElementsAre(HasSubstr("no set, parameter or table is called `mint` (did you mean "
                                    "`mints`?)")));
}

TEST(TableTest, AnUnknownTableOrColumnIsToldWithTheNearest) {
  EXPECT_THAT(LoadErrors(Pack(kMatch, "  message: '{mint.gives}'\n")),
              ElementsAre(HasSubstr("no table is called `mint` (did you mean `mints`?)")));
  EXPECT_THAT(LoadErrors(Pack(kMatch, "  labels: {primary: '{mints.give}'}\n")),
              ElementsAre(HasSubstr("the table `mints` has no column `give` (did you mean "
                                    "`gives`?)")));
  EXPECT_THAT(LoadErrors(Pack(kMatch, "  suggestion: '{old-ones.successor}'\n")),
              ElementsAre(HasSubstr("the match does not name the table `old-ones` (write "
                                    "`\"@old-ones\"` among its actions or policies)")));
}

std::vector<std::string> ErrorsOf(std::string_view table) {
  return LoadErrors(PackYaml(RuleYaml("TEST1", "{allow: {actions: {any: ['@t']}}}"),
                             "tables:\n  t: " + std::string(table) + "\n"));
}

TEST(TableTest, UnknownRowKeysAreTold) {
  EXPECT_THAT(ErrorsOf("{actions: {'iam:CreateAccesKey': {a: x}}}"),
              ElementsAre(HasSubstr("no action is called `iam:CreateAccesKey` (did you mean "
                                    "`iam:CreateAccessKey`?)")));
}

TEST(TableTest, EveryRowHasTheColumnsOfTheFirst) {
  EXPECT_THAT(ErrorsOf("{actions: {'iam:CreateAccessKey': {gives: x}, "
                       "'iam:CreateLoginProfile': {give: y}}}"),
              ElementsAre(HasSubstr("row `iam:CreateLoginProfile` lacks `gives`"),
                          HasSubstr("unknown key `give` in row `iam:CreateLoginProfile` (did you "
                                    "mean `gives`?)")));
}

TEST(TableTest, WrongShapesAreTold) {
  for (const std::string_view table :
       {"3", "[]", "{}", "{actions: {}}", "{keys: {a: {b: c}}}", "{actions: {'iam:PassRole': {}}}",
        "{actions: {'iam:PassRole': x}}", "{actions: {'iam:PassRole': {Upper: x}}}",
        "{actions: {'iam:PassRole': {a: x}}, policies: {p: {a: x}}}"}) {
    EXPECT_THAT(ErrorsOf(table), ::testing::Not(IsEmpty())) << table;
  }
  EXPECT_THAT(LoadErrors(Pack(kMatch, {}) + "sets: {mints: {actions: ['iam:PassRole']}}\n"),
              ::testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace leastwise::testing
