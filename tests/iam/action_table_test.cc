#include "iam/action_table.h"

#include <gtest/gtest.h>

#include "iam/knowledge_fixture.h"

namespace leastwise {
namespace {

class ActionTableTest : public ::testing::Test {
 protected:
  const ActionPattern& Pattern(std::string_view action) {
    return table_.pattern(table_.Resolve(action));
  }
  ActionId Future(std::string_view service) const {
    return catalog_.FutureAction(*catalog_.FindService(service));
  }

  ActionCatalog catalog_ = testing::ShippedCatalog();
  ActionTable table_{catalog_};
};

TEST_F(ActionTableTest, TellsFormsApart) {
  EXPECT_EQ(Pattern("*").form, ActionForm::kStar);
  EXPECT_EQ(Pattern("*:*").form, ActionForm::kStar);
  EXPECT_EQ(Pattern("s3:*").form, ActionForm::kServiceStar);
  EXPECT_EQ(Pattern("s3:**").form, ActionForm::kServiceStar);
  EXPECT_EQ(Pattern("s3:Get*").form, ActionForm::kVerbStar);
  EXPECT_EQ(Pattern("s3:GetObjec?").form, ActionForm::kVerbStar);
  EXPECT_EQ(Pattern("*:Get*").form, ActionForm::kVerbStar);
  EXPECT_EQ(Pattern("s3:GetObject").form, ActionForm::kLiteral);
}

TEST_F(ActionTableTest, EqualTextIsOnePattern) {
  const ActionPatternId id = table_.Collect("s3:GetObject");
  EXPECT_EQ(table_.Collect("s3:GetObject"), id);
  EXPECT_NE(table_.Collect("S3:getobject"), id);
  table_.Freeze();
  EXPECT_EQ(table_.Resolve("s3:GetObject"), id);
  EXPECT_EQ(Pattern("s3:GetObject").literal, Pattern("S3:getobject").literal);
}

TEST_F(ActionTableTest, LiteralOfTheCatalogHasOneBit) {
  const ActionPattern& pattern = Pattern("s3:getobject");
  ASSERT_TRUE(pattern.literal.has_value());
  EXPECT_EQ(table_.Name(*pattern.literal), "s3:GetObject");
  EXPECT_TRUE(pattern.is_known);
  EXPECT_EQ(pattern.set, nullptr);
}

TEST_F(ActionTableTest, UnknownLiteralIsAnActionOfItsOwn) {
  table_.Collect("s3:FrobObject");
  table_.Collect("s3:Frob*");
  table_.Freeze();
  const ActionPattern& literal = Pattern("S3:frobobject");
  ASSERT_TRUE(literal.literal.has_value());
  EXPECT_FALSE(literal.is_known);
  EXPECT_TRUE(literal.has_service);
  EXPECT_FALSE(table_.IsCatalogued(*literal.literal));
  EXPECT_EQ(table_.Name(*literal.literal), "s3:FrobObject");
  EXPECT_TRUE(Pattern("s3:Frob*").set->Test(*literal.literal));
  EXPECT_TRUE(Pattern("s3:*").set->Test(*literal.literal));
  EXPECT_TRUE(Pattern("*").set->Test(*literal.literal));
  EXPECT_FALSE(Pattern("s3:Get*").set->Test(*literal.literal));
}

TEST_F(ActionTableTest, IdsDoNotDependOnTheOrderOfReading) {
  ActionTable other(catalog_);
  for (const char* action : {"foo:A", "s3:ZZ", "foo:B"}) table_.Collect(action);
  for (const char* action : {"FOO:b", "foo:B", "s3:ZZ", "foo:a", "foo:A"}) other.Collect(action);
  table_.Freeze();
  other.Freeze();
  EXPECT_EQ(table_.universe_size(), other.universe_size());
  for (const char* action : {"foo:A", "foo:B", "s3:ZZ"}) {
    EXPECT_EQ(table_.pattern(table_.Resolve(action)).literal,
              other.pattern(other.Resolve(action)).literal);
  }
}

TEST_F(ActionTableTest, WildcardReachesWhatAwsAddsLater) {
  const ActionPattern& some = Pattern("s3:Get*");
  EXPECT_TRUE(some.set->Test(Future("s3")));
  EXPECT_FALSE(some.covered->Test(Future("s3")));
  EXPECT_TRUE(some.covered->IsSubsetOf(*some.set));
  const ActionPattern& all = Pattern("s3:*");
  EXPECT_TRUE(all.covered->Test(Future("s3")));
  EXPECT_FALSE(all.set->Test(Future("sqs")));
  EXPECT_EQ(table_.Name(Future("s3")), "s3:(later)");
}

TEST_F(ActionTableTest, UnknownServiceHasALaterActionToo) {
  table_.Collect("foo:*");
  table_.Collect("foo:Get*");
  table_.Collect("foo:GetX");
  table_.Freeze();
  EXPECT_FALSE(Pattern("foo:*").has_service);
  EXPECT_EQ(Pattern("foo:*").set->Count(), 2U);
  EXPECT_EQ(Pattern("foo:Get*").set->Count(), 2U);
  EXPECT_EQ(Pattern("foo:Get*").covered->Count(), 1U);
  EXPECT_FALSE(Pattern("foo:*").is_known);
  EXPECT_TRUE(Pattern("foo:Get*").set->IsSubsetOf(*Pattern("*").set));
}

TEST_F(ActionTableTest, StarIsTheWholeUniverse) {
  table_.Collect("foo:Bar");
  table_.Freeze();
  EXPECT_EQ(Pattern("*").set->Count(), table_.universe_size());
  EXPECT_EQ(Pattern("*:*").set, Pattern("*").set);
}

TEST_F(ActionTableTest, MalformedStringsMatchNothing) {
  for (const char* action : {"", "s3", "s3:GetObject, s3:PutObject", "s3:Get* ", "a:b:c"}) {
    const ActionPattern& pattern = Pattern(action);
    EXPECT_FALSE(pattern.is_well_formed) << action;
    EXPECT_FALSE(pattern.is_known) << action;
    EXPECT_FALSE(pattern.literal.has_value()) << action;
    ASSERT_NE(pattern.set, nullptr) << action;
    EXPECT_TRUE(pattern.set->None()) << action;
  }
}

TEST_F(ActionTableTest, EqualSetsAreKeptOnce) {
  EXPECT_EQ(Pattern("s3:xyzzy*").set, Pattern("S3:Xyzzy*").set);
}

TEST_F(ActionTableTest, HoleOfATemplateMayBeAnything) {
  const ActionPattern& pattern = Pattern("s3:\x01Verb\x01Object");
  EXPECT_EQ(pattern.text, "s3:*Object");
  EXPECT_TRUE(pattern.set->Test(*catalog_.Find("s3:GetObject")));
}

TEST_F(ActionTableTest, ExpandTakesPatternsOfRulePacks) {
  table_.Collect("s3:FrobObject");
  table_.Freeze();
  ActionSet set(table_.universe_size());
  table_.Expand("s3:Frob*", &set);
  EXPECT_EQ(set.Count(), 2U);  // the literal and what comes later
  set.Clear();
  table_.Expand("s3:GetObject", &set);
  table_.Expand("s3:FROBOBJECT", &set);
  table_.Expand("s3:NotThere", &set);
  EXPECT_EQ(set.Count(), 2U);
}

}  // namespace
}  // namespace leastwise
