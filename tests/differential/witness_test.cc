#include "access/witness.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "access/policy_comparison.h"
#include "differential/request_line.h"
#include "support/policy_fixture.h"

// A fixed part of the replay that README.md describes: pairs of policies with a request that the
// old one does not allow and the new one does, on which the other evaluator agrees.

namespace leastwise::testing {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kPairs = 40;

std::vector<Json> ReadPairs() {
  std::vector<Json> out;
  std::ifstream file(LEASTWISE_SOURCE_DIR "/testdata/differential/witnesses.jsonl");
  for (std::string line; std::getline(file, line);) {
    out.push_back(Json::parse(line, nullptr, false));
  }
  return out;
}

// What the plain evaluator says of the kept request under one of the two policies.
std::string AnswerUnder(const Json& pair, const char* side) {
  Json line = {{"policies", {pair[side]}},
               {"action", pair["action"]},
               {"resource", pair["resource"]},
               {"context", pair["context"]}};
  return AnswerLine(line.dump()).value("answer", "");
}

TEST(WitnessTest, KeptRequestsAreDeniedByTheOldAndAllowedByTheNewPolicy) {
  const std::vector<Json> pairs = ReadPairs();
  ASSERT_GE(pairs.size(), kPairs);
  std::size_t explicitly_denied = 0;
  for (const Json& pair : pairs) {
    ASSERT_TRUE(pair.is_object());
    const std::string old_answer = AnswerUnder(pair, "old");
    EXPECT_TRUE(old_answer == "ImplicitlyDenied" || old_answer == "ExplicitlyDenied")
        << pair.value("name", "") << ": " << old_answer;
    if (old_answer == "ExplicitlyDenied") ++explicitly_denied;
    EXPECT_EQ(AnswerUnder(pair, "new"), "Allowed") << pair.value("name", "");
  }
  EXPECT_GE(explicitly_denied, 2U);
}

TEST(WitnessTest, ComparisonFailsWithWitnessesThatTheEvaluatorConfirms) {
  for (const Json& pair : ReadPairs()) {
    const std::string name = pair.value("name", "");
    PolicyFixture fixture;
    ComparisonSide old_side;
    ComparisonSide new_side;
    old_side.policies = {fixture.Add(pair["old"].dump())};
    new_side.policies = {fixture.Add(pair["new"].dump())};
    fixture.Link();
    const PolicyComparison comparison = Compare(fixture.actions(), old_side, new_side);
    EXPECT_EQ(comparison.verdict, ComparisonVerdict::kFail) << name;
    ASSERT_FALSE(comparison.added.empty()) << name;
    for (const AddedGrant& grant : comparison.added) {
      EXPECT_EQ(RuleSide(new_side, grant.witness).verdict, Verdict::kAllowed)
          << name << ": " << grant.witness.action << " on " << grant.witness.resource;
      EXPECT_TRUE(RuleSide(old_side, grant.witness).is_denied())
          << name << ": " << grant.witness.action << " on " << grant.witness.resource;
    }
  }
}

TEST(WitnessTest, PolicyGrantsNothingOverItself) {
  for (const Json& pair : ReadPairs()) {
    PolicyFixture fixture;
    ComparisonSide side;
    side.policies = {fixture.Add(pair["new"].dump())};
    fixture.Link();
    EXPECT_EQ(Compare(fixture.actions(), side, side).verdict, ComparisonVerdict::kPass)
        << pair.value("name", "");
  }
}

}  // namespace
}  // namespace leastwise::testing
