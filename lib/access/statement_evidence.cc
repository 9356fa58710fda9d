#include <algorithm>
#include <iterator>

#include "access/key_wording.h"
#include "access/statement_search.h"

// The half of StatementSearch that says which elements of a statement made an answer true.

namespace leastwise {
namespace {

std::vector<ActionId> Merge(const std::vector<ActionId>& a, const std::vector<ActionId>& b) {
  std::vector<ActionId> out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

}  // namespace

void StatementSearch::Fill(const Statement& statement, const Matches& matches,
                           Evidence* out) const {
  std::vector<ActionId> matched =
      out->truth == Truth::kYes ? matches.sure : Merge(matches.sure, matches.possible);
  if (!plan_.shares().empty()) matched = OfReachedShares(matched);
  out->action_count = matched.size();
  out->actions.assign(matched.begin(),
                      matched.begin() + static_cast<std::ptrdiff_t>(
                                            std::min(matched.size(), Evidence::kMaxActions)));
  FillTexts(statement, matched, out);
  for (std::size_t i = 0; i < statement.resources.size(); ++i) {
    const Truth own = matches.resources.empty()
                          ? Truth::kNo
                          : matches.resources[std::min(i, matches.resources.size() - 1)];
    if (own != Truth::kNo && own >= out->truth) {
      out->resource_texts.push_back(&statement.resources[i]);
    }
  }
  for (const ConditionEntry& entry : statement.conditions) {
    const auto& test = query_.condition;
    const auto is_in = [&entry](const std::optional<RequestShape>& shape) {
      return shape && ShapeOf(&*shape, entry.folded_key) != nullptr;
    };
    const auto is_worded = [&] {
      return test.key && IsWorded(*test.key, entry, statement, actions_) == Truth::kYes;
    };
    if (is_in(test.admits) || is_in(test.refuses) || is_worded()) out->conditions.push_back(&entry);
  }
  out->breadth = matches.breadth;
  if (matches.failed_deny != nullptr) {
    out->failed_deny = matches.failed_deny->statement;
    out->failed_deny_policy = matches.failed_deny->policy;
  }
}

// Services whose share is not reached are no part of the answer.
std::vector<ActionId> StatementSearch::OfReachedShares(const std::vector<ActionId>& matched) const {
  std::vector<ActionId> out;
  for (const ActionCatalog::Range range : plan_.shares()) {
    const auto first = std::lower_bound(matched.begin(), matched.end(), range.first);
    const auto last = std::lower_bound(first, matched.end(), range.last);
    const auto share = static_cast<std::size_t>(last - first) * 100;
    if (share < std::size_t{query_.actions.share_percent} * (range.last - range.first)) continue;
    out.insert(out.end(), first, last);
  }
  std::sort(out.begin(), out.end());
  return out;
}

void StatementSearch::FillTexts(const Statement& statement, std::span<const ActionId> matched,
                                Evidence* out) const {
  for (std::size_t i = 0; i < statement.actions.size(); ++i) {
    const ActionPattern& pattern = actions_.pattern(statement.action_patterns[i]);
    const bool grants =
        statement.is_not_action ||
        (Keeps(pattern) &&
         (pattern.literal ? std::binary_search(matched.begin(), matched.end(), *pattern.literal)
                          : std::any_of(matched.begin(), matched.end(),
                                        [&](ActionId id) { return StringMatches(pattern, id); })));
    if (grants) out->action_texts.push_back(&statement.actions[i]);
  }
}

// Strings that name nothing the catalog knows: nothing can be said of what they grant.
std::optional<Evidence> StatementSearch::UnknownStrings(const GrantingStatement& granting) const {
  const Statement& statement = *granting.statement;
  Evidence out;
  out.truth = Truth::kYes;
  for (std::size_t i = 0; i < statement.actions.size(); ++i) {
    const ActionPattern& pattern = actions_.pattern(statement.action_patterns[i]);
    const ActionSet* any = query_.actions.any;
    const bool is_wanted = any == nullptr || (pattern.literal && any->Test(*pattern.literal));
    if (!Keeps(pattern) || !is_wanted) continue;
    out.action_texts.push_back(&statement.actions[i]);
    if (pattern.literal && out.actions.size() < Evidence::kMaxActions) {
      out.actions.push_back(*pattern.literal);
    }
  }
  if (out.action_texts.empty()) return std::nullopt;
  out.action_count = out.action_texts.size();
  if (!plan_.resources().is_trivial()) out.truth = Truth::kUnknown;
  for (const Text& text : statement.resources) out.resource_texts.push_back(&text);
  std::sort(out.actions.begin(), out.actions.end());
  return out;
}

}  // namespace leastwise
