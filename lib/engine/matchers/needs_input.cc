#include <algorithm>
#include <array>

#include "engine/matchers.h"

namespace leastwise {
namespace {

// In the order of kWords.
enum class InputNeed : std::uint8_t { kBoundary, kBoundaryField, kCompleteAccount, kScp, kTrust };
constexpr std::array<std::string_view, 5> kWords = {"boundary", "boundary-field",
                                                    "complete-account", "scp", "trust"};

// The account of what is looked at was read as a whole.
bool IsOfWholeAccount(const MatchContext& context) {
  const Grants* grants = context.SubjectGrants();
  const Identity* identity = context.identity();
  std::string_view account = grants == nullptr ? std::string_view() : grants->subject().account;
  if (account.empty() && identity != nullptr) account = identity->account;
  return context.run().inventory != nullptr && context.run().inventory->IsWhole(account);
}

// Where the input does not hold what the entry needs, nothing can be told.
class NeedsInputMatcher : public Matcher {
 public:
  explicit NeedsInputMatcher(std::vector<InputNeed> wanted) : wanted_(std::move(wanted)) {}

  bool MayMatch(const MatchContext&) const override { return true; }

  Match Evaluate(MatchContext& context) const override {
    const bool has_all = std::all_of(wanted_.begin(), wanted_.end(),
                                     [&context](InputNeed need) { return Has(need, context); });
    Match out;
    out.truth = has_all ? Truth::kYes : Truth::kUnknown;
    out.lacks_input = !has_all;
    return out;
  }

  MatcherNeeds needs() const override {
    MatcherNeeds needs;
    needs.each_holder = std::any_of(wanted_.begin(), wanted_.end(),
                                    [](InputNeed need) { return need != InputNeed::kScp; });
    return needs;
  }
  PlaceholderSet provides() const override { return 0; }

 private:
  static bool Has(InputNeed need, const MatchContext& context) {
    if (need == InputNeed::kScp) return context.run().has_scp;
    if (need == InputNeed::kCompleteAccount) return IsOfWholeAccount(context);
    const Identity* identity = context.identity();
    if (identity == nullptr) return false;
    // Only roles have a trust policy.
    if (need == InputNeed::kTrust) {
      return identity->trust != nullptr || identity->kind != IdentityKind::kRole;
    }
    const bool is_known = identity->boundary_is_known || identity->boundary.has_value();
    if (need == InputNeed::kBoundaryField) return is_known;
    return is_known && (!identity->boundary || identity->boundary->policy != nullptr);
  }

  std::vector<InputNeed> wanted_;
};

}  // namespace

std::unique_ptr<Matcher> MakeNeedsInput(const Node& node, PackErrors& errors) {
  std::vector<InputNeed> wanted;
  const Node* list = &node;
  for (const Node* item : ItemsOf(list)) {
    const auto word = WordOf(errors, *item, "`needs_input`", kWords);
    if (word) wanted.push_back(static_cast<InputNeed>(*word));
  }
  return std::make_unique<NeedsInputMatcher>(std::move(wanted));
}

}  // namespace leastwise
