#include "engine/entry_choice.h"

#include <algorithm>
#include <set>
#include <string>

#include "engine/raw_finding.h"

namespace leastwise {
namespace {

// Over more subjects than this, looking which services they name costs more than it saves.
constexpr std::size_t kFewSubjects = 64;

// False where a statement may name actions of any service.
bool AddServices(const Statement& statement, std::set<std::string>* services) {
  if (statement.effect != Effect::kAllow) return true;
  if (statement.is_not_action) return false;
  for (const Text& action : statement.actions) {
    std::string service = ServiceOf(action.pattern);
    if (service.empty()) return false;
    services->insert(std::move(service));
  }
  return true;
}

Touches ServicesNamed(std::span<const RunSubject> subjects) {
  if (subjects.size() > kFewSubjects) return {};
  std::set<std::string> services;
  for (const RunSubject& subject : subjects) {
    for (const Policy* policy : subject.policies) {
      for (const Statement& statement : policy->statements) {
        if (!AddServices(statement, &services)) return {};
      }
    }
  }
  return Touches::Only({services.begin(), services.end()});
}

Touches ProblemsFound(std::span<const Problem* const> problems) {
  std::set<std::string> words;
  for (const Problem* problem : problems) {
    words.insert(std::string(kProblemWord) + std::string(problem->code));
  }
  return Touches::Only({words.begin(), words.end()});
}

}  // namespace

std::vector<std::uint32_t> ChooseEntries(const RuleBook::Compiled& book, const RunInput& input,
                                         const std::vector<bool>& enabled) {
  const Touches services = ServicesNamed(input.subjects);
  const Touches problems = ProblemsFound(input.problems);
  std::uint8_t kinds = 0;
  bool has_holders = false;
  for (const RunSubject& subject : input.subjects) {
    kinds = static_cast<std::uint8_t>(kinds | 1U << static_cast<unsigned>(subject.kind));
    has_holders = has_holders || !subject.holders.empty();
  }
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t i = 0; i < book.entries.size(); ++i) {
    const CompiledEntry& entry = book.entries[i];
    if (!IsEnabled(entry, enabled)) continue;
    const bool can_meet = entry.needs.problem
                              ? entry.touches.Meets(problems)
                              : (entry.kinds & kinds) != 0 && entry.touches.Meets(services) &&
                                    (has_holders || !entry.needs.identity);
    if (can_meet) chosen.push_back(i);
  }
  return chosen;
}

}  // namespace leastwise
