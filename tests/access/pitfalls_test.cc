#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/policy_fixture.h"

// The pitfalls of pitfalls.tsv that belong to no other file.

namespace leastwise::testing {
namespace {

using ::testing::ElementsAre;

Answer AskFor(std::string_view statement, std::string_view action) {
  PolicyFixture fixture;
  const Policy* const policy = fixture.Link(statement);
  Query query;
  query.actions.any = fixture.Set({action});
  return fixture.GrantsOf(policy).Ask(query);
}

TEST(PitfallsTest, StatementOnOneResourceWorksForSomeOfItsActions) {
  PolicyFixture fixture;
  const Policy* const policy = fixture.Link(
      R"({"Effect": "Allow", "Action": ["s3:ListAllMyBuckets", "s3:ListBucket", "s3:GetObject"],
          "Resource": "arn:aws:s3:::ml-data"})");
  Query query;
  query.actions.any = fixture.Set({"s3:*"});
  const Answer answer = fixture.GrantsOf(policy).Ask(query);
  ASSERT_EQ(answer.evidence.size(), 1U);
  EXPECT_THAT(TextsOf(answer.evidence[0].action_texts), ElementsAre("s3:ListBucket"));
}

TEST(PitfallsTest, ArnOfAnotherServiceIsTheActionsResource) {
  const auto on = [](std::string_view service) {
    return R"({"Effect": "Allow", "Action": "ec2-instance-connect:SendSSHPublicKey",
               "Resource": "arn:aws:)" +
           std::string(service) + R"(:us-east-1:111122223333:instance/*"})";
  };
  constexpr std::string_view kAction = "ec2-instance-connect:SendSSHPublicKey";
  EXPECT_EQ(AskFor(on("ec2"), kAction).truth, Truth::kYes);
  EXPECT_EQ(AskFor(on("ec2-instance-connect"), kAction).truth, Truth::kNo);
}

}  // namespace
}  // namespace leastwise::testing
