#include "access/statement_contents.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace leastwise {
namespace {

bool HasSameActions(const Statement& a, const Statement& b) {
  return a.is_not_action == b.is_not_action &&
         std::equal(a.action_patterns.begin(), a.action_patterns.end(), b.action_patterns.begin(),
                    b.action_patterns.end());
}

}  // namespace

std::vector<std::uint32_t> ContentsOf(const ComparisonModel& model) {
  using Content = std::tuple<bool, bool, bool, std::vector<std::uint32_t>,
                             std::vector<std::uint32_t>, std::uint32_t>;
  std::map<Content, std::uint32_t> known;
  std::vector<std::uint32_t> out;
  for (const ModelStatement& statement : model.statements()) {
    Content content{statement.is_allow,
                    statement.not_resource,
                    statement.any_resource,
                    statement.any_resource ? std::vector<std::uint32_t>() : statement.resources,
                    statement.entries,
                    statement.principal};
    out.push_back(known.try_emplace(std::move(content), static_cast<std::uint32_t>(known.size()))
                      .first->second);
  }
  return out;
}

bool AllDeniesAreKept(const ComparisonModel& model, const std::vector<std::uint32_t>& contents) {
  const auto statements = model.statements();
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> new_denies;
  for (std::size_t id = 0; id < statements.size(); ++id) {
    if (statements[id].is_new && !statements[id].is_allow) new_denies[contents[id]].push_back(id);
  }
  for (std::size_t id = 0; id < statements.size(); ++id) {
    if (statements[id].is_new || statements[id].is_allow) continue;
    const auto same = new_denies.find(contents[id]);
    const bool is_kept =
        same != new_denies.end() &&
        std::any_of(same->second.begin(), same->second.end(), [&](std::size_t other) {
          return HasSameActions(*statements[other].statement, *statements[id].statement);
        });
    if (!is_kept) return false;
  }
  return true;
}

}  // namespace leastwise
