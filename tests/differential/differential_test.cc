#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "differential/request_line.h"

// A fixed part of the comparison that README.md describes: requests with the answer on which two
// evaluators agree.

namespace leastwise::testing {
namespace {

TEST(DifferentialTest, AnswersAreTheAgreedOnes) {
  std::ifstream file(LEASTWISE_SOURCE_DIR "/testdata/differential/agreed.jsonl");
  ASSERT_TRUE(file.is_open());
  std::map<std::string, int> counts;
  for (std::string line; std::getline(file, line);) {
    const auto expected = nlohmann::ordered_json::parse(line, nullptr, false);
    ASSERT_TRUE(expected.is_object()) << line;
    const std::string answer = expected.value("answer", "");
    EXPECT_EQ(AnswerLine(line).value("answer", ""), answer) << line;
    ++counts[answer];
  }
  EXPECT_GE(counts["Allowed"], 100);
  EXPECT_GE(counts["ImplicitlyDenied"], 100);
  EXPECT_GE(counts["ExplicitlyDenied"], 100);
}

TEST(DifferentialTest, UnreadableLineIsAnError) {
  EXPECT_EQ(AnswerLine("[").value("answer", ""), "error");
}

}  // namespace
}  // namespace leastwise::testing
