#include <algorithm>
#include <array>

#include "access/data_review.h"
#include "access/policy_review.h"
#include "engine/matchers.h"
#include "iam/policy_parser.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

// Every code that the readers and the parser export. "json-syntax" is ReadInput's (lib/input does
// not know the engine, nor the engine it).
constexpr std::array<std::string_view, 32> kCodes{
    kDuplicateKey,
    "json-syntax",
    problem::kMissingVersionForVariable,
    problem::kBadVersion,
    problem::kNoStatement,
    problem::kUnknownElement,
    problem::kWrongType,
    problem::kMissingEffect,
    problem::kBadEffect,
    problem::kMissingAction,
    problem::kMissingResource,
    problem::kMissingPrincipal,
    problem::kForbiddenElement,
    problem::kBothElements,
    problem::kEmptyList,
    problem::kBadAction,
    problem::kBadResource,
    problem::kBadPrincipal,
    problem::kPartialPrincipal,
    problem::kUnknownOperator,
    problem::kDuplicateSid,
    problem::kBadSid,
    problem::kDuplicateConditionKey,
    problem::kForbiddenCharacter,
    "guardrails-folded",  // the linter's: findings that a note stands for
    // What is wrong with the user's own suppressions: the linter's.
    "suppression-expired",
    "suppression-outdated",
    "suppression-too-broad",
    "suppression-unknown-rule",
    "suppression-unused",
    "suppression-without-end",
    "suppression-without-reason",
};

// Those of the access layer, which looks at documents again.
constexpr std::array<std::string_view, 18> kReviewCodes{
    problem::kAllowDenied,           problem::kAllowRepeated,        problem::kAllowConditionNever,
    problem::kDenyConditionNever,    problem::kAllowConditionAlways, problem::kDenyConditionAlways,
    problem::kActionMeetsNoResource, problem::kActionNeedsStar,      problem::kAllowAbsentKeyNever,
    problem::kAllowAbsentKeyAlways,  problem::kDenyAbsentKeyNever,   problem::kDenyAbsentKeyAlways,
    problem::kKeyOfSomeActions,      problem::kSetOperatorMissing,   problem::kWildcardUnderEquals,
    problem::kOperatorUnfit,         problem::kValueUnfit,           problem::kPlaceholder,
};

std::vector<std::string_view> AllCodes() {
  std::vector<std::string_view> codes(kCodes.begin(), kCodes.end());
  codes.insert(codes.end(), kReviewCodes.begin(), kReviewCodes.end());
  return codes;
}

class ProblemMatcher : public Matcher {
 public:
  explicit ProblemMatcher(std::vector<std::string> codes) : codes_(std::move(codes)) {}

  bool MayMatch(const MatchContext& context) const override {
    return context.problem() != nullptr &&
           std::find(codes_.begin(), codes_.end(), context.problem()->code) != codes_.end();
  }

  Match Evaluate(MatchContext& context) const override {
    if (!MayMatch(context)) return {};
    Match out;
    out.truth = Truth::kYes;
    out.hits.emplace_back();
    out.hits.back().problem = context.problem();
    return out;
  }

  MatcherNeeds needs() const override {
    MatcherNeeds needs;
    needs.problem = true;
    needs.review = std::any_of(codes_.begin(), codes_.end(), [](const std::string& code) {
      return std::find(kReviewCodes.begin(), kReviewCodes.end(), code) != kReviewCodes.end();
    });
    return needs;
  }
  PlaceholderSet provides() const override { return PlaceholderBit(Placeholder::kDetail); }

  Touches touches(std::span<const ActionExpr>) const override {
    std::vector<std::string> words;
    for (const std::string& code : codes_) words.push_back(std::string(kProblemWord) + code);
    return Touches::Only(std::move(words));
  }

 private:
  std::vector<std::string> codes_;
};

}  // namespace

std::unique_ptr<Matcher> MakeProblem(const Node& node, MatchParser& parser) {
  std::vector<std::string> codes;
  const std::vector<std::string_view> known = AllCodes();
  const Node* pointer = &node;
  for (const Node* item : ItemsOf(pointer)) {
    const auto code = WordOf(parser.errors(), *item, "`problem`", known);
    if (code) codes.emplace_back(known[*code]);
  }
  if (codes.empty()) return nullptr;
  return std::make_unique<ProblemMatcher>(std::move(codes));
}

}  // namespace leastwise
