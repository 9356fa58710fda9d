#include "linter/rule_selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "linter/shipped_fixture.h"

namespace leastwise {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class RuleSelectionTest : public testing::Test {
 protected:
  RuleSelectionTest() : knowledge_(Knowledge::Open(LinkedData(), {}, MemoryFileReader())) {}

  std::ptrdiff_t Count(const std::vector<std::string>& select,
                       const std::vector<std::string>& ignore) {
    errors_.clear();
    const std::vector<bool> enabled =
        SelectRules(knowledge_->rules(), select, ignore, nullptr, &errors_);
    return std::count(enabled.begin(), enabled.end(), true);
  }

  std::unique_ptr<Knowledge> knowledge_;
  std::vector<Error> errors_;
};

TEST_F(RuleSelectionTest, WithoutWordsAllRulesRun) {
  EXPECT_EQ(Count({}, {}), std::ssize(knowledge_->rules().rules()));
}

TEST_F(RuleSelectionTest, WordIsAnIdAStartOfIdsANameOrACategory) {
  const Rule& rule = knowledge_->rules().rules().front();
  EXPECT_EQ(Count({rule.id}, {}), 1);
  EXPECT_EQ(Count({rule.name}, {}), 1);
  EXPECT_GE(Count({rule.category}, {}), 1);
  EXPECT_EQ(Count({"LW"}, {}), std::ssize(knowledge_->rules().rules()));
  EXPECT_EQ(Count({"lw"}, {}), std::ssize(knowledge_->rules().rules()));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(RuleSelectionTest, IgnoreWinsOverSelect) {
  const Rule& rule = knowledge_->rules().rules().front();
  EXPECT_EQ(Count({rule.id}, {rule.id}), 0);
  EXPECT_EQ(Count({}, {rule.id}), std::ssize(knowledge_->rules().rules()) - 1);
}

TEST_F(RuleSelectionTest, UnknownWordsAreAllToldWithTheNearestKnownOne) {
  const std::string name = knowledge_->rules().rules().front().name;
  Count({name + "x"}, {"qqqqqqqqqqqqqqqqq"});
  ASSERT_EQ(errors_.size(), 2U);
  EXPECT_EQ(errors_[0].kind, ErrorKind::kUsage);
  EXPECT_EQ(errors_[0].hint, "did you mean `" + name + "`?");
  EXPECT_THAT(errors_[1].hint, HasSubstr("leastwise rules"));
}

}  // namespace
}  // namespace leastwise
