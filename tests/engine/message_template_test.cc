#include "engine/message_template.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace leastwise {
namespace {

PlaceholderValues Values() {
  PlaceholderValues values;
  values[Placeholder::kActions] = "`s3:*`";
  values[Placeholder::kCount] = "3";
  return values;
}

TEST(MessageTemplateTest, PlaceholdersInATextAreThoseThatAreFilledIn) {
  EXPECT_EQ(PlaceholdersIn("nothing, and ${actions} of a policy"), 0);
  EXPECT_EQ(PlaceholdersIn("{actions} on {resources}: {no_such} {table.column}"),
            PlaceholderBit(Placeholder::kActions) | PlaceholderBit(Placeholder::kResources));
  EXPECT_EQ(PlaceholdersIn("{{gains}}"), PlaceholderBit(Placeholder::kGains));
}

TEST(MessageTemplateTest, PutsValuesIn) {
  EXPECT_EQ(FillTemplate("{actions} is allowed, {count} times", Values()),
            "`s3:*` is allowed, 3 times");
}

TEST(MessageTemplateTest, TextWithBracesStaysAsItIs) {
  const std::string text = "add {\"StringEquals\": {\"aws:x\": \"${aws:username}\"}} or ${count} {";
  EXPECT_EQ(FillTemplate(text, Values()), text);
  EXPECT_FALSE(FindBadPlaceholder(text, 0));
}

TEST(MessageTemplateTest, FindsWordsThatNothingFillsIn) {
  const PlaceholderSet actions = PlaceholderBit(Placeholder::kActions);
  EXPECT_FALSE(FindBadPlaceholder("{actions}", actions));
  EXPECT_EQ(FindBadPlaceholder("{actions} of {identity}", actions), "identity");
  EXPECT_EQ(FindBadPlaceholder("{action}", kEveryPlaceholder), "action");
}

TEST(MessageTemplateTest, ListsAtMostThreeTexts) {
  EXPECT_EQ(ListTexts(std::vector<std::string_view>{}), "");
  EXPECT_EQ(ListTexts(std::vector<std::string_view>{"a"}), "`a`");
  EXPECT_EQ(ListTexts(std::vector<std::string_view>{"a", "b"}), "`a` and `b`");
  EXPECT_EQ(ListTexts(std::vector<std::string_view>{"a", "b", "c"}), "`a`, `b` and `c`");
  EXPECT_EQ(ListTexts(std::vector<std::string_view>{"a", "b", "c", "d", "e"}),
            "`a`, `b`, `c` and 2 more");
}

TEST(MessageTemplateTest, LongTextsEndBeforeACharacterNotInside) {
  std::string text(139, 'x');
  text += "\xC3\xA4 and more";
  EXPECT_EQ(QuoteText(text), "`" + std::string(139, 'x') + "…`");
}

TEST(MessageTemplateTest, NamesEveryPlaceholder) {
  for (std::size_t i = 0; i < kPlaceholderCount; ++i) {
    EXPECT_FALSE(PlaceholderName(static_cast<Placeholder>(i)).empty()) << i;
  }
  EXPECT_EQ(ListPlaceholders(PlaceholderBit(Placeholder::kDetail)), "`{detail}`");
}

}  // namespace
}  // namespace leastwise
