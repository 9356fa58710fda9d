#include "engine/touches.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace leastwise {
namespace {

ActionExpr Patterns(std::vector<std::string> patterns) {
  ActionExpr expr;
  expr.kind = ActionExpr::Kind::kPatterns;
  expr.patterns = std::move(patterns);
  return expr;
}

ActionExpr Of(ActionExpr::Kind kind, std::vector<ActionExpr> parts) {
  ActionExpr expr;
  expr.kind = kind;
  expr.parts = std::move(parts);
  return expr;
}

ActionExpr Where(std::vector<std::string> services) {
  ActionExpr expr;
  expr.kind = ActionExpr::Kind::kWhere;
  expr.filter.services = std::move(services);
  return expr;
}

std::string Services(const ActionExpr& expr, const std::vector<ActionExpr>& named = {}) {
  return ServicesOf(expr, named).ToText();
}

TEST(TouchesTest, PatternsTouchTheServicesBeforeTheirColons) {
  EXPECT_EQ(Services(Patterns({"s3:GetObject", "SageMaker:Create*", "s3:Put*"})), "s3 sagemaker");
}

TEST(TouchesTest, AWildcardBeforeTheColonTouchesAnything) {
  EXPECT_EQ(Services(Patterns({"s3:GetObject", "*"})), "*");
  EXPECT_EQ(Services(Patterns({"sage*:Create"})), "*");
  EXPECT_EQ(Services(Patterns({"s?:Get"})), "*");
}

TEST(TouchesTest, AFilterTouchesTheServicesThatItNames) {
  EXPECT_EQ(Services(Where({"iam", "sts"})), "iam sts");
  EXPECT_EQ(Services(Where({})), "*");
}

TEST(TouchesTest, AUnionTouchesWhatEitherDoes) {
  const auto kUnion = ActionExpr::Kind::kUnion;
  EXPECT_EQ(Services(Of(kUnion, {Patterns({"s3:Get*"}), Where({"iam"})})), "iam s3");
  EXPECT_EQ(Services(Of(kUnion, {Patterns({"s3:Get*"}), Where({})})), "*");
  EXPECT_EQ(Services(Of(kUnion, {})), "");
}

TEST(TouchesTest, AnIntersectionTouchesTheNarrowerOne) {
  const auto kIntersect = ActionExpr::Kind::kIntersect;
  EXPECT_EQ(Services(Of(kIntersect, {Where({}), Patterns({"s3:Get*"})})), "s3");
}

TEST(TouchesTest, ADifferenceTouchesWhatItTakesFrom) {
  const auto kMinus = ActionExpr::Kind::kMinus;
  EXPECT_EQ(Services(Of(kMinus, {Patterns({"s3:*"}), Patterns({"s3:Get*"})})), "s3");
}

TEST(TouchesTest, ANameStandsForItsSet) {
  ActionExpr name;
  name.kind = ActionExpr::Kind::kNamed;
  EXPECT_EQ(Services(name, {Patterns({"kms:Decrypt"})}), "kms");
}

TEST(TouchesTest, WordsMeetWhereTheyShareOne) {
  const Touches s3 = Touches::Only({"s3", "iam"});
  EXPECT_TRUE(s3.Meets(Touches::Only({"kms", "s3"})));
  EXPECT_FALSE(s3.Meets(Touches::Only({"kms"})));
  EXPECT_TRUE(s3.Meets(Touches()));
  EXPECT_TRUE(Touches().Meets(Touches::Only({"kms"})));
  EXPECT_FALSE(Touches::Only({}).Meets(Touches::Only({"kms"})));
}

TEST(TouchesTest, TextReadsBack) {
  for (const std::string text : {"*", "", "iam", "iam s3 sts"}) {
    EXPECT_EQ(Touches::FromText(text).ToText(), text);
  }
}

TEST(TouchesTest, AnActionWithAHoleOrWithoutAColonMayBeOfAnyService) {
  EXPECT_EQ(ServiceOf("S3:GetObject"), "s3");
  EXPECT_EQ(ServiceOf("*"), "");
  EXPECT_EQ(ServiceOf("s3*:Get"), "");
  EXPECT_EQ(ServiceOf("\x01Service\x01:Get"), "");
}

}  // namespace
}  // namespace leastwise
