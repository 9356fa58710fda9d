#include "iam/text_reader.h"

#include <gtest/gtest.h>

#include "iam/arn.h"
#include "iam/parsed_policy.h"

namespace leastwise {
namespace {

using testing::OneStatement;
using testing::ParsedPolicy;

// The only resource of a 2012-10-17 policy.
class ResourceText {
 public:
  explicit ResourceText(const std::string& resource)
      : parsed_(OneStatement(R"("Effect": "Allow", "Action": "s3:*", "Resource": ")" + resource +
                             "\"")) {}
  const Text& operator*() const { return parsed_.statement().resources[0]; }
  const Text* operator->() const { return &**this; }

 private:
  ParsedPolicy parsed_;
};

TEST(TextTest, LiteralTextIsItsOwnPattern) {
  const ResourceText text("arn:aws:s3:::b/*");
  EXPECT_FALSE(text->has_hole());
  EXPECT_EQ(text->pattern.data(), text->value.data());
}

TEST(TextTest, VariableIsAHoleBetweenLiteralParts) {
  const ResourceText text("arn:aws:s3:::b/${aws:UserName}/*");
  ASSERT_EQ(text->parts.size(), 3U);
  EXPECT_EQ(text->parts[0].kind, PartKind::kLiteral);
  EXPECT_EQ(text->parts[0].text, "arn:aws:s3:::b/");
  EXPECT_EQ(text->parts[1].kind, PartKind::kVariable);
  EXPECT_EQ(text->parts[1].text, "aws:UserName");
  EXPECT_EQ(text->parts[2].text, "/*");
  EXPECT_EQ(text->value, "arn:aws:s3:::b/${aws:UserName}/*");
  EXPECT_EQ(text->pattern,
            "arn:aws:s3:::b/\x01"
            "aws:username\x01/*");
}

TEST(TextTest, VariablesIgnoreCaseInThePattern) {
  EXPECT_EQ(ResourceText("arn:aws:s3:::${AWS:userid}")->pattern,
            ResourceText("arn:aws:s3:::${aws:UserId}")->pattern);
}

TEST(TextTest, DefaultIsPartOfTheHole) {
  const ResourceText text("arn:aws:s3:::b/${aws:PrincipalTag/team, 'all}'}x");
  ASSERT_EQ(text->parts.size(), 3U);
  EXPECT_EQ(text->parts[1].text, "aws:PrincipalTag/team");
  EXPECT_EQ(text->parts[1].default_text, "all}");
  EXPECT_EQ(text->parts[2].text, "x");
  EXPECT_NE(text->pattern, ResourceText("arn:aws:s3:::b/${aws:PrincipalTag/team}x")->pattern);
}

TEST(TextTest, EscapesAreLiteralCharacters) {
  const ResourceText text("arn:aws:s3:::b/${*}${?}${$}");
  EXPECT_FALSE(text->has_hole());
  EXPECT_EQ(text->pattern, "arn:aws:s3:::b/\x02\x03$");
  EXPECT_TRUE(ArnPattern(text->pattern).Matches("arn:aws:s3:::b/*?$"));
  EXPECT_FALSE(ArnPattern(text->pattern).Matches("arn:aws:s3:::b/aa$"));
}

TEST(TextTest, UnfinishedVariablesAreLiteral) {
  for (const char* text : {"arn:aws:s3:::${aws:username", "arn:aws:s3:::${}", "arn:aws:s3:::$aws",
                           "arn:aws:s3:::${a, b}", "arn:aws:s3:::${ }", "arn:aws:s3:::${a, 'b}"}) {
    const ResourceText read(text);
    EXPECT_FALSE(read->has_hole()) << text;
    EXPECT_EQ(read->pattern, text);
  }
}

TEST(TextTest, VariableAfterAnUnfinishedOneIsFound) {
  const ResourceText text("arn:aws:s3:::${${aws:userid}");
  ASSERT_EQ(text->parts.size(), 2U);
  EXPECT_EQ(text->parts[0].text, "arn:aws:s3:::${");
  EXPECT_EQ(text->parts[1].text, "aws:userid");
}

TEST(TextTest, WildcardInAHoleNameIsNoWildcard) {
  EXPECT_EQ(ResourceText("arn:aws:s3:::${aws:PrincipalTag/a*?}")->pattern,
            "arn:aws:s3:::\x01"
            "aws:principaltag/a\x02\x03\x01");
}

TEST(TextTest, ActionsAndPrincipalsTakeNoVariables) {
  const ParsedPolicy parsed(
      OneStatement(R"("Effect": "Allow", "Action": "s3:${aws:username}", "Resource": "*")"));
  EXPECT_FALSE(parsed.statement().actions[0].has_hole());
  EXPECT_EQ(parsed.OnlyProblem().code, problem::kBadAction);
}

TEST(HasPolicyVariableTest, AsksForAPrefixOrAnEscape) {
  EXPECT_TRUE(HasPolicyVariable("a/${aws:username}"));
  EXPECT_TRUE(HasPolicyVariable("${x}${*}"));
  EXPECT_FALSE(HasPolicyVariable("${bucket}"));
  EXPECT_FALSE(HasPolicyVariable("${:x}"));
  EXPECT_FALSE(HasPolicyVariable("${aws:username"));
}

// A tree as an interpreter of templates makes it.
TEST(TextTest, HolesOfTemplatesAreKeptApart) {
  const auto file = SourceFile::FromString("t", R"("arn:aws:s3:::?-?")");
  const SourceView view = SourceView::Whole(*file);
  const Tree tree{&view, nullptr, {}};
  const NodePart parts[] = {{false, HoleKind::kValue, "arn:aws:s3:::", {}},
                            {true, HoleKind::kReference, "Bucket.Arn", {}},
                            {true, HoleKind::kValue, "Stage", {}}};
  const std::span<const NodePart> all(parts);
  const Node node = Node::WithParts({0, 18}, "arn:aws:s3:::${Bucket}-${Stage}", &all);
  Arena arena;
  const Text text = MakeText(tree, node, VariableMode::kVariables, arena);
  ASSERT_EQ(text.parts.size(), 3U);
  EXPECT_EQ(text.parts[1].kind, PartKind::kReference);
  EXPECT_EQ(text.parts[1].text, "Bucket.Arn");
  EXPECT_EQ(text.parts[2].kind, PartKind::kValue);
  EXPECT_EQ(text.pattern,
            "arn:aws:s3:::\x01"
            "Bucket.Arn\x01\x01Stage\x01");
}

TEST(TextTest, OpenNodeIsOneHole) {
  const auto file = SourceFile::FromString("t", "x");
  const SourceView view = SourceView::Whole(*file);
  const Tree tree{&view, nullptr, {}};
  const Node node = Node::Scalar(NodeKind::kUnknown, {0, 1}, "Parameter");
  Arena arena;
  const Text text = MakeText(tree, node, VariableMode::kLiteral, arena);
  ASSERT_EQ(text.parts.size(), 1U);
  EXPECT_EQ(text.parts[0].kind, PartKind::kValue);
  EXPECT_EQ(text.pattern, "\x01Parameter\x01");
}

}  // namespace
}  // namespace leastwise
