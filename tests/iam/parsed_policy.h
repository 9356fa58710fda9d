#ifndef LEASTWISE_TESTS_IAM_PARSED_POLICY_H_
#define LEASTWISE_TESTS_IAM_PARSED_POLICY_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_file.h"
#include "iam/policy_parser.h"
#include "tree/json_reader.h"

namespace leastwise::testing {

// A document parsed from text, with everything that it borrows.
class ParsedPolicy {
 public:
  explicit ParsedPolicy(std::string_view json, PolicyKind kind = PolicyKind::kIdentity,
                        bool certain = true)
      : file_(SourceFile::FromString("policy.json", json)), view_(SourceView::Whole(*file_)) {
    Arena scratch;  // gone before anything is looked at: nothing may point into it
    JsonReader reader;
    const Result<Tree> tree = reader.Read(view_, scratch);
    EXPECT_TRUE(tree.has_value()) << json;
    if (!tree) return;
    guessed = GuessKind(*tree->root);
    looks_like_policy = LooksLikePolicy(*tree->root);
    PolicySite site;
    site.kind = kind;
    site.kind_is_certain = certain;
    policy = ParsePolicy(*tree, *tree->root, site, arena_, &problems);
  }

  const Statement& statement(std::size_t index = 0) const { return policy.statements[index]; }

  // "code: underlined text" of every problem.
  std::vector<std::string> Problems() const {
    std::vector<std::string> out;
    for (const Problem& problem : problems)
      out.push_back(std::string(problem.code) + ": " + std::string(problem.where.text()));
    return out;
  }
  // The only problem, or an empty one.
  Problem OnlyProblem() const {
    EXPECT_EQ(problems.size(), 1U) << ::testing::PrintToString(Problems());
    return problems.size() == 1 ? problems[0] : Problem{};
  }

  Policy policy;
  std::vector<Problem> problems;
  PolicyKind guessed = PolicyKind::kIdentity;
  bool looks_like_policy = false;

 private:
  std::unique_ptr<SourceFile> file_;
  SourceView view_;
  Arena arena_;
};

// A document of one statement with these members and version 2012-10-17.
inline std::string OneStatement(std::string_view members) {
  return R"({"Version": "2012-10-17", "Statement": [{)" + std::string(members) + "}]}";
}

inline std::vector<std::string> Values(std::span<const Text> texts) {
  std::vector<std::string> out;
  for (const Text& text : texts) out.emplace_back(text.value);
  return out;
}

inline std::vector<std::string> Underlined(std::span<const Text> texts) {
  std::vector<std::string> out;
  for (const Text& text : texts) out.emplace_back(text.location.text());
  return out;
}

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_IAM_PARSED_POLICY_H_
