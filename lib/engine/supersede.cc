#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "engine/raw_finding.h"

namespace leastwise {
namespace {

using StatementSet = std::unordered_set<const Statement*>;

void AddStatements(const Hit& hit, StatementSet* out) {
  if (hit.evidence) out->insert(hit.evidence->statement);
  for (const Hit& companion : hit.with) AddStatements(companion, out);
}

bool IsAmong(const StatementSet& weaker, const StatementSet& stronger) {
  return std::all_of(weaker.begin(), weaker.end(), [&stronger](const Statement* statement) {
    return stronger.count(statement) != 0;
  });
}

// Who holds what the definite findings of each rule point to.
class Supersession {
 public:
  Supersession(const RuleBook::Compiled& book, const std::vector<RawFinding>& findings)
      : book_(book) {
    for (const RawFinding& raw : findings) {
      if (!raw.is_definite) continue;
      Stronger& stronger = by_rule_[raw.rule];
      if (raw.of_all_holders) {
        stronger.for_all = true;
        AddStatements(raw.hit, &stronger.of_all);
      } else {
        AddStatements(raw.hit, &stronger.of_holder[raw.holders.front()]);
      }
    }
  }

  // Takes the holders for whom `raw` is redundant from it. True where none is left.
  bool IsRedundant(RawFinding* raw) const {
    StatementSet weaker;
    bool has_statements = false;
    for (const std::uint32_t rule : book_.details[raw->rule].superseded_by) {
      const auto found = by_rule_.find(rule);
      if (found == by_rule_.end()) continue;
      if (!has_statements) AddStatements(raw->hit, &weaker);
      has_statements = true;
      if (found->second.for_all && IsAmong(weaker, found->second.of_all)) return true;
      if (!found->second.of_holder.empty() && TakeHolders(weaker, found->second, raw)) return true;
    }
    return false;
  }

 private:
  struct Stronger {
    bool for_all = false;
    StatementSet of_all;
    std::unordered_map<const Identity*, StatementSet> of_holder;
  };

  static bool TakeHolders(const StatementSet& weaker, const Stronger& stronger, RawFinding* raw) {
    const std::span<const Identity* const> holders = HoldersOf(*raw);
    std::vector<const Identity*> left(holders.begin(), holders.end());
    const std::size_t before = left.size();
    std::erase_if(left, [&](const Identity* holder) {
      const auto found = stronger.of_holder.find(holder);
      return found != stronger.of_holder.end() && IsAmong(weaker, found->second);
    });
    if (left.size() == before) return false;
    raw->of_all_holders = false;
    raw->holders = std::move(left);
    return raw->holders.empty();
  }

  const RuleBook::Compiled& book_;
  std::unordered_map<std::uint32_t, Stronger> by_rule_;
};

}  // namespace

std::size_t DropSuperseded(const RuleBook::Compiled& book, std::vector<RawFinding>* findings) {
  if (findings->size() < 2) return 0;
  const Supersession supersession(book, *findings);
  return std::erase_if(*findings,
                       [&supersession](RawFinding& raw) { return supersession.IsRedundant(&raw); });
}

}  // namespace leastwise
