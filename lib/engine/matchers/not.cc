#include "engine/matchers.h"

namespace leastwise {
namespace {

class NotMatcher : public Matcher {
 public:
  explicit NotMatcher(std::unique_ptr<Matcher> part) : part_(std::move(part)) {}

  bool MayMatch(const MatchContext&) const override { return true; }

  // There is nothing to underline in what is not there.
  Match Evaluate(MatchContext& context) const override {
    Match out;
    out.truth = Truth::kYes;
    if (!part_->MayMatch(context)) return out;
    const Match match = part_->Evaluate(context);
    out.truth = Not(match.truth);
    out.lacks_input = match.lacks_input;
    return out;
  }

  MatcherNeeds needs() const override { return part_->needs(); }
  PlaceholderSet provides() const override { return 0; }

 private:
  std::unique_ptr<Matcher> part_;
};

}  // namespace

std::unique_ptr<Matcher> MakeNot(const Node& node, MatchParser& parser) {
  std::unique_ptr<Matcher> part = parser.Parse(node);
  return part == nullptr ? nullptr : std::make_unique<NotMatcher>(std::move(part));
}

std::unique_ptr<Matcher> MakeUnless(const Node& node, MatchParser& parser) {
  std::unique_ptr<Matcher> part = MakeAny(node, parser);
  return part == nullptr ? nullptr : std::make_unique<NotMatcher>(std::move(part));
}

}  // namespace leastwise
