#include "engine/persona_baseline.h"

#include <algorithm>
#include <string_view>

#include "access/access_memo.h"
#include "access/query_plan.h"
#include "access/resource_cells.h"
#include "engine/message_template.h"

namespace leastwise {

PersonaBaseline::PersonaBaseline(const MatchRun& run, const PersonaChoice& choice,
                                 std::atomic<std::uint32_t>* next_plan)
    : run_(run),
      next_plan_(*next_plan),
      allowed_(run.actions->universe_size()),
      asked_(run.queries.size()) {
  const auto is_chosen = [&](std::string_view id) {
    return std::any_of(choice.personas.begin(), choice.personas.end(),
                       [&](std::size_t place) { return run.personas[place].id == id; });
  };
  std::vector<std::string_view> ids;
  ActionSet required(run.actions->universe_size());
  for (const std::size_t place : choice.personas) {
    const Persona& persona = run.personas[place];
    if (!is_chosen(persona.part_of)) {  // the whole stands for its parts, none of which is said
      ids.push_back(persona.id);
      for (const std::string& action : persona.require) {
        run.actions->Expand(action, &required);
      }
    }
    persona.ForEachAllowed(
        [&](const std::string& pattern) { run.actions->Expand(pattern, &allowed_); });
    resources_.insert(resources_.end(), persona.resources.begin(), persona.resources.end());
  }
  required.ForEach([this](ActionId id) { required_.push_back(id); });
  names_ = ListTexts(ids);
  if (!resources_.empty()) ReadTypes();
}

// Only what the user speaks of is bound: buckets bind no training jobs.
void PersonaBaseline::ReadTypes() {
  const ActionCatalog& catalog = run_.actions->catalog();
  std::vector<ResourcePattern> patterns;
  for (const std::string& text : resources_) patterns.emplace_back(std::string_view(text));
  for (std::size_t i = 0; i < catalog.resource_type_count(); ++i) {
    const auto id = static_cast<ResourceTypeId>(i);
    const CellType type{CellKind::kTyped, &run_.memo->Template(id)};
    const bool is_bound =
        std::any_of(patterns.begin(), patterns.end(), [&type](const ResourcePattern& pattern) {
          return Cell::Of(pattern).Exists(type) != Truth::kNo;
        });
    if (!is_bound) continue;
    const ResourceType known = catalog.resource_type(id);
    types_.push_back(std::string(known.service) + ":" + std::string(known.name));
  }
}

const QueryPlan* PersonaBaseline::PlanOf(GrantQueryId id, const GrantQuery& query) const {
  return asked_[id].Get([&] { return Ask(id, query); }).plan.get();
}

Truth PersonaBaseline::Lacks(const Grants& grants, std::vector<ActionId>* missing) const {
  missing->clear();
  if (required_.empty()) return Truth::kNo;
  const Asked& asked = asked_of_required_.Get([this] {
    auto made = std::make_unique<Asked>();
    made->actions = ActionSet(run_.actions->universe_size());
    for (const ActionId id : required_) made->actions.Set(id);
    made->query.from.aws_managed = true;
    made->query.actions.any = &made->actions;
    made->plan = std::make_unique<QueryPlan>(*run_.actions, made->query, next_plan_.fetch_add(1));
    return made;
  });
  const Answer answer = grants.Ask(*asked.plan);
  ActionSet given(run_.actions->universe_size());
  for (const Evidence& evidence : answer.evidence) {
    if (evidence.action_count > evidence.actions.size()) return Truth::kUnknown;
    for (const ActionId id : evidence.actions) given.Set(id);
  }
  for (const ActionId id : required_) {
    if (!given.Test(id)) missing->push_back(id);
  }
  if (missing->empty()) return Truth::kNo;
  return grants.subject().has_unread_policies ? Truth::kUnknown : Truth::kYes;
}

std::unique_ptr<const PersonaBaseline::Asked> PersonaBaseline::Ask(GrantQueryId id,
                                                                   const GrantQuery& query) const {
  auto asked = std::make_unique<Asked>();
  asked->query = run_.queries[id];
  if (query.persona == PersonaBound::kBeyond) {
    asked->query.actions.beyond = &allowed_;
  } else {
    asked->actions = allowed_;
    if (asked->query.actions.any != nullptr) asked->actions &= *asked->query.actions.any;
    asked->query.actions.any = &asked->actions;
    asked->query.resources.of = types_;
    asked->query.resources.beyond = resources_;
    if (types_.empty() || asked->actions.None()) return asked;
  }
  asked->plan = std::make_unique<QueryPlan>(*run_.actions, asked->query, next_plan_.fetch_add(1));
  return asked;
}

PersonaBaselines::PersonaBaselines(const MatchRun& run)
    : run_(run),
      binds_resources_(std::any_of(run.personas.begin(), run.personas.end(),
                                   [](const Persona& one) { return !one.resources.empty(); })),
      next_plan_(static_cast<std::uint32_t>(run.plans.size())) {}

const PersonaBaseline* PersonaBaselines::Of(PersonaChoice choice) const {
  if (choice.personas.empty()) return nullptr;
  const std::lock_guard lock(mutex_);
  const auto known = std::find_if(made_.begin(), made_.end(),
                                  [&choice](const auto& one) { return one.first == choice; });
  if (known != made_.end()) return known->second.get();
  auto made = std::make_unique<const PersonaBaseline>(run_, choice, &next_plan_);
  return made_.emplace_back(std::move(choice), std::move(made)).second.get();
}

}  // namespace leastwise
