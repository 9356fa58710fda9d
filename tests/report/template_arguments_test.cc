#include "report/template_arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leastwise {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

TEST(TemplateArgumentsTest, PlaceholdersAreNumbered) {
  EXPECT_EQ(NumberPlaceholders("{actions} on {resources}"), "{0} on {1}");
}

TEST(TemplateArgumentsTest, OtherBracesAreDoubled) {
  EXPECT_EQ(NumberPlaceholders("${aws:username} {\"A\": 1} {sid}"),
            "${{aws:username}} {{\"A\": 1}} {0}");
  EXPECT_EQ(NumberPlaceholders("${user}"), "${{user}}");
}

TEST(TemplateArgumentsTest, ArgumentsPutBackGiveTheMessage) {
  EXPECT_THAT(FindArguments("{actions} on {resources}", "`a:b` and 2 more on `x`"),
              Optional(ElementsAre("`a:b` and 2 more", "`x`")));
  EXPECT_THAT(FindArguments("{a} on {b} end", "x on y end end"),
              Optional(ElementsAre("x", "y end")));
}

TEST(TemplateArgumentsTest, OtherMessageHasNone) {
  EXPECT_EQ(FindArguments("{a} is allowed", "`x` is denied"), std::nullopt);
  EXPECT_EQ(FindArguments("every action", "every other action"), std::nullopt);
  EXPECT_EQ(FindArguments("ab{x}ba", "aba"), std::nullopt);
}

TEST(TemplateArgumentsTest, TemplateWithoutPlaceholdersHasNoArguments) {
  EXPECT_THAT(FindArguments("every action", "every action"), Optional(ElementsAre()));
}

}  // namespace
}  // namespace leastwise
