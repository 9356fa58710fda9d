#include "access/denied_together.h"

#include <algorithm>
#include <vector>

#include "access/comparison_memo.h"
#include "access/statement_sample.h"

namespace leastwise {
namespace {

using Denies = std::vector<const GrantingStatement*>;

Denies Meeting(std::span<const GrantingStatement> denies, const Evidence& evidence) {
  Denies out;
  for (const GrantingStatement& deny : denies) {
    const bool meets =
        std::any_of(evidence.actions.begin(), evidence.actions.end(),
                    [&](ActionId id) { return deny.actions.Contains(id) == Truth::kYes; });
    if (meets) out.push_back(&deny);
  }
  return out;
}

// The statement with the strings of the evidence only. Owns what the statement borrows.
struct Narrowed {
  Narrowed(const Statement& whole, const Evidence& evidence) : statement(whole) {
    for (const Text* text : evidence.action_texts) {
      const auto index = static_cast<std::size_t>(text - whole.actions.data());
      actions.push_back(*text);
      patterns.push_back(whole.action_patterns[index]);
    }
    statement.actions = actions;
    statement.action_patterns = patterns;
    if (whole.is_not_resource || evidence.resource_texts.empty()) return;
    for (const Text* text : evidence.resource_texts) resources.push_back(*text);
    statement.resources = resources;
  }
  Narrowed(const Narrowed&) = delete;
  Narrowed& operator=(const Narrowed&) = delete;

  std::vector<Text> actions;
  std::vector<ActionPatternId> patterns;
  std::vector<Text> resources;
  Statement statement;
};

// One request for each resource and action: some Deny must match it.
bool MayTakeAll(const Denies& denies, const Statement& allow, const Evidence& evidence) {
  const auto takes = [&](const Text* resource) {
    const StatementSample sample(allow, resource);
    return std::all_of(evidence.actions.begin(), evidence.actions.end(), [&](ActionId id) {
      return std::any_of(denies.begin(), denies.end(), [&](const GrantingStatement* deny) {
        return deny->actions.Contains(id) == Truth::kYes && sample.MayMatch(*deny->statement);
      });
    });
  };
  if (allow.is_not_resource || allow.resources.empty()) return takes(nullptr);
  return std::all_of(allow.resources.begin(), allow.resources.end(), [&](const Text& resource) {
    return takes(resource.has_hole() ? nullptr : &resource);
  });
}

}  // namespace

bool DeniedTogether::LeaveNothingOf(const GrantingStatement& allow, const Evidence& evidence) {
  const bool is_listed = evidence.action_count == evidence.actions.size() &&
                         !evidence.actions.empty() && !evidence.action_texts.empty() &&
                         !allow.statement->is_not_action;
  if (!is_listed || questions_ == kMostQuestions) return false;
  if (denies_.size() < 2 || denies_.size() > kMostDenies) return false;
  const Denies meeting = Meeting(denies_, evidence);
  if (meeting.size() < 2) return false;
  const Narrowed narrowed(*allow.statement, evidence);
  if (!MayTakeAll(meeting, narrowed.statement, evidence)) return false;

  ++questions_;
  std::vector<Statement> granting{narrowed.statement};
  std::vector<Policy> documents{*allow.policy};
  std::vector<Statement> denying;
  denying.reserve(meeting.size());
  for (const GrantingStatement* deny : meeting) denying.push_back(*deny->statement);
  documents.front().statements = granting;
  // A variable means what the version of its own document makes of it.
  for (std::size_t i = 0; i < meeting.size(); ++i) {
    documents.push_back(*meeting[i]->policy);
    documents.back().statements = {&denying[i], 1};
  }
  ComparisonSide net;
  for (const Policy& document : documents) net.policies.push_back(&document);
  return memo_.comparisons().Decide(actions_, {}, net, kQuickBudget) == ComparisonVerdict::kPass;
}

}  // namespace leastwise
