#ifndef LEASTWISE_TESTS_ACCESS_EVALUATOR_FIXTURE_H_
#define LEASTWISE_TESTS_ACCESS_EVALUATOR_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "access/evaluator.h"
#include "support/policy_fixture.h"

namespace leastwise::testing {

inline constexpr std::string_view kRole = "arn:aws:iam::111111111111:role/trainer";
inline constexpr std::string_view kSession = "arn:aws:sts::111111111111:assumed-role/trainer/job";
inline constexpr std::string_view kUser = "arn:aws:iam::111111111111:user/ann";
inline constexpr std::string_view kObject = "arn:aws:s3:::data/train/a.csv";

// A request for s3:GetObject on kObject by kSession, and documents around it.
class EvaluatorTest : public ::testing::Test {
 protected:
  EvaluatorTest() {
    request_.principal = kSession;
    request_.action = "s3:GetObject";
    request_.resource = kObject;
    request_.account = "111111111111";
  }

  const Policy* Add(std::string_view text, PolicyKind kind = PolicyKind::kIdentity) {
    return fixture_.Add(text, kind);
  }

  Ruling Rule(const PolicyStack& stack) const { return Authorize(stack, request_, options_); }

  // One identity policy alone.
  Ruling Rule(std::string_view statements) {
    PolicyStack stack;
    stack.identity = {Add(statements)};
    return Rule(stack);
  }
  Verdict Ask(std::string_view statements) { return Rule(statements).verdict; }

  // An Allow of s3:GetObject on everything with this Condition.
  Verdict AskWith(std::string_view condition) {
    return Ask(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": )" +
               std::string(condition) + "}");
  }

  // An Allow of s3:GetObject on this, which is the value of Resource.
  Verdict AskOn(std::string_view resource) {
    return Ask(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": )" +
               std::string(resource) + "}");
  }

  void Choose(Reading reading, Truth truth) {
    options_.readings[RulingOptions::Index(reading)] = truth;
  }

  PolicyFixture fixture_;
  Request request_;
  RulingOptions options_;
};

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_ACCESS_EVALUATOR_FIXTURE_H_
