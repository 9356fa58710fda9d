#ifndef LEASTWISE_ENGINE_PERSONA_BASELINE_H_
#define LEASTWISE_ENGINE_PERSONA_BASELINE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/made_late.h"
#include "engine/grant_query.h"
#include "engine/matcher.h"

namespace leastwise {

// What identities of some personas may need, and the questions of rules put against it.
// Thread-safe; lives as long as the run.
class PersonaBaseline {
 public:
  // `next_plan`: the number of the run's next plan.
  PersonaBaseline(const MatchRun& run, const PersonaChoice& choice,
                  std::atomic<std::uint32_t>* next_plan);

  // For `{persona}`: their ids in backticks.
  const std::string& names() const { return names_; }
  // The query of the book, asked of such an identity; null: there is nothing to ask, since the user
  // has bound no resources.
  const QueryPlan* PlanOf(GrantQueryId id, const GrantQuery& query) const;

  // Of the actions that it requires, those that the grants surely do not give; kUnknown where that
  // cannot be told.
  Truth Lacks(const Grants& grants, std::vector<ActionId>* missing) const;

 private:
  // A query with the sets that are its own.
  struct Asked {
    Query query;
    ActionSet actions;
    std::unique_ptr<const QueryPlan> plan;
  };
  std::unique_ptr<const Asked> Ask(GrantQueryId id, const GrantQuery& query) const;
  void ReadTypes();

  const MatchRun& run_;
  std::atomic<std::uint32_t>& next_plan_;
  std::string names_;
  ActionSet allowed_;
  std::vector<ActionId> required_;  // ascending
  std::vector<std::string> resources_;
  std::vector<std::string> types_;      // of the resources
  std::vector<MadeLate<Asked>> asked_;  // by GrantQueryId
  MadeLate<Asked> asked_of_required_;   // any of them
};

// The baselines of one run, each made when an identity first needs it. Thread-safe.
class PersonaBaselines {
 public:
  // Borrows the run, whose queries and plans have to be there.
  explicit PersonaBaselines(const MatchRun& run);
  PersonaBaselines(const PersonaBaselines&) = delete;
  PersonaBaselines& operator=(const PersonaBaselines&) = delete;

  // Whether the user has bound some persona to resources.
  bool binds_resources() const { return binds_resources_; }
  // Null: there is no persona, or none whose needs are known.
  const PersonaBaseline* Of(PersonaChoice choice) const;

 private:
  const MatchRun& run_;
  const bool binds_resources_;
  mutable std::atomic<std::uint32_t> next_plan_;
  mutable std::mutex mutex_;  // guards the list
  mutable std::vector<std::pair<PersonaChoice, std::unique_ptr<const PersonaBaseline>>> made_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_PERSONA_BASELINE_H_
