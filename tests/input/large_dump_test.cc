#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/read_text.h"

// Dumps of more than kLargeFile bytes, which are read element by element.

namespace leastwise {
namespace {

using testing::Document;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Quoted;
using testing::ReadText;
using ::testing::SizeIs;
using testing::TrustDocument;
using testing::UrlEncoded;

// White space behind a file changes its size and nothing else.
std::string Large(std::string_view text) {
  return std::string(text) + std::string(kLargeFile, ' ');
}

std::string Role(std::string_view name, std::string_view more = "") {
  return R"({"RoleName": ")" + std::string(name) + R"(", "AssumeRolePolicyDocument": )" +
         TrustDocument() + R"(, "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": )" +
         Quoted(UrlEncoded(Document("s3:PutObject"))) + "}]" + std::string(more) + "}";
}

// All that later stages see, one line for each thing.
std::vector<std::string> Contents(const ReadText& read) {
  std::vector<std::string> out = read.Problems();
  for (const std::string& entry : read.NotAnalysedList()) out.push_back(entry);
  for (const NotAnalysed& entry : read.inventory.not_analysed())
    out.push_back(std::to_string(entry.at.line) + ":" + std::to_string(entry.at.column));
  for (const Policy* policy : read.inventory.policies()) {
    out.push_back(std::string(policy->pointer) + " " + std::string(policy->container) + " " +
                  std::string(policy->name) + " " + std::string(policy->location.text()));
    for (const Statement& statement : policy->statements)
      out.push_back(std::string(statement.actions[0].location.text()));
  }
  for (const Identity* identity : read.inventory.identities()) {
    out.push_back(std::string(identity->name.value) + " " +
                  std::string(identity->name.location.text()) + " " +
                  std::string(identity->location.text()));
  }
  return out;
}

class LargeDumpTest : public ::testing::TestWithParam<std::string> {};

TEST_P(LargeDumpTest, IsReadAsASmallOne) {
  const ReadText small(GetParam());
  const ReadText large(Large(GetParam()));
  EXPECT_EQ(large.outcome, small.outcome);
  EXPECT_EQ(Contents(large), Contents(small));
}

INSTANTIATE_TEST_SUITE_P(
    Dumps, LargeDumpTest,
    ::testing::Values(
        R"({"UserDetailList": [], "RoleDetailList": [)" + Role("a") + "\n, " + Role("b") + "]}",
        R"({"RoleDetailList": [], "Policies": [ ]})",
        R"({"RoleDetailList": null, "UserDetailList": {"UserName": "a"}})",
        "\xEF\xBB\xBF{\"RoleDetailList\": [\r\n" + Role("r\\u00e9") + "\r\n] }\r\n",
        R"({"RoleDetailList": ["x", 1, null, [], {}, [{"RoleName": "z"}], )" + Role("a") + "]}",
        R"({"RoleDetailList": [)" + Role("a", R"(, "RoleName": "b")") +
            R"(], "RoleDetailList": [)" + Role("c") + "]}",
        R"({"RoleDetailList": [)" + Role("a", R"(, "More": {"Version": "2012-10-17"})") +
            R"(], "Other": {"Policy": )" + Document() + "}}",
        R"({"GroupDetailList": [], "Policies": [{"PolicyName": "p", "PolicyVersionList": []},)"
        R"( {"PolicyName": "q", "Arn": "arn:aws:iam::123456789012:policy/q",)"
        R"( "PolicyVersionList": [{"IsDefaultVersion": true, "Document": )" +
            Document() + "}]}]}",
        R"({"Policies": [{"PolicyName": "q", "PolicyVersionList": [{"Document": )" + Document() +
            "}]}]}",
        R"({"AWSTemplateFormatVersion": "2010-09-09", "RoleDetailList": [)" + Role("a") + "]}"));

TEST(LargeDumpErrorTest, ElementThatIsNoJsonFailsTheFile) {
  for (const std::string_view broken :
       {R"({"RoleName": })", R"({"RoleName": "b"])", R"({"RoleName": "b" "c"})", R"([1, 2})"}) {
    const std::string text =
        R"({"RoleDetailList": [)" + Role("a") + ", " + std::string(broken) + "]}";
    InputOptions options;
    options.named = true;
    const ReadText small(text, options);
    const ReadText large(Large(text), options);
    EXPECT_EQ(large.outcome, ReadOutcome::kFailed) << broken;
    EXPECT_THAT(large.Problems(), SizeIs(1)) << broken;
    EXPECT_EQ(Contents(large), Contents(small)) << broken;
  }
}

TEST(LargeDumpErrorTest, LimitsCountOverTheWholeFile) {
  const std::string text =
      Large(R"({"RoleDetailList": [)" + Role("a") + ", " + Role("b") + ", " + Role("c") + "]}");
  InputOptions options;
  options.named = true;
  options.limits.max_nodes = 30;
  const ReadText many(text, options);
  EXPECT_EQ(many.outcome, ReadOutcome::kFailed);
  EXPECT_THAT(many.NotAnalysedList(), ElementsAre(HasSubstr("too many values")));
  options = {};
  options.named = true;
  options.limits.max_depth = 5;
  EXPECT_EQ(ReadText(text, options).outcome, ReadOutcome::kFailed);
  // The root, the list, the role, its document, the statements, one of these, its principal.
  options.limits.max_depth = 7;
  EXPECT_EQ(ReadText(text, options).outcome, ReadOutcome::kPolicies);
}

TEST(LargeDumpWorkersTest, AnyNumberOfWorkersGivesTheSame) {
  std::string text = R"({"RoleDetailList": [)";
  for (int i = 0; i < 12'000; ++i)
    text +=
        (i == 0 ? "" : ",") + Role("role-" + std::to_string(i), i % 7 == 0 ? R"(, "Arn": 1)" : "");
  text += "]}";
  ASSERT_GT(text.size(), kLargeFile);
  const std::unique_ptr<SourceFile> file = SourceFile::FromString("input.json", text);
  std::vector<Inventory> read(3);
  const std::vector<std::size_t> workers = {1, 2, 8};
  for (std::size_t i = 0; i < workers.size(); ++i) {
    JsonReader reader;
    Arena scratch;
    EXPECT_EQ(ReadInput(*file, {}, reader, scratch, &read[i], workers[i]), ReadOutcome::kPolicies);
    ASSERT_THAT(read[i].identities(), SizeIs(12'000));
    ASSERT_THAT(read[i].policies(), SizeIs(24'000));
  }
  for (std::size_t at = 0; at < read[0].identities().size(); ++at) {
    const Identity& first = *read[0].identities()[at];
    ASSERT_EQ(first.name.value, "role-" + std::to_string(at));
    for (const Inventory& other : {std::cref(read[1]), std::cref(read[2])})
      ASSERT_EQ(other.identities()[at]->location, first.location);
  }
}

}  // namespace
}  // namespace leastwise
