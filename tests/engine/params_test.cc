#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/baseline.h"
#include "engine/fingerprint.h"
#include "support/lint_fixture.h"

namespace leastwise::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kOutside =
    "{allow: {actions: {any: ['iam:CreateRole']}, condition: {admits: {'iam:PermissionsBoundary': "
    "{outside: approved}}}}}";

std::string Approved(std::string_view members) {
  return "params:\n  approved: {type: arns, default: [" + std::string(members) +
         "], doc: boundaries}\n";
}

std::string CreateRole(std::string_view boundary, std::string_view op = "StringEquals") {
  return R"({"Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*", "Condition": {")" +
         std::string(op) + R"(": {"iam:PermissionsBoundary": ")" + std::string(boundary) + "\"}}}";
}

std::vector<std::string> Found(std::string_view members, const std::string& statement,
                               std::string_view extra = {}) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", kOutside, extra), Approved(members)));
  return Underlined(lint.Lint(statement));
}

TEST(OutsideTest, ValueThatAPolicyNamesAndTheListDoesNotIsOutside) {
  constexpr std::string_view kList = "'arn:aws:iam::111122223333:policy/strong'";
  EXPECT_THAT(Found(kList, CreateRole("arn:aws:iam::111122223333:policy/strong")), IsEmpty());
  EXPECT_EQ(Found(kList, CreateRole("arn:aws:iam::111122223333:policy/weak")).size(), 1U);
}

TEST(OutsideTest, PatternThatIsWiderThanTheListIsOutside) {
  constexpr std::string_view kList = "'arn:aws:iam::111122223333:policy/ml-*'";
  EXPECT_THAT(Found(kList, CreateRole("arn:aws:iam::111122223333:policy/ml-a*", "StringLike")),
              IsEmpty());
  EXPECT_EQ(Found(kList, CreateRole("arn:aws:iam::111122223333:policy/m*", "StringLike")).size(),
            1U);
}

TEST(EnabledByTest, EntryIsOffWhileTheParameterIsEmpty) {
  const std::string weak = CreateRole("arn:aws:iam::111122223333:policy/weak");
  constexpr std::string_view kExtra = "  enabled_by: approved\n";
  EXPECT_THAT(Found("", weak, kExtra), IsEmpty());
  EXPECT_EQ(Found("'arn:aws:iam::111122223333:policy/strong'", weak, kExtra).size(), 1U);
}

TEST(EnabledByTest, NameThatIsNoParameterIsTold) {
  EXPECT_THAT(
      LoadErrors(PackYaml(RuleYaml("TEST1", kOutside, "  enabled_by: approvd\n"), Approved(""))),
      Contains(
          HasSubstr("no set, parameter or table is called `approvd` (did you mean `approved`?)")));
  EXPECT_THAT(LoadErrors(PackYaml(RuleYaml("TEST1", kOutside, "  enabled_by: s\n"),
                                  Approved("") + "sets:\n  s: {strings: [a]}\n")),
              Contains(HasSubstr("`s` is a set, not a parameter")));
}

std::string ContentOf(std::string_view statement) {
  LintFixture lint(PackYaml(RuleYaml("TEST1", "{allow: {actions: {any: ['s3:GetObject']}}}")));
  lint.Add(statement);
  lint.Run();
  return StatementContent(lint.policies().front()->statements.front());
}

TEST(StatementContentTest, OrderAndSidDoNotCountButWhatIsGrantedDoes) {
  const std::string content = ContentOf(
      R"({"Effect": "Allow", "Sid": "A", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"})");
  EXPECT_EQ(content.size(), 36U);
  EXPECT_EQ(content.substr(0, 4), "st1:");
  EXPECT_EQ(content, ContentOf(R"({"Effect": "Allow", "Sid": "B", "Action": ["s3:PutObject",)"
                               R"( "s3:GetObject"], "Resource": ["*"]})"));
  EXPECT_NE(content, ContentOf(R"({"Effect": "Allow", "Sid": "A", "Action": ["s3:GetObject"],)"
                               R"( "Resource": "*"})"));
  EXPECT_NE(content, ContentOf(R"({"Effect": "Allow", "Sid": "A", "Action": ["s3:GetObject",)"
                               R"( "s3:PutObject", "s3:DeleteObject"], "Resource": "*"})"));
}

TEST(BaselineFileTest, EveryMistakeIsTold) {
  const auto file = SourceFile::FromString(
      "b.json",
      R"({"format": "leastwise-baseline-2", "fingerprints": "lw1", "findings": [)"
      R"({"fingerprint": "a", "moved": "b", "rule": "c"}, {"fingerprint": "a", "moved": "b",)"
      R"( "rule": "c", "line": 3}]})");
  std::vector<Error> errors;
  Baseline::Read(*file, &errors);
  std::vector<std::string> messages;
  for (const Error& error : errors) messages.push_back(error.message);
  EXPECT_THAT(messages, ElementsAre(HasSubstr("not a baseline that this program can read"),
                                    HasSubstr("unknown key `line` in finding"),
                                    HasSubstr("the finding `a` is there twice")));
}

}  // namespace
}  // namespace leastwise::testing
